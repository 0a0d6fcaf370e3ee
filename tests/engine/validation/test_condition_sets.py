"""Checks of set prefixes (C4, C5)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from tests.engine.validation.looking import (
    Statement,
    allow,
    deny,
    errors,
    findings,
    mended,
    message,
    spots,
)

MISSING = "MISSING_QUALIFIER"
EVERY = "FORALLVALUES_WITH_SINGLE_VALUED_KEY"
SOME = "SINGLE_VALUE_CONDITION_TOO_PERMISSIVE"


def asking(operator: str, key: str, value: Any = "x") -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("StringEquals", "aws:TagKeys"),
        ("StringNotEqualsIfExists", "aws:tagkeys"),
        ("StringLike", "aws:PrincipalOrgPaths"),
        ("StringEquals", "aws:CalledVia"),
        ("StringEquals", "aws:PrincipalServiceNamesList"),
        ("StringEquals", "aws:ResourceOrgPaths"),
        ("StringEquals", "aws:SourceOrgPaths"),
        ("StringEquals", "aws:VpceOrgPaths"),
        ("StringEquals", "dynamodb:LeadingKeys"),
        ("StringLike", "cognito-identity.amazonaws.com:amr"),
    ],
)
def test_a_key_with_several_values_needs_a_prefix(operator: str, key: str) -> None:
    assert spots(MISSING, asking(operator, key)) == [operator]


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("ForAnyValue:StringEquals", "aws:TagKeys"),
        ("ForAllValues:StringEquals", "aws:TagKeys"),
        ("forallvalues:stringequals", "aws:TagKeys"),
        ("Null", "aws:TagKeys"),
        ("StringEquals", "aws:username"),
        ("StringEquals", "aws:ResourceTag/TagKeys"),
        ("StringEquals", "SAML:aud"),
        ("StringEquals", "token.actions.githubusercontent.com:aud"),
        ("StringEquals", "aws:NoSuchKeys"),
        ("NoSuchOperator", "aws:TagKeys"),
        # one value for events:PutRule, several for events:PutEvents
        ("StringEquals", "events:source"),
        ("StringEquals", "events:detail-type"),
    ],
)
def test_a_prefix_or_a_key_with_one_value(operator: str, key: str) -> None:
    assert not findings(MISSING, asking(operator, key))


def test_both_prefixes_are_explained() -> None:
    text = message(MISSING, asking("StringEquals", "aws:TagKeys"))
    assert "`ForAnyValue:StringEquals` when one" in text
    assert "`ForAllValues:StringEquals` when all" in text


def test_a_prefix_is_proposed_only_where_one_is_usual() -> None:
    after = mended(MISSING, asking("StringEquals", "aws:CalledVia"))
    assert after[0]["Condition"] == {"ForAnyValue:StringEquals": {"aws:CalledVia": "x"}}
    assert mended(MISSING, asking("StringNotEquals", "aws:CalledVia")) is None
    assert mended(MISSING, asking("StringEquals", "aws:TagKeys")) is None


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_policy_type_is_looked_at(policy_type: PolicyType) -> None:
    assert MISSING in errors(asking("StringEquals", "aws:CalledVia"), type=policy_type)


@pytest.mark.parametrize(
    ("operator", "key", "expected"),
    [
        ("ForAllValues:StringEquals", "aws:PrincipalOrgID", "StringEquals"),
        ("ForAllValues:StringLikeIfExists", "aws:username", "StringLikeIfExists"),
        ("forallvalues:stringequals", "aws:RequestedRegion", "StringEquals"),
        ("ForAllValues:StringEquals", "aws:ResourceTag/team", "StringEquals"),
        (
            "ForAllValues:StringEquals",
            "token.actions.githubusercontent.com:sub",
            "StringEquals",
        ),
    ],
)
def test_for_all_values_lets_pass_who_lacks_the_key(operator: str, key: str, expected: str) -> None:
    statement = asking(operator, key)
    (found,) = findings(EVERY, statement)
    assert found.severity is Severity.SECURITY_WARNING
    assert mended(EVERY, statement)[0]["Condition"] == {expected: {key: "x"}}


def test_on_a_deny_it_only_denies_more() -> None:
    statement = deny(
        "s3:*", Condition={"ForAllValues:StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    )
    (found,) = findings(EVERY, statement)
    assert found.severity is Severity.WARNING
    assert "also denies" in found.message


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("ForAllValues:StringEquals", "aws:TagKeys"),
        ("ForAllValues:StringEquals", "dynamodb:Attributes"),
        ("ForAnyValue:StringEquals", "aws:username"),
        ("StringEquals", "aws:username"),
        ("ForAllValues:Null", "aws:username"),
        ("ForAllValues:StringEquals", "aws:NoSuchKey"),
        ("ForAllValues:StringEquals", "token.actions.githubusercontent.com:nosuchclaim"),
    ],
)
def test_several_values_no_prefix_or_an_unknown_key(operator: str, key: str) -> None:
    assert not findings(EVERY, asking(operator, key))


def test_a_guard_that_demands_the_key_closes_the_gap() -> None:
    guarded = allow(
        "s3:GetObject",
        Condition={
            "ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
            "Null": {"aws:principalorgid": "false"},
        },
    )
    assert not findings(EVERY, guarded)


def test_no_repair_shuts_out_actions_that_come_without_the_key() -> None:
    statement = allow(
        ["s3:ListBucket", "s3:GetObject"],
        Condition={"ForAllValues:StringLike": {"s3:prefix": "home/*"}},
    )
    assert spots(EVERY, statement) == ["ForAllValues:StringLike"]
    assert mended(EVERY, statement) is None


def test_statements_after_one_without_condition_are_looked_at() -> None:
    statements = (allow("s3:GetObject"), asking("ForAnyValue:StringEquals", "aws:username"))
    assert spots(SOME, *statements) == ["ForAnyValue:StringEquals"]


@pytest.mark.parametrize(
    ("operator", "key", "expected"),
    [
        ("ForAnyValue:StringNotEquals", "aws:PrincipalOrgID", "StringNotEquals"),
        ("ForAnyValue:StringEquals", "ec2:ResourceTag/team", "StringEquals"),
        ("ForAnyValue:BoolIfExists", "aws:SecureTransport", "BoolIfExists"),
    ],
)
def test_for_any_value_on_one_value(operator: str, key: str, expected: str) -> None:
    statement = asking(operator, key)
    assert spots(SOME, statement) == [operator]
    assert mended(SOME, statement)[0]["Condition"] == {expected: {key: "x"}}


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("ForAnyValue:StringEquals", "aws:CalledVia"),
        ("ForAllValues:StringEquals", "aws:username"),
        ("StringEquals", "aws:username"),
        ("ForAnyValue:Null", "aws:username"),
        # another check judges the claims of identity providers
        ("ForAnyValue:StringEquals", "token.actions.githubusercontent.com:aud"),
        ("ForAnyValue:StringEquals", "aws:NoSuchKey"),
    ],
)
def test_for_any_value_where_it_belongs(operator: str, key: str) -> None:
    assert not findings(SOME, asking(operator, key))


def test_what_for_any_value_misses_is_told_for_negated_tests() -> None:
    assert "false for requests without the key" in message(
        SOME, asking("ForAnyValue:StringNotEquals", "aws:PrincipalOrgID")
    )
