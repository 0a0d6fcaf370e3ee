"""Wildcards unfolded: the actions behind a pattern, grouped by access level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from iamlab.engine.catalog import find_action
from iamlab.engine.matching.expansion import expand_actions

ACCESS_LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
_EVERYTHING = frozenset({"*", "*:*"})
_MOST_UNFOLDED = 300


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The actions of one access level, by name."""

    level: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfolding:
    """What entries of Action or NotAction cover in the catalog; the largest group is first."""

    patterns: tuple[str, ...]
    count: int
    groups: tuple[LevelGroup, ...]

    @property
    def headline(self) -> str:
        """The counts in words, as in `54 actions (38 Read, 16 List)`."""
        if not self.count:
            return "no action that AWS lists"
        noun = "action" if self.count == 1 else "actions"
        if len(self.groups) == 1:
            return f"{self.count:,} {self.groups[0].level} {noun}"
        counts = (f"{len(group.actions):,} {group.level}" for group in self.groups)
        return f"{self.count:,} {noun} ({', '.join(counts)})"


class Unfolder:
    """Unfolds the patterns of one policy; a hostile one stops being unfolded after 300."""

    def __init__(self) -> None:
        self._left = _MOST_UNFOLDED

    def unfold(self, patterns: tuple[str, ...]) -> Unfolding | None:
        """Return what the entries cover together; None for `*`, which needs no unfolding."""
        if not _EVERYTHING.isdisjoint(patterns) or self._left < len(patterns):
            return None
        self._left -= len(patterns)
        return _unfold(patterns)


@lru_cache(maxsize=512)
def _unfold(patterns: tuple[str, ...]) -> Unfolding:
    by_level: dict[str, list[str]] = {level: [] for level in ACCESS_LEVELS}
    names = sorted(expand_actions(patterns))
    for name in names:
        action = find_action(name)
        if action is not None:
            # Tagging and permissions management count as writing too; the finer word says more.
            by_level[action.access_levels[0]].append(name)
    groups = (LevelGroup(level, tuple(found)) for level, found in by_level.items() if found)
    return Unfolding(
        patterns, len(names), tuple(sorted(groups, key=lambda group: -len(group.actions)))
    )
