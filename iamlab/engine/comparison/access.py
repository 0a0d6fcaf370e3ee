"""Comparisons: of what one principal may do, and of two texts of one policy."""

from __future__ import annotations

from time import monotonic

from iamlab.engine.comparison.cells import Clock
from iamlab.engine.comparison.duel import Duel
from iamlab.engine.comparison.shapes import (
    LIMIT,
    NO_WIDER,
    Comparison,
    Ignored,
    Outcome,
)
from iamlab.engine.documents import PolicyType
from iamlab.engine.errors import DocumentError
from iamlab.engine.evaluation import Attachment, Identity, Policy, Snapshot

_NOTHING = Ignored()
_PRINCIPAL_FREE = frozenset(
    {PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION, PolicyType.SCP}
)
_ANYBODY = "arn:aws:iam::111122223333:user/anybody"
_OPEN = frozenset(
    {
        "aws:username",
        "aws:userid",
        "aws:principalorgid",
        "aws:principalarn",
        "aws:principaltype",
        "aws:principalaccount",
    }
)


def start_clock(limit: float) -> Clock:
    """Return what tells how many of `limit` seconds are left."""
    end = monotonic() + limit
    return lambda: end - monotonic()


def compare_access(
    candidate: Snapshot,
    reference: Snapshot,
    principal: str,
    *,
    ignoring: Ignored = _NOTHING,
    limit: float = LIMIT,
) -> Comparison:
    """Return whether a principal may do more in the candidate than in the reference.

    All of the account counts, as the evaluator has it: identity-based policies, groups, boundary,
    SCPs and RCPs, and the policies of resources. `principal` is an ARN of an identity of both
    snapshots, or of a session of a role. Raises RequestError for a principal that cannot ask.
    """
    return settle(Duel(candidate, reference, principal, ignoring), start_clock(limit))


def settle(duel: Duel, left: Clock) -> Comparison:
    """Return the outcome of a duel; a policy that cannot be read leaves it open."""
    try:
        return duel.fight(left)
    except DocumentError as error:
        return Comparison(Outcome.UNKNOWN, reason=str(error))


def compare_policies(
    candidate: str,
    reference: str,
    type: PolicyType,
    *,
    ignoring: Ignored = _NOTHING,
    limit: float = LIMIT,
) -> Comparison:
    """Return whether one text of a policy allows more than another, whoever holds it.

    For policies without a Principal: identity-based, boundary, session and SCP. What they allow is
    compared as if they granted it. Others are compared in their organization, by
    `compare_resource`; here they are UNKNOWN unless the texts are the same.
    """
    if candidate == reference:
        return NO_WIDER
    if type not in _PRINCIPAL_FREE:
        reason = "A policy with a Principal is compared together with its resource."
        return Comparison(Outcome.UNKNOWN, reason=reason)
    duel = Duel(_holding(candidate), _holding(reference), _ANYBODY, ignoring, open_keys=_OPEN)
    return settle(duel, start_clock(limit))


def _holding(text: str) -> Snapshot:
    """Return an account whose one user holds the policy."""
    policy = Policy("anybody/policy", "policy", PolicyType.IDENTITY, text)
    return Snapshot(identities={_ANYBODY: Identity(_ANYBODY, policies=(Attachment(policy),))})
