"""Which of the AssumeRole actions a principal can use, and which ones a statement can name.

Source: "Requesting temporary security credentials" in the IAM User Guide (S0, S4).
"""

from __future__ import annotations

from iamlab.engine.catalog import condition_keys_for_action
from iamlab.engine.documents import Entry
from iamlab.engine.validation.principal_names import read_provider
from iamlab.engine.validation.subject import StatementView

ASSUME_ROLE = "sts:AssumeRole"
WITH_SAML = "sts:AssumeRoleWithSAML"
WITH_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
ASSUMING = {action.lower(): action for action in (ASSUME_ROLE, WITH_SAML, WITH_WEB_IDENTITY)}
"""The three actions by their names in small letters."""

ROLES_ANYWHERE = "rolesanywhere.amazonaws.com"
ROLES_ANYWHERE_ACTIONS = (ASSUME_ROLE, "sts:SetSourceIdentity", "sts:TagSession")
"""What IAM Roles Anywhere needs, all three of them."""

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
    return frozenset(action for action in ASSUMING.values() if statement.reaches(action))


def written_action(entry: Entry) -> str | None:
    """Return the AssumeRole action that an entry of Action names in full, or None."""
    return ASSUMING.get(entry.text.lower())


def suits(statement: StatementView, kind: str, text: str) -> bool:
    """Tell whether a principal can use every AssumeRole action that a statement names, if any.

    So it can be named there without another mistake.
    """
    if kind == "Service" and text == ROLES_ANYWHERE:
        return all(statement.reaches(action) for action in ROLES_ANYWHERE_ACTIONS)
    needed, named = needed_action(kind, text), named_actions(statement)
    if needed is None or not named:
        return True
    written = {written_action(entry) for entry in statement.entries("Action")}
    return needed in named and written <= {needed, None}


def knows_keys(statement: StatementView, action: str) -> bool:
    """Tell whether requests for an action can carry the condition keys of a statement."""
    supported = {key.name.lower() for key in condition_keys_for_action(action)}
    return all(
        key.startswith("aws:")
        or key in supported
        or (action == WITH_WEB_IDENTITY and "." in key.rpartition(":")[0])
        for key in (test.key.text.lower() for test in statement.source.conditions)
    )
