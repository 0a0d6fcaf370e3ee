"""What one check says of a policy: the places, the messages, and the text after its repair."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine import Finding, PolicyType, Severity, apply_edits
from iamlab.engine.validation import NOWHERE, Setting, validate

Statement = dict[str, Any]
IDENTITY = PolicyType.IDENTITY


def write(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


def allow(action: Any, resource: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def findings(
    code: str,
    *statements: Statement,
    type: PolicyType = IDENTITY,
    setting: Setting = NOWHERE,
) -> list[Finding]:
    found = validate(write(*statements), type, setting)
    return [item for item in found if item.code == code]


def spots(
    code: str,
    *statements: Statement,
    type: PolicyType = IDENTITY,
    setting: Setting = NOWHERE,
) -> list[str]:
    """The pieces of the text that a check points at, without the quotes."""
    text = write(*statements)
    return [
        text[item.span.start.offset : item.span.end.offset].strip('"')
        for item in findings(code, *statements, type=type, setting=setting)
    ]


def message(code: str, *statements: Statement, type: PolicyType = IDENTITY) -> str:
    """The message of the one finding of a check."""
    (found,) = findings(code, *statements, type=type)
    return found.message


def mended(
    code: str,
    *statements: Statement,
    type: PolicyType = IDENTITY,
    setting: Setting = NOWHERE,
) -> Any:
    """The statements after the first repair of a check; None when it offers none."""
    found = findings(code, *statements, type=type, setting=setting)
    repairs = [item.repair for item in found if item.repair is not None]
    if not repairs:
        return None
    return json.loads(apply_edits(write(*statements), repairs[0].edits))["Statement"]


def errors(*statements: Statement, type: PolicyType = IDENTITY) -> set[str]:
    found = validate(write(*statements), type)
    return {item.code for item in found if item.severity is Severity.ERROR}
