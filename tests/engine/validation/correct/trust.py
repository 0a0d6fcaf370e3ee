"""Correct trust policies of roles."""

from __future__ import annotations

from typing import Any

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    ORGANIZATION,
    PARTNER,
    Case,
    Statement,
    allow,
    arn,
    case,
    deny,
    iam,
    when,
)

GITHUB = "token.actions.githubusercontent.com"
CLUSTER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
POOL = "eu-west-1:1a2b3c4d-1111-2222-3333-444455556666"
AT_HOME = Setting(resource=iam("role/Example"), account=ACCOUNT)
WITH_PARTNER = Setting(
    resource=iam("role/Example"), account=ACCOUNT, known_accounts=frozenset({PARTNER})
)


def trust(name: str, *statements: Statement, setting: Setting = AT_HOME, **accepted: str) -> Case:
    return case(f"trust: {name}", PolicyType.TRUST, *statements, accepted=accepted, setting=setting)


def service(name: str, **more: Any) -> Statement:
    return allow("sts:AssumeRole", Principal={"Service": name}, **more)


def web(provider: str, **operators: Any) -> Statement:
    principal = {"Federated": iam(f"oidc-provider/{provider}")}
    return allow("sts:AssumeRoleWithWebIdentity", Principal=principal, Condition=when(**operators))


