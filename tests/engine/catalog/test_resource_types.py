"""Which resource an ARN is (R5), and which actions may name it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamlab.engine.catalog import (
    ResourceType,
    actions_for_arn,
    find_action,
    fits,
    resource_types_for_arn,
    services,
)
from iamlab.engine.catalog.resource_types import resource_types_of

REGIONAL = "us-east-1:111122223333"


def names(arn: str, service: str) -> set[str]:
    return {kind.name for kind in resource_types_for_arn(arn) if kind.service == service}


@pytest.mark.parametrize(
    ("arn", "service", "expected"),
    [
        ("arn:aws:s3:::acme-receipts", "s3", {"bucket"}),
        ("arn:aws-cn:s3:::acme-receipts", "s3", {"bucket"}),
        ("arn:aws:s3:::acme-receipts/2026/may.pdf", "s3", {"object"}),
        ("arn:aws:s3:::acme-receipts/a:b", "s3", {"object"}),
        ("arn:aws:s3:::acme-receipts/*", "s3", {"object"}),
        (f"arn:aws:s3:{REGIONAL}:accesspoint/web", "s3", {"accesspoint"}),
        (f"arn:aws:s3:{REGIONAL}:accesspoint/web/object/a/b", "s3", {"accesspointobject"}),
        ("arn:aws:iam::111122223333:role/app", "iam", {"role"}),
        ("arn:aws:iam::111122223333:role/service-role/team/app", "iam", {"role"}),
        (
            "arn:aws:iam::111122223333:role/aws-service-role/es.amazonaws.com/"
            "AWSServiceRoleForAmazonOpenSearchService",
            "iam",
            {"role"},
        ),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", "iam", {"policy"}),
        ("arn:aws:iam::111122223333:oidc-provider/oidc.example/id/X", "iam", {"oidc-provider"}),
        ("arn:aws:iam::111122223333:role/app", "sts", {"role"}),
        (f"arn:aws:kms:{REGIONAL}:key/1234", "kms", {"key"}),
        (f"arn:aws:kms:{REGIONAL}:alias/aws/s3", "kms", {"alias"}),
        (f"arn:aws:sqs:{REGIONAL}:jobs", "sqs", {"queue"}),
        (f"arn:aws:sns:{REGIONAL}:news", "sns", {"topic"}),
        (f"arn:aws:secretsmanager:{REGIONAL}:secret:prod/db-AbCdEf", "secretsmanager", {"Secret"}),
        (f"arn:aws:dynamodb:{REGIONAL}:table/T", "dynamodb", {"table"}),
        (f"arn:aws:dynamodb:{REGIONAL}:table/T/index/I", "dynamodb", {"index"}),
        (
            f"arn:aws:dynamodb:{REGIONAL}:table/T/stream/2026-01-01T00:00:00.000",
            "dynamodb",
            {"stream"},
        ),
        (f"arn:aws:logs:{REGIONAL}:log-group:/aws/lambda/fn", "logs", {"log-group"}),
        (f"arn:aws:logs:{REGIONAL}:log-group:/aws/lambda/fn:*", "logs", {"log-group"}),
        (
            f"arn:aws:logs:{REGIONAL}:log-group:/aws/lambda/fn:log-stream:2026/01/[1]a",
            "logs",
            {"log-stream"},
        ),
        (f"arn:aws:ecr:{REGIONAL}:repository/team/web", "ecr", {"repository"}),
        ("arn:aws:apigateway:us-east-1::/restapis/a1/stages/prod", "apigateway", {"Stage"}),
        ("arn:aws:apigateway:us-east-1::/apis/a1/stages/prod", "apigateway", {"Stage"}),
        (f"arn:aws:ecs:{REGIONAL}:task/cluster/abc", "ecs", {"task"}),
    ],
)
def test_an_arn_is_recognized(arn: str, service: str, expected: set[str]) -> None:
    assert names(arn, service) == expected


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "*",
        "acme-receipts",
        "arn:aws:s3",
        "arn:aws:s3:::",
        "arn:aws:s3:::acme-receipts/",
        "arn:aws:s3:us-east-1:111122223333:acme-receipts",
        "arn:aws:S3:::acme-receipts",
        "urn:aws:s3:::acme-receipts",
        "arn::s3:::acme-receipts",
        "arn:aws:nosuch:::x",
        "arn:aws:../actions/s3:::x",
        "arn:aws:iam:us-east-1:111122223333:role/app",
        "arn:aws:iam::111122223333:Role/app",
        "arn:aws:iam::111122223333:role/",
    ],
)
def test_other_text_is_no_known_resource(arn: str) -> None:
    assert resource_types_for_arn(arn) == ()
    assert actions_for_arn(arn) == ()


def test_a_type_is_found_by_the_service_field_of_its_arn() -> None:
    """The EBS direct API (`ebs`) works on snapshots, whose ARNs say `ec2`."""
    assert names("arn:aws:ec2:us-east-1::snapshot/snap-1", "ebs") == {"snapshot"}


def test_a_part_of_a_resource_is_not_the_resource_of_another_service() -> None:
    """A firewall (`wafv2`) is put before an Amplify app, not before one of its branches."""
    assert names(f"arn:aws:amplify:{REGIONAL}:apps/a1", "wafv2") == {"amplify-app"}
    assert names(f"arn:aws:amplify:{REGIONAL}:apps/a1/branches/main", "wafv2") == set()


def test_a_session_may_be_started_in_a_task_of_a_cluster() -> None:
    start = find_action("ssm:StartSession")

    assert start is not None
    assert fits(start, f"arn:aws:ecs:{REGIONAL}:task/cluster/abc")


def test_every_template_recognizes_an_arn_made_from_it() -> None:
    missed = []
    for service in services():
        for kind in resource_types_of(service.prefix).values():
            for template in kind.arn_template.split(", "):
                arn = re.sub(r"\$\{[^}]*\}|\*", "x", template)
                own = template.split(":")[2] == service.prefix
                if own and kind not in resource_types_for_arn(arn):
                    missed.append((kind.name, template))
    assert missed == []


def test_a_function_alias_is_also_a_function() -> None:
    arn = f"arn:aws:lambda:{REGIONAL}:function:resize:prod"
    invoke = find_action("lambda:InvokeFunction")

    assert invoke is not None
    assert "function alias" in names(arn, "lambda")
    assert fits(invoke, arn)


@pytest.mark.parametrize(
    ("name", "arn", "expected"),
    [
        ("s3:GetObject", "arn:aws:s3:::b/k", True),
        ("s3:GetObject", "arn:aws:s3:::b", False),
        ("s3:GetObject", "*", False),
        ("s3:ListBucket", "arn:aws:s3:::b", True),
        ("s3:ListBucket", "arn:aws:s3:::b/k", False),
        ("s3:GetBucketLocation", "arn:aws:s3:::b", True),
        ("s3:PutBucketPolicy", "arn:aws:s3:::b/k", False),
        ("s3:ListAllMyBuckets", "*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::b", False),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/app", True),
        ("iam:PassRole", "arn:aws:iam::111122223333:user/alice", False),
        ("sts:AssumeRole", "arn:aws:iam::111122223333:role/team/app", True),
        ("iam:AttachRolePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", False),
    ],
)
def test_an_action_fits_its_own_kind_of_resource(name: str, arn: str, expected: bool) -> None:
    action = find_action(name)

    assert action is not None
    assert fits(action, arn) is expected


def test_actions_for_a_bucket_are_bucket_actions() -> None:
    found = {action.name for action in actions_for_arn("arn:aws:s3:::acme-receipts")}

    assert {"s3:ListBucket", "s3:PutBucketPolicy", "s3:DeleteBucket"} <= found
    assert found.isdisjoint({"s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"})


def test_actions_for_an_object_are_object_actions() -> None:
    found = {action.name for action in actions_for_arn("arn:aws:s3:::acme-receipts/may.pdf")}

    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} <= found
    assert found.isdisjoint({"s3:ListBucket", "s3:PutBucketPolicy"})


def test_actions_for_a_role_include_those_of_the_token_service() -> None:
    found = {action.name for action in actions_for_arn("arn:aws:iam::111122223333:role/app")}

    assert {"iam:PassRole", "iam:GetRole", "sts:AssumeRole"} <= found
    assert "iam:GetUser" not in found


def test_a_resource_type_knows_its_template_and_keys() -> None:
    kinds = [kind for kind in resource_types_for_arn("arn:aws:s3:::b") if kind.service == "s3"]

    assert [(kind.service, kind.name, kind.arn_template) for kind in kinds] == [
        ("s3", "bucket", "arn:${Partition}:s3:::${BucketName}")
    ]
    assert isinstance(kinds[0], ResourceType)
    assert "aws:ResourceTag/${TagKey}" in kinds[0].condition_keys


@pytest.mark.parametrize("part", ["/", ":", "a/", "a:", "image/", "table/"])
def test_hostile_text_is_answered_quickly(part: str) -> None:
    start = time.perf_counter()
    for service in ("imagebuilder", "dynamodb", "codeartifact", "lambda", "apigateway"):
        resource_types_for_arn(f"arn:aws:{service}:r:1:{part * (1900 // len(part))}\n")
    assert time.perf_counter() - start < 2


@given(
    st.text()
    | st.builds("arn:aws:{}:{}:{}:{}".format, *[st.text(max_size=8)] * 4)
    | st.builds("arn:aws:s3:::{}".format, st.text())
)
@example("arn:aws:\x00:::x")
@example("arn:aws:s3:::\ud800")
def test_no_text_makes_a_lookup_fail(arn: str) -> None:
    kinds = resource_types_for_arn(arn)
    for action in actions_for_arn(arn)[:3]:
        assert kinds
        assert fits(action, arn)
