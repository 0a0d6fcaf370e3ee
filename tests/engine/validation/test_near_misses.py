"""Pairs of policies: one that a check leaves alone, and its neighbor that it must still find."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from iamlab.engine.validation import validate
from tests.engine.validation.looking import Statement, allow, deny, findings, mended, message, spots

ROLES = "arn:aws:iam::111122223333:role"
RESOURCE, TRUST = PolicyType.RESOURCE, PolicyType.TRUST
LOGS = {"Service": "logs.eu-west-1.amazonaws.com"}
GROUP = "arn:aws:logs:eu-west-1:111122223333:log-group:shop"
FACTOR = "aws:MultiFactorAuthPresent"


def logs_key(condition: dict[str, Any]) -> Statement:
    return allow("kms:Encrypt", "*", Principal=LOGS, Condition=condition)


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ({"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": GROUP}}, 0),
        ({"ArnLike": {"kms:EncryptionContext:aws:logs:arn": GROUP.replace("shop", "*")}}, 0),
        ({"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:*"}}, 1),
        ({"ArnNotEquals": {"kms:EncryptionContext:aws:logs:arn": GROUP}}, 1),
        ({"StringEquals": {"kms:EncryptionContext:project": GROUP}}, 1),
    ],
)
def test_context_with_an_account_is_a_source(condition: dict[str, Any], count: int) -> None:
    found = findings("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", logs_key(condition), type=RESOURCE)
    assert len(found) == count


@pytest.mark.parametrize(
    ("actions", "count"),
    [(["ecr:BatchGetImage", "ECR:Get*"], 0), (["ecr:BatchGetImage", "s3:GetObject"], 1), ("*", 1)],
)
def test_only_repositories_need_no_resource(actions: Any, count: int) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": actions}
    assert len(findings("MISSING_RESOURCE", statement, type=RESOURCE)) == count


@pytest.mark.parametrize(
    ("condition", "severity"),
    [
        ({"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}}, Severity.SUGGESTION),
        ({"StringLike": {"iam:awsservicename": "ecs.amazonaws.com"}}, Severity.SUGGESTION),
        ({"StringLike": {"iam:AWSServiceName": "*.amazonaws.com"}}, Severity.WARNING),
        ({"StringNotEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}}, Severity.WARNING),
        ({"StringEqualsIfExists": {"iam:AWSServiceName": "ecs.amazonaws.com"}}, Severity.WARNING),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, Severity.WARNING),
    ],
)
def test_named_service_makes_the_open_role_a_suggestion(
    condition: dict[str, Any], severity: Severity
) -> None:
    statement = allow("iam:CreateServiceLinkedRole", "*", Condition=condition)
    (found,) = findings("CREATE_SLR_WITH_STAR_IN_RESOURCE", statement)
    assert found.severity is severity


@pytest.mark.parametrize(
    ("action", "count"),
    [
        ("iam:CreateVirtualMFADevice", 0),
        ("iam:ChangePassword", 0),
        ("billing:GetResourcePolicy", 0),
        ("iam:EnableMFADevice", 1),
        ("iam:UpdateLoginProfile", 1),
    ],
)
def test_what_gives_nobody_access_is_no_exposure(action: str, count: int) -> None:
    assert len(findings("RESOURCE_EXPOSURE", allow(action))) == count


@pytest.mark.parametrize(
    ("action", "count"),
    [("ec2:Describe*", 0), ("logs:Describe*", 0), ("s3:Get*", 1), ("ec2:TerminateInstances", 1)],
)
def test_wildcards_count_when_most_of_their_actions_can_be_limited(action: str, count: int) -> None:
    assert len(findings("RESOURCE_STAR", allow(action))) == count


@pytest.mark.parametrize(
    ("key", "count"), [("iam:PermissionsBoundary", 0), ("iam:PolicyARN", 1), ("aws:SourceArn", 1)]
)
def test_boundaries_may_be_compared_as_text(key: str, count: int) -> None:
    condition = {"StringEquals": {key: "arn:aws:iam::111122223333:policy/Team"}}
    statement = allow("iam:AttachRolePolicy", f"{ROLES}/app-*", Condition=condition)
    assert len(findings("MISMATCHED_TYPE_BUT_USABLE", statement)) == count


@pytest.mark.parametrize(
    ("key", "count"), [("secretsmanager:VersionStage", 0), ("secretsmanager:Name", 1)]
)
def test_stages_of_a_secret_may_be_several(key: str, count: int) -> None:
    condition = {"ForAnyValue:StringEquals": {key: "AWSCURRENT"}}
    statement = allow("secretsmanager:GetSecretValue", Condition=condition)
    assert len(findings("SINGLE_VALUE_CONDITION_TOO_PERMISSIVE", statement)) == count


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        (allow("ec2:StopInstances", Condition={"BoolIfExists": {FACTOR: "true"}}), 1),
        (allow("ec2:StopInstances", Condition={"Bool": {FACTOR: "true"}}), 0),
        (deny("ec2:StopInstances", Condition={"BoolIfExists": {FACTOR: "false"}}), 0),
        (deny("ec2:StopInstances", Condition={"BoolIfExists": {FACTOR: "true"}}), 0),
    ],
)
def test_allow_that_a_missing_factor_passes(statement: Statement, count: int) -> None:
    assert len(findings("BAD_PATTERN_FOR_MFA", statement)) == count


def test_missing_factor_is_mended_by_bool() -> None:
    statement = allow("ec2:StopInstances", Condition={"BoolIfExists": {FACTOR: "true"}})
    assert mended("BAD_PATTERN_FOR_MFA", statement)[0]["Condition"] == {"Bool": {FACTOR: "true"}}


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ("sts:AssumeRole", []),
        (["sts:AssumeRole", "sts:TagSession"], []),
        ("sts:*", []),
        ("s3:GetObject", ["s3:GetObject"]),
        (["sts:AssumeRole", "iam:PassRole", "s3:*"], ["iam:PassRole", "s3:*"]),
        ("nonsense:Action", []),
    ],
)
def test_trust_policies_take_only_actions_of_sts(actions: Any, expected: list[str]) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": actions,
    }
    assert spots("UNSUPPORTED_ACTION_IN_POLICY", statement, type=TRUST) == expected


def test_operator_and_key_are_swapped_back() -> None:
    wrong = {"aws:SourceIp": {"IpAddress": "203.0.113.0/24"}}
    statement = allow("s3:GetObject", Condition=wrong)
    assert "`IpAddress` an operator" in message("INVALID_CONDITION_OPERATOR", statement)
    assert findings("INVALID_CONDITION_KEY_FORMAT", statement) == []
    (after,) = mended("INVALID_CONDITION_OPERATOR", statement)
    assert after["Condition"] == {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}


def test_no_swap_when_the_operator_is_there_already() -> None:
    condition = {
        "aws:SourceIp": {"IpAddress": "203.0.113.0/24"},
        "IpAddress": {"aws:SourceIp": "198.51.100.0/24"},
    }
    statement = allow("s3:GetObject", Condition=condition)
    assert mended("INVALID_CONDITION_OPERATOR", statement) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3:GetObject,s3:PutObject", ["s3:GetObject", "s3:PutObject"]),
        ("s3:GetObject, s3:PutObject", ["s3:GetObject", "s3:PutObject"]),
        ("s3:GetObject s3:PutObject;", ["s3:GetObject", "s3:PutObject"]),
        ("s3:GetObject,s3:PutObjct", None),
    ],
)
def test_actions_of_one_string_are_taken_apart(text: str, expected: list[str] | None) -> None:
    after = mended("INVALID_ACTION", allow(text, "arn:aws:s3:::acme-receipts/*"))
    assert (after[0]["Action"] if after else None) == expected


@pytest.mark.parametrize(
    ("resource", "count"),
    [
        ("arn:aws:s3:::acme-homes/home/${aws:username}/*", 0),
        (["arn:aws:s3:::acme-homes/*", "arn:aws:s3:::acme-homes/a"], 0),
        (["arn:aws:s3:::acme-homes", "arn:aws:s3:::acme-homes/*"], 1),
        ("arn:aws:s3:::acme-*", 1),
        ("*", 1),
        (["arn:aws:s3:::acme-homes/*", "*"], 1),
    ],
)
def test_objects_have_no_policy_to_rewrite(resource: Any, count: int) -> None:
    assert len(findings("RESOURCE_POLICY_CAN_BE_OPENED", allow("s3:*", resource))) == count


SESSION = "arn:aws:sts::111122223333:assumed-role/Admin/alice"


@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("StringEquals", "aws:SourceAccount", "111122223333", None),
        ("StringEquals", "aws:SourceAccount", "${aws:PrincipalAccount}", None),
        ("StringLike", "aws:SourceAccount", "1111*", None),
        ("StringEquals", "aws:SourceAccount", "11112222333", "11112222333"),
        ("StringEquals", "aws:SourceAccount", "1111-2222-3333", "111122223333"),
        ("StringEquals", "aws:PrincipalAccount", "arn:aws:iam::111122223333:root", "same"),
        ("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5", None),
        ("StringEquals", "aws:PrincipalOrgID", "o-example", None),
        ("StringEquals", "aws:PrincipalOrgID", "r-ab12", "same"),
        ("StringEquals", "aws:PrincipalOrgID", "111122223333", "same"),
        ("ArnEquals", "aws:PrincipalArn", f"{ROLES}/Admin", None),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:sts::111122223333:federated-user/bob", None),
        ("ArnEquals", "aws:PrincipalArn", SESSION, f"{ROLES}/Admin"),
        ("ArnEquals", "aws:SourceArn", SESSION, None),
        ("Null", "aws:SourceAccount", "false", None),
    ],
)
def test_values_of_another_form(operator: str, key: str, value: str, expected: str | None) -> None:
    """`same` and the value itself stand for a finding without a repair."""
    statement = deny("s3:*", Condition={operator: {key: value}})
    found = findings("VALUE_OF_ANOTHER_FORM", statement)
    assert bool(found) is (expected is not None)
    after = mended("VALUE_OF_ANOTHER_FORM", statement)
    if expected in (None, "same", value):
        assert after is None
    else:
        assert expected in json.dumps(after)


def test_sessions_of_identity_center_have_no_repair() -> None:
    value = SESSION.replace("Admin", "AWSReservedSSO_Admin_0123456789abcdef")
    statement = deny("s3:*", Condition={"ArnNotEquals": {"aws:PrincipalArn": value}})
    assert len(findings("VALUE_OF_ANOTHER_FORM", statement)) == 1
    assert mended("VALUE_OF_ANOTHER_FORM", statement) is None


def test_mark_of_a_code_block_is_named() -> None:
    first = validate("```json\n{}\n```", PolicyType.IDENTITY)[0]
    assert first.code == "JSON_SYNTAX_ERROR"
    assert "code block" in first.message