TRUST = (
    trust("instances", service("ec2.amazonaws.com")),
    trust("functions", service("lambda.amazonaws.com")),
    trust("tasks", service("ecs-tasks.amazonaws.com")),
    trust(
        "two services",
        allow(
            "sts:AssumeRole",
            Principal={"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]},
        ),
    ),
    trust(
        "tasks of the own account",
        service(
            "ecs-tasks.amazonaws.com",
            Condition=when(
                ArnLike={"aws:SourceArn": arn("ecs", "*")},
                StringEquals={"aws:SourceAccount": ACCOUNT},
            ),
        ),
    ),
    trust(
        "jobs of one flow",
        service(
            "scheduler.amazonaws.com",
            Condition=when(StringEquals={"aws:SourceAccount": ACCOUNT}),
        ),
    ),
    trust("the own account", allow("sts:AssumeRole", Principal={"AWS": iam("root")})),
    trust(
        "people of the own account with a second factor",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": iam("root")},
            Condition=when(Bool={"aws:MultiFactorAuthPresent": "true"}),
        ),
    ),
    trust(
        "a partner with an external ID",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": PARTNER},
            Condition=when(StringEquals={"sts:ExternalId": "7f1c9a30-0b5e-4a3c"}),
        ),
        setting=WITH_PARTNER,
    ),
    trust(
        "an unknown vendor with an external ID",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": iam("root", PARTNER)},
            Condition=when(StringEquals={"sts:ExternalId": "7f1c9a30-0b5e-4a3c"}),
        ),
    ),
    trust(
        "one role of a known account",
        allow("sts:AssumeRole", Principal={"AWS": iam("role/Pipeline", PARTNER)}),
        setting=WITH_PARTNER,
    ),
    trust(
        "roles of the organization by name",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": "*"},
            Condition=when(
                StringEquals={"aws:PrincipalOrgID": ORGANIZATION},
                ArnLike={"aws:PrincipalArn": "arn:aws:iam::*:role/Pipeline"},
            ),
        ),
    ),
    trust(
        "roles of the own account by pattern",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": iam("root")},
            Condition=when(ArnLike={"aws:PrincipalArn": iam("role/team/*")}),
        ),
    ),
    trust(
        "people who sign in with SAML",
        allow(
            "sts:AssumeRoleWithSAML",
            Principal={"Federated": iam("saml-provider/Corporate")},
            Condition=when(StringEquals={"SAML:aud": "https://signin.aws.amazon.com/saml"}),
        ),
    ),
    trust(
        "people who sign in with SAML and bring tags",
        allow(
            ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            Principal={"Federated": iam("saml-provider/Corporate")},
            Condition=when(
                StringEquals={"SAML:aud": "https://signin.aws.amazon.com/saml"},
                StringLike={"aws:RequestTag/team": "*"},
            ),
        ),
    ),
    trust(
        "one branch of one repository",
        web(
            GITHUB,
            StringEquals={
                f"{GITHUB}:aud": "sts.amazonaws.com",
                f"{GITHUB}:sub": "repo:acme/shop:ref:refs/heads/main",
            },
        ),
    ),
    trust(
        "one environment of one repository",
        web(
            GITHUB,
            StringEquals={f"{GITHUB}:aud": "sts.amazonaws.com"},
            StringLike={f"{GITHUB}:sub": "repo:acme/shop:environment:production"},
        ),
    ),
    trust(
        "one service account of a cluster",
        web(
            CLUSTER,
            StringEquals={
                f"{CLUSTER}:sub": "system:serviceaccount:shop:orders",
                f"{CLUSTER}:aud": "sts.amazonaws.com",
            },
        ),
    ),
    trust(
        "pods",
        allow(
            ["sts:AssumeRole", "sts:TagSession"],
            Principal={"Service": "pods.eks.amazonaws.com"},
            Condition=when(StringEquals={"aws:SourceAccount": ACCOUNT}),
        ),
    ),
    trust(
        "people of an identity pool",
        allow(
            "sts:AssumeRoleWithWebIdentity",
            Principal={"Federated": "cognito-identity.amazonaws.com"},
            Condition=when(
                StringEquals={"cognito-identity.amazonaws.com:aud": POOL},
                **{
                    "ForAnyValue:StringLike": {
                        "cognito-identity.amazonaws.com:amr": "authenticated"
                    }
                },
            ),
        ),
    ),
    trust(
        "people of a mobile app",
        allow(
            "sts:AssumeRoleWithWebIdentity",
            Principal={"Federated": "accounts.google.com"},
            Condition=when(
                StringEquals={"accounts.google.com:aud": "66677788899900pro0.apps.example.com"}
            ),
        ),
    ),
    trust(
        "a workspace of HCP Terraform",
        web(
            "app.terraform.io",
            StringEquals={"app.terraform.io:aud": "aws.workload.identity"},
            StringLike={
                "app.terraform.io:sub": "organization:acme:project:shop:workspace:prod:run_phase:*"
            },
        ),
    ),
    trust(
        "one branch at GitLab",
        web(
            "gitlab.com",
            StringEquals={"gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main"},
        ),
    ),
    trust(
        "machines with a certificate",
        allow(
            ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            Principal={"Service": "rolesanywhere.amazonaws.com"},
            Condition=when(
                StringEquals={"aws:PrincipalTag/x509Subject/CN": "build-7.example.com"},
                ArnEquals={
                    "aws:SourceArn": arn(
                        "rolesanywhere", "trust-anchor/1a2b3c4d-1111-2222-3333-444455556666"
                    )
                },
            ),
        ),
    ),
    trust(
        "chain that hands on the team",
        allow(
            ["sts:AssumeRole", "sts:TagSession"],
            Principal={"AWS": iam("role/Gateway")},
            Condition=when(
                StringEquals={"aws:RequestTag/team": ["shop", "finance"]},
                **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}},
            ),
        ),
    ),
    trust(
        "chain with a source identity",
        allow(
            ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Principal={"AWS": iam("user/alice")},
            Condition=when(StringLike={"sts:SourceIdentity": "${aws:username}"}),
        ),
    ),
    trust(
        "session named after the person",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": iam("root")},
            Condition=when(StringLike={"sts:RoleSessionName": "${aws:username}"}),
        ),
    ),
    trust(
        "people of IAM Identity Center",
        allow(
            "sts:AssumeRole",
            Principal={"AWS": iam("root")},
            Condition=when(
                ArnLike={
                    "aws:PrincipalArn": iam(
                        "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*"
                    )
                }
            ),
        ),
    ),
    trust(
        "a service, but not for others",
        service("lambda.amazonaws.com"),
        deny(
            "sts:AssumeRole",
            Principal={"AWS": "*"},
            Condition=when(StringNotEquals={"aws:PrincipalAccount": ACCOUNT}),
        ),
    ),
)
