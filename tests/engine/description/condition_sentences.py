"""Sentences about conditions, written by hand; see sentences.py for what a row is."""

from __future__ import annotations

from tests.engine.description.sentence_parts import READ, ROLE, Row, when

CONDITIONS: tuple[Row, ...] = (
    (
        "identity",
        {
            "Condition": {
                "StringNotEquals": {"aws:PrincipalOrgID": "o-acme"},
                "StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]},
                "Bool": {"aws:SecureTransport": "true"},
            }
        },
        f"{READ}, when the Region called (`aws:RequestedRegion`) is `eu-west-1` or "
        "`eu-central-1`; when the request came over TLS (`aws:SecureTransport` is true); and "
        "unless the caller's organization (`aws:PrincipalOrgID`) is `o-acme`.",
    ),
    (
        "identity",
        when("Bool", "aws:SecureTransport", "true"),
        f"{READ}, when the request came over TLS (`aws:SecureTransport` is true).",
    ),
    (
        "identity",
        when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
        f"{READ}, when the caller shows no second factor (`aws:MultiFactorAuthPresent` is false "
        "or absent).",
    ),
    (
        "identity",
        when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "198.51.100.7"]),
        f"{READ}, when the caller's IP address (`aws:SourceIp`) lies in `203.0.113.0/24` or "
        "`198.51.100.7`.",
    ),
    (
        "identity",
        when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
        f"{READ}, unless the caller's IP address (`aws:SourceIp`) lies in `203.0.113.0/24`.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:RequestedRegion", ["eu-west-1", "eu-central-1"]),
        f"{READ}, unless the Region called (`aws:RequestedRegion`) is `eu-west-1` or "
        "`eu-central-1`.",
    ),
    (
        "identity",
        when("StringEqualsIfExists", "aws:PrincipalTag/team", "blue"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is `blue` or is absent.",
    ),
    (
        "identity",
        when("StringEquals", "s3:prefix", "*"),
        f"{READ}, when the prefix of the listing (`s3:prefix`) is exactly `*`.",
    ),
    (
        "identity",
        when("StringLike", "s3:prefix", ["home/*", ""]),
        f"{READ}, when the prefix of the listing (`s3:prefix`) fits `home/*` or the empty text.",
    ),
    (
        "identity",
        when("StringEqualsIgnoreCase", "aws:PrincipalTag/team", "Blue"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is `Blue` in any letter case.",
    ),
    (
        "identity",
        when("NumericLessThan", "aws:MultiFactorAuthAge", 3600),
        f"{READ}, when the age of the second factor in seconds (`aws:MultiFactorAuthAge`) is "
        "less than `3600`.",
    ),
    (
        "identity",
        when("NumericNotEquals", "s3:max-keys", "10"),
        f"{READ}, when `s3:max-keys` is a number other than `10` or is absent.",
    ),
    (
        "identity",
        when("DateGreaterThan", "aws:CurrentTime", "2026-01-01"),
        f"{READ}, when the time of the request (`aws:CurrentTime`) is after `2026-01-01`.",
    ),
    (
        "identity",
        when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app-*"),
        f"{READ}, when the caller's ARN (`aws:PrincipalArn`) is an ARN that fits "
        "`arn:aws:iam::*:role/app-*`.",
    ),
    (
        "identity",
        when("ArnNotEquals", "aws:PrincipalArn", ROLE),
        f"{READ}, unless the caller's ARN (`aws:PrincipalArn`) is the ARN `{ROLE}`.",
    ),
    (
        "identity",
        when("Null", "aws:TokenIssueTime", "true"),
        f"{READ}, when the issue time of the credentials (`aws:TokenIssueTime`) is absent "
        "or empty.",
    ),
    (
        "identity",
        when("ForAllValues:StringEquals", "aws:TagKeys", ["team", "cost"]),
        f"{READ}, when every value (if any) of the list of tag keys in the request "
        "(`aws:TagKeys`) is `team` or `cost`.",
    ),
    (
        "identity",
        when("ForAllValues:StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when no value of the list of tag keys in the request (`aws:TagKeys`) is `team`.",
    ),
    (
        "identity",
        when("ForAnyValue:StringLike", "aws:TagKeys", "te*"),
        f"{READ}, when at least one value of the list of tag keys in the request (`aws:TagKeys`) "
        "fits `te*`.",
    ),
    (
        "identity",
        when("ForAnyValue:StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when not every value of the list of tag keys in the request (`aws:TagKeys`) is "
        "`team`.",
    ),
    (
        "identity",
        when("StringEquals", "aws:TagKeys", "team"),
        f"{READ}, but never, because `aws:TagKeys` can hold several values, and `StringEquals` "
        "has no set operator before it.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when the list of tag keys in the request (`aws:TagKeys`) is absent.",
    ),
    (
        "identity",
        when("StringEqualz", "aws:username", "ana"),
        f"{READ}, but never, because `StringEqualz` is not a condition operator.",
    ),
    (
        "identity",
        when("StringEquals", "aws:username", []),
        f"{READ}, but never, because the list of values of `aws:username` is empty.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:username", []),
        f"{READ}, whatever the caller's user name (`aws:username`) is, even absent.",
    ),
    (
        "identity",
        when("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/group, 'none'}"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is "
        "`${aws:PrincipalTag/group, 'none'}`, where `${aws:PrincipalTag/group, 'none'}` stands "
        "for the caller's tag `group` or, without one, for `none`.",
    ),
    (
        "identity",
        {
            "Effect": "Deny",
            "Condition": {
                "Bool": {"aws:ViaAWSService": "false"},
                "StringNotEquals": {"aws:PrincipalOrgID": "o-acme"},
            },
        },
        "Denies reading objects (`s3:GetObject`) in the bucket `reports`, when no AWS service "
        "forwarded the request (`aws:ViaAWSService` is false), and unless the caller's "
        "organization (`aws:PrincipalOrgID`) is `o-acme`.",
    ),
    (
        "identity",
        when("StringEquals", "aws:RequestedRegion", [f"r{number}" for number in range(14)]),
        f"{READ}, when the Region called (`aws:RequestedRegion`) is one of 14 listed values.",
    ),
)
