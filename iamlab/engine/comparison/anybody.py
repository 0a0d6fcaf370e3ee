"""Comparisons of what anybody at all may do with one resource, and of who is let in."""

from __future__ import annotations

from dataclasses import replace

from iamlab.engine.catalog import actions_for_arn
from iamlab.engine.comparison.access import settle, start_clock
from iamlab.engine.comparison.duel import Duel
from iamlab.engine.comparison.people import Somebody, everybody, strangers_of, with_outsider
from iamlab.engine.comparison.shapes import (
    LIMIT,
    Comparison,
    Ignored,
    Outcome,
    Undecided,
)
from iamlab.engine.comparison.terms import Terms
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation import Snapshot
from iamlab.engine.evaluation.case import TRUST_ACTIONS, is_role

_NOBODY = '{"Version":"2012-10-17","Statement":[]}'
_NOTHING = Ignored()
_NOT_A_STRANGERS = frozenset({"aws:principalorgid", "aws:principalorgpaths"}) | {
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:vpcsourceip",
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
}
_STRANGERS_CONTEXT = (("aws:SourceIp", "198.18.7.7"), ("aws:ViaAWSService", "false"))
"""What a stranger cannot choose. The address is one that nobody owns; a range that holds it holds
nearly every address."""


def compare_resource(
    candidate: Snapshot,
    reference: Snapshot,
    resource: str,
    *,
    ignoring: Ignored = _NOTHING,
    limit: float = LIMIT,
) -> Comparison:
    """Return whether anybody may do more with a resource in the candidate than in the reference.

    `resource` is the ARN of a resource or role that has a policy of its own in either snapshot. All
    known principals are asked, those that the policies name, people of an account that nobody
    mentions who may do everything there, services, and somebody who has not signed in. Users and
    roles of the resource's account that may yet be made, and that a policy would let in, are asked
    with all rights and with none.
    """
    left = start_clock(limit)
    actions = _actions(resource)
    try:
        people = everybody((candidate, reference), resource)
    except Undecided as error:
        return Comparison(Outcome.UNKNOWN, reason=str(error))
    terms = Terms()
    duels = (
        Duel(
            _with(candidate, somebody),
            _with(reference, somebody),
            somebody.principal,
            ignoring,
            within=resource,
            actions=actions,
            open_keys=somebody.open_keys,
            powerless=somebody.powerless,
            terms=terms,
        )
        for somebody in people
    )
    return settle(duels, left)


def public_access(
    snapshot: Snapshot, resource: str, *, ignoring: Ignored = _NOTHING, limit: float = LIMIT
) -> Comparison:
    """Return whether anyone at all may do something with a resource: WIDER, with the request.

    Anyone is somebody who has not signed in, and somebody of an account that nobody mentions. They
    may choose what callers choose, such as a user agent, but no address, network or organization.
    """
    left = start_clock(limit)
    closed = _without_policy(snapshot, resource)
    actions, terms = _actions(resource), Terms()
    duels = (
        Duel(
            _with(snapshot, somebody),
            _with(closed, somebody),
            somebody.principal,
            ignoring,
            within=resource,
            actions=actions,
            open_keys=somebody.open_keys,
            closed_keys=_NOT_A_STRANGERS,
            given=_STRANGERS_CONTEXT,
            terms=terms,
        )
        for somebody in strangers_of((snapshot,))
    )
    return settle(duels, left)


def _with(snapshot: Snapshot, somebody: Somebody) -> Snapshot:
    return with_outsider(snapshot, somebody.principal, powerless=somebody.powerless)


def _actions(resource: str) -> frozenset[str]:
    found = {action.name for action in actions_for_arn(resource)}
    fields = split_arn(resource)
    if fields is not None and fields[2] == "s3" and "/" not in fields[5]:
        found |= {action.name for action in actions_for_arn(f"{resource}/key")}
    if is_role(resource):
        found = {name for name in found if name.lower() in TRUST_ACTIONS}
    return frozenset(found)


def _without_policy(snapshot: Snapshot, resource: str) -> Snapshot:
    role = snapshot.identities.get(resource)
    if role is not None and role.trust is not None:
        trust = replace(role.trust, text=_NOBODY)
        return replace(
            snapshot, identities={**snapshot.identities, resource: replace(role, trust=trust)}
        )
    found = snapshot.resources.get(resource)
    if found is None:
        return snapshot
    return replace(
        snapshot, resources={**snapshot.resources, resource: replace(found, policy=None)}
    )
