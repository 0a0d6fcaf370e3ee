"""What the difference between two versions means: the requests that changed sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iamlab.engine import DocumentError, Snapshot, replace_policy
from iamlab.engine.changes import ChangedRequest, changed_requests
from iamlab.engine.scenarios import short_name

MOST_ASKED = 800
"""Requests that are put to the engine for one comparison."""

_ROWS = 8
_ACTIONS = 6


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """Actions of one principal on one resource that changed sides; `more` are not listed."""

    principal: str
    resource: str
    actions: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ChangedSide:
    """The requests that are allowed on one side only: how many, and the largest groups of them."""

    count: int
    rows: tuple[ChangedRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What changed sides between two texts of one policy, in its organization.

    `considered` requests were looked at; without `complete` only a sample of `asked` was put to the
    engine. `problem` is a sentence on why nothing could be asked.
    """

    opened: ChangedSide
    closed: ChangedSide
    asked: int = 0
    considered: int = 0
    complete: bool = True
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether no request that was asked changed sides."""
        return not (self.opened.count or self.closed.count)


_NONE = ChangedSide(0, (), 0)


def compare_meaning(snapshot: Snapshot, key: str, old: str, new: str) -> Meaning:
    """Return the requests that one text of a policy allows and the other does not."""
    if key not in snapshot.policies():
        return Meaning(_NONE, _NONE, problem="The policy is attached nowhere, so nothing changes.")
    return compare_organizations(
        replace_policy(snapshot, key, old), replace_policy(snapshot, key, new)
    )


def compare_organizations(before: Snapshot, after: Snapshot) -> Meaning:
    """Return the requests that one state of an organization allows and the other does not."""
    try:
        changes = changed_requests(before, after, most=MOST_ASKED)
    except DocumentError:
        problem = "One of the two texts cannot be read as a policy, so nothing can be asked."
        return Meaning(_NONE, _NONE, problem=problem)
    return Meaning(
        _side(after, changes.opened),
        _side(after, changes.closed),
        changes.asked,
        changes.considered,
        changes.complete,
    )


def _side(snapshot: Snapshot, changed: Iterable[ChangedRequest]) -> ChangedSide:
    found: dict[tuple[str, str], list[str]] = {}
    count = 0
    for item in changed:
        count += 1
        place = (item.request.principal, item.request.resource)
        found.setdefault(place, []).append(item.request.action)
    largest = sorted(found.items(), key=lambda entry: -len(entry[1]))
    rows = tuple(
        ChangedRow(
            short_name(snapshot, principal),
            resource,
            tuple(actions[:_ACTIONS]),
            max(len(actions) - _ACTIONS, 0),
        )
        for (principal, resource), actions in largest[:_ROWS]
    )
    return ChangedSide(count, rows, sum(len(actions) for _, actions in largest[_ROWS:]))
