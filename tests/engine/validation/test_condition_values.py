"""Checks of the values of conditions (C7 to C12)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import Severity
from tests.engine.validation.looking import Statement, allow, findings, mended, spots

ALL = (
    "TYPE_MISMATCH_BOOLEAN",
    "TYPE_MISMATCH_DATE",
    "TYPE_MISMATCH_IP_RANGE",
    "TYPE_MISMATCH_NUMBER",
    "TYPE_MISMATCH_STRING",
    "INVALID_DATE_VALUE",
)


def asking(operator: str, key: str, value: Any) -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("operator", "key", "value", "code"),
    [
        ("Bool", "aws:SecureTransport", "yes", "TYPE_MISMATCH_BOOLEAN"),
        ("BoolIfExists", "aws:SecureTransport", "", "TYPE_MISMATCH_BOOLEAN"),
        ("Bool", "aws:SecureTransport", 1, "TYPE_MISMATCH_BOOLEAN"),
        ("Bool", "aws:SecureTransport", " true", "TYPE_MISMATCH_BOOLEAN"),
        ("Null", "aws:username", "ana", "TYPE_MISMATCH_BOOLEAN"),
        ("Null", "aws:SourceIp", "203.0.113.0/24", "TYPE_MISMATCH_BOOLEAN"),
        ("DateLessThan", "aws:CurrentTime", "tomorrow", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", "aws:CurrentTime", "2026-13-01", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", "aws:CurrentTime", "2026-12-31T00:00:00", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", "aws:EpochTime", "soon", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", "aws:CurrentTime", "1798675200", "INVALID_DATE_VALUE"),
        ("DateLessThan", "aws:CurrentTime", 1798675200, "INVALID_DATE_VALUE"),
        ("DateLessThanIfExists", "aws:TokenIssueTime", "17986752.5", "INVALID_DATE_VALUE"),
        ("IpAddress", "aws:SourceIp", "203.0.113.256", "TYPE_MISMATCH_IP_RANGE"),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/33", "TYPE_MISMATCH_IP_RANGE"),
        ("NotIpAddress", "aws:SourceIp", "203.0.113.1-203.0.113.9", "TYPE_MISMATCH_IP_RANGE"),
        ("IpAddress", "aws:SourceIp", "example.com", "TYPE_MISMATCH_IP_RANGE"),
        ("IpAddress", "aws:SourceIp", "*", "TYPE_MISMATCH_IP_RANGE"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "5m", "TYPE_MISMATCH_NUMBER"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "1,000", "TYPE_MISMATCH_NUMBER"),
        ("NumericEquals", "aws:RequestTag/level", "high", "TYPE_MISMATCH_NUMBER"),
        ("BinaryEquals", "aws:RequestTag/print", "not base64", "TYPE_MISMATCH_STRING"),
        ("Bool", "example:unknown", "maybe", "TYPE_MISMATCH_BOOLEAN"),
    ],
)
def test_a_value_that_its_operator_cannot_compare_has_one_code(
    operator: str, key: str, value: Any, code: str
) -> None:
    statement = asking(operator, key, value)
    assert [name for name in ALL if findings(name, statement)] == [code]
    assert spots(code, statement) == [str(value)]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Bool", "aws:SecureTransport", "False"),
        ("Bool", "aws:SecureTransport", False),
        ("Null", "aws:username", "TRUE"),
        ("Null", "aws:username", True),
        ("DateLessThan", "aws:CurrentTime", "2026"),
        ("DateLessThan", "aws:CurrentTime", "2026-12-31"),
        ("DateLessThan", "aws:CurrentTime", "2026-12-31T23:59Z"),
        ("DateLessThan", "aws:CurrentTime", "2026-12-31T23:59:59.5+02:00"),
        ("DateLessThan", "aws:EpochTime", "1798675200"),
        ("IpAddress", "aws:SourceIp", "203.0.113.7"),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", 300),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "-1.5e3"),
        ("BinaryEquals", "aws:RequestTag/print", "QmluYXJ5VmFsdWU="),
        ("StringEquals", "aws:username", "anything at all"),
        ("ArnLike", "aws:SourceArn", "no ARN"),
        # variables have their own check
        ("IpAddress", "aws:SourceIp", "${aws:VpcSourceIp}"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "${aws:PrincipalTag/age}"),
        # the operator is wrong, which has its own code
        ("IpAddress", "aws:username", "ana"),
        ("NoSuchOperator", "aws:SourceIp", "ana"),
    ],
)
def test_a_value_that_fits_or_is_judged_elsewhere(operator: str, key: str, value: Any) -> None:
    assert [code for code in ALL if findings(code, asking(operator, key, value))] == []


def test_only_the_wrong_values_of_a_list_are_marked() -> None:
    statement = asking("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "x", "192.0.2.1", "y"])
    assert spots("TYPE_MISMATCH_IP_RANGE", statement) == ["x", "y"]
    paths = [found.path[-1] for found in findings("TYPE_MISMATCH_IP_RANGE", statement)]
    assert paths == [1, 3]


def test_a_wrong_range_is_an_error_as_in_the_later_edition() -> None:
    (found,) = findings("TYPE_MISMATCH_IP_RANGE", asking("IpAddress", "aws:SourceIp", "x"))
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("code", "operator", "key", "value", "expected"),
    [
        ("TYPE_MISMATCH_IP_RANGE", "IpAddress", "aws:SourceIp", "203.0.113.*", "203.0.113.0/24"),
        ("TYPE_MISMATCH_IP_RANGE", "IpAddress", "aws:SourceIp", "203.0.*", "203.0.0.0/16"),
        ("TYPE_MISMATCH_IP_RANGE", "IpAddress", "aws:SourceIp", "300.*", None),
        ("TYPE_MISMATCH_IP_RANGE", "IpAddress", "aws:SourceIp", "*", None),
        (
            "TYPE_MISMATCH_DATE",
            "DateLessThan",
            "aws:CurrentTime",
            "2026-12-31T00:00:00",
            "2026-12-31T00:00:00Z",
        ),
        ("TYPE_MISMATCH_DATE", "DateLessThan", "aws:CurrentTime", "31.12.2026", None),
        # 1798675200 is 20,818 days after the first of January 1970
        (
            "INVALID_DATE_VALUE",
            "DateLessThan",
            "aws:CurrentTime",
            "1798675200",
            "2026-12-31T00:00:00Z",
        ),
        ("INVALID_DATE_VALUE", "DateLessThan", "aws:CurrentTime", 0, "1970-01-01T00:00:00Z"),
        ("INVALID_DATE_VALUE", "DateLessThan", "aws:CurrentTime", "1798675200000", None),
        ("INVALID_DATE_VALUE", "DateLessThan", "aws:CurrentTime", "-5", None),
        ("TYPE_MISMATCH_BOOLEAN", "Bool", "aws:SecureTransport", "yes", None),
        ("TYPE_MISMATCH_NUMBER", "NumericEquals", "s3:max-keys", "ten", None),
    ],
)
def test_repairs_only_where_the_meaning_is_plain(
    code: str, operator: str, key: str, value: Any, expected: str | None
) -> None:
    after = mended(code, asking(operator, key, value))
    assert (after and after[0]["Condition"][operator][key]) == expected
