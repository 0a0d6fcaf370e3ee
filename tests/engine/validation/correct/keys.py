"""Correct policies of KMS keys."""

from __future__ import annotations

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    PARTNER,
    REGION,
    Case,
    Statement,
    allow,
    arn,
    case,
    iam,
    when,
)

KEY = arn("kms", "key/1a2b3c4d-1111-2222-3333-444455556666")
ROOT = iam("root")


def on(resource: str, name: str, *statements: Statement, **accepted: str) -> Case:
    """A policy that hangs on `resource`; `accepted` maps codes to reasons."""
    setting = Setting(resource=resource, account=ACCOUNT)
    return case(name, PolicyType.RESOURCE, *statements, accepted=accepted, setting=setting)


def key(name: str, *statements: Statement, **accepted: str) -> Case:
    administration = allow("kms:*", "*", Sid="Enable IAM User Permissions", Principal={"AWS": ROOT})
    return on(KEY, f"key: {name}", administration, *statements, **accepted)


KEYS = (
    key("account decides by IAM"),
    key(
        "administrators and users",
        allow(
            [
                "kms:Create*",
                "kms:Describe*",
                "kms:Enable*",
                "kms:List*",
                "kms:Put*",
                "kms:Update*",
                "kms:Revoke*",
                "kms:Disable*",
                "kms:Get*",
                "kms:Delete*",
                "kms:TagResource",
                "kms:UntagResource",
                "kms:ScheduleKeyDeletion",
                "kms:CancelKeyDeletion",
            ],
            "*",
            Principal={"AWS": iam("role/KeyAdmin")},
        ),
        allow(
            [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey",
            ],
            "*",
            Principal={"AWS": [iam("role/App"), iam("user/alice")]},
        ),
        allow(
            ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
            "*",
            Principal={"AWS": iam("role/App")},
            Condition=when(Bool={"kms:GrantIsForAWSResource": "true"}),
        ),
    ),
    key(
        "logs of one Region",
        allow(
            [
                "kms:Encrypt*",
                "kms:Decrypt*",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*",
            ],
            "*",
            Principal={"Service": f"logs.{REGION}.amazonaws.com"},
            Condition=when(
                ArnEquals={"kms:EncryptionContext:aws:logs:arn": arn("logs", "log-group:shop")}
            ),
        ),
        UNKNOWN_CONDITION_FOR_ACTION="AWS's guide has it, but no Describe has a context.",
    ),
    key(
        "a trail",
        allow(
            "kms:GenerateDataKey*",
            "*",
            Principal={"Service": "cloudtrail.amazonaws.com"},
            Condition=when(
                StringEquals={"aws:SourceArn": arn("cloudtrail", "trail/main")},
                StringLike={
                    "kms:EncryptionContext:aws:cloudtrail:arn": arn(
                        "cloudtrail", "trail/*", region="*"
                    )
                },
            ),
        ),
    ),
    key(
        "through one service for the account",
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
            "*",
            Principal={"AWS": "*"},
            Condition=when(
                StringEquals={
                    "kms:CallerAccount": ACCOUNT,
                    "kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com",
                }
            ),
        ),
    ),
    key(
        "a partner's account",
        allow(
            ["kms:Decrypt", "kms:DescribeKey"],
            "*",
            Principal={"AWS": iam("root", PARTNER)},
        ),
    ),
)
