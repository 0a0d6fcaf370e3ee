"""Which actions of the catalog does an Action entry cover? (A3, A4)"""

from __future__ import annotations

from functools import lru_cache

from iamlab.engine.catalog import action_names_of, all_actions
from iamlab.engine.matching.actions import compile_action


@lru_cache(maxsize=2048)
def expand_action(pattern: str) -> frozenset[str]:
    """Return the canonical names of the actions that one Action entry covers.

    `s3:Get*` gives every `s3` action that begins with `Get`, an exact name gives itself, and what
    AWS does not list, or cannot be an action, gives nothing. Any text may be asked for.
    """
    matcher = compile_action(pattern)
    if matcher.glob is None:
        return frozenset()
    if pattern in ("*", "*:*"):
        return all_actions()
    names = action_names_of(pattern.lower().partition(":")[0])
    return frozenset(name for lowered, name in names.items() if matcher.matches(lowered))


def expand_actions(patterns: tuple[str, ...]) -> frozenset[str]:
    """Return the canonical names of the actions that any of the entries covers."""
    if len(patterns) == 1:
        return expand_action(patterns[0])
    return frozenset().union(*(expand_action(pattern) for pattern in patterns))
