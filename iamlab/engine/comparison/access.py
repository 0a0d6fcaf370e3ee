"""Comparisons: of what one principal may do, and of two texts of one policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import monotonic

from iamlab.engine.comparison.caller_names import filled_account
from iamlab.engine.comparison.cells import Clock
from iamlab.engine.comparison.duel import Duel
from iamlab.engine.comparison.shapes import (
    LIMIT,
    NO_WIDER,
    Comparison,
    Ignored,
    Outcome,
)
from iamlab.engine.comparison.terms import Terms
from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.errors import DocumentError
from iamlab.engine.evaluation import AWS_RULES, Attachment, Identity, Policy, Snapshot
from iamlab.engine.evaluation.compiled import compile_policy

_NOTHING = Ignored()
_PRINCIPAL_FREE = frozenset(
    {PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION, PolicyType.SCP}
)
_NOBODYS = "111122223333"
_GRANTED = replace(AWS_RULES, mandatory_trust_policy=False, mandatory_key_policy=False)
"""What a text allows counts as granted: keys and roles agree, whatever their own policies say."""
_OPEN = frozenset(
    {
        "aws:username",
        "aws:userid",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principaltag/",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
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
    return settle([Duel(candidate, reference, principal, ignoring)], start_clock(limit))


def settle(duels: Iterable[Duel], left: Clock) -> Comparison:
    """Return the first outcome that is wider; without one, anything undecided leaves all undecided.

    A policy that cannot be read leaves a duel open.
    """
    outcome = NO_WIDER
    for duel in duels:
        try:
            found = duel.fight(left)
        except DocumentError as error:
            found = Comparison(Outcome.UNKNOWN, reason=str(error))
        if found.outcome is Outcome.WIDER:
            return found
        if found.outcome is Outcome.UNKNOWN:
            outcome = found
    return outcome


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
    compared as if they granted it, by themselves: roles and keys are taken to agree. Others are
    compared in their organization, by `compare_resource`; here they are UNKNOWN unless the texts
    are the same.
    """
    if candidate == reference:
        return NO_WIDER
    if type not in _PRINCIPAL_FREE:
        reason = "A policy with a Principal is compared together with its resource."
        return Comparison(Outcome.UNKNOWN, reason=reason)
    left, terms = start_clock(limit), Terms()
    holders = (f"arn:aws:iam::{item}:user/anybody" for item in _accounts(candidate, reference))
    duels = (
        Duel(
            _holding(candidate, holder),
            _holding(reference, holder),
            holder,
            ignoring,
            open_keys=_OPEN,
            rules=_GRANTED,
            any_role=True,
            terms=terms,
        )
        for holder in holders
    )
    return settle(duels, left)


def _holding(text: str, holder: str) -> Snapshot:
    """Return an account whose one user holds the policy."""
    policy = Policy("anybody/policy", "policy", PolicyType.IDENTITY, text)
    return Snapshot(identities={holder: Identity(holder, policies=(Attachment(policy),))})


def _accounts(*texts: str) -> Iterator[str]:
    """Yield the accounts that the texts tell apart: those that they name, and another one."""
    named: dict[str, None] = {}
    for text in texts:
        for statement in compile_policy(text, PolicyType.IDENTITY).statements:
            for pattern in statement.patterns:
                fields = split_arn(pattern.source)
                if fields is not None:
                    named[filled_account(fields[4])] = None
            for check in statement.checks:
                if check.key_lower == "aws:resourceaccount":
                    named.update((filled_account(value), None) for value in check.values)
    yield from (account for account in named if account and account != _NOBODYS)
    yield _NOBODYS
