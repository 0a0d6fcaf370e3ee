"""A correct policy of the corpus: its text, where it hangs, and the findings that are in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iamlab.engine import PolicyType
from iamlab.engine.validation import NOWHERE, Setting

ACCOUNT = "111122223333"
PARTNER = "444455556666"
REGION = "eu-west-1"
ORGANIZATION = "o-a1b2c3d4e5"

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One policy that AWS accepts and recommends.

    `accepted` maps the code of each WARNING or SECURITY_WARNING that is in order here to the
    reason why.
    """

    name: str
    type: PolicyType
    text: str
    accepted: Mapping[str, str] = field(default_factory=dict)
    setting: Setting = NOWHERE


def case(
    name: str,
    type: PolicyType,
    *statements: Statement,
    accepted: Mapping[str, str] | None = None,
    setting: Setting = NOWHERE,
) -> Case:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return Case(name, type, json.dumps(document, indent=2), accepted or {}, setting)


def allow(action: Any, resource: Any = None, **more: Any) -> Statement:
    return _statement("Allow", action, resource, more)


def deny(action: Any, resource: Any = None, **more: Any) -> Statement:
    return _statement("Deny", action, resource, more)


def _statement(effect: str, action: Any, resource: Any, more: dict[str, Any]) -> Statement:
    """`Action` and `Resource` are left out when None, so that the Not- forms can be given."""
    statement: Statement = {"Effect": effect}
    if "Principal" in more:
        statement["Principal"] = more.pop("Principal")
    if action is not None:
        statement["Action"] = action
    if resource is not None:
        statement["Resource"] = resource
    return statement | more


def arn(service: str, resource: str, account: str = ACCOUNT, region: str = REGION) -> str:
    return f"arn:aws:{service}:{region}:{account}:{resource}"


def iam(resource: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:{resource}"


def when(**operators: Any) -> dict[str, Any]:
    """A Condition; `ForAnyValue_StringLike` stands for `ForAnyValue:StringLike`."""
    return {name.replace("_", ":"): keys for name, keys in operators.items()}
