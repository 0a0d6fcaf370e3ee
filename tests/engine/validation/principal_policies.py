"""Short ways to write policies with principals, and to ask what one check says of them."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine import Finding, PolicyType, Severity, apply_edits
from iamlab.engine.validation import NOWHERE, Setting, validate

TRUST, RESOURCE, RCP = PolicyType.TRUST, PolicyType.RESOURCE, PolicyType.RCP
GITHUB = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/{GITHUB}"
SAML = "arn:aws:iam::111122223333:saml-provider/acme"
BUILDER = "arn:aws:iam::111122223333:role/builder"

Statement = dict[str, Any]


def trust(principal: Any, action: Any = "sts:AssumeRole", **more: Any) -> Statement:
    return {"Effect": "Allow", "Principal": principal, "Action": action, **more}


def grant(principal: Any, **more: Any) -> Statement:
    objects = "arn:aws:s3:::acme-receipts/*"
    more = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": objects} | more
    return {"Principal": principal, **more}


def write(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


def findings(
    code: str, policy_type: PolicyType, *statements: Statement, setting: Setting = NOWHERE
) -> list[Finding]:
    found = validate(write(*statements), policy_type, setting)
    return [item for item in found if item.code == code]


def spots(
    code: str, policy_type: PolicyType, *statements: Statement, setting: Setting = NOWHERE
) -> list[str]:
    """The pieces of the text that a check points at."""
    text = write(*statements)
    return [
        text[item.span.start.offset : item.span.end.offset].strip('"')
        for item in findings(code, policy_type, *statements, setting=setting)
    ]


def mended(
    code: str, policy_type: PolicyType, *statements: Statement, setting: Setting = NOWHERE
) -> Any:
    """The statements after the first repair of a check; None when it offers none."""
    repairs = [
        item.repair
        for item in findings(code, policy_type, *statements, setting=setting)
        if item.repair is not None
    ]
    if not repairs:
        return None
    text = apply_edits(write(*statements), repairs[0].edits)
    return json.loads(text)["Statement"]


def errors(policy_type: PolicyType, *statements: Statement) -> set[str]:
    found = validate(write(*statements), policy_type)
    return {item.code for item in found if item.severity is Severity.ERROR}
