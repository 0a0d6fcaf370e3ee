"""What is suggested for a name that is no action."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.catalog import action_exists, service_exists, suggest_actions
from iamlab.engine.catalog.api_names import ACTIONS_OF_OPERATION, SERVICE_NICKNAMES


@pytest.mark.parametrize(
    ("operation", "actions"),
    [
        ("s3:ListObjectsV2", ("s3:ListBucket",)),
        ("S3:listobjects", ("s3:ListBucket",)),
        ("s3:HeadObject", ("s3:GetObject",)),
        ("s3:HeadBucket", ("s3:ListBucket",)),
        ("s3:ListBuckets", ("s3:ListAllMyBuckets",)),
        ("s3:CopyObject", ("s3:GetObject", "s3:PutObject")),
        ("s3:UploadPart", ("s3:PutObject",)),
        ("kms:ReEncrypt", ("kms:ReEncryptFrom", "kms:ReEncryptTo")),
        ("lambda:Invoke", ("lambda:InvokeFunction",)),
        ("sqs:SendMessageBatch", ("sqs:SendMessage",)),
        ("ListObjectsV2", ("s3:ListBucket",)),
    ],
)
def test_an_api_operation_leads_to_its_permission(operation: str, actions: tuple[str, ...]) -> None:
    assert suggest_actions(operation) == actions


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("s3:GetObjects", "s3:GetObject"),
        ("s3:GetObjct", "s3:GetObject"),
        ("iam:PassRoles", "iam:PassRole"),
        ("ec2:RunInstance", "ec2:RunInstances"),
        ("s3:PassRole", "iam:PassRole"),
        ("cloudwatch:PutLogEvents", "logs:PutLogEvents"),
        ("iam:AssumeRole", "sts:AssumeRole"),
        ("lamda:InvokeFunction", "lambda:InvokeFunction"),
        ("dynamo:GetItem", "dynamodb:GetItem"),
        ("elb:CreateLoadBalancer", "elasticloadbalancing:CreateLoadBalancer"),
        ("stepfunctions:StartExecution", "states:StartExecution"),
        ("GetObject", "s3:GetObject"),
    ],
)
def test_the_likeliest_action_comes_first(typo: str, meant: str) -> None:
    assert suggest_actions(typo)[0] == meant


@pytest.mark.parametrize(
    "name",
    [
        "s3:GetObject",
        "S3:GETOBJECT",
        "s3:*",
        "*",
        "s3:Get?bject",
        "",
        ":",
        "zz:qqqqqq",
        "s3:" + "x" * 500,
    ],
)
def test_nothing_is_suggested_without_need_or_likeness(name: str) -> None:
    assert suggest_actions(name) == ()


def test_no_more_than_the_limit_is_suggested() -> None:
    assert len(suggest_actions("s3:GetObjects", limit=2)) == 2
    assert suggest_actions("s3:CopyObject", limit=1) == ("s3:GetObject",)


def test_the_table_of_operations_leads_from_no_action_to_actions() -> None:
    assert [name for name in ACTIONS_OF_OPERATION if action_exists(name)] == []
    targets = {name for names in ACTIONS_OF_OPERATION.values() for name in names}
    assert [name for name in targets if not action_exists(name)] == []


def test_nicknames_lead_from_no_service_to_services() -> None:
    assert [name for name in SERVICE_NICKNAMES if service_exists(name)] == []
    assert [name for name in SERVICE_NICKNAMES.values() if not service_exists(name)] == []


@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9]{1,8}:[A-Za-z]{1,20}", fullmatch=True))
def test_only_real_actions_are_suggested(name: str) -> None:
    suggestions = suggest_actions(name)

    assert len(suggestions) <= 3
    assert all(action_exists(suggestion) for suggestion in suggestions)
