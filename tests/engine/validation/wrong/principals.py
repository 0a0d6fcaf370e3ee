"""Mistakes in principals, and policies that open too much."""

from __future__ import annotations

from tests.engine.validation.correct.cases import ACCOUNT, allow, deny, iam
from tests.engine.validation.wrong.cases import (
    BUCKET,
    GITHUB,
    GITHUB_PROVIDER,
    OBJECTS,
    ON_BUCKET,
    RCP,
    RESOURCE,
    SCP,
    TRUST,
    get,
    when,
    wrong,
)

TOO_WIDE = (
    wrong("everything", "FULL_ADMIN", allow("*", "*")),
    wrong("Allow with NotAction", "NOTACTION_WITH_ALLOW", allow(None, "*", NotAction="iam:*")),
    wrong(
        "Allow with NotResource",
        "NOTRESOURCE_WITH_ALLOW",
        allow("s3:*", None, NotResource=f"{BUCKET}*"),
    ),
    wrong("pass any role", "PASS_ROLE_WITH_STAR_IN_RESOURCE", allow("iam:PassRole", "*")),
    wrong(
        "pass any role and make functions",
        "PRIVILEGE_ESCALATION_BY_PASSING_ROLE",
        allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*"),
    ),
    wrong(
        "attach policies to anybody",
        "PRIVILEGE_ESCALATION_BY_SELF_GRANT",
        allow("iam:AttachUserPolicy", "*"),
    ),
    wrong("keys of anybody", "CREDENTIALS_EXPOSURE", allow("iam:CreateAccessKey", "*")),
    wrong("all secrets", "DATA_EXFILTRATION", allow("secretsmanager:GetSecretValue", "*")),
    wrong("whole service", "SERVICE_WILDCARD", allow("dynamodb:*", "*")),
)

WRONG_PRINCIPALS = (
    wrong("Principal in an identity policy", "UNSUPPORTED_PRINCIPAL", get(Principal="*")),
    wrong("no Principal on a bucket", "MISSING_PRINCIPAL", get(), type=RESOURCE, setting=ON_BUCKET),
    wrong("bare account", "INVALID_PRINCIPAL_FORMAT", get(Principal=ACCOUNT), type=RESOURCE),
    wrong("key Aws", "INVALID_PRINCIPAL_KEY", get(Principal={"Aws": ACCOUNT}), type=RESOURCE),
    wrong(
        "11 digits as principal",
        "UNKNOWN_PRINCIPAL",
        get(Principal={"AWS": "11112222333"}),
        type=RESOURCE,
    ),
    wrong(
        "account as a number",
        "DATA_TYPE_MISMATCH",
        get(Principal={"AWS": 111122223333}),
        type=RESOURCE,
    ),
    wrong(
        "wildcard in a role",
        "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
        get(Principal={"AWS": iam("role/team-*")}),
        type=RESOURCE,
    ),
    wrong(
        "service without domain",
        "INVALID_SERVICE_PRINCIPAL_FORMAT",
        allow("sts:AssumeRole", Principal={"Service": "lambda"}),
        type=TRUST,
    ),
    wrong(
        "public bucket", "INTERNET_ACCESSIBLE", get(Principal="*"), type=RESOURCE, setting=ON_BUCKET
    ),
    wrong(
        "Allow with NotPrincipal",
        "ALLOW_WITH_NOT_PRINCIPAL",
        get(NotPrincipal={"AWS": iam("user/bob")}),
        type=RESOURCE,
    ),
    wrong(
        "another bucket",
        "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
        get("arn:aws:s3:::other/*", Principal={"AWS": ACCOUNT}),
        type=RESOURCE,
        setting=ON_BUCKET,
    ),
    wrong(
        "confused deputy",
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        allow("s3:PutObject", OBJECTS, Principal={"Service": "cloudtrail.amazonaws.com"}),
        type=RESOURCE,
    ),
    wrong(
        "Resource in a trust policy",
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
        allow("sts:AssumeRole", "*", Principal={"Service": "ec2.amazonaws.com"}),
        type=TRUST,
    ),
    wrong(
        "star in a trust policy",
        "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
        allow("sts:AssumeRole", Principal="*"),
        type=TRUST,
    ),
    wrong(
        "everybody in a trust policy",
        "ASSUMABLE_BY_ANY_PRINCIPAL",
        allow("sts:AssumeRole", Principal={"AWS": "*"}),
        type=TRUST,
    ),
    wrong(
        "GitHub without a subject",
        "MISSING_GITHUB_REPO_CONDITION_KEY",
        allow(
            "sts:AssumeRoleWithWebIdentity",
            Principal=GITHUB_PROVIDER,
            Condition=when("StringEquals", f"{GITHUB}:aud", "sts.amazonaws.com"),
        ),
        type=TRUST,
    ),
    wrong(
        "GitHub, any repository of an owner",
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        allow(
            "sts:AssumeRoleWithWebIdentity",
            Principal=GITHUB_PROVIDER,
            Condition=when("StringLike", f"{GITHUB}:sub", "repo:acme/*"),
        ),
        type=TRUST,
    ),
    wrong(
        "GitHub by AssumeRole",
        "MISMATCHED_ACTION_FOR_PRINCIPAL",
        allow(
            "sts:AssumeRole",
            Principal=GITHUB_PROVIDER,
            Condition=when("StringEquals", f"{GITHUB}:sub", "repo:acme/shop:ref:refs/heads/main"),
        ),
        type=TRUST,
    ),
    wrong(
        "another service's action in a trust policy",
        "UNSUPPORTED_ACTION_IN_POLICY",
        allow("s3:GetObject", Principal={"Service": "ec2.amazonaws.com"}),
        type=TRUST,
    ),
    wrong(
        "Principal in a service control policy",
        "SCP_SYNTAX_ERROR_PRINCIPAL",
        deny("s3:*", "*", Principal="*"),
        type=SCP,
    ),
    wrong(
        "Allow in a resource control policy",
        "RCP_SYNTAX_ERROR_ALLOW",
        allow("s3:*", "*", Principal="*"),
        type=RCP,
    ),
    wrong(
        "one account in a resource control policy",
        "RCP_SYNTAX_ERROR_PRINCIPAL",
        deny("s3:*", "*", Principal={"AWS": ACCOUNT}),
        type=RCP,
    ),
    wrong(
        "EC2 in a resource control policy",
        "RCP_SYNTAX_ERROR_ACTION",
        deny("ec2:*", "*", Principal="*"),
        type=RCP,
    ),
    wrong(
        "group as principal",
        "UNKNOWN_PRINCIPAL",
        get(Principal={"AWS": iam("group/devs")}),
        type=RESOURCE,
    ),
    wrong(
        "domain for GitHub's provider",
        "UNKNOWN_PRINCIPAL",
        allow(
            "sts:AssumeRoleWithWebIdentity",
            Principal={"Federated": GITHUB},
            Condition=when("StringEquals", f"{GITHUB}:sub", "repo:acme/shop:ref:refs/heads/main"),
        ),
        type=TRUST,
    ),
    wrong(
        "any service",
        "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
        get(Principal={"Service": "*"}),
        type=RESOURCE,
    ),
)
