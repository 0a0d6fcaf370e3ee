"""Data, credentials, permissions and infrastructure given away without naming any (section 3b)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Finding, PolicyType, Severity, action_exists, find_action
from iamlab.engine.validation import validate
from iamlab.engine.validation.access_levels import exposing_actions, scopable_changes
from iamlab.engine.validation.credentials import (
    CREDENTIAL_ACTIONS,
    EXPOSING_ACTIONS,
    OWN_TOKENS,
    WITHOUT_PERMISSION,
)

DATA, CREDENTIALS = "DATA_EXFILTRATION", "CREDENTIALS_EXPOSURE"
ACCESS, CHANGES = "RESOURCE_EXPOSURE", "INFRASTRUCTURE_MODIFICATION"
SEVERITIES = {
    DATA: Severity.WARNING,
    CREDENTIALS: Severity.SECURITY_WARNING,
    ACCESS: Severity.WARNING,
    CHANGES: Severity.SUGGESTION,
}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def found(
    code: str, *statements: dict[str, Any], type: PolicyType = PolicyType.IDENTITY
) -> list[Finding]:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return [item for item in validate(json.dumps(document), type) if item.code == code]


SAMPLES = {
    DATA: "s3:GetObject",
    CREDENTIALS: "ec2:GetPasswordData",
    ACCESS: "s3:PutBucketPolicy",
    CHANGES: "ec2:TerminateInstances",
}
EVERY_CODE = pytest.mark.parametrize(("code", "action"), SAMPLES.items())


@EVERY_CODE
def test_action_on_everything_is_found(code: str, action: str) -> None:
    [item] = found(code, allow(["cloudwatch:ListMetrics", action]))
    assert item.severity is SEVERITIES[code]
    assert item.path == ("Statement", 0, "Action", 1)
    assert item.message.startswith(f"`{action}` ")


@EVERY_CODE
def test_wildcard_that_covers_the_action_is_found(code: str, action: str) -> None:
    service = action.partition(":")[0]
    [item] = found(code, allow([f"{service}:*"]))
    assert item.path == ("Statement", 0, "Action", 0)


@EVERY_CODE
def test_not_action_that_leaves_the_action_in_is_found(code: str, action: str) -> None:
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    [item] = found(code, statement)
    assert item.path == ("Statement", 0, "NotAction")
    assert found(code, {**statement, "NotAction": ["*:*", action]}) == []


@EVERY_CODE
def test_condition_silences(code: str, action: str) -> None:
    condition = {"StringEquals": {"aws:ResourceTag/team": "reports"}}
    assert found(code, allow(action, Condition=condition)) == []


@EVERY_CODE
def test_deny_of_the_action_silences_and_of_another_does_not(code: str, action: str) -> None:
    assert found(code, allow(action), deny(action)) == []
    assert len(found(code, allow(action), deny("sns:Publish"))) == 1


@EVERY_CODE
def test_deny_of_one_resource_leaves_the_others_open(code: str, action: str) -> None:
    resource = {
        DATA: "arn:aws:s3:::acme-salaries/*",
        CREDENTIALS: "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc12345",
        ACCESS: "arn:aws:s3:::acme-salaries",
        CHANGES: "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc12345",
    }[code]
    assert len(found(code, allow(action), deny(action, resource))) == 1


@EVERY_CODE
def test_each_statement_has_one_finding(code: str, action: str) -> None:
    paths = [item.path[:2] for item in found(code, allow([action, "ec2:*", "s3:*"]), allow(action))]
    assert paths == [("Statement", 0), ("Statement", 1)]


@EVERY_CODE
@pytest.mark.parametrize(
    "type", [PolicyType.BOUNDARY, PolicyType.SESSION, PolicyType.SCP, PolicyType.ENDPOINT]
)
def test_what_grants_nothing_is_silent(code: str, action: str, type: PolicyType) -> None:
    principal = {"Principal": "*"} if type is PolicyType.ENDPOINT else {}
    assert found(code, allow(action, **principal), type=type) == []


@pytest.mark.parametrize(
    ("code", "action", "resource", "count"),
    [
        (DATA, "s3:GetObject", "arn:aws:s3:::*", 1),
        (DATA, "s3:GetObject", "arn:aws:s3:::*/*", 1),
        (DATA, "s3:GetObject", "arn:aws:s3:::acme-*", 0),
        (DATA, "s3:GetObject", "arn:aws:s3:::acme-receipts/*", 0),
        (DATA, "s3:GetObject", "arn:aws:sqs:::*", 0),
        (DATA, "ssm:GetParameter", "arn:aws:ssm:*:*:parameter/*", 1),
        (DATA, "ssm:GetParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/*", 1),
        (DATA, "ssm:GetParameter", "arn:aws:ssm:*:*:parameter/reports/*", 0),
        (DATA, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*", 1),
        (DATA, "ebs:GetSnapshotBlock", "arn:aws:ec2:*::snapshot/*", 1),
        (CREDENTIALS, "iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}", 0),
        (ACCESS, "kms:PutKeyPolicy", "arn:aws:kms:*:*:key/*", 1),
        # Exactly the star, as the ARN of a kind is a choice already.
        (CHANGES, "ec2:TerminateInstances", "arn:aws:ec2:*:*:instance/*", 0),
        (CHANGES, "ec2:TerminateInstances", ["arn:aws:ec2:*:*:instance/i-0abc12345", "*"], 1),
    ],
)
def test_entry_that_covers_the_whole_kind_is_open(
    code: str, action: str, resource: Any, count: int
) -> None:
    assert len(found(code, allow(action, resource))) == count


def test_deny_that_covers_the_whole_kind_silences() -> None:
    allowed = allow("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/*")
    assert found(DATA, allowed, deny("ssm:*", "arn:aws:ssm:*:*:parameter/*")) == []
    assert found(DATA, allow("ssm:GetParameter"), deny("ssm:*", "arn:aws:ssm:*:*:*")) == []


def test_not_resource_is_read() -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject"}
    assert len(found(DATA, {**statement, "NotResource": "arn:aws:s3:::acme-salaries/*"})) == 1
    assert found(DATA, {**statement, "NotResource": "*"}) == []


def test_deny_of_all_but_one_bucket_is_a_scope() -> None:
    only = {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::acme-receipts/*"}
    assert found(DATA, allow("s3:*"), only) == []


def test_message_names_the_three_best_known_actions_and_counts_the_others() -> None:
    actions = ["ssm:GetParameters", "ssm:GetParameter", "s3:GetObject", "dynamodb:Scan"]
    [item] = found(DATA, allow(actions))
    assert item.message.startswith(
        "`s3:GetObject`, `ssm:GetParameter`, `ssm:GetParameters` and 1 more read the data"
    )


def test_all_43_credential_actions_exist() -> None:
    assert len(CREDENTIAL_ACTIONS) == 43
    assert [name for name in sorted(CREDENTIAL_ACTIONS) if not action_exists(name)] == []


@pytest.mark.parametrize("action", sorted(CREDENTIAL_ACTIONS))
def test_credentials_of_others_are_found_and_own_tokens_are_not(action: str) -> None:
    """A token that carries the caller's own rights gives them nothing new."""
    silent = action in OWN_TOKENS | WITHOUT_PERMISSION
    assert len(found(CREDENTIALS, allow(action))) == (0 if silent else 1)


