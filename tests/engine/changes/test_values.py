"""Values that meet a condition: one is found for every family, and it does meet the condition."""

from __future__ import annotations

import pytest

from iamlab.engine.changes import depends_on_caller, meeting_value
from iamlab.engine.conditions import compile_check
from iamlab.engine.matching import Context


@pytest.mark.parametrize(
    ("operator", "key", "values", "expected"),
    [
        ("StringEquals", "s3:prefix", ["incoming/"], "incoming/"),
        ("StringLike", "s3:prefix", ["incoming/*"], "incoming/example"),
        ("StringLike", "s3:prefix", ["a?c"], "axc"),
        ("StringNotEquals", "s3:prefix", ["example-2"], "example"),
        ("StringNotEquals", "s3:prefix", ["example"], None),
        ("StringEqualsIfExists", "aws:SourceVpc", ["vpc-1"], "vpc-1"),
        ("ArnLike", "aws:SourceArn", ["arn:aws:s3:::acme*"], "arn:aws:s3:::acmeexample"),
        ("Bool", "aws:SecureTransport", ["true"], "true"),
        ("Bool", "aws:MultiFactorAuthPresent", ["false"], "false"),
        ("IpAddress", "aws:SourceIp", ["192.0.2.0/24"], "192.0.2.0"),
        ("IpAddress", "aws:SourceIp", ["2001:db8::/32"], "2001:db8::"),
        ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"], "198.51.100.7"),
        ("NumericLessThan", "aws:MultiFactorAuthAge", ["3600"], "3599"),
        ("NumericGreaterThanEquals", "s3:max-keys", ["10"], "10"),
        ("DateGreaterThan", "aws:CurrentTime", ["2026-01-01T00:00:00Z"], "1767312000"),
        ("StringEquals", "aws:PrincipalTag/team", ["${aws:username}"], None),
        ("Null", "aws:TokenIssueTime", ["false"], None),
        ("StringSomething", "s3:prefix", ["a"], None),
    ],
)
def test_value_meets_the_condition(
    operator: str, key: str, values: list[str], expected: str | None
) -> None:
    check = compile_check(operator, key, values, variables=True)
    found = meeting_value(check)
    assert found == expected
    if found is not None:
        assert check.matches(Context({key: [found]}))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("aws:principalarn", True),
        ("aws:principaltag/team", True),
        ("aws:username", True),
        ("aws:resourceaccount", True),
        ("aws:currenttime", True),
        ("aws:sourceip", False),
        ("aws:multifactorauthpresent", False),
        ("s3:prefix", False),
        ("sts:externalid", False),
    ],
)
def test_keys_that_nobody_can_choose(key: str, expected: bool) -> None:
    assert depends_on_caller(key) is expected
