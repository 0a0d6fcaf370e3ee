"""Correct identity-based policies for stored data: S3, instances, tables."""

from __future__ import annotations

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import (
    allow,
    arn,
    case,
    deny,
    iam,
    when,
)

IDENTITY = PolicyType.IDENTITY
BOUNDARY = iam("policy/TeamBoundary")
SAME_TEAM = when(StringEquals={"aws:ResourceTag/team": "${aws:PrincipalTag/team}"})

STORAGE = (
    case(
        "s3 home folder by user name",
        IDENTITY,
        allow(["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "*"),
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-homes",
            Condition=when(
                StringLike={"s3:prefix": ["", "home/", "home/${aws:username}/*"]},
            ),
        ),
        allow("s3:*", "arn:aws:s3:::acme-homes/home/${aws:username}/*"),
        accepted={"SERVICE_WILDCARD": "People may do anything in their own folder."},
    ),
    case(
        "s3 home folder with a delimiter and named actions",
        IDENTITY,
        allow("s3:GetBucketLocation", "arn:aws:s3:::acme-homes"),
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-homes",
            Condition=when(
                StringEquals={"s3:prefix": ["", "home/"], "s3:delimiter": ["/"]},
            ),
        ),
        allow(
            ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "arn:aws:s3:::acme-homes/home/${aws:userid}/*",
        ),
    ),
    case(
        "s3 folder of the team with a default",
        IDENTITY,
        allow(
            ["s3:GetObject", "s3:PutObject"],
            "arn:aws:s3:::acme-teams/${aws:PrincipalTag/team, 'shared'}/*",
        ),
    ),
    case(
        "s3 read and write one bucket",
        IDENTITY,
        allow("s3:ListBucket", "arn:aws:s3:::acme-receipts"),
        allow(["s3:GetObject*", "s3:PutObject", "s3:DeleteObject"], "arn:aws:s3:::acme-receipts/*"),
    ),
    case(
        "s3 both ARNs in one statement",
        IDENTITY,
        allow(
            ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
            ["arn:aws:s3:::acme-receipts", "arn:aws:s3:::acme-receipts/*"],
        ),
    ),
    case(
        "s3 uploads must be encrypted with one key",
        IDENTITY,
        allow("s3:PutObject", "arn:aws:s3:::acme-receipts/*"),
        deny(
            "s3:PutObject",
            "arn:aws:s3:::acme-receipts/*",
            Condition=when(
                StringNotEquals={
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": arn(
                        "kms", "key/1a2b3c4d-1111-2222-3333-444455556666"
                    )
                }
            ),
        ),
    ),
    case(
        "s3 objects by tag",
        IDENTITY,
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-receipts/*",
            Condition=when(StringEquals={"s3:ExistingObjectTag/class": "public"}),
        ),
    ),
    case(
        "s3 only buckets of the own organization",
        IDENTITY,
        allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::acme-*/*"),
        deny(
            "s3:*",
            "*",
            Condition=when(StringNotEquals={"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}),
        ),
    ),
    case(
        "s3 through one access point",
        IDENTITY,
        allow(
            ["s3:GetObject", "s3:PutObject"],
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/finance/object/*",
        ),
        allow("s3:ListBucket", "arn:aws:s3:eu-west-1:111122223333:accesspoint/finance"),
    ),
    case(
        "s3 at most 100 keys a list",
        IDENTITY,
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-receipts",
            Condition=when(NumericLessThanEquals={"s3:max-keys": "100"}),
        ),
    ),
    case(
        "start and stop instances of the own team",
        IDENTITY,
        allow(
            ["ec2:StartInstances", "ec2:StopInstances"],
            arn("ec2", "instance/*"),
            Condition=SAME_TEAM,
        ),
        allow("ec2:DescribeInstances", "*"),
    ),
    case(
        "start and stop instances by the older key",
        IDENTITY,
        allow(
            ["ec2:StartInstances", "ec2:StopInstances", "ec2:RebootInstances"],
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(StringEquals={"ec2:ResourceTag/Owner": "${aws:username}"}),
        ),
        allow("ec2:Describe*", "*"),
    ),
    case(
        "launch instances with tags only",
        IDENTITY,
        allow(
            "ec2:RunInstances",
            [arn("ec2", "instance/*"), arn("ec2", "volume/*")],
            Condition=when(
                StringEquals={"aws:RequestTag/team": "${aws:PrincipalTag/team}"},
                ForAllValues_StringEquals={"aws:TagKeys": ["team", "Name"]},
            ),
        ),
        allow(
            "ec2:RunInstances",
            [
                "arn:aws:ec2:eu-west-1::image/ami-*",
                arn("ec2", "subnet/*"),
                arn("ec2", "network-interface/*"),
                arn("ec2", "security-group/*"),
                arn("ec2", "key-pair/*"),
            ],
        ),
        allow(
            "ec2:CreateTags",
            [arn("ec2", "instance/*"), arn("ec2", "volume/*")],
            Condition=when(StringEquals={"ec2:CreateAction": "RunInstances"}),
        ),
    ),
    case(
        "launch small instances only",
        IDENTITY,
        allow("ec2:RunInstances", "*"),
        deny(
            "ec2:RunInstances",
            "arn:aws:ec2:*:*:instance/*",
            Condition=when(StringNotLike={"ec2:InstanceType": ["t3.*", "t4g.*"]}),
        ),
    ),
    case(
        "instances in one subnet of one VPC",
        IDENTITY,
        allow(
            ["ec2:RunInstances"],
            arn("ec2", "subnet/*"),
            Condition=when(ArnEquals={"ec2:Vpc": arn("ec2", "vpc/vpc-1a2b3c4d")}),
        ),
    ),
    case(
        "sessions on instances by tag",
        IDENTITY,
        allow(
            "ssm:StartSession",
            arn("ec2", "instance/*"),
            Condition=when(StringLike={"ssm:resourceTag/env": ["test", "stage-*"]}),
        ),
        allow(
            ["ssm:TerminateSession", "ssm:ResumeSession"],
            "arn:aws:ssm:*:*:session/${aws:userid}-*",
        ),
        allow(
            [
                "ssm:DescribeSessions",
                "ssm:GetConnectionStatus",
                "ssm:DescribeInstanceInformation",
                "ssm:DescribeInstanceProperties",
                "ec2:DescribeInstances",
            ],
            "*",
        ),
    ),
    case(
        "table rows by the leading key",
        IDENTITY,
        allow(
            [
                "dynamodb:GetItem",
                "dynamodb:BatchGetItem",
                "dynamodb:Query",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
                "dynamodb:BatchWriteItem",
            ],
            arn("dynamodb", "table/GameScores"),
            Condition=when(
                ForAllValues_StringEquals={
                    "dynamodb:LeadingKeys": ["${cognito-identity.amazonaws.com:sub}"]
                }
            ),
        ),
    ),
    case(
        "table columns by attribute",
        IDENTITY,
        allow(
            ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:Scan"],
            arn("dynamodb", "table/GameScores"),
            Condition=when(
                ForAllValues_StringEquals={"dynamodb:Attributes": ["Player", "Score"]},
                StringEqualsIfExists={"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            ),
        ),
    ),
    case(
        "table and its indexes and stream",
        IDENTITY,
        allow(
            ["dynamodb:Query", "dynamodb:Scan", "dynamodb:GetItem"],
            [arn("dynamodb", "table/Orders"), arn("dynamodb", "table/Orders/index/*")],
        ),
        allow(
            ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
            arn("dynamodb", "table/Orders/stream/*"),
        ),
        allow("dynamodb:ListStreams", "*"),
    ),
)
