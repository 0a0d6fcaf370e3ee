"""A wrong policy with the codes that it must be found with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from iamlab.engine import PolicyType
from iamlab.engine.validation import NOWHERE, Setting
from tests.engine.validation.correct.cases import ACCOUNT, Statement, allow, iam

IDENTITY, RESOURCE, TRUST = PolicyType.IDENTITY, PolicyType.RESOURCE, PolicyType.TRUST
SCP, RCP = PolicyType.SCP, PolicyType.RCP
BUCKET = "arn:aws:s3:::acme-receipts"
OBJECTS = f"{BUCKET}/*"
GITHUB = "token.actions.githubusercontent.com"
GITHUB_PROVIDER = {"Federated": iam(f"oidc-provider/{GITHUB}")}
ON_BUCKET = Setting(resource=BUCKET, account=ACCOUNT)
RIGHT = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", '
RIGHT += f'"Resource": "{OBJECTS}"}}]}}'


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong policy with the codes that must be among its findings."""

    name: str
    type: PolicyType
    text: str
    codes: frozenset[str]
    setting: Setting = NOWHERE


def write(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)


def wrong(
    name: str,
    codes: str,
    *statements: Statement,
    type: PolicyType = IDENTITY,
    setting: Setting = NOWHERE,
    **more: Any,
) -> Wrong:
    """`codes` are separated by spaces; `more` are elements of the document, None to leave out."""
    document = {"Version": "2012-10-17", **more, "Statement": list(statements)}
    kept = {key: value for key, value in document.items() if value is not None}
    return Wrong(name, type, write(kept), frozenset(codes.split()), setting)


def text(name: str, codes: str, policy: str, type: PolicyType = IDENTITY) -> Wrong:
    return Wrong(name, type, policy, frozenset(codes.split()))


def get(resource: Any = OBJECTS, **more: Any) -> Statement:
    return allow("s3:GetObject", resource, **more)


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    return {operator: {key: value}}
