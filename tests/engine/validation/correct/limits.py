"""Correct permissions boundaries, session policies and VPC endpoint policies."""

from __future__ import annotations

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    ORGANIZATION,
    Case,
    Statement,
    allow,
    arn,
    case,
    deny,
    iam,
    when,
)

AS_AWS_DOES = (
    "IAM Access Analyzer reports it too: it looks at each Allow alone, in boundaries as well."
)


def boundary(name: str, *statements: Statement, **accepted: str) -> Case:
    return case(f"boundary: {name}", PolicyType.BOUNDARY, *statements, accepted=accepted)


def session(name: str, *statements: Statement, **accepted: str) -> Case:
    return case(f"session: {name}", PolicyType.SESSION, *statements, accepted=accepted)


def endpoint(name: str, *statements: Statement, **accepted: str) -> Case:
    return case(f"endpoint: {name}", PolicyType.ENDPOINT, *statements, accepted=accepted)


BOUNDARIES = (
    boundary(
        "a few services",
        allow(["s3:*", "cloudwatch:*", "ec2:*", "dynamodb:*"], "*"),
    ),
    boundary(
        "all but IAM and billing",
        allow("*", "*"),
        deny(["iam:*", "organizations:*", "account:*", "billing:*"], "*"),
        PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE=AS_AWS_DOES,
        CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE=AS_AWS_DOES,
    ),
    boundary(
        "developers who make roles behind the same boundary",
        allow(["s3:*", "lambda:*", "logs:*"], "*"),
        allow(
            ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
            iam("role/team/*"),
            Condition=when(StringEquals={"iam:PermissionsBoundary": iam("policy/TeamBoundary")}),
        ),
        allow(
            "iam:PassRole",
            iam("role/team/*"),
            Condition=when(StringEquals={"iam:PassedToService": "lambda.amazonaws.com"}),
        ),
        deny("iam:DeleteRolePermissionsBoundary", "*"),
    ),
    boundary(
        "one Region",
        allow(
            None,
            "*",
            NotAction=["iam:*", "organizations:*", "account:*"],
            Condition=when(StringEquals={"aws:RequestedRegion": "eu-west-1"}),
        ),
    ),
)

SESSIONS = (
    session("one object", allow("s3:GetObject", "arn:aws:s3:::acme-receipts/2026/11.pdf")),
    session(
        "one tenant",
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-tenants",
            Condition=when(StringLike={"s3:prefix": "t-17/*"}),
        ),
        allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::acme-tenants/t-17/*"),
    ),
    session(
        "read a table only",
        allow(["dynamodb:GetItem", "dynamodb:Query"], arn("dynamodb", "table/Orders")),
    ),
    session(
        "all that the role has, from one address",
        allow("*", "*", Condition=when(IpAddress={"aws:SourceIp": "203.0.113.7/32"})),
        PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE=AS_AWS_DOES,
        CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE=AS_AWS_DOES,
    ),
)

ENDPOINTS = (
    endpoint("full access", allow("*", "*", Principal="*")),
    endpoint(
        "one bucket",
        allow(
            ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
            ["arn:aws:s3:::acme-receipts", "arn:aws:s3:::acme-receipts/*"],
            Principal="*",
        ),
    ),
    endpoint(
        "callers and resources of the organization",
        allow(
            "*",
            "*",
            Principal={"AWS": "*"},
            Condition=when(
                StringEquals={
                    "aws:PrincipalOrgID": ORGANIZATION,
                    "aws:ResourceOrgID": ORGANIZATION,
                }
            ),
        ),
    ),
    endpoint(
        "buckets that AWS keeps for images of containers",
        allow(
            "s3:GetObject",
            [
                "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
                "arn:aws:s3:::packages.eu-west-1.amazonaws.com/*",
                "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
            ],
            Principal="*",
        ),
    ),
    endpoint(
        "one table for one role",
        allow(
            ["dynamodb:GetItem", "dynamodb:Query"],
            arn("dynamodb", "table/Orders"),
            Principal="*",
            Condition=when(ArnEquals={"aws:PrincipalArn": iam("role/App")}),
        ),
    ),
    endpoint(
        "resources of the own account",
        allow(
            "s3:*",
            "*",
            Principal="*",
            Condition=when(StringEquals={"s3:ResourceAccount": ACCOUNT}),
        ),
    ),
    endpoint(
        "no deletion of keys",
        allow("kms:*", "*", Principal="*"),
        deny("kms:ScheduleKeyDeletion", "*", Principal="*"),
    ),
    endpoint(
        "send to one queue",
        allow("sqs:SendMessage", arn("sqs", "jobs"), Principal={"AWS": iam("role/App")}),
    ),
)

LIMITS = (*BOUNDARIES, *SESSIONS, *ENDPOINTS)
