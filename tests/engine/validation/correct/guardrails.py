"""Correct service control policies and resource control policies."""

from __future__ import annotations

from typing import Any

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    ORGANIZATION,
    Case,
    Statement,
    allow,
    case,
    deny,
    when,
)

SPARED = {
    "ArnNotLike": {
        "aws:PrincipalArn": ["arn:aws:iam::*:role/OrgAdmin", "arn:aws:iam::*:role/stacksets-exec-*"]
    }
}


def scp(name: str, *statements: Statement, **accepted: str) -> Case:
    return case(f"scp: {name}", PolicyType.SCP, *statements, accepted=accepted)


def rcp(name: str, *statements: Statement, **accepted: str) -> Case:
    return case(f"rcp: {name}", PolicyType.RCP, *statements, accepted=accepted)


def outside(**operators: Any) -> dict[str, Any]:
    """The condition of a data perimeter that leaves AWS services alone."""
    return {**operators, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}


SCPS = (
    scp("full access", allow("*", "*")),
    scp("nobody leaves", deny("organizations:LeaveOrganization", "*")),
    scp(
        "two Regions",
        deny(
            None,
            "*",
            NotAction=[
                "a4b:*",
                "acm:*",
                "aws-marketplace-management:*",
                "aws-marketplace:*",
                "aws-portal:*",
                "budgets:*",
                "ce:*",
                "chime:*",
                "cloudfront:*",
                "config:*",
                "cur:*",
                "directconnect:*",
                "ec2:DescribeRegions",
                "ec2:DescribeTransitGateways",
                "ec2:DescribeVpnGateways",
                "fms:*",
                "globalaccelerator:*",
                "health:*",
                "iam:*",
                "importexport:*",
                "kms:*",
                "mobileanalytics:*",
                "networkmanager:*",
                "organizations:*",
                "pricing:*",
                "route53:*",
                "route53domains:*",
                "route53-recovery-cluster:*",
                "route53-recovery-control-config:*",
                "route53-recovery-readiness:*",
                "s3:GetAccountPublic*",
                "s3:ListAllMyBuckets",
                "s3:ListMultiRegionAccessPoints",
                "s3:PutAccountPublic*",
                "shield:*",
                "sts:*",
                "support:*",
                "trustedadvisor:*",
                "waf-regional:*",
                "waf:*",
                "wafv2:*",
                "wellarchitected:*",
            ],
            Condition={
                "StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]},
                **SPARED,
            },
        ),
    ),
    scp(
        "protect one role",
        deny(
            [
                "iam:AttachRolePolicy",
                "iam:DeleteRole",
                "iam:DeleteRolePermissionsBoundary",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ],
            "arn:aws:iam::*:role/OrgAdmin",
        ),
    ),
    scp(
        "protect one role from all but itself",
        deny(
            ["iam:Attach*", "iam:Delete*", "iam:Put*", "iam:Update*"],
            "arn:aws:iam::*:role/OrgAdmin",
            Condition=when(ArnNotLike={"aws:PrincipalARN": "arn:aws:iam::*:role/OrgAdmin"}),
        ),
    ),
    scp(
        "trails stay on",
        deny(
            [
                "cloudtrail:DeleteTrail",
                "cloudtrail:PutEventSelectors",
                "cloudtrail:StopLogging",
                "cloudtrail:UpdateTrail",
            ],
            "arn:aws:cloudtrail:*:*:trail/org-*",
        ),
    ),
    scp(
        "the recorder stays on",
        deny(
            [
                "config:DeleteConfigRule",
                "config:DeleteConfigurationRecorder",
                "config:DeleteDeliveryChannel",
                "config:StopConfigurationRecorder",
            ],
            "*",
        ),
    ),
    scp(
        "threat detection stays on",
        deny(
            [
                "guardduty:DeleteDetector",
                "guardduty:DisassociateFromMasterAccount",
                "guardduty:UpdateDetector",
                "securityhub:DisableSecurityHub",
                "access-analyzer:DeleteAnalyzer",
            ],
            "*",
        ),
    ),
    scp(
        "instances with metadata of version 2 only",
        deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(StringNotEquals={"ec2:MetadataHttpTokens": "required"}),
        ),
        deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(NumericGreaterThan={"ec2:MetadataHttpPutResponseHopLimit": "2"}),
        ),
        deny("*", "*", Condition=when(NumericLessThan={"ec2:RoleDelivery": "2.0"})),
        deny("ec2:ModifyInstanceMetadataOptions", "*"),
    ),
    scp(
        "no root user",
        deny("*", "*", Condition=when(StringLike={"aws:PrincipalArn": "arn:aws:iam::*:root"})),
        STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS=(
            "AWS's guide writes it so, and its own check reports it as well."
        ),
    ),
    scp(
        "no root user, by ARN",
        deny("*", "*", Condition=when(ArnLike={"aws:PrincipalArn": ["arn:aws:iam::*:root"]})),
    ),
    scp(
        "instances only with a tag",
        deny(
            "ec2:RunInstances",
            ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"],
            Condition=when(Null={"aws:RequestTag/project": "true"}),
        ),
    ),
    scp(
        "one type of instance",
        deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(StringNotEquals={"ec2:InstanceType": "t3.micro"}),
        ),
    ),
    scp(
        "no way out to the Internet",
        deny(
            [
                "ec2:AttachInternetGateway",
                "ec2:CreateInternetGateway",
                "ec2:CreateEgressOnlyInternetGateway",
                "ec2:CreateVpcPeeringConnection",
                "ec2:AcceptVpcPeeringConnection",
                "globalaccelerator:Create*",
                "globalaccelerator:Update*",
            ],
            "*",
        ),
    ),
    scp(
        "volumes must be encrypted",
        deny("ec2:CreateVolume", "*", Condition=when(Bool={"ec2:Encrypted": "false"})),
        deny("rds:CreateDBInstance", "*", Condition=when(Bool={"rds:StorageEncrypted": "false"})),
    ),
    scp(
        "nothing shared outside",
        deny(
            ["ram:CreateResourceShare", "ram:UpdateResourceShare"],
            "*",
            Condition=when(Bool={"ram:RequestedAllowsExternalPrincipals": "true"}),
        ),
    ),
    scp(
        "only resources of the organization",
        deny(
            ["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"],
            "*",
            Condition=when(StringNotEqualsIfExists={"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}),
        ),
    ),
    scp("a list of services", allow(["ec2:*", "s3:*", "cloudwatch:*", "logs:*"], "*")),
    scp(
        "no new users and keys",
        deny(["iam:CreateUser", "iam:CreateAccessKey"], "*", Condition=SPARED),
    ),
    scp(
        "public access blocks stay",
        deny(
            ["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
            "*",
            Condition=SPARED,
        ),
    ),
    scp(
        "the tag that decides stays",
        deny(
            ["ec2:CreateTags", "ec2:DeleteTags"],
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(
                StringNotEquals={
                    "ec2:ResourceTag/access-project": "${aws:PrincipalTag/access-project}"
                },
                Null={"ec2:ResourceTag/access-project": "false"},
            ),
        ),
    ),
)

RCPS = (
    rcp(
        "organization only",
        deny(
            ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "sts:AssumeRole"],
            "*",
            Principal="*",
            Condition=outside(StringNotEqualsIfExists={"aws:PrincipalOrgID": ORGANIZATION}),
        ),
    ),
    rcp(
        "organization or a vendor",
        deny(
            "s3:*",
            "*",
            Principal="*",
            Condition=outside(
                StringNotEqualsIfExists={
                    "aws:PrincipalOrgID": ORGANIZATION,
                    "aws:PrincipalAccount": ["444455556666"],
                }
            ),
        ),
    ),
    rcp(
        "TLS only",
        deny(
            ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "sts:*"],
            "*",
            Principal="*",
            Condition=when(BoolIfExists={"aws:SecureTransport": "false"}),
        ),
    ),
    rcp(
        "no confused deputy",
        deny(
            ["s3:*", "sqs:*", "kms:*", "secretsmanager:*"],
            "*",
            Principal="*",
            Condition=when(
                StringNotEqualsIfExists={
                    "aws:SourceOrgID": ORGANIZATION,
                    "aws:SourceAccount": [ACCOUNT],
                },
                Null={"aws:SourceAccount": "false"},
                Bool={"aws:PrincipalIsAWSService": "true"},
            ),
        ),
    ),
    rcp(
        "objects with a key only",
        deny(
            "s3:PutObject",
            "*",
            Principal="*",
            Condition=when(Null={"s3:x-amz-server-side-encryption-aws-kms-key-id": "true"}),
        ),
    ),
    rcp(
        "one tenant of GitHub",
        deny(
            "sts:AssumeRoleWithWebIdentity",
            "*",
            Principal="*",
            Condition=when(
                StringNotLikeIfExists={"token.actions.githubusercontent.com:sub": "repo:acme/*"},
                Null={"token.actions.githubusercontent.com:sub": "false"},
            ),
        ),
    ),
    rcp(
        "networks that are expected",
        deny(
            ["s3:*", "sqs:*"],
            "*",
            Principal="*",
            Condition={
                "NotIpAddressIfExists": {"aws:SourceIp": ["203.0.113.0/24"]},
                "StringNotEqualsIfExists": {"aws:SourceVpc": ["vpc-1a2b3c4d"]},
                "BoolIfExists": {
                    "aws:PrincipalIsAWSService": "false",
                    "aws:ViaAWSService": "false",
                },
            },
        ),
    ),
    rcp(
        "resources with a tag are spared",
        deny(
            "s3:*",
            "*",
            Principal="*",
            Condition=outside(
                StringNotEqualsIfExists={
                    "aws:PrincipalOrgID": ORGANIZATION,
                    "aws:ResourceTag/perimeter": "open",
                }
            ),
        ),
    ),
)

GUARDRAILS = (*SCPS, *RCPS)
