"""Where a policy of a sandbox is attached, and what the repairs of findings do to its text."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine import Finding, Snapshot, apply_edits
from iamlab.engine.validation import Setting

_ACCOUNT_LENGTH = 12
_RESOURCE = "resource/"


def setting_of(key: str, snapshot: Snapshot) -> Setting:
    """Return where the policy with this key is attached, and which accounts it may trust.

    Those are the accounts of the same organization. Any text may be given as the key.
    """
    stored = snapshot.policies().get(key)
    resource = key.removeprefix(_RESOURCE) if key.startswith(_RESOURCE) else ""
    account = _account_of(key, resource, snapshot)
    own = snapshot.accounts.get(account)
    organization = own.organization_id if own else None
    known = (
        item.id
        for item in snapshot.accounts.values()
        if organization and item.organization_id == organization
    )
    return Setting(
        resource,
        account,
        frozenset(known),
        holders=tuple(
            arn
            for arn, identity in snapshot.identities.items()
            if any(item.policy.key == key for item in identity.policies)
        ),
        policy=(stored.arn or "") if stored is not None else "",
    )


def _account_of(key: str, resource: str, snapshot: Snapshot) -> str:
    if resource:
        found = snapshot.resources.get(resource)
        return found.account if found else ""
    account = key.partition("/")[0]
    return account if len(account) == _ACCOUNT_LENGTH and account.isdecimal() else ""


def repair_text(text: str, findings: Sequence[Finding], number: int) -> tuple[str, str] | None:
    """Return the text after the repair of the finding at `number`, from 0, with what was done.

    None when that finding has no repair, or there is none of that number.
    """
    repair = findings[number].repair if 0 <= number < len(findings) else None
    if repair is None:
        return None
    return apply_edits(text, repair.edits), repair.label
