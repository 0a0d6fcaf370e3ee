"""Correct identity-based policies of people: storage, tags, second factors, administration."""

from __future__ import annotations

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    ORGANIZATION,
    PARTNER,
    REGION,
    allow,
    arn,
    case,
    deny,
    iam,
    when,
)

IDENTITY = PolicyType.IDENTITY
OWN_USER = iam("user/${aws:username}")
BOUNDARY = iam("policy/TeamBoundary")
BOUNDED = when(StringEquals={"iam:PermissionsBoundary": BOUNDARY})
SAME_TEAM = when(StringEquals={"aws:ResourceTag/team": "${aws:PrincipalTag/team}"})

PEOPLE = (
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
    case(
        "own password, keys and device, nothing else without a second factor",
        IDENTITY,
        allow(["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices", "iam:ListUsers"], "*"),
        allow(["iam:ChangePassword", "iam:GetUser"], OWN_USER),
        allow(
            [
                "iam:CreateAccessKey",
                "iam:DeleteAccessKey",
                "iam:ListAccessKeys",
                "iam:UpdateAccessKey",
                "iam:GetAccessKeyLastUsed",
            ],
            OWN_USER,
        ),
        allow(["iam:CreateVirtualMFADevice"], iam("mfa/*")),
        allow(
            [
                "iam:DeactivateMFADevice",
                "iam:EnableMFADevice",
                "iam:ListMFADevices",
                "iam:ResyncMFADevice",
            ],
            OWN_USER,
        ),
        deny(
            None,
            "*",
            NotAction=[
                "iam:CreateVirtualMFADevice",
                "iam:EnableMFADevice",
                "iam:GetUser",
                "iam:GetMFADevice",
                "iam:ListMFADevices",
                "iam:ListVirtualMFADevices",
                "iam:ResyncMFADevice",
                "iam:ChangePassword",
                "sts:GetSessionToken",
            ],
            Condition=when(BoolIfExists={"aws:MultiFactorAuthPresent": "false"}),
        ),
    ),
    case(
        "stop instances only within an hour of the second factor",
        IDENTITY,
        allow(
            "ec2:StopInstances",
            arn("ec2", "instance/*"),
            Condition=when(
                Bool={"aws:MultiFactorAuthPresent": "true"},
                NumericLessThan={"aws:MultiFactorAuthAge": "3600"},
            ),
        ),
    ),
    case(
        "Region lock that spares the global services",
        IDENTITY,
        deny(
            None,
            "*",
            NotAction=[
                "cloudfront:*",
                "iam:*",
                "organizations:*",
                "route53:*",
                "sts:*",
                "support:*",
            ],
            Condition=when(StringNotEquals={"aws:RequestedRegion": ["eu-central-1", REGION]}),
        ),
    ),
    case(
        "work from the office network only",
        IDENTITY,
        deny(
            "*",
            "*",
            Condition=when(
                NotIpAddress={"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]},
                Bool={"aws:ViaAWSService": "false"},
            ),
        ),
    ),
    case(
        "access until a date",
        IDENTITY,
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-audit/*",
            Condition=when(
                DateGreaterThan={"aws:CurrentTime": "2026-10-01T00:00:00Z"},
                DateLessThan={"aws:CurrentTime": "2026-12-31T23:59:59Z"},
            ),
        ),
    ),
    case(
        "revoke sessions issued before a moment",
        IDENTITY,
        deny(
            "*",
            "*",
            Condition=when(DateLessThan={"aws:TokenIssueTime": "2026-11-20T10:00:00.000Z"}),
        ),
    ),
    case(
        "delegate the creation of roles behind a boundary",
        IDENTITY,
        allow(
            [
                "iam:CreateRole",
                "iam:PutRolePolicy",
                "iam:DeleteRolePolicy",
                "iam:AttachRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
            ],
            iam("role/team/*"),
            Condition=BOUNDED,
        ),
        deny("iam:DeleteRolePermissionsBoundary", iam("role/team/*")),
        deny(
            [
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:SetDefaultPolicyVersion",
            ],
            BOUNDARY,
        ),
    ),
    case(
        "manage users under one path behind a boundary",
        IDENTITY,
        allow(
            ["iam:CreateUser", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:PutUserPolicy"],
            iam("user/contractors/*"),
            Condition=BOUNDED,
        ),
        allow(["iam:DeleteUser", "iam:GetUser", "iam:TagUser"], iam("user/contractors/*")),
        allow(["iam:ListUsers", "iam:ListPolicies"], "*"),
    ),
    case(
        "attach only two managed policies",
        IDENTITY,
        allow(
            ["iam:AttachUserPolicy", "iam:DetachUserPolicy"],
            iam("user/contractors/*"),
            Condition=when(
                ArnEquals={
                    "iam:PolicyARN": [
                        "arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                    ]
                }
            ),
        ),
    ),
    case(
        "read all of IAM",
        IDENTITY,
        allow(
            [
                "iam:GenerateCredentialReport",
                "iam:GenerateServiceLastAccessedDetails",
                "iam:Get*",
                "iam:List*",
                "iam:SimulateCustomPolicy",
                "iam:SimulatePrincipalPolicy",
            ],
            "*",
        ),
    ),
    case(
        "assume one role of a partner",
        IDENTITY,
        allow("sts:AssumeRole", iam("role/Deploy", PARTNER)),
    ),
    case(
        "assume roles of the organization by name",
        IDENTITY,
        allow(
            "sts:AssumeRole",
            "arn:aws:iam::*:role/Auditor",
            Condition=when(StringEquals={"aws:ResourceOrgID": ORGANIZATION}),
        ),
    ),
    case(
        "billing without closing accounts",
        IDENTITY,
        allow(
            [
                "billing:Get*",
                "billing:List*",
                "ce:Describe*",
                "ce:Get*",
                "ce:List*",
                "budgets:ViewBudget",
                "consolidatedbilling:Get*",
                "cur:DescribeReportDefinitions",
                "payments:List*",
                "tax:Get*",
            ],
            "*",
        ),
    ),
    case(
        "support and health",
        IDENTITY,
        allow(["support:*", "health:Describe*"], "*"),
        accepted={"SERVICE_WILDCARD": "AWS Support knows no narrower resource."},
    ),
    case(
        "console reader of one service",
        IDENTITY,
        allow(["lambda:GetFunction", "lambda:ListFunctions", "lambda:GetAccountSettings"], "*"),
        allow(["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], "*"),
        allow(
            ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:DescribeLogStreams"],
            arn("logs", "log-group:/aws/lambda/*"),
        ),
    ),
    case(
        "own repositories of code",
        IDENTITY,
        allow(["codecommit:GitPull", "codecommit:GitPush"], arn("codecommit", "shop-*")),
        deny(
            ["codecommit:GitPush", "codecommit:DeleteBranch", "codecommit:PutFile"],
            arn("codecommit", "shop-*"),
            Condition=when(
                StringEqualsIfExists={"codecommit:References": ["refs/heads/main"]},
                Null={"codecommit:References": "false"},
            ),
        ),
    ),
    case(
        "database login with IAM",
        IDENTITY,
        allow("rds-db:connect", arn("rds-db", "dbuser:db-ABCDEFGHIJKL01234/reporting")),
    ),
    case(
        "hand on only tags of the own team",
        IDENTITY,
        allow(
            "sts:TagSession",
            iam("role/Deploy", PARTNER),
            Condition=when(
                StringLike={"aws:RequestTag/team": "*"},
                ForAllValues_StringEquals={"aws:TagKeys": ["team"]},
            ),
        ),
    ),
    case(
        "nobody changes the tag that decides",
        IDENTITY,
        deny(
            ["ec2:CreateTags", "ec2:DeleteTags"],
            "*",
            Condition=when(ForAnyValue_StringEquals={"aws:TagKeys": ["team"]}),
        ),
    ),
    case(
        "secrets of the own project",
        IDENTITY,
        allow(
            ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            "*",
            Condition=when(
                StringEquals={"secretsmanager:ResourceTag/project": "${aws:PrincipalTag/project}"}
            ),
        ),
        allow("secretsmanager:ListSecrets", "*"),
    ),
    case(
        "keys through one service",
        IDENTITY,
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            arn("kms", "key/1a2b3c4d-1111-2222-3333-444455556666"),
            Condition=when(StringEquals={"kms:ViaService": f"s3.{REGION}.amazonaws.com"}),
        ),
    ),
    case(
        "keys by alias",
        IDENTITY,
        allow(
            ["kms:Encrypt", "kms:Decrypt"],
            arn("kms", "key/*"),
            Condition=when(ForAnyValue_StringLike={"kms:ResourceAliases": "alias/shop-*"}),
        ),
    ),
    case(
        "keys with a context",
        IDENTITY,
        allow(
            "kms:Decrypt",
            f"arn:aws:kms:*:{ACCOUNT}:key/*",
            Condition=when(StringEquals={"kms:EncryptionContext:project": "shop"}),
        ),
    ),
)
