"""Organizations of any size for the sandbox tests, as scenario files."""

from __future__ import annotations

import json
from typing import Any

ROOT, UNIT, INNER_UNIT = "r-ab12", "ou-ab12-work1234", "ou-ab12-prod1234"
MANAGEMENT, SHOP, PARTNER = "111122223333", "222233334444", "999988887777"
READ, KEPT_ROLE = f"{SHOP}/policy/Read", f"{SHOP}/role/runner/trust"
BUCKET = "arn:aws:s3:::shop-receipts"
ALICE_ARN = f"arn:aws:iam::{SHOP}:user/team/user0"
ROLE_ARN = f"arn:aws:iam::{SHOP}:role/service/runner"


def policy(effect: str, action: str, **more: object) -> dict[str, Any]:
    """Return a policy document of one statement, about everything unless told otherwise."""
    statement = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


ALLOW_ALL = policy("Allow", "*")
ALLOW_ALL_TEXT = json.dumps(ALLOW_ALL)
DENY_ALL_TEXT = json.dumps(policy("Deny", "*"))
READ_V1 = """{ "Version":"2012-10-17",
\t"Statement": {"Effect":"Allow","Action":"s3:Get*","Resource":"*"} }
"""
READ_V2 = READ_V1.replace("s3:Get*", "s3:GetObject")


def organization_files(users: int, title: str = "The shop") -> dict[str, str]:
    """Return the files of a scenario with that many users, and half as many groups and roles."""
    files = {"policies/read-1.json": READ_V1, "policies/read-2.json": READ_V2}
    return {"organization.yaml": json.dumps(organization(users, title)), **files}


def organization(users: int, title: str = "The shop") -> dict[str, Any]:
    """Return the data of that scenario; a JSON text is YAML too."""
    return {
        "title": title,
        "summary": "A shop that sells receipts.",
        "organization": {"id": "o-a1b2c3d4e5", "root": ROOT, "management_account": MANAGEMENT},
        "units": [
            {"id": UNIT, "name": "Workloads", "parent": ROOT},
            {"id": INNER_UNIT, "name": "Production", "parent": UNIT},
        ],
        "guardrails": _guardrails(),
        "accounts": [
            {"id": MANAGEMENT, "name": "management", "parent": ROOT, "policies": _aws_managed()},
            _shop_account(users),
            {"id": PARTNER, "name": "partner", "users": [{"name": "outsider"}]},
        ],
        "questions": [_question()],
        "start": {"policy": READ, "question": "may-user-read"},
    }


def _guardrails() -> list[dict[str, Any]]:
    everywhere = [ROOT, UNIT, INNER_UNIT, MANAGEMENT, SHOP]
    full = {"name": "FullAWSAccess", "type": "scp", "document": ALLOW_ALL, "aws_managed": True}
    lock = policy(
        "Deny", "ec2:*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    )
    keep_out = policy("Deny", "s3:*", Principal="*")
    return [
        {**full, "targets": everywhere},
        {"name": "RegionLock", "type": "scp", "document": lock, "targets": [UNIT]},
        {"name": "KeepOut", "type": "rcp", "document": keep_out, "targets": [INNER_UNIT]},
        {"name": "Unused", "type": "scp", "document": ALLOW_ALL, "description": "On nothing."},
    ]


def _aws_managed() -> list[dict[str, Any]]:
    return [{"name": "ReadOnlyAccess", "document": policy("Allow", "*:Get*"), "aws_managed": True}]


def _shop_account(users: int) -> dict[str, Any]:
    groups = max(users // 2, 1)
    return {
        "id": SHOP,
        "name": "shop",
        "parent": INNER_UNIT,
        "canonical_id": "7" * 64,
        "policies": [
            {
                "name": "Read",
                "path": "/team/",
                "versions": ["policies/read-1.json", "policies/read-2.json"],
                "default_version": 2,
            },
            {"name": "Boundary", "document": ALLOW_ALL},
            {"name": "Loose", "description": "On nobody.", "document": ALLOW_ALL},
        ],
        "groups": [
            {"name": f"group{i}", "attached": ["ReadOnlyAccess"], "inline": {"own": ALLOW_ALL}}
            for i in range(groups)
        ],
        "users": [_user(i, groups) for i in range(users)],
        "roles": [_role("runner"), *(_role(f"role{i}") for i in range(users // 2))],
        "instance_profiles": [{"name": "web", "role": "runner"}],
        "oidc_providers": [{"url": "ci.example.com", "client_ids": ["sts.amazonaws.com"]}],
        "resources": [
            {
                "arn": BUCKET,
                "tags": {"team": "web"},
                "policy": _bucket_policy(),
                "restrict_public_buckets": True,
            },
            {"arn": f"arn:aws:sqs:eu-west-1:{SHOP}:orders", "name": "orders queue"},
            {
                "arn": f"arn:aws:kms:eu-west-1:{SHOP}:key/1",
                "policy": _bucket_policy(),
                "aws_managed": True,
            },
        ],
    }


def _user(number: int, groups: int) -> dict[str, Any]:
    memberships = {f"group{number % groups}", "group0"}
    return {
        "name": f"user{number}",
        "path": "/team/",
        "id": f"AIDAEXAMPLE{number}",
        "tags": {"number": str(number)},
        "groups": sorted(memberships, reverse=True),
        "attached": ["ReadOnlyAccess", "Read"],
        "inline": {"zeta": policy("Allow", "sqs:*"), "alpha": policy("Deny", "sns:*")},
        "boundary": "Boundary" if number % 2 else None,
    }


def _role(name: str) -> dict[str, Any]:
    trust = policy("Allow", "sts:AssumeRole", Principal={"AWS": SHOP})
    del trust["Statement"][0]["Resource"]
    return {
        "name": name,
        "path": "/service/",
        "id": f"AROAEXAMPLE{name.upper()}",
        "description": "Runs things.",
        "tags": {"kind": "service"},
        "trust": trust,
        "attached": ["Read"],
        "inline": {"own": policy("Allow", "logs:*")},
        "boundary": "ReadOnlyAccess",
        "max_session_duration": 7200,
    }


def _bucket_policy() -> dict[str, Any]:
    return policy("Allow", "s3:GetObject", Principal={"AWS": ROLE_ARN})


def _question() -> dict[str, Any]:
    return {
        "id": "may-user-read",
        "title": "May the first user read a receipt?",
        "kind": "identity",
        "principal": "shop/user/user0",
        "action": "s3:GetObject",
        "resource": f"{BUCKET}/1.pdf",
        "context": {"aws:SourceIp": "203.0.113.7", "aws:MultiFactorAuthPresent": True},
        "session_policies": [{"name": "narrow", "document": policy("Allow", "s3:*")}],
    }
