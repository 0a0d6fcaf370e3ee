"""Which requests an edit can change: only those are worth asking.

A request can change sides only if a statement that differs covers its action and its resource and
means its caller. All others are answered by that alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.changes.concerns import Concern, as_caller, concern_of, others_named
from iamlab.engine.changes.coverage import Group, cover, spread
from iamlab.engine.changes.differences import Difference, Side, find_differences
from iamlab.engine.changes.meanings import Meanings
from iamlab.engine.changes.targets import (
    holds,
    known_targets,
    mentioned_targets,
    neighbor,
)
from iamlab.engine.evaluation import Request, Snapshot
from iamlab.engine.evaluation.case import Directory
from iamlab.engine.evaluation.compiled import CompiledStatement

_NO_RESOURCE = "*"


@dataclass(frozen=True, slots=True)
class Probe:
    """One request to put to both sides; `statements` are those that can make the difference."""

    principal: str
    action: str
    resource: str
    statements: tuple[CompiledStatement, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests worth asking; `considered` counts also those that nothing can change.

    `complete` is False when there were too many, and an even sample was taken.
    """

    probes: tuple[Probe, ...]
    considered: int
    complete: bool = True


def plan_probes(
    before: Snapshot,
    after: Snapshot,
    asked: Request | None = None,
    *,
    asked_before: Request | None = None,
    most: int = 2_000,
) -> Plan:
    """Return the requests that can change sides between two organizations.

    Asked about are the users, roles and roots that a changed policy concerns; the actions that its
    changed statements cover; the organization's resources with sample objects of its buckets, what
    the statements name, and an invented resource for an action that fits none of them. `asked`, a
    request that led here, adds its caller, its resource and a neighbor of that; `asked_before` is
    the same where it brings other policies along. Of more than `most` an even sample comes back.
    Raises DocumentError when a changed policy cannot be read.
    """
    found: list[_Block] = []
    considered = 0
    complete = True
    meanings = Meanings(Directory(after))
    known = known_targets(after)
    sides = _side(before, asked_before or asked), _side(after, asked)
    passed = sides[0].passed_keys | sides[1].passed_keys
    for difference in find_differences(*sides):
        if asked is not None and difference.key in passed:
            concern = Concern(frozenset({asked.principal}))
        else:
            concern = _concern(before, after, difference.key)
        callers = _callers(concern, difference, asked)
        targets = _targets(known, difference, concern, asked)
        coverage = cover(difference, targets, _account(after, callers), most)
        considered += coverage.considered * len(callers)
        complete = complete and coverage.complete
        found.extend(_blocks(coverage.groups, callers, meanings))
    probes = _choose(found, asked, most)
    return Plan(probes, considered, complete and sum(map(_size, found)) <= most)


@dataclass(frozen=True, slots=True)
class _Block:
    """All pairs of a group with all callers whom it means: probes that are not written out."""

    group: Group
    callers: tuple[str, ...]

    def probe(self, number: int) -> Probe:
        pair, caller = divmod(number, len(self.callers))
        action, resource = self.group.pairs[pair]
        statements = (*self.group.before, *self.group.after)
        return Probe(self.callers[caller], action, resource, statements)


def _size(block: _Block) -> int:
    return len(block.group.pairs) * len(block.callers)


def _blocks(
    groups: tuple[Group, ...], callers: tuple[str, ...], meanings: Meanings
) -> Iterator[_Block]:
    """Yield each group with the callers to whom its two sides can mean something else."""
    for group in groups:
        yield _Block(group, tuple(item for item in callers if meanings.differ(group, item)))


def _choose(blocks: list[_Block], asked: Request | None, most: int) -> tuple[Probe, ...]:
    """Return at most so many probes: half of the room is for what is near the asked request."""
    total = sum(map(_size, blocks))
    if total <= most:
        found = [block.probe(number) for block in blocks for number in range(_size(block))]
    else:
        near = [_Block(_near(block, asked), block.callers) for block in blocks] if asked else []
        room = min(most // 2, sum(map(_size, near)))
        found = [*_spread_probes(near, room), *_spread_probes(blocks, most - room)]
    unique = {(item.principal, item.action, item.resource): item for item in found}
    return tuple(unique.values())


def _near(block: _Block, asked: Request) -> Group:
    """Keep of a block what concerns the asked resource, its neighbor or its action."""
    group = block.group
    places = {asked.resource, neighbor(asked.resource)}
    pairs = tuple(
        pair for pair in group.pairs if pair[1] in places or pair[0].lower() == asked.action.lower()
    )
    return Group(group.before, group.after, pairs)


def _spread_probes(blocks: list[_Block], most: int) -> Iterator[Probe]:
    """Yield probes evenly from all blocks, one after the other."""
    total = sum(map(_size, blocks))
    wanted = iter(spread(range(total), most))
    number = next(wanted, total)
    start = 0
    for block in blocks:
        while number < start + _size(block):
            yield block.probe(number - start)
            number = next(wanted, total)
        start += _size(block)


def _side(snapshot: Snapshot, asked: Request | None) -> Side:
    if asked is None:
        return Side(snapshot)
    return Side(snapshot, (*asked.session_policies, *asked.endpoint_policies))


def _concern(before: Snapshot, after: Snapshot, key: str) -> Concern:
    """Return whom a policy concerns on either side: it may be attached on one of them only."""
    one, other = concern_of(before, key), concern_of(after, key)
    if not one.callers:
        return other
    return (
        one
        if one == other or not other.callers
        else Concern(
            one.callers | other.callers,
            one.anybody or other.anybody,
            None
            if one.resources is None or other.resources is None
            else one.resources | other.resources,
        )
    )


def _callers(concern: Concern, difference: Difference, asked: Request | None) -> tuple[str, ...]:
    own = _identity(asked.principal) if asked is not None else ""
    names: dict[str, None] = {}
    if asked is not None and (
        concern.anybody or any(own == _identity(as_caller(arn)) for arn in concern.callers)
    ):
        names[asked.principal] = None
    for arn in sorted(concern.callers):
        caller = as_caller(arn)
        if _identity(caller) != own:
            names[caller] = None
    if concern.anybody:
        names.update(dict.fromkeys(others_named(difference.statements)))
    return tuple(names)


def _identity(principal: str) -> str:
    """Return a principal without the name of its session, which makes no other of it."""
    return principal.rpartition("/")[0] if ":assumed-role/" in principal else principal


def _targets(
    known: tuple[str, ...], difference: Difference, concern: Concern, asked: Request | None
) -> tuple[str, ...]:
    found = dict.fromkeys(known)
    found.update(dict.fromkeys(mentioned_targets(difference.before, difference.after)))
    if asked is not None and asked.resource != _NO_RESOURCE:
        beside = neighbor(asked.resource)
        found.update(dict.fromkeys(filter(None, (asked.resource, beside))))
    if concern.resources is None:
        return tuple(found)
    guarded = concern.resources
    return tuple(arn for arn in found if any(holds(resource, arn) for resource in guarded))


def _account(snapshot: Snapshot, callers: tuple[str, ...]) -> str:
    """Return the account in which invented resources are placed: the first caller's."""
    for caller in callers:
        if caller.startswith("arn:"):
            return caller.split(":")[4]
    return next(iter(snapshot.accounts), "")
