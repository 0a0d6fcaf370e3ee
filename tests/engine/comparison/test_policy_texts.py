"""What is easily lost when two texts are compared: rare values, other accounts, special actions."""

from __future__ import annotations

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.comparison import Outcome, compare_policies
from tests.engine.comparison.organizations import ACCOUNT, FULL, PARTNER, allow, deny, text

GET = "s3:GetObject"
OBJECTS = "arn:aws:s3:::acme-data/*"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ROLE = f"arn:aws:iam::{PARTNER}:role/importer"
QUEUE = "arn:aws:sqs:eu-west-1:{}:orders"
LIST = "s3:ListBucket"
RUN = "ec2:RunInstances"


def when(operator: str, key: str, value: object) -> dict[str, object]:
    return {"Condition": {operator: {key: value}}}


def by_age(operator: str, limit: str) -> dict[str, object]:
    return allow(GET, OBJECTS, **when(operator, "aws:MultiFactorAuthAge", limit))


def for_team(operator: str, value: object, key: str = "aws:RequestTag/team") -> dict[str, object]:
    return allow("ec2:CreateTags", "*", **when(operator, key, value))


def in_region(action: str, *regions: str) -> dict[str, object]:
    return allow(action, "*", **when("StringEquals", "aws:RequestedRegion", list(regions)))


# (name, candidate, reference, is the candidate wider?, is the reference?)
PAIRS = [
    ("a role of another account", [allow("sts:AssumeRole", ROLE)], [], True, False),
    ("any role", [allow("sts:AssumeRole", "*")], [allow("sts:AssumeRole", ROLE)], True, False),
    ("a key", [allow("kms:Decrypt", KEY)], [], True, False),
    ("every key", [allow("kms:Decrypt", "*")], [allow("kms:Decrypt", KEY)], True, False),
    ("an alias of a key", [allow("kms:DeleteAlias", "*")], [], True, False),
    (
        "a queue of another account",
        [allow("sqs:SendMessage", QUEUE.format(PARTNER))],
        [allow("sqs:SendMessage", QUEUE.format(ACCOUNT))],
        True,
        True,
    ),
    (
        "queues of any account",
        [allow("sqs:SendMessage", QUEUE.format("*"))],
        [allow("sqs:SendMessage", QUEUE.format(ACCOUNT))],
        True,
        False,
    ),
    (
        "a policy that AWS manages",
        [allow("iam:GetPolicy", "arn:aws:iam::aws:policy/*")],
        [],
        True,
        False,
    ),
    (
        "policies of any owner, and one's own",
        [allow("iam:GetPolicy", "arn:aws:iam::*:policy/*")],
        [
            allow(
                "iam:GetPolicy", "*", **when("ArnLike", "iam:PolicyARN", "arn:aws:iam::1*:policy/*")
            )
        ],
        True,
        False,
    ),
    (
        "a document of AWS",
        [allow("ssm:SendCommand", "arn:aws:ssm:*::document/AWS-RunShellScript")],
        [allow("ssm:SendCommand", f"arn:aws:ssm:*:{ACCOUNT}:document/*")],
        True,
        True,
    ),
    (
        "a tag of the caller",
        [allow(GET, OBJECTS, **when("StringEquals", "aws:PrincipalTag/team", "web"))],
        [],
        True,
        False,
    ),
    (
        "a tag of the caller in a name",
        [allow(GET, "arn:aws:s3:::acme-data/${aws:PrincipalTag/team}/*")],
        [allow(GET, "arn:aws:s3:::acme-data/web/*")],
        True,
        True,
    ),
    (
        "the organization of the resource",
        [allow(GET, OBJECTS, **when("StringEquals", "aws:ResourceOrgID", "o-a1b2c3d4e5"))],
        [],
        True,
        False,
    ),
    (
        "the account of the resource",
        [allow(GET, OBJECTS, **when("StringEquals", "aws:ResourceAccount", PARTNER))],
        [],
        True,
        False,
    ),
    (
        "the empty prefix",
        [allow(LIST, "*", **when("StringEquals", "s3:prefix", ["", "home/"]))],
        [allow(LIST, "*", **when("StringEquals", "s3:prefix", "home/"))],
        True,
        False,
    ),
    ("an empty tag", [for_team("StringLike", "*")], [for_team("StringLike", "?*")], True, False),
    (
        "an empty tag is null",
        [for_team("StringLike", "*")],
        [
            allow(
                "ec2:CreateTags",
                "*",
                Condition={
                    "StringLike": {"aws:RequestTag/team": "*"},
                    "Null": {"aws:RequestTag/team": "false"},
                },
            )
        ],
        True,
        False,
    ),
    (
        "a tag in other letters",
        [for_team("StringEquals", "équipe")],
        [for_team("StringEquals", "team")],
        True,
        True,
    ),
    (
        "an encryption context",
        [allow("kms:Decrypt", "*", **when("StringEquals", "kms:EncryptionContext:dept", "hr"))],
        [],
        True,
        False,
    ),
    (
        "a star written twice after a variable",
        [allow(GET, OBJECTS, **when("StringLike", "aws:UserAgent", "${aws:username}**"))],
        [allow(GET, OBJECTS, **when("StringLike", "aws:UserAgent", "${aws:username}*"))],
        False,
        False,
    ),
    (
        "a variable that has several values",
        [allow("ec2:CreateTags", "*", **when("StringEquals", "aws:UserAgent", "${aws:TagKeys}"))],
        [],
        False,
        False,
    ),
    (
        "a number that is none",
        [by_age("NumericLessThan", "an hour")],
        [by_age("NumericLessThan", "3600")],
        False,
        True,
    ),
    (
        "unequal to a number that is none",
        [allow(GET, OBJECTS, **when("NumericNotEquals", "aws:MultiFactorAuthAge", ["x", "1"]))],
        [allow(GET, OBJECTS, **when("Null", "aws:MultiFactorAuthAge", "true"))],
        False,
        False,
    ),
    (
        "whole numbers only",
        [by_age("NumericLessThan", "3601")],
        [by_age("NumericLessThanEquals", "3600")],
        False,
        False,
    ),
    (
        "a day that is none",
        [allow(GET, OBJECTS, **when("DateLessThan", "aws:CurrentTime", "2026-02-30T00:00:00Z"))],
        [],
        False,
        False,
    ),
    (
        "a date far away",
        [allow(GET, OBJECTS, **when("DateGreaterThan", "aws:CurrentTime", "2150-01-01T00:00:00Z"))],
        [],
        True,
        False,
    ),
    (
        "the Region of a service that has one only",
        [in_region("iam:ListUsers", "eu-west-1")],
        [],
        False,
        False,
    ),
    (
        "the Region that a global service reports",
        [in_region("iam:ListUsers", "eu-west-1", "us-east-1")],
        [in_region("iam:ListUsers", "us-east-1")],
        False,
        False,
    ),
    (
        "Regions of all services, and of one that has one only",
        [in_region("*", "eu-west-1")],
        [in_region("iam:*", "eu-west-1")],
        True,
        False,
    ),
    (
        "roles linked to services cannot be deleted",
        [
            FULL,
        ],
        [
            FULL,
            deny("iam:DeleteRole", "arn:aws:iam::*:role/aws-service-role/*"),
        ],
        False,
        False,
    ),
    (
        "roles linked to services can be looked at",
        [FULL],
        [FULL, deny("iam:GetRole", "arn:aws:iam::*:role/aws-service-role/*")],
        True,
        False,
    ),
    (
        "a condition no request can be told by",
        [allow(RUN, "*", **when("BinaryEquals", "foo:bar", "QUJD"))],
        [],
        False,
        False,
    ),
]


