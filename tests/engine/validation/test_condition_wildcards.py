"""Checks of conditions whose value fits everything.

The expected codes follow from two questions (C1, C3): is the condition true for a request with the
key, whatever its value, and is it true for one without?
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.validation.looking import Statement, allow, findings, mended, spots

PRESENT = "EQUIVALENT_TO_NULL_FALSE"
ABSENT = "EQUIVALENT_TO_NULL_TRUE"
ALWAYS = "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"
NEVER = "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION"
CODES = (PRESENT, ABSENT, ALWAYS, NEVER)


def asking(operator: str, key: str, value: Any = "*") -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


def codes(statement: Statement) -> list[str]:
    return [code for code in CODES if findings(code, statement)]


@pytest.mark.parametrize(
    ("operator", "key", "code"),
    [
        ("StringLike", "aws:SourceVpc", PRESENT),
        ("StringLike", "aws:PrincipalTag/team", PRESENT),
        ("ForAnyValue:StringLike", "aws:TagKeys", PRESENT),
        ("ForAnyValue:StringLikeIfExists", "aws:TagKeys", PRESENT),
        ("StringLikeIfExists", "aws:SourceVpc", ALWAYS),
        ("ForAllValues:StringLike", "aws:TagKeys", ALWAYS),
        ("StringLike", "aws:userid", ALWAYS),
        ("StringLike", "AWS:RequestedRegion", ALWAYS),
        ("StringNotLike", "aws:SourceVpc", ABSENT),
        ("StringNotLikeIfExists", "aws:SourceVpc", ABSENT),
        ("ForAllValues:StringNotLike", "aws:TagKeys", ABSENT),
        ("ForAnyValue:StringNotLike", "aws:TagKeys", NEVER),
        ("StringNotLike", "aws:userid", NEVER),
        ("StringNotLikeIfExists", "aws:PrincipalType", NEVER),
    ],
)
def test_what_is_left_of_a_test_with_a_star(operator: str, key: str, code: str) -> None:
    assert codes(asking(operator, key)) == [code]
    assert spots(code, asking(operator, key)) == [key]


def test_one_star_among_the_values_decides() -> None:
    assert codes(asking("StringLike", "aws:SourceVpc", ["vpc-1a2b3c4d", "**"])) == [PRESENT]
    assert codes(asking("StringNotLike", "aws:SourceVpc", ["vpc-1a2b3c4d", "*"])) == [ABSENT]


def test_any_arn_fits_an_arn_of_stars() -> None:
    assert codes(asking("ArnLike", "aws:SourceArn", "arn:*:*:*:*:*")) == [PRESENT]
    assert codes(asking("ArnNotLike", "aws:SourceArn", "arn:*:*:*:*:*")) == [ABSENT]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringLike", "aws:SourceVpc", "vpc-*"),
        ("StringLike", "aws:SourceVpc", "?*"),
        ("StringLike", "aws:SourceVpc", ""),
        ("StringLike", "aws:SourceVpc", []),
        ("StringLike", "aws:SourceVpc", "${*}"),
        # a star is a plain character here
        ("StringEquals", "aws:SourceVpc", "*"),
        # no ARN, so it fits nothing
        ("ArnLike", "aws:SourceArn", "*"),
        ("Null", "aws:SourceVpc", "*"),
        ("NoSuchOperator", "aws:SourceVpc", "*"),
        # not evaluated without a set prefix
        ("StringLike", "aws:TagKeys", "*"),
    ],
)
def test_values_that_do_not_fit_everything(operator: str, key: str, value: Any) -> None:
    assert codes(asking(operator, key, value)) == []


@pytest.mark.parametrize(
    ("operator", "code", "expected"),
    [("StringLike", PRESENT, "false"), ("StringNotLike", ABSENT, "true")],
)
def test_null_says_it_clearly(operator: str, code: str, expected: str) -> None:
    after = mended(code, asking(operator, "aws:RequestTag/team", ["*"]))
    assert after[0]["Condition"] == {"Null": {"aws:RequestTag/team": expected}}


@pytest.mark.parametrize(
    "key",
    [
        "aws:SourceVpc",
        "aws:PrincipalOrgID",
        "token.actions.githubusercontent.com:sub",
        "saml:sub",
        "sts:ExternalId",
    ],
)
def test_a_guard_that_lets_everyone_in_is_not_written_in_another_way(key: str) -> None:
    assert codes(asking("StringLike", key)) == [PRESENT]
    assert mended(PRESENT, asking("StringLike", key)) is None
    assert mended(ALWAYS, asking("StringLikeIfExists", key)) is None


def test_null_joins_a_null_that_is_there() -> None:
    condition = {
        "Null": {"aws:TagKeys": "false"},
        "StringLike": {"aws:RequestTag/a": "*", "s3:x": "y"},
    }
    after = mended(PRESENT, allow("s3:GetObject", Condition=condition))
    assert after[0]["Condition"] == {
        "Null": {"aws:TagKeys": "false", "aws:RequestTag/a": "false"},
        "StringLike": {"s3:x": "y"},
    }


@pytest.mark.parametrize(
    ("condition", "after"),
    [
        ({"StringLike": {"aws:RequestedRegion": "*"}}, None),
        (
            {"StringLike": {"aws:RequestedRegion": "*", "s3:prefix": "a*"}},
            {"StringLike": {"s3:prefix": "a*"}},
        ),
        (
            {"StringLike": {"aws:RequestedRegion": "*"}, "Bool": {"aws:SecureTransport": "true"}},
            {"Bool": {"aws:SecureTransport": "true"}},
        ),
    ],
)
def test_a_test_that_is_always_true_goes_with_what_it_leaves_empty(
    condition: Any, after: Any
) -> None:
    repaired = mended(ALWAYS, allow("s3:GetObject", Condition=condition))
    assert repaired[0].get("Condition") == after


def test_a_dead_statement_is_left_to_the_author() -> None:
    assert mended(NEVER, asking("StringNotLike", "aws:RequestedRegion")) is None
