"""Mistakes in conditions and variables."""

from __future__ import annotations

from tests.engine.validation.correct.cases import ACCOUNT, allow, deny, iam
from tests.engine.validation.wrong.cases import (
    BUCKET,
    OBJECTS,
    get,
    when,
    wrong,
)

WRONG_CONDITIONS = (
    wrong(
        "StringEquals with a star",
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        allow("s3:ListBucket", BUCKET, Condition=when("StringEquals", "s3:prefix", "home/*")),
    ),
    wrong(
        "no ForAnyValue",
        "MISSING_QUALIFIER",
        get(Condition=when("StringEquals", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/*")),
    ),
    wrong(
        "ForAllValues on one value",
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        get(Condition=when("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    ),
    wrong(
        "private addresses",
        "PRIVATE_IP_ADDRESS",
        get(Condition=when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "192.168.0.0/16"])),
    ),
    wrong(
        "no CIDR range",
        "TYPE_MISMATCH_IP_RANGE",
        get(Condition=when("IpAddress", "aws:SourceIp", "203.0.113.*")),
    ),
    wrong(
        "StringEquals on a Boolean",
        "TYPE_MISMATCH",
        deny("s3:*", "*", Condition=when("StringEquals", "aws:SecureTransport", "false")),
    ),
    wrong(
        "Bool on Yes",
        "TYPE_MISMATCH_BOOLEAN",
        deny("s3:*", "*", Condition=when("Bool", "aws:SecureTransport", "no")),
    ),
    wrong(
        "Bool in a Deny for a second factor",
        "BAD_PATTERN_FOR_MFA",
        deny("ec2:*", "*", Condition=when("Bool", "aws:MultiFactorAuthPresent", "false")),
    ),
    wrong(
        "tag without its key",
        "MISSING_TAG_KEY_IN_CONDITION",
        allow("ec2:StartInstances", "*", Condition=when("StringEquals", "aws:ResourceTag", "shop")),
    ),
    wrong(
        "date of Europe",
        "TYPE_MISMATCH_DATE",
        get(Condition=when("DateLessThan", "aws:CurrentTime", "31.12.2026")),
    ),
    wrong(
        "typo in a Region value",
        "INVALID_REGION",
        deny(
            "*",
            "*",
            Condition=when("StringNotEquals", "aws:RequestedRegion", ["eu-west-1", "eu-centra-1"]),
        ),
    ),
    wrong(
        "NullIfExists",
        "NULL_WITH_IF_EXISTS",
        get(Condition=when("NullIfExists", "aws:SourceVpc", "false")),
    ),
    wrong(
        "key in two cases",
        "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
        get(Condition={"StringEquals": {"aws:PrincipalTag/a": "x", "aws:principaltag/A": "y"}}),
    ),
    wrong(
        "prefix for objects",
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        get(Condition=when("StringLike", "s3:prefix", "home/*")),
    ),
    wrong(
        "referer as a lock",
        "UNTRUSTWORTHY_CONDITION_KEY",
        get(Condition=when("StringLike", "aws:Referer", "https://acme.example/*")),
    ),
    wrong(
        "condition as a list",
        "DATA_TYPE_MISMATCH",
        get(Condition=[{"Bool": {"aws:SecureTransport": "true"}}]),
    ),
    wrong(
        "variable that is not closed",
        "MISSING_BRACE_IN_VARIABLE",
        get(f"{BUCKET}/${{aws:username/*"),
    ),
    wrong(
        "space in a variable",
        "UNSUPPORTED_SPACE_IN_VARIABLE",
        get(f"{BUCKET}/${{ aws:username }}/*"),
    ),
    wrong(
        "variable in an action",
        "VARIABLE_UNSUPPORTED_IN_ELEMENT",
        allow("s3:Get${aws:PrincipalTag/kind}", OBJECTS),
    ),
    wrong(
        "Allow that a missing second factor passes",
        "BAD_PATTERN_FOR_MFA",
        allow(
            "ec2:StopInstances",
            "*",
            Condition=when("BoolIfExists", "aws:MultiFactorAuthPresent", "true"),
        ),
    ),
    wrong(
        "session in the place of its role",
        "VALUE_OF_ANOTHER_FORM",
        deny(
            "s3:*",
            "*",
            Condition=when(
                "ArnNotEquals",
                "aws:PrincipalArn",
                f"arn:aws:sts::{ACCOUNT}:assumed-role/Admin/alice",
            ),
        ),
    ),
    wrong(
        "account with hyphens",
        "VALUE_OF_ANOTHER_FORM",
        deny(
            "s3:*", "*", Condition=when("StringNotEquals", "aws:ResourceAccount", "1111-2222-3333")
        ),
    ),
    wrong(
        "unit in the place of the organization",
        "VALUE_OF_ANOTHER_FORM",
        deny(
            "s3:*", "*", Condition=when("StringNotEquals", "aws:ResourceOrgID", "ou-ab12-11111111")
        ),
    ),
    wrong(
        "service without domain that a role is passed to",
        "INVALID_SERVICE_PRINCIPAL_FORMAT",
        allow(
            "iam:PassRole",
            iam("role/x"),
            Condition=when("StringEquals", "iam:PassedToService", "lambda"),
        ),
    ),
    wrong(
        "Availability Zone for a Region",
        "INVALID_REGION",
        deny("*", "*", Condition=when("StringNotEquals", "aws:RequestedRegion", "eu-west-1a")),
    ),
)