def test_exceptions_are_credential_actions() -> None:
    assert OWN_TOKENS < CREDENTIAL_ACTIONS
    assert WITHOUT_PERMISSION < CREDENTIAL_ACTIONS
    assert len(EXPOSING_ACTIONS) == 33


@pytest.mark.parametrize(
    ("action", "exposes"),
    [
        ("s3:PutBucketAcl", True),
        ("iam:PutRolePolicy", True),
        ("iam:CreateAccessKey", True),  # plain Write to AWS
        ("ram:CreateResourceShare", True),  # plain Write to AWS
        ("iam:GetRole", False),
        ("s3:PutObject", False),
        ("iam:PassRole", False),  # has checks of its own
        ("iam:CreateServiceLinkedRole", False),  # likewise
    ],
)
def test_who_manages_permissions(action: str, exposes: bool) -> None:
    assert (action in exposing_actions()) is exposes


def test_every_action_of_the_level_is_in() -> None:
    """The level's text names several, so equality with it would match nothing."""
    levels = {name: find_action(name) for name in exposing_actions()}
    managing = [a for a in levels.values() if a and "Permissions management" in a.access_levels]
    assert len(managing) >= 400


@pytest.mark.parametrize(
    ("action", "counts"),
    [
        ("ec2:TerminateInstances", True),
        ("s3:PutBucketPolicy", True),
        ("ec2:CreateTags", True),
        ("s3:GetObject", False),  # reads
        ("iam:CreateAccountAlias", False),  # cannot be limited to a resource
    ],
)
def test_what_counts_as_a_change_that_can_be_limited(action: str, counts: bool) -> None:
    assert (action in scopable_changes()) is counts
    assert len(found(CHANGES, allow(action))) == counts
