"""Which actions of the catalog does an Action entry cover? (A3, A4)"""

from __future__ import annotations

from functools import lru_cache

from iamlab.engine.catalog import action_names_of, all_actions
from iamlab.engine.matching.actions import EVERY_ACTION, compile_action
from iamlab.engine.matching.wildcards import is_worth_keeping

_NOTHING: frozenset[str] = frozenset()


def expand_action(pattern: str) -> frozenset[str]:
    """Return the canonical names of the actions that one Action entry covers.

    `s3:Get*` gives every `s3` action that begins with `Get`, an exact name gives itself, and what
    AWS does not list, or cannot be an action, gives nothing. Any text may be asked for.
    """
    return _kept(pattern) if is_worth_keeping(pattern) else _expand(pattern)


@lru_cache(maxsize=2048)
def _kept(pattern: str) -> frozenset[str]:
    return _expand(pattern)


def _expand(pattern: str) -> frozenset[str]:
    if pattern in EVERY_ACTION:
        return all_actions()
    matcher = compile_action(pattern)
    if matcher.glob is None:
        return _NOTHING
    lowered = pattern.lower()
    names = action_names_of(lowered.partition(":")[0])
    if matcher.glob.exact is not None:
        return frozenset({names[lowered]}) if lowered in names else _NOTHING
    return frozenset(name for key, name in names.items() if matcher.matches(key))


def expand_actions(patterns: tuple[str, ...]) -> frozenset[str]:
    """Return the canonical names of the actions that any of the entries covers."""
    if len(patterns) == 1:
        return expand_action(patterns[0])
    if not EVERY_ACTION.isdisjoint(patterns):
        return all_actions()  # shared: such a set is large
    return _NOTHING.union(*(expand_action(pattern) for pattern in patterns))
