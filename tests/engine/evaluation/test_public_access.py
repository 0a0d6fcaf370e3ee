"""Which bucket policies are public, by AWS's own definition (E15).

Source: AWS, "Blocking public access to your Amazon S3 storage", "The meaning of public".
"""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.evaluation.public_access import is_public

from .organizations import HOME, Statement, allow, deny, text_of

KMS_KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234abcd"


def open_to(condition: dict[str, Any] | None = None, **elements: Any) -> Statement:
    made = allow(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::acme/*")
    return made | ({"Condition": condition} if condition else {}) | elements


def public(*statements: Statement) -> bool:
    return is_public(text_of(statements))


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [HOME, "*"]}])
def test_a_grant_to_everyone_is_public(principal: Any) -> None:
    """E15: AWS presumes that a policy is public until it finds a limit."""
    assert public(open_to(Principal=principal))


def test_a_grant_to_everyone_but_a_few_is_public() -> None:
    """E15, P6: NotPrincipal with Allow."""
    statement = open_to()
    del statement["Principal"]
    assert public(statement | {"NotPrincipal": {"AWS": HOME}})


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": HOME},
        {"AWS": f"arn:aws:iam::{HOME}:role/Reader"},
        {"Service": "cloudfront.amazonaws.com"},
        {"AWS": []},
    ],
)
def test_a_grant_to_somebody_in_particular_is_not(principal: Any) -> None:
    """E15: fixed values of an AWS principal, user, role or service principal."""
    assert not public(open_to(Principal=principal))


def test_a_deny_of_everyone_grants_nothing() -> None:
    """E15."""
    assert not public(deny(Principal="*"))


def test_a_policy_without_statements_is_not() -> None:
    """E15."""
    assert not public()


def test_one_open_statement_among_many_is_enough() -> None:
    """E15."""
    assert public(deny(Principal="*"), open_to(Principal={"AWS": HOME}), open_to())


FIXED = [
    {"StringEquals": {"aws:SourceVpc": "vpc-91237329"}},
    {"StringLike": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
    {"StringEquals": {"aws:SourceAccount": [HOME, "444455556666"]}},
    {"StringEquals": {"aws:SourceOwner": HOME}},
    {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:topic"}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:user/ana"}},
    {"StringEquals": {"aws:userid": "AIDAEXAMPLE"}},
    {"StringEquals": {"s3:DataAccessPointAccount": HOME}},
    {"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": KMS_KEY}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    {"IpAddress": {"aws:SourceIp": ["203.0.113.7", "2001:db8::/32"]}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"stringequals": {"AWS:SOURCEVPC": "vpc-91237329"}},
]


@pytest.mark.parametrize("condition", FIXED, ids=str)
def test_a_limit_to_fixed_values_is_not_public(condition: dict[str, Any]) -> None:
    """E15: AWS's list of keys, with values that hold no wildcard and no variable."""
    assert not public(open_to(condition))


WIDE = [
    {"StringLike": {"aws:SourceVpc": "vpc-*"}},
    {"StringLike": {"aws:SourceVpc": "vpc-9123732?"}},
    {"StringLike": {"aws:SourceVpc": ["vpc-91237329", "vpc-*"]}},
    {"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Reader"}},
    {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}},
    {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    {"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}},
    {"IpAddress": {"aws:SourceIp": "128.0.0.0/7"}},
    {"IpAddress": {"aws:SourceIp": "2001::/31"}},
    {"IpAddress": {"aws:SourceIp": "anywhere"}},
    {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}},
    {"StringNotEquals": {"aws:SourceVpc": "vpc-91237329"}},
    {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-91237329"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"StringEquals": {"aws:Referer": "https://example.com"}},
    {"StringEquals": {"aws:UserAgent": "secret"}},
    {"StringEquals": {"s3:prefix": "home"}},
    {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}},
]


@pytest.mark.parametrize("condition", WIDE, ids=str)
def test_a_limit_that_fixes_nobody_is_public(condition: dict[str, Any]) -> None:
    """E15: wildcards, variables, wide ranges, negations and keys that anybody can send."""
    assert public(open_to(condition))


def test_one_fixed_value_beside_an_open_condition_is_enough() -> None:
    """C1: conditions are joined by AND."""
    limited = {
        "Bool": {"aws:SecureTransport": "true"},
        "StringEquals": {"aws:SourceVpc": "vpc-91237329", "s3:prefix": "home"},
    }
    assert not public(open_to(limited))


def test_an_ill_formed_statement_opens_nothing() -> None:
    """G10: it is skipped."""
    assert not public(open_to(Effect="allow"))
