"""The columns of a matrix: the actions that fit a resource, and the few that matter most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from iamlab.engine import Action, Policy, actions_for_arn, split_arn
from iamlab.lab.matrix.targets import Target, noun_of
from iamlab.lab.matrix.texts import action_patterns

MOST_THAT_MATTER = 12
_MOST_MENTIONED = 7
_LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
_VERBS = ("Get", "List", "Put", "Send", "Delete", "Create", "Update")
_OWN, _EXACT, _WILDCARD = 12, 4, 1


@dataclass(frozen=True, slots=True)
class Column:
    """An action on a target. `name` leaves the prefix of the target's own service out."""

    action: str
    name: str
    level: str
    target: Target
    description: str


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns about one target."""

    title: str
    columns: tuple[Column, ...]


def list_columns(targets: Iterable[Target]) -> tuple[Column, ...]:
    """Return every action that fits one of the targets: by target, access level and name."""
    return tuple(
        _column(action, target)
        for target in targets
        for action in sorted(actions_for_arn(target.arn), key=_order)
    )


def pick_columns(
    columns: Sequence[Column], policies: Iterable[Policy], own: Policy | None
) -> tuple[Column, ...]:
    """Return the columns that matter most, at most MOST_THAT_MATTER, in their order.

    Those are the actions that policies name, the resource's `own` policy above all, and for each
    target an example of every access level.
    """
    scores = _score(columns, policies, own)
    mentioned = [column for column in columns if scores[column] >= _EXACT]
    mentioned.sort(key=lambda column: -scores[column])
    picked = dict.fromkeys(mentioned[:_MOST_MENTIONED])
    shown = {(column.target, column.level) for column in picked}
    for column in _examples(columns):
        if (column.target, column.level) not in shown:
            picked[column] = None
    picked.update(dict.fromkeys(_examples([item for item in columns if _deletes(item)])))
    chosen = list(picked)[:MOST_THAT_MATTER]
    return tuple(column for column in columns if column in chosen)


def group_columns(columns: Iterable[Column]) -> tuple[ColumnGroup, ...]:
    """Return the columns under the titles of their targets."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        groups.setdefault(column.target.title, []).append(column)
    return tuple(ColumnGroup(title, tuple(found)) for title, found in groups.items())


def _column(action: Action, target: Target) -> Column:
    fields = split_arn(target.arn)
    home = fields[2] if fields else ""
    prefix, _, name = action.name.partition(":")
    return Column(
        action.name,
        name if prefix == home else action.name,
        _level(action),
        target,
        action.description,
    )


def _level(action: Action) -> str:
    """Return the telling one of several access levels: `Permissions management, Write` (E16)."""
    known = [level for level in action.access_levels if level in _LEVELS]
    return max(known, key=_LEVELS.index) if known else action.access_level


def _order(action: Action) -> tuple[int, str]:
    level = _level(action)
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), action.name)


def _score(
    columns: Sequence[Column], policies: Iterable[Policy], own: Policy | None
) -> dict[Column, int]:
    """Weigh each column by how often and how exactly policies name its action."""
    by_action: dict[str, int] = {}
    names = {column.action.lower() for column in columns}
    prefixes = tuple({name.partition(":")[0] + ":" for name in names})
    for policy in policies:
        weight = _OWN if own is not None and policy.key == own.key else _EXACT
        for pattern in set(action_patterns(policy.text, policy.type)):
            if pattern in names:
                by_action[pattern] = by_action.get(pattern, 0) + weight
            elif pattern.startswith(prefixes) and not pattern.endswith(":*"):
                for name in names:
                    if fnmatchcase(name, pattern.replace("[", "[[]")):
                        by_action[name] = by_action.get(name, 0) + _WILDCARD
    return {column: by_action.get(column.action.lower(), 0) for column in columns}


def _examples(columns: Sequence[Column]) -> list[Column]:
    """Return the plainest action of each access level for each target."""
    best: dict[tuple[Target, str], Column] = {}
    for column in columns:
        key = (column.target, column.level)
        if key not in best or _plainness(column) < _plainness(best[key]):
            best[key] = column
    # A list of something else says little about this target, so it needs no example.
    return [item for (_, level), item in best.items() if level != "List" or _is_plain(item)]


def _deletes(column: Column) -> bool:
    return column.level == "Write" and column.name.startswith("Delete")


def _is_plain(column: Column) -> bool:
    return column.name.lower().endswith(noun_of(column.target.arn))


def _plainness(column: Column) -> tuple[bool, bool, bool, int, int]:
    name = column.name
    verb = next((place for place, verb in enumerate(_VERBS) if name.startswith(verb)), len(_VERBS))
    return (
        ":" in name,
        not _is_plain(column),
        "Policy" not in name and "Tagging" not in name,
        verb,
        len(name),
    )
