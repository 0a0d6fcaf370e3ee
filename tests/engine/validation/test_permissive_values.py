"""Wildcards and variables that leave the value that tells callers apart to the caller."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.marking import found, marked, policy, statement_of

RESOURCE, IDENTITY, TRUST = PolicyType.RESOURCE, PolicyType.IDENTITY, PolicyType.TRUST
WILDCARD, VARIABLE = "WILDCARD_USAGE_TOO_PERMISSIVE", "VARIABLE_USAGE_TOO_PERMISSIVE"
ORGANIZATION = "aws:PrincipalOrgID"


def guarded(
    operator: str,
    key: str,
    value: Any,
    effect: str = "Allow",
    policy_type: PolicyType = RESOURCE,
) -> str:
    condition = {operator: {key: value}}
    return policy(statement_of(policy_type, Effect=effect, Condition=condition))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (ORGANIZATION, "*"),
        (ORGANIZATION, "o-*"),
        (ORGANIZATION, "o-a1?"),
        ("aws:principalorgid", "o-*"),
        ("aws:PrincipalAccount", "11112*"),
        ("aws:SourceVpc", "vpc-*"),
        ("aws:SourceVpce", "vpce-*"),
        ("aws:SourceArn", "*"),
        ("aws:SourceArn", "arn:*:s3:::acme-receipts"),
        ("aws:userid", "AROA*"),
        ("aws:userid", "*:alice"),
        ("aws:userid", "AROAEXAMPLE*:alice"),
        ("kms:CallerAccount", "*"),
    ],
)
def test_a_wildcard_near_the_start_is_too_permissive(key: str, value: str) -> None:
    text = guarded("StringLike", key, ["o-a1b2c3d4e5", value])
    assert marked(text, WILDCARD, RESOURCE) == [f'"{value}"']


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringLike", ORGANIZATION, "o-a1b2c3d4e5"),
        ("StringLike", ORGANIZATION, "o-a1b2*"),
        ("StringEquals", ORGANIZATION, "o-*"),
        ("StringLike", "aws:userid", "AROAEXAMPLEID:*"),
        ("StringLike", "aws:userid", "111122223333:*"),
        ("StringLike", "aws:userid", "AROA1234567890ABCDEFG*:alice"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222233334444:role/*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:acme-receipts"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/*"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "${aws:ResourceOrgID}/*"),
        ("StringLike", "s3:prefix", "*"),
        ("StringLike", "aws:PrincipalTag/team", "f*"),
        ("StringLike", "aws:userid", "${*}"),
        ("Null", ORGANIZATION, "*"),
        ("StringSame", ORGANIZATION, "*"),
    ],
)
def test_enough_fixed_text_or_another_key_is_fine(operator: str, key: str, value: str) -> None:
    assert not found(guarded(operator, key, value), WILDCARD, RESOURCE)


@pytest.mark.parametrize(
    ("effect", "operator", "reported"),
    [
        ("Allow", "StringLike", True),
        ("Allow", "StringLikeIfExists", True),
        ("Allow", "StringNotLike", False),
        ("Deny", "StringLike", False),
        ("Deny", "StringNotLike", True),
        ("Deny", "StringNotLikeIfExists", True),
    ],
)
@pytest.mark.parametrize("policy_type", [RESOURCE, IDENTITY])
def test_only_values_that_let_somebody_in_count(
    effect: str, operator: str, reported: bool, policy_type: PolicyType
) -> None:
    text = guarded(operator, ORGANIZATION, "o-*", effect, policy_type)
    assert bool(found(text, WILDCARD, policy_type)) == reported


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (ORGANIZATION, "${aws:PrincipalTag/org}"),
        (ORGANIZATION, "o-${aws:PrincipalTag/org}"),
        ("aws:SourceVpce", "${aws:RequestTag/endpoint}"),
        ("aws:userid", "${aws:SourceIdentity}:alice"),
    ],
)
def test_a_stranger_must_not_choose_the_value(key: str, value: str) -> None:
    assert marked(guarded("StringEquals", key, value), VARIABLE, RESOURCE) == [f'"{value}"']
    trusting = guarded("StringEquals", key, value, policy_type=TRUST)
    assert marked(trusting, VARIABLE, TRUST) == [f'"{value}"']
    assert not found(guarded("StringEquals", key, value, policy_type=IDENTITY), VARIABLE)


@pytest.mark.parametrize("policy_type", [RESOURCE, IDENTITY, TRUST])
def test_a_key_compared_with_itself_holds_for_everyone(policy_type: PolicyType) -> None:
    text = guarded("StringEquals", ORGANIZATION, "${aws:principalOrgId}", policy_type=policy_type)
    (finding,) = found(text, VARIABLE, policy_type)
    assert "itself" in finding.message


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (ORGANIZATION, "${aws:ResourceOrgID}"),
        ("aws:PrincipalAccount", "${aws:ResourceAccount}"),
        ("aws:ResourceAccount", "${aws:PrincipalAccount}"),
        ("aws:ResourceOrgID", "${aws:PrincipalOrgID}"),
        ("aws:SourceOrgID", "${aws:ResourceOrgID}"),
        ("aws:SourceVpc", "${aws:Ec2InstanceSourceVpc}"),
        ("aws:PrincipalArn", "arn:aws:iam::222233334444:role/${aws:PrincipalTag/role}"),
        ("aws:PrincipalTag/team", "${aws:PrincipalTag/team}"),
        ("aws:username", "${aws:username}"),
        (ORGANIZATION, "${*}"),
    ],
)
def test_what_the_owner_or_aws_fills_in_is_fine(key: str, value: str) -> None:
    assert not found(guarded("StringEquals", key, value), VARIABLE, RESOURCE)


def test_what_is_plain_text_in_2008_is_not_a_variable() -> None:
    text = guarded("StringEquals", ORGANIZATION, "${aws:PrincipalTag/org}")
    assert not found(text.replace("2012-10-17", "2008-10-17"), VARIABLE, RESOURCE)
