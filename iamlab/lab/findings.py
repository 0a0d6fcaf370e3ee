"""What the checks say about a policy text, wherever a page shows it, and the repairs they offer."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine import Finding, PolicyType, apply_edits
from iamlab.engine.validation import Setting, validate

_ACCOUNT_LENGTH = 12
_RESOURCE = "resource/"


def findings_of(text: str, policy_type: PolicyType, key: str = "") -> tuple[Finding, ...]:
    """Return the findings of a text; `key` is that of the policy, where it stands in a sandbox."""
    return validate(text, policy_type, setting_of(key))


def setting_of(key: str) -> Setting:
    """Return what the key of a policy says about where it is attached."""
    if key.startswith(_RESOURCE):
        return Setting(resource=key.removeprefix(_RESOURCE))
    account = key.partition("/")[0]
    known = len(account) == _ACCOUNT_LENGTH and account.isdecimal()
    return Setting(account=account if known else "")


def repair_text(text: str, findings: Sequence[Finding], number: int) -> tuple[str, str] | None:
    """Return the text after the repair of the finding at `number`, from 0, with what was done.

    None when that finding has no repair, or there is none of that number.
    """
    repair = findings[number].repair if 0 <= number < len(findings) else None
    if repair is None:
        return None
    return apply_edits(text, repair.edits), repair.label
