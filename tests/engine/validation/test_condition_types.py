"""Checks of operators against the types of keys (C7 to C11)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import Severity
from tests.engine.validation.looking import Statement, allow, findings, mended, spots

MISMATCH = "TYPE_MISMATCH"
LIKE = "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"
USABLE = "MISMATCHED_TYPE_BUT_USABLE"
ROLE = "arn:aws:iam::111122223333:role/app"


def asking(operator: str, key: str, value: Any) -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("StringEquals", "aws:SecureTransport", "true", "Bool"),
        ("StringLikeIfExists", "aws:MultiFactorAuthPresent", "true", "BoolIfExists"),
        ("StringNotEquals", "aws:SecureTransport", "true", None),
        ("StringEquals", "aws:ViaAWSService", "athena.amazonaws.com", None),
        ("StringEquals", "aws:SourceIp", "203.0.113.7", "IpAddress"),
        ("StringNotLike", "aws:SourceIp", ["203.0.113.0/24"], "NotIpAddress"),
        ("StringLike", "aws:SourceIp", "203.0.113.*", None),
        ("StringEquals", "s3:max-keys", "10", "NumericEquals"),
        ("StringNotEquals", "aws:MultiFactorAuthAge", "300", "NumericNotEquals"),
        ("StringLike", "aws:CurrentTime", "2026-*", None),
        ("StringEquals", "aws:CurrentTime", "2026-12-31", "DateEquals"),
        ("DateLessThan", "aws:MultiFactorAuthAge", "300", "NumericLessThan"),
        ("NumericLessThan", "aws:CurrentTime", "1798675200", "DateLessThan"),
        ("NumericEquals", "aws:username", "5", None),
        ("Bool", "aws:PrincipalOrgID", "true", None),
        ("Bool", "aws:PrincipalArn", "true", None),
        ("IpAddress", "aws:SourceVpc", "10.0.0.0/8", None),
        ("ArnEquals", "aws:username", "ana", None),
        ("BinaryEquals", "aws:username", "QQ==", None),
        ("ForAnyValue:StringEquals", "aws:SecureTransport", "true", "ForAnyValue:Bool"),
    ],
)
def test_an_operator_of_another_type(
    operator: str, key: str, value: Any, expected: str | None
) -> None:
    statement = asking(operator, key, value)
    assert spots(MISMATCH, statement) == [operator]
    after = mended(MISMATCH, statement)
    assert (after and after[0]["Condition"]) == (expected and {expected: {key: value}})


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringEquals", "aws:username", "ana"),
        ("Bool", "aws:SecureTransport", "false"),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "300"),
        ("DateLessThan", "aws:CurrentTime", "2026-12-31T00:00:00Z"),
        ("NumericLessThan", "aws:EpochTime", "1798675200"),
        ("DateLessThan", "aws:EpochTime", "2026-12-31T00:00:00Z"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::acme"),
        ("Null", "aws:SecureTransport", "true"),
        # usable, and reported as such
        ("StringEquals", "aws:SourceArn", "arn:aws:s3:::acme"),
        # a text that holds ARNs
        ("ArnLike", "aws:FederatedProvider", "arn:aws:iam::111122223333:saml-provider/*"),
        # tags and encryption contexts hold anything
        ("Bool", "aws:ResourceTag/public", "true"),
        ("NumericLessThan", "aws:PrincipalTag/level", "5"),
        ("ArnLike", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::acme/*"),
        ("BinaryEquals", "aws:RequestTag/print", "QQ=="),
        ("DateLessThan", "s3:ExistingObjectTag/until", "2026-12-31"),
        # addresses can be compared with a variable as text only
        ("StringNotEquals", "aws:Ec2InstanceSourcePrivateIPv4", "${aws:VpcSourceIp}"),
        # nothing is known of these
        ("Bool", "aws:NoSuchKey", "x"),
        ("NoSuchOperator", "aws:SecureTransport", "x"),
        ("NumericEquals", "token.actions.githubusercontent.com:run_id", "5"),
    ],
)
def test_an_operator_that_suits_the_key_or_may(operator: str, key: str, value: str) -> None:
    assert not findings(MISMATCH, asking(operator, key, value))


def test_values_are_not_judged_where_the_operator_is_wrong() -> None:
    statement = asking("Bool", "aws:SourceIp", "10.0.0.0/8")
    assert spots(MISMATCH, statement) == ["Bool"]
    assert not findings("TYPE_MISMATCH_BOOLEAN", statement)


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("StringLike", "arn:aws:iam::*:role/app", "ArnLike"),
        ("StringNotLike", ["arn:aws:iam::*:root", ROLE], "ArnNotLike"),
        ("StringLikeIfExists", "arn:*:iam::111122223333:role/app", "ArnLikeIfExists"),
        ("StringLike", "*:role/app", None),
        ("StringLike", ["arn:aws:iam::*:role/app", "*"], None),
    ],
)
def test_a_pattern_that_runs_across_the_parts_of_an_arn(
    operator: str, value: Any, expected: str | None
) -> None:
    statement = asking(operator, "aws:PrincipalArn", value)
    (found,) = findings(LIKE, statement)
    assert found.severity is Severity.SECURITY_WARNING
    assert "across its colons" in found.message
    assert spots(LIKE, statement) == [operator]
    after = mended(LIKE, statement)
    condition = {expected: {"aws:PrincipalArn": value}}
    assert (after and after[0]["Condition"]) == (expected and condition)


def test_a_pattern_in_the_last_part_does_the_same_under_both_operators() -> None:
    statement = asking("StringLike", "aws:SourceArn", "arn:aws:s3:::acme-*")
    (found,) = findings(LIKE, statement)
    assert found.severity is Severity.SUGGESTION
    after = mended(LIKE, statement)
    assert after[0]["Condition"] == {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}}


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app"),
        ("StringLike", "aws:PrincipalArn", ROLE),
        ("StringEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/app"),
        ("StringLike", "aws:username", "arn:aws:iam::*:role/app"),
        ("Null", "aws:PrincipalArn", "*"),
    ],
)
def test_no_pattern_or_no_arn_key(operator: str, key: str, value: str) -> None:
    assert not findings(LIKE, asking(operator, key, value))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", "ArnEquals"),
        ("StringNotEquals", "ArnNotEquals"),
        ("StringLike", "ArnLike"),
        ("StringEqualsIgnoreCase", "ArnEquals"),
        ("ForAnyValue:StringEqualsIfExists", "ForAnyValue:ArnEqualsIfExists"),
    ],
)
def test_a_whole_arn_under_a_string_operator(operator: str, expected: str) -> None:
    statement = asking(operator, "aws:PrincipalArn", ROLE)
    (found,) = findings(USABLE, statement)
    assert found.severity is Severity.SUGGESTION
    assert mended(USABLE, statement)[0]["Condition"] == {expected: {"aws:PrincipalArn": ROLE}}


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("ArnEquals", "aws:PrincipalArn", ROLE),
        ("StringEquals", "aws:username", ROLE),
        ("StringEquals", "aws:PrincipalArn", "${aws:PrincipalTag/role}"),
        ("StringEquals", "aws:PrincipalArn", "app"),
        ("StringEquals", "aws:PrincipalArn", [ROLE, "arn:aws:iam::*:role/b"]),
        ("StringEquals", "aws:PrincipalArn", []),
    ],
)
def test_no_whole_arns_or_an_arn_operator(operator: str, key: str, value: Any) -> None:
    assert not findings(USABLE, asking(operator, key, value))