@pytest.mark.parametrize(
    ("candidate", "reference", "wider", "narrower"),
    [pair[1:] for pair in PAIRS],
    ids=[str(pair[0]) for pair in PAIRS],
)
def test_texts(
    candidate: list[dict[str, object]],
    reference: list[dict[str, object]],
    wider: bool,
    narrower: bool,
) -> None:
    ours, theirs = text(*candidate), text(*reference)
    expected = {True: Outcome.WIDER, False: Outcome.NO_WIDER}
    found = compare_policies(ours, theirs, PolicyType.IDENTITY, limit=60)
    assert found.outcome is expected[wider], (found.reason, found.witness)
    found = compare_policies(theirs, ours, PolicyType.IDENTITY, limit=60)
    assert found.outcome is expected[narrower], (found.reason, found.witness)


def test_an_escape_means_itself_in_the_newer_version_only() -> None:
    """Before 2012-10-17 the star in `${*}` is a wildcard, since variables are not enabled."""
    escaped = [allow(GET, "arn:aws:s3:::acme-data/${*}")]
    older, newer = text(*escaped, version="2008-10-17"), text(*escaped)
    for first, second in ((older, newer), (newer, older)):
        found = compare_policies(first, second, PolicyType.IDENTITY, limit=60)
        assert found.outcome is Outcome.WIDER
