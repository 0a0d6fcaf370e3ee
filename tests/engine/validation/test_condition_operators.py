"""Checks of condition operators (C3, C6, C14) and of wildcards under them (Q18)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, apply_edits
from iamlab.engine.conditions import operators
from iamlab.engine.validation import validate
from tests.engine.validation.looking import (
    Statement,
    allow,
    findings,
    mended,
    message,
    spots,
    write,
)

OPERATOR = "INVALID_CONDITION_OPERATOR"
WILDCARD = "WILDCARD_WITHOUT_LIKE_OPERATOR"


def asking(operator: str, key: str = "aws:username", value: Any = "ana") -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEqual", "StringEquals"),
        ("StringEqualss", "StringEquals"),
        ("StringEqualIfExists", "StringEqualsIfExists"),
        ("ForAllValue:StringEquals", "ForAllValues:StringEquals"),
        ("ForAnyValues:StringLike", "ForAnyValue:StringLike"),
        ("ForAnyValue:StringLikes", "ForAnyValue:StringLike"),
        ("IpAddresses", "IpAddress"),
        ("NotIPAdress", "NotIpAddress"),
        ("ArnEqual", "ArnEquals"),
        ("Boolean", "Bool"),
        ("NumericLessThen", "NumericLessThan"),
        ("DateGreaterThanEqual", "DateGreaterThanEquals"),
    ],
)
def test_a_misspelled_operator_is_corrected(operator: str, expected: str) -> None:
    assert spots(OPERATOR, asking(operator)) == [operator]
    assert mended(OPERATOR, asking(operator))[0]["Condition"] == {expected: {"aws:username": "ana"}}


@pytest.mark.parametrize(
    "operator",
    ["", ":", "-", "Matches", "ForAllValues:", "Some:StringEquals", "IfExists", "x" * 5000],
)
def test_what_resembles_no_operator_has_no_repair(operator: str) -> None:
    assert spots(OPERATOR, asking(operator)) == [operator]
    assert mended(OPERATOR, asking(operator)) is None


@pytest.mark.parametrize("row", operators(), ids=lambda row: row.name)
@pytest.mark.parametrize("prefix", ["", "ForAllValues:", "forAnyValue:"])
@pytest.mark.parametrize("suffix", ["", "IfExists"])
def test_every_operator_exists_with_every_prefix_and_suffix(
    row: Any, prefix: str, suffix: str
) -> None:
    operator = f"{prefix}{row.name}{suffix}"
    assert not findings(OPERATOR, asking(operator))
    assert bool(findings("NULL_WITH_IF_EXISTS", asking(operator))) == (
        row.name == "Null" and suffix == "IfExists"
    )


def test_letter_case_of_an_operator_does_not_count() -> None:
    assert not findings(OPERATOR, asking("stringequals"))


def test_an_operator_is_reported_once_for_all_its_keys() -> None:
    statement = allow(
        "s3:GetObject", Condition={"StringEqual": {"aws:username": "a", "aws:userid": "b"}}
    )
    assert spots(OPERATOR, statement) == ["StringEqual"]
    (found,) = findings(OPERATOR, statement)
    assert found.path == ("Statement", 0, "Condition", "StringEqual")


def test_an_operator_that_stands_there_already_is_not_written_twice() -> None:
    statement = allow(
        "s3:GetObject",
        Condition={"StringEqual": {"aws:username": "a"}, "stringequals": {"aws:userid": "b"}},
    )
    assert spots(OPERATOR, statement) == ["StringEqual"]
    assert mended(OPERATOR, statement) is None


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_policy_type_is_looked_at(policy_type: PolicyType) -> None:
    assert findings(OPERATOR, asking("StringEqual"), type=policy_type)


@pytest.mark.parametrize(
    ("operator", "code", "expected"),
    [
        ("NullIfExists", "NULL_WITH_IF_EXISTS", "Null"),
        ("nullifexists", "NULL_WITH_IF_EXISTS", "Null"),
        ("ForAllValues:NullIfExists", "NULL_WITH_IF_EXISTS", "Null"),
        ("ForAllValues:Null", "NULL_WITH_QUALIFIER", "Null"),
        ("ForAnyValue:Null", "NULL_WITH_QUALIFIER", "Null"),
    ],
)
def test_null_stands_alone(operator: str, code: str, expected: str) -> None:
    statement = asking(operator, value="true")
    assert spots(code, statement) == [operator]
    assert mended(code, statement)[0]["Condition"] == {expected: {"aws:username": "true"}}


def test_null_with_a_set_prefix_tells_its_outcome() -> None:
    code = "NULL_WITH_QUALIFIER"
    assert "always true" in message(code, asking("ForAllValues:Null", value="true"))
    assert "always false" in message(code, asking("ForAnyValue:Null", value="true"))
    assert not findings(code, asking("Null", value="true"))


@pytest.mark.parametrize(
    ("operator", "key", "value", "after"),
    [
        ("StringEquals", "s3:prefix", "home/*", {"StringLike": {"s3:prefix": "home/*"}}),
        ("StringNotEquals", "s3:prefix", "hom?", {"StringNotLike": {"s3:prefix": "hom?"}}),
        (
            "StringEqualsIfExists",
            "s3:prefix",
            ["a", "b*"],
            {"StringLikeIfExists": {"s3:prefix": ["a", "b*"]}},
        ),
        (
            "ForAnyValue:StringEquals",
            "aws:TagKeys",
            "team*",
            {"ForAnyValue:StringLike": {"aws:TagKeys": "team*"}},
        ),
        (
            "StringEquals",
            "aws:PrincipalArn",
            "arn:aws:iam::111122223333:role/app-*",
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*"}},
        ),
        (
            "StringEquals",
            "aws:userid",
            "AROAEXAMPLE:*",
            {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}},
        ),
    ],
)
def test_a_wildcard_gets_the_operator_that_takes_it(
    operator: str, key: str, value: Any, after: Any
) -> None:
    statement = asking(operator, key, value)
    wild = [text for text in ([value] if isinstance(value, str) else value) if text != "a"]
    assert spots(WILDCARD, statement) == wild
    assert mended(WILDCARD, statement)[0]["Condition"] == after


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringLike", "s3:prefix", "home/*"),
        ("StringNotLike", "s3:prefix", "home/*"),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
        ("StringEquals", "s3:prefix", "home/${aws:username}"),
        ("StringEquals", "s3:prefix", "home/${*}"),
        ("StringEquals", "s3:prefix", "why${?}"),
        ("StringEquals", "aws:username", "${aws:PrincipalTag/name, 'a*'}"),
        ("StringEquals", "s3:prefix", ""),
        # other codes say that these do not fit
        ("StringEquals", "aws:SourceIp", "203.0.113.*"),
        ("IpAddress", "aws:SourceIp", "203.0.113.*"),
        ("Bool", "aws:SecureTransport", "*"),
        ("NumericEquals", "s3:max-keys", "*"),
    ],
)
def test_no_wildcard_or_one_that_works_is_left_alone(operator: str, key: str, value: str) -> None:
    assert not findings(WILDCARD, asking(operator, key, value))


def test_ignoring_case_has_no_like_operator_to_offer() -> None:
    statement = asking("StringEqualsIgnoreCase", "s3:prefix", "home/*")
    assert spots(WILDCARD, statement) == ["home/*"]
    assert mended(WILDCARD, statement) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [("aws:PrincipalOrgID", "o-*"), ("aws:userid", "AROA*"), ("aws:SourceArn", "*")],
)
def test_no_repair_opens_a_guard_to_everyone(key: str, value: str) -> None:
    statement = asking("StringEquals", key, value)
    assert spots(WILDCARD, statement) == [value]
    assert mended(WILDCARD, statement) is None


def test_an_escape_is_plain_text_where_variables_are_off() -> None:
    text = write(asking("StringEquals", "s3:prefix", "home/${*}")).replace("2012", "2008")
    assert WILDCARD in {found.code for found in validate(text, PolicyType.IDENTITY)}


def test_only_the_key_with_the_wildcard_changes_its_operator() -> None:
    statement = allow(
        "s3:ListBucket",
        Condition={
            "StringEquals": {"s3:prefix": "home/*", "s3:delimiter": "/"},
            "StringLike": {"aws:username": "ana*"},
        },
    )
    text = write(statement)
    (found,) = findings(WILDCARD, statement)
    assert found.repair is not None
    assert found.repair.label == "Use StringLike"
    after = validate(apply_edits(text, found.repair.edits), PolicyType.IDENTITY)
    assert WILDCARD not in {item.code for item in after}
    assert mended(WILDCARD, statement)[0]["Condition"] == {
        "StringEquals": {"s3:delimiter": "/"},
        "StringLike": {"aws:username": "ana*", "s3:prefix": "home/*"},
    }


def test_two_tests_of_one_key_are_not_made_alternatives() -> None:
    statement = allow(
        "s3:ListBucket",
        Condition={"StringEquals": {"s3:prefix": "a*"}, "StringLike": {"s3:prefix": "b*"}},
    )
    assert spots(WILDCARD, statement) == ["a*"]
    assert mended(WILDCARD, statement) is None
