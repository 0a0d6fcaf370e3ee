"""Rights over the policies of resources, and what they come down to (sections 3a and 3b)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import validate
from iamlab.engine.validation.bucket_rights import PAIRS

OPENED = "RESOURCE_POLICY_CAN_BE_OPENED"
ESCALATION = "RESOURCE_POLICY_PRIVILEGE_ESCALATION"
BUCKET = "arn:aws:s3:::acme-receipts"
OBJECTS = f"{BUCKET}/*"
EVERY_RIGHT = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def found(
    code: str, *statements: dict[str, Any], type: PolicyType = PolicyType.IDENTITY
) -> list[Finding]:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return [item for item in validate(json.dumps(document), type) if item.code == code]


# RESOURCE_POLICY_CAN_BE_OPENED


@pytest.mark.parametrize(
    "action",
    [
        "s3:PutBucketPolicy",
        "sns:AddPermission",
        "sns:SetTopicAttributes",
        "sqs:AddPermission",
        "sqs:SetQueueAttributes",
        "kms:PutKeyPolicy",
        "secretsmanager:PutResourcePolicy",
    ],
)
def test_right_to_rewrite_a_policy_is_found(action: str) -> None:
    [item] = found(OPENED, allow(action))
    assert item.severity is Severity.WARNING
    assert f"With `{action}`, the policies of every such resource" in item.message


def test_right_on_a_named_resource_is_a_suggestion() -> None:
    [item] = found(OPENED, allow("s3:PutBucketPolicy", BUCKET))
    assert item.severity is Severity.SUGGESTION
    assert "the resources named here" in item.message


@pytest.mark.parametrize(
    "statements",
    [
        [allow("s3:GetBucketPolicy")],
        [deny("s3:PutBucketPolicy")],
        [allow("s3:*"), deny("s3:Put*Policy")],
        [allow("s3:*", BUCKET), deny("s3:Put*Policy", "arn:aws:s3:::*")],
        [allow("s3:PutBucketPolicy", "arn:aws:sqs:eu-west-1:111122223333:jobs")],
        [allow("s3:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})],
    ],
)
def test_right_that_is_not_granted_is_silent(statements: list[dict[str, Any]]) -> None:
    assert found(OPENED, *statements) == []


# RESOURCE_POLICY_PRIVILEGE_ESCALATION


def test_there_are_seven_pairs() -> None:
    assert len(set(PAIRS)) == 7


@pytest.mark.parametrize(("setting", "right"), PAIRS)
def test_each_missing_right_is_named(setting: str, right: str) -> None:
    others = [item for item in EVERY_RIGHT if item != right]
    [item] = found(ESCALATION, allow([setting, *others], [BUCKET, OBJECTS]))
    assert item.severity is Severity.SECURITY_WARNING
    assert item.message.startswith(f"`{setting}` is a way to `{right}` on the bucket's objects")


@pytest.mark.parametrize("setting", sorted({setting for setting, _ in PAIRS}))
def test_all_rights_granted_is_silent(setting: str) -> None:
    assert found(ESCALATION, allow(setting, BUCKET), allow(EVERY_RIGHT, OBJECTS)) == []


@pytest.mark.parametrize(
    ("rights", "resource", "silent"),
    [
        ("s3:*", "*", True),
        (EVERY_RIGHT, "arn:aws:s3:::acme-*/*", True),
        (EVERY_RIGHT, f"{BUCKET}/reports/*", True),  # the bucket's, if not all of them
        (EVERY_RIGHT, "arn:aws:s3:::acme-salaries/*", False),
    ],
)
def test_rights_count_for_the_same_bucket(rights: Any, resource: str, silent: bool) -> None:
    settings = allow("s3:PutBucketPolicy", BUCKET)
    assert (found(ESCALATION, settings, allow(rights, resource)) == []) is silent


def test_lifecycle_rules_only_delete() -> None:
    settings = allow(["s3:PutLifecycleConfiguration", "s3:DeleteObject"], [BUCKET, OBJECTS])
    assert found(ESCALATION, settings) == []


def test_right_under_a_condition_is_granted_openly() -> None:
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    rights = allow(EVERY_RIGHT, OBJECTS, Condition=condition)
    assert found(ESCALATION, allow("s3:PutBucketPolicy", BUCKET), rights) == []


def test_denied_rights_cannot_be_had_by_a_setting() -> None:
    """A Deny in the caller's own policy beats whatever the bucket's policy allows."""
    assert found(ESCALATION, allow("s3:PutBucketPolicy", BUCKET), deny("s3:*Object")) == []


@pytest.mark.parametrize("code", [OPENED, ESCALATION])
@pytest.mark.parametrize("type", [PolicyType.BOUNDARY, PolicyType.SCP, PolicyType.SESSION])
def test_what_grants_nothing_is_silent(code: str, type: PolicyType) -> None:
    assert found(code, allow("s3:PutBucketPolicy"), type=type) == []
