"""Which policy texts are stored, and how two of them are told apart."""

from __future__ import annotations

from hashlib import sha256

from iamlab.engine import PolicyType, parse_policy
from iamlab.sandbox.models import PolicyKind
from iamlab.sandbox.services.errors import PolicyRefused

MAX_TEXT = 131_072
"""Characters of a policy; more than six times AWS's longest, to let learners exceed that."""

POLICY_TYPES = {
    PolicyKind.MANAGED: PolicyType.IDENTITY,
    PolicyKind.AWS_MANAGED: PolicyType.IDENTITY,
    PolicyKind.INLINE: PolicyType.IDENTITY,
    PolicyKind.TRUST: PolicyType.TRUST,
    PolicyKind.RESOURCE: PolicyType.RESOURCE,
    PolicyKind.SCP: PolicyType.SCP,
    PolicyKind.RCP: PolicyType.RCP,
}


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return sha256(text.encode()).hexdigest()


def check_text(text: str, kind: PolicyKind) -> None:
    """Raise PolicyRefused for a text that is not stored: too long, or not readable (G10).

    AWS refuses every grammar error (MalformedPolicyDocument). A laboratory keeps those that can be
    read: the decision is reported with its findings, and a mistake is worth studying.
    """
    if len(text) > MAX_TEXT:
        raise PolicyRefused("TEXT_TOO_LONG", f"A policy has at most {MAX_TEXT:,} characters here.")
    if not is_storable(text):
        raise PolicyRefused(
            "INVALID_DOCUMENT", "A policy is text; this holds characters that are none."
        )
    document = parse_policy(text, POLICY_TYPES[kind])
    if not document.readable:
        raise PolicyRefused(
            "INVALID_DOCUMENT",
            "This cannot be read as a policy, so it was not saved.",
            document.findings,
        )


def is_storable(text: str) -> bool:
    """Tell whether every database can keep the text: no null, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
