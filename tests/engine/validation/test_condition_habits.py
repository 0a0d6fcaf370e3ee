"""Checks of conditions that guard less than they seem to."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.looking import allow, deny, findings, mended, message, spots

FORGED = "UNTRUSTWORTHY_CONDITION_KEY"
MFA = "BAD_PATTERN_FOR_MFA"
SELECT = "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"
PREFIX = "S3_PREFIX_IN_NEGATIVE_CONTEXT"
FACTOR = "aws:MultiFactorAuthPresent"
ATTRIBUTES = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["Date"]}}


@pytest.mark.parametrize("key", ["aws:UserAgent", "aws:useragent", "aws:Referer", "aws:referer"])
@pytest.mark.parametrize(
    "operator", ["StringEquals", "StringNotLike", "StringLikeIfExists", "Null"]
)
def test_headers_are_forged_under_any_operator(key: str, operator: str) -> None:
    for effect in (allow, deny):
        assert spots(FORGED, effect("s3:GetObject", Condition={operator: {key: "x"}})) == [key]


@pytest.mark.parametrize("key", ["aws:SourceIp", "aws:CalledVia", "aws:PrincipalTag/referer"])
def test_what_aws_says_itself_is_trusted(key: str) -> None:
    assert not findings(FORGED, allow("s3:GetObject", Condition={"StringLike": {key: "x"}}))


@pytest.mark.parametrize(
    ("statement", "after"),
    [
        (deny("*", Condition={"Bool": {FACTOR: "false"}}), {"BoolIfExists": {FACTOR: "false"}}),
        (deny("*", Condition={"Bool": {FACTOR: False}}), {"BoolIfExists": {FACTOR: False}}),
        (deny("*", Condition={"bool": {FACTOR.lower(): ["FALSE"]}}), None),
        (allow("*", Condition={"Null": {FACTOR: "false"}}), {"Bool": {FACTOR: "true"}}),
    ],
)
def test_tests_that_miss_callers_without_a_second_factor(statement: Any, after: Any) -> None:
    assert len(findings(MFA, statement)) == 1
    if after is not None:
        assert mended(MFA, statement)[0]["Condition"] == after


@pytest.mark.parametrize(
    "statement",
    [
        deny("*", Condition={"BoolIfExists": {FACTOR: "false"}}),
        deny("*", Condition={"Null": {FACTOR: "true"}}),
        allow("*", Condition={"Bool": {FACTOR: "true"}}),
        allow("*", Condition={"Bool": {FACTOR: "false"}}),
        allow("*", Condition={"Null": {FACTOR: "false"}, "Bool": {FACTOR: "true"}}),
        deny("*", Condition={"Bool": {"aws:SecureTransport": "false"}}),
        deny("*", Condition={"Null": {FACTOR: "false"}}),
        deny("*", Condition={"Bool": {FACTOR: ["true", "false"]}}),
    ],
)
def test_tests_that_miss_nobody_or_are_about_something_else(statement: Any) -> None:
    assert not findings(MFA, statement)


def test_a_second_statement_may_deny_the_requests_without_the_key() -> None:
    false = deny("*", Condition={"Bool": {FACTOR: "false"}})
    absent = deny("*", Condition={"Null": {FACTOR: "true"}})
    assert findings(MFA, false)
    assert not findings(MFA, false, absent)


def test_the_message_says_which_callers_are_missed() -> None:
    text = message(MFA, deny("*", Condition={"Bool": {FACTOR: "false"}}))
    assert "access keys" in text
    assert "`BoolIfExists`" in text


@pytest.mark.parametrize(
    "action", ["dynamodb:Query", "dynamodb:*", "*", ["s3:List*", "dynamodb:Scan"]]
)
def test_attributes_without_select(action: Any) -> None:
    statement = allow(action, Condition=ATTRIBUTES)
    assert spots(SELECT, statement) == ["dynamodb:Attributes"]
    assert mended(SELECT, statement)[0]["Condition"] == {
        **ATTRIBUTES,
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    }


@pytest.mark.parametrize(
    "statement",
    [
        allow(
            "dynamodb:Query",
            Condition={**ATTRIBUTES, "StringEquals": {"dynamodb:select": "SPECIFIC_ATTRIBUTES"}},
        ),
        allow("dynamodb:UpdateItem", Condition=ATTRIBUTES),
        deny("dynamodb:Query", Condition=ATTRIBUTES),
        allow("dynamodb:Query", Condition={"Null": {"dynamodb:Attributes": "false"}}),
        allow("dynamodb:Query"),
    ],
)
def test_select_is_tested_or_does_not_matter(statement: Any) -> None:
    assert not findings(SELECT, statement)


def test_select_joins_an_operator_that_is_there() -> None:
    condition = {**ATTRIBUTES, "StringEqualsIfExists": {"aws:RequestedRegion": "eu-west-1"}}
    after = mended(SELECT, allow("dynamodb:Query", Condition=condition))
    assert after[0]["Condition"]["StringEqualsIfExists"] == {
        "aws:RequestedRegion": "eu-west-1",
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
    }


@pytest.mark.parametrize(
    ("effect", "operator", "expected"),
    [
        (deny, "StringLike", True),
        (deny, "StringEquals", True),
        (deny, "StringNotLike", False),
        (deny, "StringNotEqualsIfExists", False),
        (allow, "StringNotLike", True),
        (allow, "StringNotEquals", True),
        (allow, "StringLike", False),
        (allow, "StringEquals", False),
        (deny, "Null", False),
    ],
)
def test_a_prefix_says_what_may_be_listed_only(effect: Any, operator: str, expected: bool) -> None:
    statement = effect("s3:ListBucket", Condition={operator: {"S3:prefix": "payroll/*"}})
    assert spots(PREFIX, statement) == ([operator] if expected else [])


def test_neither_allow_nor_deny_is_left_alone() -> None:
    broken = {**deny("s3:ListBucket", Condition={"StringLike": {"s3:prefix": "a"}}), "Effect": "x"}
    assert not findings(PREFIX, broken)


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_policy_types(policy_type: PolicyType) -> None:
    guarded = deny("s3:ListBucket", Condition={"StringLike": {"s3:prefix": "payroll/*"}})
    guardrail = policy_type in (PolicyType.SCP, PolicyType.RCP, PolicyType.TRUST)
    assert bool(findings(PREFIX, guarded, type=policy_type)) != guardrail
