"""Repairs of Condition blocks, where the block or the document is out of the ordinary."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Finding, PolicyType, apply_edits
from iamlab.engine.validation import validate
from tests.engine.validation.looking import allow, deny, findings, mended, write

LIKE = "WILDCARD_WITHOUT_LIKE_OPERATOR"
SECURE = "aws:SecureTransport"


def found_in(code: str, text: str) -> list[Finding]:
    return [item for item in validate(text, PolicyType.IDENTITY) if item.code == code]


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_moving_a_key_keeps_the_rest_as_it_is_written(indent: int | str | None) -> None:
    condition = {"StringEquals": {"s3:delimiter": "/", "s3:prefix": ["a", "b*"]}}
    document = json.loads(write(allow("s3:ListBucket", Condition=condition)))
    text = json.dumps(document, indent=indent)
    (found,) = found_in(LIKE, text)
    assert found.repair is not None
    after = apply_edits(text, found.repair.edits)
    assert json.loads(after)["Statement"][0]["Condition"] == {
        "StringEquals": {"s3:delimiter": "/"},
        "StringLike": {"s3:prefix": ["a", "b*"]},
    }
    head = text[: text.index('"Condition"')]
    assert after.startswith(head)


@pytest.mark.parametrize(
    ("condition", "after"),
    [
        # into an operator before and behind, out of the first, middle and last place
        (
            {"StringLike": {"s3:delimiter": "/"}, "StringEquals": {"s3:prefix": "a*"}},
            {"StringLike": {"s3:delimiter": "/", "s3:prefix": "a*"}},
        ),
        (
            {"StringEquals": {"s3:prefix": "a*"}, "StringLike": {"s3:delimiter": "/"}},
            {"StringLike": {"s3:delimiter": "/", "s3:prefix": "a*"}},
        ),
        (
            {"StringEquals": {"s3:prefix": "a*"}, "StringLike": {}},
            {"StringLike": {"s3:prefix": "a*"}},
        ),
        (
            {
                "Bool": {SECURE: "true"},
                "StringEquals": {"s3:prefix": "a*", "s3:delimiter": "/", "aws:username": "ana"},
                "stringlike": {"aws:userid": "x"},
            },
            {
                "Bool": {SECURE: "true"},
                "StringEquals": {"s3:delimiter": "/", "aws:username": "ana"},
                "stringlike": {"aws:userid": "x", "s3:prefix": "a*"},
            },
        ),
    ],
)
def test_a_key_joins_the_operator_that_is_there(condition: Any, after: Any) -> None:
    assert mended(LIKE, allow("s3:ListBucket", Condition=condition))[0]["Condition"] == after


@pytest.mark.parametrize("value", [True, [False], 5, [1, 2], "false"])
def test_values_move_as_they_are(value: Any) -> None:
    key = SECURE if isinstance(value, bool) or value in ("false", [False]) else "s3:max-keys"
    condition = {"StringEquals": {key: value, "aws:username": "ana"}}
    after = mended("TYPE_MISMATCH", deny("*", Condition=condition))[0]["Condition"]
    operator = "Bool" if key == SECURE else "NumericEquals"
    assert after == {"StringEquals": {"aws:username": "ana"}, operator: {key: value}}


def test_a_number_that_could_be_written_otherwise_does_not_move() -> None:
    condition = {"StringEquals": {"s3:max-keys": 1.5, "aws:username": "ana"}}
    statement = deny("*", Condition=condition)
    assert findings("TYPE_MISMATCH", statement)
    assert mended("TYPE_MISMATCH", statement) is None


def test_a_condition_that_stands_there_twice_is_not_touched() -> None:
    text = write(allow("s3:ListBucket", Condition={"StringEquals": {"s3:prefix": "a*"}}))
    twice = text.replace('"Condition"', '"Condition": {"Bool": {}}, "Condition"')
    assert twice != text
    for found in validate(twice, PolicyType.IDENTITY):
        if found.repair is not None:
            json.loads(apply_edits(twice, found.repair.edits))


def test_a_statement_that_is_no_list_is_mended_too() -> None:
    statement = allow("s3:ListBucket", Condition={"StringEquals": {"s3:prefix": "a*"}})
    text = json.dumps({"Version": "2012-10-17", "Statement": statement}, indent=2)
    (found,) = found_in(LIKE, text)
    assert found.path == ("Statement", "Condition", "StringEquals", "s3:prefix")
    assert found.repair is not None
    after = json.loads(apply_edits(text, found.repair.edits))
    assert after["Statement"]["Condition"] == {"StringLike": {"s3:prefix": "a*"}}
