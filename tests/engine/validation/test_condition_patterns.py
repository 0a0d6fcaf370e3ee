"""Conditions in the ways that AWS's guides recommend: the checks of conditions say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation import all_checks, validate
from tests.engine.validation.looking import Statement, allow, deny, write

ORGANIZATION = "o-a1b2c3d4e5"
ACCOUNT = "111122223333"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
GITHUB = "token.actions.githubusercontent.com"
THEMES = {"addresses", "networks", "tag_conditions", "encryption_keys"}
CODES = {
    check.code
    for check in all_checks()
    if check.theme.startswith("condition_") or check.theme in THEMES
}


def others(action: Any, condition: Any) -> Statement:
    return {"Effect": "Deny", "NotAction": action, "Resource": "*", "Condition": condition}


def trust(action: Any, condition: Any) -> Statement:
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    return {"Effect": "Allow", "Action": action, "Principal": principal, "Condition": condition}


def granting(action: Any, condition: Any, effect: str = "Allow") -> Statement:
    return {
        "Effect": effect,
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": condition,
    }


IDENTITY_PATTERNS: dict[str, list[Statement]] = {
    "second factor for all but setting it up": [
        others(
            ["iam:CreateVirtualMFADevice", "sts:GetSessionToken"],
            {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        ),
        allow("*", Condition={"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}),
    ],
    "own instances by tag": [
        allow(
            ["ec2:StartInstances", "ec2:StopInstances"],
            Condition={"StringEquals": {"aws:ResourceTag/Owner": "${aws:username}"}},
        ),
        allow("ec2:CreateTags", Condition={"StringEquals": {"ec2:CreateAction": "RunInstances"}}),
    ],
    "secrets by tag": [
        allow(
            "secretsmanager:*",
            Condition={
                "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
                "StringEqualsIfExists": {"aws:RequestTag/team": "${aws:PrincipalTag/team}"},
            },
        )
    ],
    "own rows and columns": [
        allow(
            ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:BatchWriteItem"],
            Condition={
                "ForAllValues:StringEquals": {
                    "dynamodb:LeadingKeys": ["${www.amazon.com:user_id}"],
                    "dynamodb:Attributes": ["UserId"],
                },
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            },
        )
    ],
    "home folder": [
        allow(
            "s3:ListBucket",
            Condition={"StringLike": {"s3:prefix": ["", "home/", "home/${aws:username}/*"]}},
        )
    ],
    "credentials stay on their instance": [
        deny(
            "*",
            Condition={
                "StringNotEquals": {"aws:Ec2InstanceSourceVpc": "${aws:SourceVpc}"},
                "Null": {"ec2:SourceInstanceARN": "false"},
                "BoolIfExists": {"aws:ViaAWSService": "false"},
            },
        ),
        deny(
            "*",
            Condition={
                "StringNotEquals": {
                    "aws:Ec2InstanceSourcePrivateIPv4": "${aws:VpcSourceIp}",
                }
            },
        ),
    ],
    "users with a boundary, roles for one service": [
        allow(
            ["iam:CreateUser", "iam:AttachUserPolicy", "iam:PutUserPermissionsBoundary"],
            Condition={"ArnEquals": {"iam:PermissionsBoundary": BOUNDARY}},
        ),
        allow(
            "iam:PassRole",
            Condition={
                "StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com"]},
                "ArnLike": {"iam:AssociatedResourceARN": f"arn:aws:ec2:*:{ACCOUNT}:instance/*"},
            },
        ),
    ],
    "small databases in one Region": [
        allow(
            "rds:CreateDBInstance",
            Condition={
                "StringEquals": {"rds:DatabaseClass": "db.t3.micro"},
                "Bool": {"rds:MultiAz": "false"},
                "NumericLessThanEquals": {"rds:StorageSize": "100"},
            },
        ),
        allow("ec2:*", Condition={"StringEquals": {"ec2:Region": "eu-west-1"}}),
    ],
}

GUARDRAILS: dict[str, list[Statement]] = {
    "one Region": [
        others(
            ["iam:*", "organizations:*"],
            {
                "StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]},
                "ArnNotLike": {"aws:PrincipalARN": ["arn:aws:iam::*:role/platform"]},
            },
        )
    ],
    "instance metadata of version 2": [
        deny(
            "ec2:RunInstances",
            Condition={"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}},
        ),
        deny("*", Condition={"NumericLessThan": {"ec2:RoleDelivery": "2.0"}}),
    ],
    "a tag on what is made": [
        deny(
            ["secretsmanager:CreateSecret", "ec2:RunInstances"],
            Condition={"Null": {"aws:RequestTag/project": "true"}},
        )
    ],
}

RESOURCE_PATTERNS: dict[str, list[Statement]] = {
    "encrypted on the way and at rest": [
        granting("s3:*", {"Bool": {"aws:SecureTransport": "false"}}, "Deny"),
        granting("s3:*", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}, "Deny"),
        granting(
            "s3:PutObject",
            {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            "Deny",
        ),
    ],
    "one endpoint": [
        granting("s3:*", {"StringNotEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}, "Deny")
    ],
    "roles by unique ID": [
        granting("*", {"StringNotLike": {"aws:userId": ["AROAEXAMPLEID:*", ACCOUNT]}}, "Deny")
    ],
    "a key through one service": [
        granting(
            ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
            {
                "StringEquals": {
                    "kms:ViaService": "rds.eu-west-1.amazonaws.com",
                    "kms:CallerAccount": ACCOUNT,
                }
            },
        ),
        granting(
            ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
            {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ],
    "messages of one source": [
        granting("sqs:SendMessage", {"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:*:{ACCOUNT}:t"}}),
        granting("sns:Publish", {"StringEquals": {"AWS:SourceOwner": ACCOUNT}}),
    ],
}

PERIMETERS: dict[str, list[Statement]] = {
    "own identities, expected networks": [
        granting(
            ["s3:*", "sqs:*", "kms:*", "sts:AssumeRole"],
            {
                "StringNotEqualsIfExists": {
                    "aws:PrincipalOrgID": ORGANIZATION,
                    "aws:SourceVpc": "vpc-1a2b3c4d",
                    "aws:ResourceTag/perimeter": "open",
                },
                "NotIpAddressIfExists": {"aws:SourceIp": ["203.0.113.0/24"]},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                "ArnNotLikeIfExists": {"aws:PrincipalArn": ["arn:aws:iam::*:role/scanner"]},
            },
            "Deny",
        )
    ],
    "services on behalf of own resources": [
        granting(
            "s3:*",
            {
                "StringNotEqualsIfExists": {"aws:SourceOrgID": ORGANIZATION},
                "Null": {"aws:SourceAccount": "false"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
            "Deny",
        )
    ],
}

TRUST_PATTERNS: dict[str, list[Statement]] = {
    "a build of one repository": [
        trust(
            "sts:AssumeRoleWithWebIdentity",
            {
                "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
                "StringLike": {f"{GITHUB}:sub": "repo:acme/receipts:*"},
            },
        )
    ],
    "people of a directory": [
        trust(
            ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            {
                "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"},
                "ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["team"]},
                "ForAnyValue:StringLike": {"saml:edupersonaffiliation": "staff"},
            },
        )
    ],
    "people of an identity pool": [
        trust(
            "sts:AssumeRoleWithWebIdentity",
            {
                "StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:pool"},
                "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
            },
        )
    ],
    "a partner": [
        trust(
            ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            {
                "StringEquals": {"sts:ExternalId": "acme-1"},
                "StringLike": {"sts:RoleSessionName": "${aws:username}"},
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
            },
        )
    ],
}

PATTERNS = [
    pytest.param(policy_type, statements, id=name)
    for policy_type, group in (
        (PolicyType.IDENTITY, IDENTITY_PATTERNS),
        (PolicyType.SCP, GUARDRAILS),
        (PolicyType.RESOURCE, RESOURCE_PATTERNS),
        (PolicyType.RCP, PERIMETERS),
        (PolicyType.TRUST, TRUST_PATTERNS),
    )
    for name, statements in group.items()
]


@pytest.mark.parametrize(("policy_type", "statements"), PATTERNS)
def test_recommended_conditions_are_left_alone(
    policy_type: PolicyType, statements: list[Statement]
) -> None:
    found = validate(write(*statements), policy_type)
    assert [(item.code, item.message) for item in found if item.code in CODES] == []


@pytest.mark.parametrize(
    "code",
    [
        "INVALID_SERVICE_CONDITION_KEY",
        "TYPE_MISMATCH",
        "MISSING_QUALIFIER",
        "PRIVATE_IP_ADDRESS",
        "INVALID_VPC_FORMAT",
        "INVALID_KMS_KEY_VALUE",
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    ],
)
def test_every_theme_is_among_the_codes_that_are_looked_for(code: str) -> None:
    assert code in CODES
