"""What a wrong name probably means: verbs are kept, and only near services are guessed."""

from __future__ import annotations

import pytest

from iamlab.engine.catalog import actions_of_operation, suggest_actions, suggest_service


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # One letter from s3:PutObject as well, but a list is no write.
        ("s3:ListObject", "s3:ListBucket"),
        ("s3:GetObjct", "s3:GetObject"),
        ("ec2:DescribeInstance", "ec2:DescribeInstances"),
        ("iam:DeleteUserPolicies", "iam:DeleteUserPolicy"),
    ],
)
def test_suggested_action_keeps_its_verb(name: str, expected: str) -> None:
    assert suggest_actions(name)[0] == expected


@pytest.mark.parametrize("name", ["dynamodb:DescribeTabel", "sqs:DeleteMessages", "s3:PutObjects"])
def test_suggestions_of_the_same_service_have_the_same_verb(name: str) -> None:
    service, _, action = name.partition(":")
    verb = action[:3]
    near = [item for item in suggest_actions(name) if item.startswith(f"{service}:")]
    assert near
    assert all(item.partition(":")[2].startswith(verb) for item in near)


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("dynamo", "dynamodb"),
        ("eventbridge", "events"),
        ("lamda", "lambda"),
        ("s3", None),
        ("aws", None),
        ("", None),
        ("x" * 1000, None),
    ],
)
def test_suggest_service(prefix: str, expected: str | None) -> None:
    assert suggest_service(prefix) == expected


def test_operations_with_other_permissions() -> None:
    assert actions_of_operation("S3:copyobject") == ("s3:GetObject", "s3:PutObject")
    assert actions_of_operation("s3:GetObject") == ()
