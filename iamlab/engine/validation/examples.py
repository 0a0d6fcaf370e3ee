"""Examples of policies, written briefly: what each check shows, and its tests run."""

from __future__ import annotations

import json
from dataclasses import dataclass

from iamlab.engine.documents import Json, PolicyType
from iamlab.engine.validation.subject import NOWHERE, Setting

VERSION = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Example:
    """A policy text with its type, and where it is attached when the check asks for that."""

    text: str
    type: PolicyType = PolicyType.IDENTITY
    setting: Setting = NOWHERE


def example(
    *statements: dict[str, Json],
    type: PolicyType = PolicyType.IDENTITY,
    version: str | None = VERSION,
    setting: Setting = NOWHERE,
    **more: Json,
) -> Example:
    """Return a policy of these statements, nicely written; `version` None leaves it out.

    `more` are further elements of the document.
    """
    document: dict[str, Json] = {} if version is None else {"Version": version}
    document |= more
    if statements:
        document["Statement"] = list(statements)
    return Example(json.dumps(document, indent=2, ensure_ascii=False), type, setting)


def allow(action: Json, resource: Json = "*", **more: Json) -> dict[str, Json]:
    """Return an Allow statement for examples; `more` are further elements."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Json, resource: Json = "*", **more: Json) -> dict[str, Json]:
    """Return a Deny statement for examples; `more` are further elements."""
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}
