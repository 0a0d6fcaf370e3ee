"""Ways to more rights: what opens them, what closes them, and what one document cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import validate
from iamlab.engine.validation.escalation_paths import ESCALATION_PATHS, Escalation

PREFIX = "PRIVILEGE_ESCALATION_"
SELF, OTHER = "BY_SELF_GRANT", "THROUGH_OTHER_PRINCIPAL"
PASSING, EXISTING = "BY_PASSING_ROLE", "THROUGH_EXISTING_RESOURCE"
CODES = {
    Escalation.SELF_GRANT: SELF,
    Escalation.OTHER_PRINCIPAL: OTHER,
    Escalation.PASSED_ROLE: PASSING,
    Escalation.EXISTING_RESOURCE: EXISTING,
}
ACCOUNT = "111122223333"
USERS = f"arn:aws:iam::{ACCOUNT}:user"
OWN_USER = "arn:aws:iam::*:user/${aws:username}"
FUNCTION = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:report-builder"


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def found(
    *statements: dict[str, Any],
    type: PolicyType = PolicyType.IDENTITY,
    version: str = "2012-10-17",
) -> list[Finding]:
    findings = validate(json.dumps({"Version": version, "Statement": list(statements)}), type)
    return [item for item in findings if item.code.startswith(PREFIX)]


def codes(*statements: dict[str, Any], **options: Any) -> set[str]:
    return {item.code.removeprefix(PREFIX) for item in found(*statements, **options)}


# Every path of the table


@pytest.mark.parametrize("path", ESCALATION_PATHS, ids=lambda path: path.identifier)
def test_every_path_alarms_when_all_its_actions_are_granted(path: Any) -> None:
    assert CODES[path.group] in codes(allow(list(path.actions)))


@pytest.mark.parametrize(
    "path",
    [path for path in ESCALATION_PATHS if path.minimal and len(path.actions) > 1],
    ids=lambda path: path.identifier,
)
def test_minimal_path_is_silent_when_one_action_is_missing(path: Any) -> None:
    for missing in path.actions:
        rest = [action for action in path.actions if action != missing]
        assert CODES[path.group] not in codes(allow(rest)), missing


# The fixtures that iam-vulnerable made to test such tools with


def test_fn1_rights_split_over_two_policies_cannot_be_seen_in_one() -> None:
    """Together they are a way to more rights; each alone is none, and a document is alone."""
    assert PASSING not in codes(allow("iam:PassRole"))
    assert PASSING not in codes(allow("ec2:RunInstances"))
    assert PASSING in codes(allow("iam:PassRole"), allow("ec2:RunInstances"))


def test_fn2_scope_that_the_attacker_satisfies_alarms() -> None:
    assert codes(allow("iam:CreatePolicyVersion", "arn:aws:iam::*:policy/*")) == {SELF}


@pytest.mark.parametrize(
    "condition",
    [
        {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"DateGreaterThanEquals": {"AWS:CURRENTTIME": "2020"}},
        {"NumericGreaterThan": {"aws:EpochTime": "1577836800"}},
    ],
)
def test_fn3_date_that_has_passed_alarms(condition: Any) -> None:
    assert codes(allow("iam:PutUserPolicy", Condition=condition)) == {SELF}


def test_fn4_not_action_that_blocks_three_verbs_alarms() -> None:
    verbs = ["iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:CreatePolicyVersion"]
    statement = {"Effect": "Allow", "NotAction": verbs, "Resource": "*"}
    assert codes(statement) == {SELF, OTHER, PASSING, EXISTING}


def test_fp1_allowed_and_denied_in_one_policy_is_silent() -> None:
    assert codes(allow("iam:PutUserPolicy"), deny("iam:PutUserPolicy")) == set()


def test_fp3_deny_alone_is_silent() -> None:
    assert codes(deny("iam:*")) == set()


def test_fp4_scoped_to_policies_of_aws_is_silent() -> None:
    statement = allow("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/*")
    assert codes(statement) == set()


@pytest.mark.parametrize(
    "condition",
    [
        {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"DateGreaterThan": {"aws:CurrentTime": "2999-01-01T00:00:00Z"}},
    ],
)
def test_fp5_date_that_never_is_stays_silent(condition: Any) -> None:
    assert codes(allow("iam:PutUserPolicy", Condition=condition)) == set()


# Scope


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("iam:PutUserPolicy", f"{USERS}/*", {SELF}),
        ("iam:PutUserPolicy", f"{USERS}/reports-bot", set()),
        ("iam:PutUserPolicy", f"{USERS}/bots/*", set()),
        ("iam:PutUserPolicy", f"arn:aws:iam::{ACCOUNT}:*", {SELF}),
        ("iam:PutUserPolicy", f"arn:aws:iam::{ACCOUNT}:role/*", set()),
        # One's own user is as good as any for a policy, but not for a key or a password.
        ("iam:PutUserPolicy", OWN_USER, {SELF}),
        ("iam:AttachUserPolicy", OWN_USER.replace("username", "UserName"), {SELF}),
        ("iam:CreateAccessKey", OWN_USER, set()),
        ("iam:UpdateLoginProfile", OWN_USER, set()),
        ("iam:CreateAccessKey", f"{USERS}/*", {OTHER}),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/*", {OTHER}),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/deploy", set()),
        ("lambda:UpdateFunctionCode", FUNCTION, set()),
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:*:{ACCOUNT}:function:*", {EXISTING}),
        # The document is not what is entered; the instance is.
        ("ssm:SendCommand", "arn:aws:ssm:*:*:document/*", set()),
        ("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", {EXISTING}),
        ("iam:PutUserPolicy", "arn:aws-cn:iam::*:user/*", {SELF}),
        ("iam:PutUserPolicy", "arn:nowhere:iam::*:user/*", set()),
    ],
)
def test_scope_decides(action: str, resource: str, expected: set[str]) -> None:
    assert codes(allow(action, resource)) == expected


def test_own_user_is_a_name_like_any_other_under_the_old_version() -> None:
    assert codes(allow("iam:PutUserPolicy", OWN_USER), version="2008-10-17") == set()


def test_not_resource_leaves_all_others_open() -> None:
    statement = {"Effect": "Allow", "Action": "iam:PutUserPolicy"}
    assert codes({**statement, "NotResource": f"{USERS}/admin"}) == {SELF}
    assert codes({**statement, "NotResource": f"{USERS}/*"}) == set()


# A role is passed to something new


def test_what_runs_with_the_role_may_have_a_prescribed_name() -> None:
    statements = allow("iam:PassRole"), allow("lambda:CreateFunction", FUNCTION)
    assert codes(*statements) == {PASSING}


def test_what_runs_with_the_role_must_be_granted_on_something_of_its_kind() -> None:
    statements = allow("iam:PassRole"), allow("lambda:*", "arn:aws:s3:::acme-receipts/*")
    assert codes(*statements) == set()


def test_named_role_is_silent() -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/report-builder"
    assert codes(allow("iam:PassRole", role), allow("lambda:CreateFunction")) == set()


def test_service_named_by_a_condition_is_silent() -> None:
    """The cure that AWS names for `iam:PassRole`."""
    condition = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    statements = allow("iam:PassRole", Condition=condition), allow("lambda:CreateFunction")
    assert codes(*statements) == set()


def test_paths_are_reported_where_the_role_is_passed() -> None:
    [item] = found(allow(["ec2:RunInstances", "s3:GetObject"]), allow(["s3:*", "iam:PassRole"]))
    assert item.path == ("Statement", 1, "Action", 1)
    assert "`ec2:RunInstances` lets" in item.message


# Conditions and Denies


@pytest.mark.parametrize(
    ("condition", "limits"),
    [
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::1:policy/b"}}, True),
        ({"ArnLike": {"iam:PermissionsBoundary": "*"}}, True),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, True),
        ({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}}, False),
        ({"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, True),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, True),
        ({"ArnLike": {"aws:PrincipalArn": "*"}}, False),
        ({"StringEquals": {"aws:PrincipalArn": "*"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020"},
          "Bool": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"DateGreaterThan": {"aws:TokenIssueTime": "2020"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "soon"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": []}}, True),
        ({}, False),
    ],
)  # fmt: skip
def test_condition_counts_unless_it_always_holds(condition: Any, limits: bool) -> None:
    assert (codes(allow("iam:PutUserPolicy", Condition=condition)) == set()) is limits


@pytest.mark.parametrize(
    ("other", "silent"),
    [
        (deny("iam:*"), True),
        (deny("iam:Put*", f"{USERS}/*"), True),
        (deny("iam:Put*", "arn:aws:iam::*:*"), True),
        (deny("iam:PutUserPolicy", f"{USERS}/admin"), False),
        (deny("iam:PutRolePolicy"), False),
        (deny("iam:*", Condition={"StringEquals": {"aws:PrincipalTag/team": "web"}}), False),
        (deny("iam:*", Condition={"DateLessThan": {"aws:CurrentTime": "2020"}}), False),
        (deny("iam:*", Condition={"Null": {"aws:TokenIssueTime": "true"}}), False),
        # All but some requests are denied: the same as the opposite condition in the Allow.
        (deny("iam:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}), True),
        (deny("iam:*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": False}}), True),
        (deny("iam:*", Condition={"StringNotEquals": {"aws:PrincipalTag/team": "iam"}}), True),
        (deny("iam:*", Condition={"Bool": {"aws:SecureTransport": "false"}}), False),
        (deny("iam:*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}), False),
        (deny("iam:*", Condition={"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}), False),
        (deny("iam:*", Condition={"ArnNotLike": {"aws:PrincipalArn": "*"}}), False),
        (deny("iam:*", Condition={"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
              "StringEquals": {"aws:PrincipalTag/team": "web"}}), False),
        (deny("iam:*", Condition={"Bool": {"aws:SecureTransport": "true"}}), True),
        ({"Effect": "Deny", "NotAction": ["s3:*", "ec2:*"], "Resource": "*"}, True),
        ({"Effect": "Deny", "NotAction": ["iam:Put*"], "Resource": "*"}, False),
        # All but one user is denied: little is left.
        ({"Effect": "Deny", "Action": "iam:*", "NotResource": f"{USERS}/reports-bot"}, True),
        ({"Effect": "Deny", "Action": "iam:*", "NotResource": f"{USERS}/*"}, False),
        ({"Effect": "Deny", "Action": "iam:*", "NotResource": []}, True),
    ],
)  # fmt: skip
def test_deny_counts_when_it_covers_what_is_allowed(other: Any, silent: bool) -> None:
    assert (codes(allow("iam:PutUserPolicy"), other) == set()) is silent


def test_deny_of_other_users_leaves_ones_own() -> None:
    statement = allow("iam:PutUserPolicy", OWN_USER)
    exempt = {"Effect": "Deny", "Action": "iam:*", "NotResource": OWN_USER}
    assert codes(statement, exempt) == {SELF}
    assert codes(statement, deny("iam:Put*", f"{USERS}/*")) == set()


def test_statement_that_is_not_evaluated_grants_nothing() -> None:
    assert codes(allow("iam:PutUserPolicy", Effect="Permit")) == set()
    assert codes({"Effect": "Allow", "Action": "iam:PutUserPolicy"}) == set()


# The report


@pytest.mark.parametrize("type", [item for item in PolicyType if item is not PolicyType.IDENTITY])
def test_only_identity_based_policies_grant(type: PolicyType) -> None:
    assert codes(allow("*"), type=type) == set()


def test_of_administrators_full_admin_speaks() -> None:
    assert not found(allow("*"))
    assert not found(allow(["*", "iam:*"], ["*", "arn:aws:iam::111122223333:user/reports-bot"]))
    [beside] = found(allow("*"), allow("iam:PutUserPolicy"))
    assert beside.path == ("Statement", 1, "Action")


def test_wide_statements_have_one_finding_a_group() -> None:
    findings = found(allow(["iam:*", "lambda:*"]))
    assert sorted(item.code.removeprefix(PREFIX) for item in findings) == sorted(CODES.values())
    assert {item.severity for item in findings} == {Severity.SECURITY_WARNING}
    assert {item.path[:3] for item in findings} == {("Statement", 0, "Action")}


def test_message_names_three_paths_and_counts_the_others() -> None:
    [item] = found(allow(["iam:Put*", "iam:AddUserToGroup", "iam:AttachUserPolicy"]))
    assert item.message.startswith(
        "`iam:AddUserToGroup`, `iam:AttachUserPolicy`, `iam:PutGroupPolicy` and 2 more let whoever"
    )


def test_message_of_one_path_says_what_it_takes() -> None:
    [item] = found(allow("iam:CreateLoginProfile"))
    assert "provided that the user has no console password yet" in item.message


def test_larger_paths_are_not_told_beside_the_smaller_ones_in_them() -> None:
    [item] = found(allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]))
    assert "InvokeFunction" not in item.message
