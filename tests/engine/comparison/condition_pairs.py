"""Pairs of policies with conditions, with what AWS's rules say of them, written before the run."""

from __future__ import annotations

from tests.engine.comparison.organizations import allow, deny

IN = "arn:aws:s3:::acme-data/in/*"
GET = "s3:GetObject"


def when(operator: str, key: str, value: object) -> dict[str, object]:
    return {"Condition": {operator: {key: value}}}


MFA = when("Bool", "aws:MultiFactorAuthPresent", "true")
MFA_IF = when("BoolIfExists", "aws:MultiFactorAuthPresent", "true")
NO_MFA = when("Bool", "aws:MultiFactorAuthPresent", "false")
NO_MFA_IF = when("BoolIfExists", "aws:MultiFactorAuthPresent", "false")
OFFICE = when("IpAddress", "aws:SourceIp", "198.51.100.0/24")
HOUSE = when("IpAddress", "aws:SourceIp", ["198.51.100.0/24", "203.0.113.0/24"])
ROOM = when("IpAddress", "aws:SourceIp", "198.51.100.0/25")
TAG_ANY = when("ForAnyValue:StringEquals", "aws:TagKeys", ["a", "b"])
TAG_ALL = when("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"])
TAGGED = {
    "Condition": {
        "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]},
        "Null": {"aws:TagKeys": "false"},
    }
}
INSTANCE = "arn:aws:ec2:eu-west-1:222233334444:instance/*"
TAG = "ec2:CreateTags"
STOP = "ec2:StopInstances"

