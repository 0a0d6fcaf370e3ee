"""Who may ask in a sandbox: a principal that its organization has."""

from __future__ import annotations

from iamlab.engine import Snapshot, split_arn
from iamlab.engine.scenarios import resolve_principal
from iamlab.sandbox.services.errors import PrincipalNotFound

_KINDS = {"user": "user", "role": "role", "assumed-role": "role"}


def find_principal(snapshot: Snapshot, text: str) -> str:
    """Return the principal that a learner means: an ARN, a service or `anonymous`.

    Raises PrincipalNotFound, with a sentence to show, for one that only another organization can
    have: nothing is known about it here, so an answer would be a guess. Raises the engine's
    RequestError for a short name that means nobody.
    """
    principal = resolve_principal(snapshot, text.strip())
    fields = split_arn(principal)
    if fields is None:
        return principal
    account = snapshot.accounts.get(fields[4])
    if account is None:
        raise PrincipalNotFound(
            f"“{principal}” is of account {fields[4] or 'without a number'}, which this practice "
            "organization does not have. Choose one of its own users, roles or accounts."
        )
    kind, _, rest = fields[5].partition("/")
    if kind in _KINDS and not _is_here(snapshot, principal, kind, rest):
        name = rest.partition("/")[0] if kind == "assumed-role" else rest.rpartition("/")[2]
        raise PrincipalNotFound(
            f"Account {account.name or account.id} of this practice organization has no "
            f"{_KINDS[kind]} “{name}” (asked for as “{principal}”)."
        )
    return principal


def _is_here(snapshot: Snapshot, principal: str, kind: str, rest: str) -> bool:
    """Tell whether the user or role exists; a session is named by its role, without the path."""
    if kind != "assumed-role":
        return principal in snapshot.identities
    fields, role = split_arn(principal), rest.partition("/")[0]
    account = fields[4] if fields else ""
    return any(
        arn.startswith(f"arn:aws:iam::{account}:role/") and arn.rpartition("/")[2] == role
        for arn in snapshot.identities
    )
