"""Services, the reach of RCPs (E6), the age of the facts, and service principals."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamlab.engine.catalog import (
    catalog_date,
    catalog_version,
    principal_services,
    rcp_supports,
    service_exists,
    service_name,
    services,
)
from iamlab.engine.catalog.source import action_rows, condition_key_rows, resource_type_rows


@pytest.mark.parametrize("prefix", ["s3", "iam", "S3", "elasticloadbalancing", "execute-api"])
def test_a_prefix_in_use_exists(prefix: str) -> None:
    assert service_exists(prefix)


@pytest.mark.parametrize("prefix", ["", "*", "s3*", "aws", "elb", "s3 ", "../services", "\u212ams"])
def test_other_text_is_no_service(prefix: str) -> None:
    assert not service_exists(prefix)
    assert service_name(prefix) is None


def test_a_service_has_the_name_that_aws_gives_it() -> None:
    assert service_name("s3") == "Amazon S3"
    assert service_name("STS") == "AWS Security Token Service"


def test_services_are_listed_once_in_prefix_order() -> None:
    prefixes = [service.prefix for service in services()]

    assert {"s3", "iam", "sts", "kms"} <= set(prefixes)
    assert prefixes == sorted(set(prefixes))
    assert len(prefixes) > 400


@pytest.mark.parametrize("prefix", ["s3", "sts", "kms", "sqs", "secretsmanager", "S3"])
def test_rcps_reach_the_services_of_their_launch(prefix: str) -> None:
    assert rcp_supports(prefix)


@pytest.mark.parametrize("prefix", ["iam", "ec2", "organizations", "nosuch", ""])
def test_rcps_do_not_reach_other_services(prefix: str) -> None:
    assert not rcp_supports(prefix)


def test_version_and_date_of_the_facts_agree() -> None:
    day = catalog_date()

    assert type(day) is datetime.date
    assert f"{day:%Y%m%d}" in catalog_version()


@pytest.mark.parametrize(
    "name", ["lambda", "ec2", "ecs-tasks", "cloudtrail", "s3", "sns", "events"]
)
def test_well_known_service_principals_are_listed(name: str) -> None:
    assert f"{name}.amazonaws.com" in principal_services()


def test_service_principals_are_hosts_of_aws_listed_once() -> None:
    listed = principal_services()

    assert list(listed) == sorted(set(listed))
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)?\.amazonaws\.com", name) for name in listed)


@pytest.mark.parametrize("service", ["", "../metadata", "../../__init__", "nosuch", "S3", "\x00"])
def test_unlisted_text_never_becomes_a_file_name(service: str) -> None:
    assert action_rows(service) == {}
    assert resource_type_rows(service) == {}
    assert condition_key_rows(service) == {}


@given(st.text())
@example("\x00")
@example("/etc/passwd")
def test_no_text_makes_a_lookup_fail(prefix: str) -> None:
    assert service_exists(prefix) == (service_name(prefix) is not None)
    assert rcp_supports(prefix) in (True, False)


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("apigateway", "Amazon API Gateway"),
        ("cloudformation", "AWS CloudFormation"),
        ("elasticloadbalancing", "Elastic Load Balancing"),
        ("ses", "Amazon SES"),
    ],
)
def test_shared_prefix_has_the_name_that_people_know(prefix: str, name: str) -> None:
    assert service_name(prefix) == name
    assert list(services()) == sorted(services(), key=lambda service: service.prefix)
