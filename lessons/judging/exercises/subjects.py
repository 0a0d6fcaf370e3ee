"""Whose access, and access to what, the edited policies of an exercise decide.

A check such as `no_wider_than` compares each of these between the learner's organization and the
author's; together they cover every request that the edited policies can change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from iamlab.engine import Identity, Level, PolicyType, Snapshot, split_arn
from iamlab.engine.scenarios import resolve_principal, resolve_resource
from lessons.content.exercises import ExerciseVariant
from lessons.content.references import Place
from lessons.content.shapes.asks import Ask
from lessons.content.shapes.exercises import IntentCheck

_SESSION = "session"


@dataclass(frozen=True, slots=True)
class Caller:
    """Everything that one principal may do; `principal` is an ARN."""

    principal: str


@dataclass(frozen=True, slots=True)
class Target:
    """Everything that anybody may do with one resource, or who may assume one role."""

    resource: str


@dataclass(frozen=True, slots=True)
class Text:
    """A policy that is attached to nobody: only its text can be compared."""

    policy: str


Subject = Caller | Target | Text


def subjects_of(
    variant: ExerciseVariant,
    snapshot: Snapshot,
    principals: Sequence[str] = (),
    changed: Collection[str] | None = None,
) -> tuple[Subject, ...]:
    """Return what to compare, each once. Raises RequestError for a principal that means nobody.

    `principals`, short names, stand in the place of those that hold the edited policies. For an SCP
    the holders are the root users of the accounts below it, whom nothing else limits, and the
    callers that the exercise asks about. `changed`, when given, names the only policies that differ
    between the two organizations: whatever another one decides, it decides alike in both, unless a
    changed one bears on it, and then the changed one's own subject shows the difference.
    """
    if changed is not None and not changed:
        return ()
    places = {
        name: place for name, place in variant.places.items() if changed is None or name in changed
    }
    asks = [check.ask for check in variant.shape.checks if isinstance(check, IntentCheck)]
    return find_subjects(places, asks, snapshot, principals)


def find_subjects(
    places: Mapping[str, Place],
    asks: Iterable[Ask],
    snapshot: Snapshot,
    principals: Sequence[str] = (),
) -> tuple[Subject, ...]:
    """Return what to compare when the policies in some places change, as `subjects_of` does.

    `asks` are the requests that are asked about.
    """
    found: list[Subject] = [Caller(resolve_principal(snapshot, item)) for item in principals]
    finder = _Finder(asks, snapshot)
    for name, place in places.items():
        if place.type in (PolicyType.TRUST, PolicyType.RESOURCE):
            found += finder.guarded(place)
        elif place.type is PolicyType.RCP:
            found += finder.below_rcp(place)
        elif not principals:
            found += finder.holders(place) or [Text(name)]
    return tuple(dict.fromkeys(found))


class _Finder:
    """Looks for holders in one organization."""

    def __init__(self, asks: Iterable[Ask], snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        asks = list(asks)
        self._callers = tuple(
            dict.fromkeys(resolve_principal(snapshot, ask.principal) for ask in asks)
        )
        self._asked = tuple(dict.fromkeys(resolve_resource(snapshot, ask.resource) for ask in asks))

    def guarded(self, place: Place) -> list[Subject]:
        """Return the role or the resource that a trust or a resource's policy stands in."""
        if place.type is PolicyType.RESOURCE:
            return [Target(place.key.removeprefix("resource/"))]
        return [
            Target(identity.arn)
            for identity in self._snapshot.identities.values()
            if identity.trust is not None and identity.trust.key == place.key
        ]

    def holders(self, place: Place) -> list[Subject]:
        """Return the callers that an identity policy, a boundary or an SCP speaks for."""
        if place.type is PolicyType.SCP:
            return self._below_scp(place)
        return [
            Caller(self._caller(identity))
            for identity in self._snapshot.identities.values()
            if place.key in _keys(identity)
        ]

    def below_rcp(self, place: Place) -> list[Subject]:
        """Return the resources in the accounts below an RCP, those asked about if there are any."""
        accounts = [
            account.id
            for account in self._snapshot.accounts.values()
            if _stands_in(account.rcp_levels, place)
        ]
        known = [item.arn for item in self._snapshot.resources.values() if item.account in accounts]
        asked = [arn for arn in known if any(item.startswith(arn) for item in self._asked)]
        return [Target(arn) for arn in asked or known]

    def _below_scp(self, place: Place) -> list[Subject]:
        accounts = [
            account.id
            for account in self._snapshot.accounts.values()
            if _stands_in(account.scp_levels, place)
        ]
        asked = [arn for arn in self._callers if _account_of(arn) in accounts]
        roots = [f"arn:aws:iam::{account}:root" for account in accounts]
        return [Caller(arn) for arn in (*asked, *roots)]

    def _caller(self, identity: Identity) -> str:
        """Return a user's ARN, or a session of a role: the one that the exercise asks about."""
        fields = split_arn(identity.arn)
        if fields is None or not fields[5].startswith("role/"):
            return identity.arn
        prefix = f"arn:aws:sts::{fields[4]}:assumed-role/{fields[5].rsplit('/', 1)[-1]}/"
        asked = (arn for arn in self._callers if arn.startswith(prefix))
        return next(asked, prefix + _SESSION)


def _stands_in(levels: Sequence[Level], place: Place) -> bool:
    return any(policy.key == place.key for level in levels for policy in level.policies)


def _keys(identity: Identity) -> Iterator[str]:
    yield from (item.policy.key for item in identity.policies)
    if identity.boundary is not None:
        yield identity.boundary.key


def _account_of(arn: str) -> str:
    fields = split_arn(arn)
    return fields[4] if fields is not None else ""
