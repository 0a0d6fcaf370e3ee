"""Correct identity-based policies of people: second factors, administration, tags, keys."""

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

PEOPLE = (
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
