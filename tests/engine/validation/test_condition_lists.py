"""Checks of lists of values (C1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.validation.looking import Statement, allow, findings, mended

SEVERAL = "INVALID_CONDITION_MULTIPLE_BOOLEAN"
REDUNDANT = "REDUNDANT_CONDITION_VALUE_NUM"


def asking(operator: str, key: str, value: Any) -> Statement:
    return allow("s3:ListBucket", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("operator", "key", "value", "after"),
    [
        ("Bool", "aws:SecureTransport", ["true", "false"], None),
        ("Bool", "aws:SecureTransport", [True, False], None),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ["true", "TRUE"], ["true"]),
        ("StringEquals", "aws:SecureTransport", ["true", "true", "true"], ["true"]),
    ],
)
def test_a_list_for_a_key_that_is_true_or_false(
    operator: str, key: str, value: Any, after: Any
) -> None:
    statement = asking(operator, key, value)
    (found,) = findings(SEVERAL, statement)
    assert found.path == ("Statement", 0, "Condition", operator, key)
    repaired = mended(SEVERAL, statement)
    assert (repaired and repaired[0]["Condition"][operator][key]) == after


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Bool", "aws:SecureTransport", "true"),
        ("Bool", "aws:SecureTransport", ["true"]),
        ("Bool", "aws:SecureTransport", []),
        ("Null", "aws:SecureTransport", ["true", "false"]),
        ("StringEquals", "aws:username", ["true", "false"]),
        ("Bool", "aws:NoSuchKey", ["true", "false"]),
    ],
)
def test_one_value_or_a_key_of_another_type(operator: str, key: str, value: Any) -> None:
    assert not findings(SEVERAL, asking(operator, key, value))


@pytest.mark.parametrize(
    ("operator", "value", "after"),
    [
        # alternatives: below 100 is enough, so nothing else counts
        ("NumericLessThan", ["10", "100", "50"], ["100"]),
        ("NumericLessThanEqualsIfExists", [10, 2], [10]),
        ("NumericGreaterThan", ["10", "100", "9"], ["9"]),
        ("NumericGreaterThanEquals", ["1e2", "99.5"], ["99.5"]),
        ("NumericLessThan", ["7", "7.0"], ["7"]),
    ],
)
def test_one_limit_decides(operator: str, value: Any, after: Any) -> None:
    statement = asking(operator, "s3:max-keys", value)
    assert mended(REDUNDANT, statement)[0]["Condition"] == {operator: {"s3:max-keys": after}}


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("NumericLessThan", "10"),
        ("NumericLessThan", ["10"]),
        ("NumericEquals", ["10", "20"]),
        ("NumericNotEquals", ["10", "20"]),
        ("NumericLessThan", ["10", "ten"]),
        ("StringEquals", ["10", "20"]),
    ],
)
def test_no_limits_or_a_single_one(operator: str, value: Any) -> None:
    assert not findings(REDUNDANT, asking(operator, "s3:max-keys", value))
