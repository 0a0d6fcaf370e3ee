"""Checks of Allow statements that open much."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from iamlab.engine.validation import validate
from iamlab.engine.validation.registry import find_check
from tests.engine.validation.looking import allow, deny, findings, message, spots, write

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (allow("*"), ["*"]),
        (allow("*:*"), ["*:*"]),
        (allow(["s3:GetObject", "*"], ["arn:aws:s3:::a", "*"]), ["*"]),
        (allow("*", "arn:aws:s3:::a"), []),
        (allow("iam:*"), []),
        (deny("*"), []),
    ],
)
def test_full_admin(statement: Any, found: list[str]) -> None:
    assert spots("FULL_ADMIN", statement) == found


def test_full_admin_under_a_condition_is_only_a_warning() -> None:
    (found,) = findings("FULL_ADMIN", allow("*", Condition=MFA))
    assert found.severity is Severity.WARNING
    assert "`Condition`" in found.message


@pytest.mark.parametrize("more", [{}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}])
def test_our_own_checks_leave_administrators_to_full_admin(more: Any) -> None:
    """AWS's own checks of roles keep speaking, as IAM Access Analyzer does."""
    found = validate(write(allow("*", **more)), PolicyType.IDENTITY)
    registered = [check for item in found if (check := find_check(item.code)) is not None]
    assert {check.code for check in registered if check.own} == {"FULL_ADMIN"}
    assert {check.code.partition("_WITH")[0] for check in registered if not check.own} == {
        "PASS_ROLE",
        "CREATE_SLR",
    }


def test_beside_administrators_other_statements_are_judged() -> None:
    wide = allow("s3:GetObject")
    assert spots("DATA_EXFILTRATION", allow("*"), wide) == ["s3:GetObject"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (allow("s3:*", "arn:aws:s3:::a"), ["s3:*"]),
        (allow("s3:**", "arn:aws:s3:::a"), ["s3:**"]),
        (allow(["s3:*", "sqs:*"]), ["s3:*"]),
        (allow("*", "arn:aws:s3:::a"), ["*"]),
        (allow("s3:Get*"), []),
        (allow("s3:*", Condition=MFA), []),
        (allow("*"), []),
        (allow("nosuch:*"), []),
        (deny("s3:*"), []),
    ],
)
def test_service_wildcard(statement: Any, found: list[str]) -> None:
    assert spots("SERVICE_WILDCARD", statement) == found


def test_all_services_of_a_statement_are_in_one_message() -> None:
    assert "`s3:*` and `sqs:*`" in message("SERVICE_WILDCARD", allow(["s3:*", "sqs:*", "s3:*"]))


@pytest.mark.parametrize("code", ["NOTACTION_WITH_ALLOW", "NOTRESOURCE_WITH_ALLOW"])
def test_not_elements_with_allow(code: str) -> None:
    statement = {"NotAction": "iam:*", "NotResource": "arn:aws:s3:::a"}
    element = "NotAction" if code.startswith("NOTACTION") else "NotResource"
    assert spots(code, {"Effect": "Allow", **statement}) == [element]
    assert spots(code, {"Effect": "Deny", **statement}) == []


def test_number_of_allowed_actions_is_told() -> None:
    text = message("NOTACTION_WITH_ALLOW", {"Effect": "Allow", "NotAction": "*", "Resource": "*"})
    assert "allows 0 actions" in text


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (allow("s3:GetObject"), ["*"]),
        (allow(["s3:ListAllMyBuckets", "s3:GetObject"], ["arn:aws:s3:::a", "*"]), ["*"]),
        (allow("s3:Get*"), ["*"]),
        # These can't be limited (R4).
        (allow("s3:ListAllMyBuckets"), []),
        (allow("ec2:DescribeInstances"), []),
        (allow("s3:GetObject", Condition=MFA), []),
        (allow("s3:GetObject", "arn:aws:s3:::a/*"), []),
        (allow("*"), []),
        (deny("s3:GetObject"), []),
    ],
)
def test_resource_star(statement: Any, found: list[str]) -> None:
    assert spots("RESOURCE_STAR", statement) == found


@pytest.mark.parametrize(
    ("action", "resource", "found"),
    [
        ("s3:GetObject", "arn:aws:s3:::*/*", True),
        ("s3:GetObject", "arn:aws:s3:::*", True),
        (["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::*", True),
        (["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::*/*", "arn:aws:s3:::*"], True),
        ("sqs:SendMessage", "arn:aws:sqs:*:111122223333:*", True),
        (["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::*/*", False),
        ("s3:GetObject", "arn:aws:s3:::acme*", False),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:*", False),
        ("iam:PassRole", "arn:aws:iam::*:role/app-*", False),
        ("iam:PassRole", "arn:aws:iam::*:role/*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*", False),
        ("s3:GetObject", "*", False),
    ],
)
def test_resource_effectively_star(action: Any, resource: Any, found: bool) -> None:
    assert bool(spots("RESOURCE_EFFECTIVELY_STAR", allow(action, resource))) is found


@pytest.mark.parametrize("policy_type", [PolicyType.BOUNDARY, PolicyType.SCP, PolicyType.SESSION])
def test_limits_may_be_wide(policy_type: PolicyType) -> None:
    codes = ("FULL_ADMIN", "SERVICE_WILDCARD", "RESOURCE_STAR", "NOTACTION_WITH_ALLOW")
    for code in codes:
        assert spots(code, allow("*"), allow("s3:*"), type=policy_type) == []
