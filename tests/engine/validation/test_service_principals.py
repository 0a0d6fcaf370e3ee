"""AWS services as principals: how their names are written, and for whom they act."""

from __future__ import annotations

import json
from typing import Any

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting
from tests.engine.validation.principal_policies import (
    RESOURCE,
    TRUST,
    findings,
    grant,
    mended,
    spots,
    trust,
)

FORMAT = "INVALID_SERVICE_PRINCIPAL_FORMAT"
RESTRICT = "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"
RECOMMENDED = "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"
UNSUPPORTED = "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"
S3 = {"Service": "s3.amazonaws.com"}
CLOUDFRONT = {"Service": "cloudfront.amazonaws.com"}
KEYS_OF_SERVICES = frozenset({"iam:passedtoservice", "iam:awsservicename", "aws:calledvia"})


def passing(operator: str, key: str, value: Any) -> dict[str, Any]:
    condition = {operator: {key: value}}
    return {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": condition}


def services_of_aws() -> list[str]:
    """The service principals that stand in conditions of AWS managed policies."""
    found: set[str] = set()
    for policy in json.loads(aws_managed_policies_data).values():
        listed = policy["Document"]["Statement"]
        for statement in listed if isinstance(listed, list) else [listed]:
            for block in statement.get("Condition", {}).values():
                for key, values in block.items():
                    if key.lower() in KEYS_OF_SERVICES:
                        found.update([values] if isinstance(values, str) else values)
    return sorted(name for name in found if "*" not in name)


def test_services_of_aws_managed_policies_are_neither_malformed_nor_typos() -> None:
    names = services_of_aws()
    assert len(names) > 200
    statement = grant({"Service": names})
    assert spots(FORMAT, RESOURCE, statement) == []
    assert spots("UNKNOWN_PRINCIPAL", RESOURCE, statement) == []
    for name in names:  # one by one, for only so many names of a policy are looked up
        assert spots("UNKNOWN_PRINCIPAL", RESOURCE, grant({"Service": name})) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lambda", "lambda.amazonaws.com"),
        ("Lambda.AmazonAWS.com", "lambda.amazonaws.com"),
        ("https://sns.amazonaws.com/", "sns.amazonaws.com"),
        ("ec2.amazon.com", "ec2.amazonaws.com"),
        ("ec2.aws.com", "ec2.amazonaws.com"),
        (" states.eu-west-1.amazonaws.com", "states.eu-west-1.amazonaws.com"),
    ],
)
def test_malformed_service_is_mended(text: str, expected: str) -> None:
    assert spots(FORMAT, TRUST, trust({"Service": text})) == [text]
    fixed = mended(FORMAT, TRUST, trust({"Service": text}))
    assert fixed[0]["Principal"] == {"Service": expected}


@pytest.mark.parametrize("text", ["", "my function", "111122223333", "www.example.com"])
def test_other_texts_are_malformed_without_repair(text: str) -> None:
    assert len(findings(FORMAT, RESOURCE, grant({"Service": text}))) == 1
    assert mended(FORMAT, RESOURCE, grant({"Service": text})) is None


@pytest.mark.parametrize(
    ("operator", "key", "value", "wrong"),
    [
        ("StringEquals", "iam:PassedToService", "ec2", ["ec2"]),
        ("StringEquals", "iam:passedtoservice", ["ec2.amazonaws.com", "EC2"], ["EC2"]),
        ("StringLike", "iam:PassedToService", "ec2.*", []),
        ("StringEquals", "iam:PassedToService", "ec2.amazonaws.com.cn", []),
        ("StringEqualsIfExists", "iam:AWSServiceName", "autoscaling", ["autoscaling"]),
        ("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com", []),
        ("ForAnyValue:StringEquals", "aws:CalledVia", "athena", ["athena"]),
        ("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com", []),
        ("StringEquals", "kms:ViaService", "s3.us-gov-west-1.amazonaws.com", []),
        ("StringEquals", "kms:ViaService", "s3.amazonaws.com", ["s3.amazonaws.com"]),
        ("StringLike", "kms:ViaService", "s3.*.amazonaws.com", []),
        ("StringEquals", "kms:ViaService", "s3.${aws:RequestedRegion}.amazonaws.com", []),
        ("StringEquals", "kms:ViaService", "S3.amazonaws.com", ["S3.amazonaws.com"]),
        ("Null", "kms:ViaService", "true", []),
        ("Null", "iam:PassedToService", "false", []),
        ("StringEquals", "aws:username", "ec2", []),
        ("Nonsense", "iam:PassedToService", "ec2", []),
    ],
)
def test_services_in_conditions(operator: str, key: str, value: Any, wrong: list[str]) -> None:
    assert spots(FORMAT, PolicyType.IDENTITY, passing(operator, key, value)) == wrong