# (name, candidate, reference, is the candidate wider?, is the reference?)
CONDITION_PAIRS = [
    ("a condition narrows", [allow(GET, IN, **MFA)], [allow(GET, IN)], False, True),
    (
        "IfExists lets absence pass",
        [allow(GET, IN, **MFA_IF)],
        [allow(GET, IN, **MFA)],
        True,
        False,
    ),
    (
        "a deny that misses an absent key",
        [allow(GET, IN), deny(GET, "*", **NO_MFA)],
        [allow(GET, IN), deny(GET, "*", **NO_MFA_IF)],
        True,
        False,
    ),
    (
        "allow with MFA or deny without",
        [allow(GET, IN, **MFA)],
        [allow(GET, IN), deny(GET, "*", **NO_MFA_IF)],
        False,
        False,
    ),
    ("a larger network", [allow(GET, IN, **HOUSE)], [allow(GET, IN, **OFFICE)], True, False),
    ("a smaller network", [allow(GET, IN, **ROOM)], [allow(GET, IN, **OFFICE)], False, True),
    (
        "two conditions are an and",
        [allow(GET, IN, Condition={**OFFICE["Condition"], **MFA["Condition"]})],  # type: ignore[dict-item]
        [allow(GET, IN, **OFFICE)],
        False,
        True,
    ),
    (
        "two statements are an or",
        [allow(GET, IN, **OFFICE), allow(GET, IN, **MFA)],
        [allow(GET, IN, **OFFICE)],
        True,
        False,
    ),
    (
        "not from elsewhere is from here",
        [allow(GET, IN), deny(GET, "*", **when("NotIpAddress", "aws:SourceIp", "198.51.100.0/24"))],
        [allow(GET, IN, **OFFICE)],
        False,
        False,
    ),
    (
        "no network reaches both versions",
        [allow(GET, IN, **when("IpAddress", "aws:SourceIp", "0.0.0.0/0"))],
        [allow(GET, IN)],
        False,
        True,
    ),
    (
        "StringLike with a star",
        [allow(GET, IN, **when("StringLike", "aws:UserAgent", "cli*"))],
        [allow(GET, IN, **when("StringEquals", "aws:UserAgent", "cli/2"))],
        True,
        False,
    ),
    (
        "StringEquals takes the star as it stands",
        [allow(GET, IN, **when("StringEquals", "aws:UserAgent", "cli*"))],
        [allow(GET, IN, **when("StringLike", "aws:UserAgent", "cli*"))],
        False,
        True,
    ),
    (
        "ignoring case",
        [allow(GET, IN, **when("StringEqualsIgnoreCase", "aws:UserAgent", "Cli"))],
        [allow(GET, IN, **when("StringEquals", "aws:UserAgent", "cli"))],
        True,
        False,
    ),
    (
        "a negated operator matches absence",
        [allow(GET, IN, **when("StringNotEquals", "aws:UserAgent", "cli"))],
        [
            allow(
                GET,
                IN,
                Condition={
                    "StringNotEquals": {"aws:UserAgent": "cli"},
                    "Null": {"aws:UserAgent": "false"},
                },
            )
        ],
        True,
        False,
    ),
    (
        "none of a list",
        [allow(GET, IN, **when("StringNotEquals", "aws:UserAgent", ["a", "b"]))],
        [allow(GET, IN, **when("StringNotEquals", "aws:UserAgent", "a"))],
        False,
        True,
    ),
    (
        "one of a list",
        [allow(GET, IN, **when("StringEquals", "aws:UserAgent", ["a", "b"]))],
        [allow(GET, IN, **when("StringEquals", "aws:UserAgent", "a"))],
        True,
        False,
    ),
    (
        "Null true and false together",
        [allow(GET, IN, **when("Null", "aws:UserAgent", ["true", "false"]))],
        [allow(GET, IN)],
        False,
        False,
    ),
    (
        "a later end",
        [allow(GET, IN, **when("DateLessThan", "aws:CurrentTime", "2027-06-01"))],
        [allow(GET, IN, **when("DateLessThan", "aws:CurrentTime", "2027-01-01"))],
        True,
        False,
    ),
    (
        "the same end, as epoch seconds",
        [allow(GET, IN, **when("NumericLessThan", "aws:EpochTime", "1798761600"))],
        [allow(GET, IN, **when("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"))],
        False,
        False,
    ),
    (
        "an open and a closed end",
        [allow(GET, IN, **when("NumericLessThanEquals", "aws:MultiFactorAuthAge", "300"))],
        [allow(GET, IN, **when("NumericLessThan", "aws:MultiFactorAuthAge", "300"))],
        True,
        False,
    ),
    (
        "numbers that differ in form only",
        [allow(GET, IN, **when("NumericEquals", "aws:MultiFactorAuthAge", "300"))],
        [allow(GET, IN, **when("NumericEquals", "aws:MultiFactorAuthAge", "300.0"))],
        False,
        False,
    ),
    (
        "any of nothing is false",
        [allow(TAG, INSTANCE, **TAG_ANY)],
        [allow(TAG, INSTANCE, **TAG_ALL)],
        True,
        True,
    ),
    (
        "all of nothing is true",
        [allow(TAG, INSTANCE, **TAG_ALL)],
        [allow(TAG, INSTANCE, **TAGGED)],
        True,
        False,
    ),
    (
        "all in the list is also any",
        [allow(TAG, INSTANCE, **TAGGED)],
        [allow(TAG, INSTANCE, **TAG_ANY)],
        False,
        True,
    ),
    (
        "an ARN pattern",
        [allow(GET, IN, **when("ArnLike", "aws:SourceArn", "arn:aws:s3:::a*"))],
        [allow(GET, IN, **when("ArnEquals", "aws:SourceArn", "arn:aws:s3:::a*"))],
        False,
        False,
    ),
    (
        "a text crosses fields where an ARN does not",
        [allow(GET, IN, **when("StringLike", "aws:SourceArn", "arn:aws:sns:*:topic"))],
        [allow(GET, IN, **when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"))],
        True,
        False,
    ),
    (
        "the caller's own tag",
        [allow(GET, IN, **when("StringEquals", "aws:PrincipalTag/team", "web"))],
        [allow(GET, IN)],
        False,
        False,
    ),
    (
        "a tag that the caller lacks",
        [allow(GET, IN, **when("StringEquals", "aws:PrincipalTag/team", "ops"))],
        [],
        False,
        False,
    ),
    (
        "a key that the action never carries",
        [allow(GET, IN, **when("StringEquals", "s3:prefix", "in/"))],
        [],
        False,
        False,
    ),
    (
        "a Region that the ARN settles",
        [
            allow(
                "ec2:StopInstances",
                INSTANCE,
                **when("StringEquals", "aws:RequestedRegion", "eu-west-1"),
            )
        ],
        [allow(STOP, INSTANCE)],
        False,
        False,
    ),
    (
        "another Region than the ARN's",
        [
            allow(
                "ec2:StopInstances",
                INSTANCE,
                **when("StringEquals", "aws:RequestedRegion", "us-east-1"),
            )
        ],
        [],
        False,
        False,
    ),
    (
        "a condition that nothing meets",
        [
            allow(
                GET,
                IN,
                Condition={
                    "StringEquals": {"aws:UserAgent": "a"},
                    "StringNotEquals": {"aws:UserAgent": "a"},
                },
            )
        ],
        [],
        False,
        False,
    ),
    ("a statement without effect of its own", [allow("iam:Frobnicate", "*")], [], False, False),
]
