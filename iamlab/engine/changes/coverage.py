"""Actions on resources about which the two sides of a difference say something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from iamlab.engine.catalog import actions_for_arn, all_actions, takes_resource
from iamlab.engine.changes.differences import (
    Difference,
    Meaning,
    actions_of,
    circumstances_of,
    places_of,
)
from iamlab.engine.changes.targets import HOME_REGION, template_target
from iamlab.engine.evaluation.compiled import CompiledStatement

_NO_RESOURCE = "*"
_MOST_REGIONS = 3
_Item = TypeVar("_Item")


Pair = tuple[str, str]
"""An action and a resource."""

Sides = tuple[tuple[CompiledStatement, ...], tuple[CompiledStatement, ...]]
"""Statements before and after."""


@dataclass(frozen=True, slots=True)
class Group:
    """Actions on resources that the same statements cover, and about which the sides may differ."""

    before: tuple[CompiledStatement, ...]
    after: tuple[CompiledStatement, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a difference covers; `considered` counts all pairs, also those that cannot change.

    `complete` is False when actions without a resource in the organization were too many to invent
    one for each.
    """

    groups: tuple[Group, ...]
    considered: int
    complete: bool


def cover(difference: Difference, targets: Iterable[str], account: str, most: int) -> Coverage:
    """Return the pairs of action and target that can change, grouped by what covers them.

    Every action meets the targets that it fits; one that fits none meets an invented resource in
    `account`, or none in particular if it takes none (R4). Of those, at most `most`.
    """
    scope = _Scope(difference)
    found: dict[Sides, list[Pair]] = {}
    considered = 0
    left = set(scope.affected)
    for target in targets:
        fitting = _fitting(target) & scope.affected
        considered += len(fitting)
        left -= fitting
        scope.collect(target, fitting & scope.differing, found)
    open_actions = left & scope.differing
    chosen = spread(sorted(open_actions), most)
    for target, actions in _invented(chosen, account, _regions(difference)).items():
        considered += len(actions)
        scope.collect(target, actions, found)
    considered += len(left) - len(chosen)
    groups = tuple(Group(*sides, tuple(pairs)) for sides, pairs in found.items())
    return Coverage(groups, considered, len(chosen) == len(open_actions))


def spread(items: Sequence[_Item], most: int) -> tuple[_Item, ...]:
    """Return at most so many items, evenly taken from all of them."""
    count = len(items)
    if count <= most:
        return tuple(items)
    return tuple(items[number * count // most] for number in range(most))


class _Scope:
    """The statements of a difference with the actions that each covers."""

    def __init__(self, difference: Difference) -> None:
        everything = all_actions()
        self._sides = tuple(
            tuple(
                (item, actions_of(item, everything), circumstances_of(item)) for item in statements
            )
            for statements in (difference.before, difference.after)
        )
        self.affected = frozenset().union(
            *(actions for side in self._sides for _, actions, _ in side)
        )
        self.differing = self._differing()

    def _differing(self) -> frozenset[str]:
        """Return the actions about which the two sides say something else on some resource."""
        said: list[dict[Meaning, frozenset[str]]] = [{}, {}]
        for side, rows in zip(said, self._sides, strict=True):
            for statement, actions, _ in rows:
                meaning = (*circumstances_of(statement), *places_of(statement))
                side[meaning] = side.get(meaning, frozenset()) | actions
        none: frozenset[str] = frozenset()
        olds, news = said
        return frozenset().union(
            *(olds.get(key, none) ^ news.get(key, none) for key in {*olds, *news})
        )

    def collect(self, target: str, actions: Iterable[str], found: dict[Sides, list[Pair]]) -> None:
        """Add the actions about which the two sides say something else on a target."""
        before, after = (
            [row for row in side if row[0].may_cover_resource(target)] for side in self._sides
        )
        if not before and not after:
            return
        for action in sorted(actions):
            olds = [row for row in before if action in row[1]]
            news = [row for row in after if action in row[1]]
            if {row[2] for row in olds} != {row[2] for row in news}:
                sides = tuple(row[0] for row in olds), tuple(row[0] for row in news)
                found.setdefault(sides, []).append((action, target))


def _fitting(target: str) -> frozenset[str]:
    return frozenset(action.name for action in actions_for_arn(target))


def _invented(
    actions: Iterable[str], account: str, regions: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return a made-up resource for each action, with the actions that share it."""
    found: dict[str, list[str]] = {}
    for action in actions:
        if not takes_resource(action):
            found.setdefault(_NO_RESOURCE, []).append(action)
            continue
        arns = [template_target(action, account, region) for region in regions]
        for arn in dict.fromkeys(filter(None, arns)):
            found.setdefault(arn, []).append(action)
    return found


def _regions(difference: Difference) -> tuple[str, ...]:
    """Return the Regions to place invented resources in: ours, and those that conditions name."""
    named = (
        value
        for statement in difference.statements
        for check in statement.checks
        if check.key_lower == "aws:requestedregion"
        for value in check.values
        if "*" not in value
    )
    return tuple(dict.fromkeys((HOME_REGION, *named)))[: _MOST_REGIONS + 1]