def test_service_without_region_gets_no_repair() -> None:
    statement = passing("StringEquals", "kms:ViaService", "s3.amazonaws.com")
    assert mended(FORMAT, PolicyType.IDENTITY, statement) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::acme-receipts"}},
        {"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}},
        {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-a1b2c3d4e5/*"}},
        {"StringEquals": {"aws:SourceOwner": "111122223333"}},
    ],
)
def test_source_condition_restricts_a_service(condition: dict[str, Any]) -> None:
    assert findings(RESTRICT, RESOURCE, grant(S3, Condition=condition)) == []
    assert findings(RECOMMENDED, RESOURCE, grant(S3, Condition=condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringNotEquals": {"aws:SourceAccount": "111122223333"}},
        {"Null": {"aws:SourceAccount": "false"}},
        {"StringLike": {"aws:SourceAccount": "*"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:PrincipalAccount": "111122223333"}},
    ],
)
def test_other_conditions_do_not_restrict_a_service(condition: dict[str, Any]) -> None:
    assert spots(RESTRICT, RESOURCE, grant(S3, Condition=condition)) == ["s3.amazonaws.com"]


def test_only_grants_to_services_need_a_source() -> None:
    assert findings(RESTRICT, RESOURCE, grant(S3, Effect="Deny")) == []
    assert findings(RESTRICT, RESOURCE, grant({"AWS": "111122223333"})) == []
    assert findings(RESTRICT, TRUST, trust(S3)) == []
    assert findings(RESTRICT, PolicyType.ENDPOINT, grant(S3)) == []


def test_statement_is_reported_once_for_several_services() -> None:
    services = {"Service": ["s3.amazonaws.com", "sns.amazonaws.com"]}
    assert spots(RESTRICT, RESOURCE, grant(services)) == ["s3.amazonaws.com"]


def test_known_account_makes_a_repair() -> None:
    setting = Setting(account="111122223333")
    assert mended(RESTRICT, RESOURCE, grant(S3)) is None
    fixed = mended(RESTRICT, RESOURCE, grant(S3), setting=setting)
    assert fixed[0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            {"Bool": {"aws:SecureTransport": "true"}},
            {
                "Bool": {"aws:SecureTransport": "true"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        ),
        (
            {"StringEquals": {"s3:x-amz-acl": "private"}},
            {"StringEquals": {"s3:x-amz-acl": "private", "aws:SourceAccount": "111122223333"}},
        ),
        ({}, {"StringEquals": {"aws:SourceAccount": "111122223333"}}),
    ],
)
def test_repair_joins_the_conditions_that_are_there(condition: Any, expected: Any) -> None:
    statement = grant(S3, Condition=condition)
    fixed = mended(RESTRICT, RESOURCE, statement, setting=Setting(account="111122223333"))
    assert fixed[0]["Condition"] == expected


def test_referer_is_a_weak_source() -> None:
    weak = {"StringEquals": {"aws:Referer": "111122223333"}}
    assert spots(RECOMMENDED, RESOURCE, grant(S3, Condition=weak)) == ["aws:Referer"]
    assert findings(RESTRICT, RESOURCE, grant(S3, Condition=weak)) == []


def test_referer_beside_a_source_or_for_people_is_another_matter() -> None:
    both = {"StringEquals": {"aws:Referer": "x", "aws:SourceAccount": "111122223333"}}
    weak = {"StringEquals": {"aws:Referer": "x"}}
    assert findings(RECOMMENDED, RESOURCE, grant(S3, Condition=both)) == []
    assert findings(RECOMMENDED, RESOURCE, grant("*", Condition=weak)) == []


def test_cloudfront_sends_no_organization() -> None:
    inside = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert spots(UNSUPPORTED, RESOURCE, grant(CLOUDFRONT, Condition=inside)) == [
        "aws:PrincipalOrgID"
    ]
    assert findings(UNSUPPORTED, RESOURCE, grant("*", Condition=inside)) == []
    mixed = {"AWS": "*", **CLOUDFRONT}
    assert findings(UNSUPPORTED, RESOURCE, grant(mixed, Condition=inside)) == []


def test_organization_that_may_be_absent_does_not_stop_cloudfront() -> None:
    absent = {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    statement = grant(CLOUDFRONT, Effect="Deny", Condition=absent)
    assert findings(UNSUPPORTED, RESOURCE, statement) == []
