"""Which of the AssumeRole actions a principal can use, and which ones a statement names.

Source: "Requesting temporary security credentials" in the IAM User Guide (S0, S4).
"""

from __future__ import annotations

from iamlab.engine.validation.principal_names import read_provider
from iamlab.engine.validation.subject import StatementView

ASSUME_ROLE = "sts:AssumeRole"
WITH_SAML = "sts:AssumeRoleWithSAML"
WITH_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
ASSUMING = {action.lower(): action for action in (ASSUME_ROLE, WITH_SAML, WITH_WEB_IDENTITY)}
"""The three actions by their names in small letters."""

_BY_KIND = {"AWS": ASSUME_ROLE, "Service": ASSUME_ROLE}


def needed_action(kind: str, text: str) -> str | None:
    """Return the action with which a principal assumes a role; None for everyone, or unknown."""
    if text == "*":
        return None
    if kind != "Federated":
        return _BY_KIND.get(kind)
    provider = read_provider(text)
    if provider is None:
        return None
    return WITH_SAML if provider.saml else WITH_WEB_IDENTITY


def named_actions(statement: StatementView) -> frozenset[str]:
    """Return the AssumeRole actions that the statement is about, by name or by wildcard."""
    return frozenset(action for action in ASSUMING.values() if action in statement.actions)


def suits(statement: StatementView, kind: str, text: str) -> bool:
    """Tell whether a principal can use one of the AssumeRole actions of a statement, if any."""
    needed, named = needed_action(kind, text), named_actions(statement)
    return needed is None or not named or needed in named
