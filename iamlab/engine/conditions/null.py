"""The Null operator: is the key there at all? (C6)"""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.conditions.family import Family, Operator, Reason
from iamlab.engine.conditions.wording import code, listing

_TRUTHS = frozenset({"true", "false"})


def is_null(values: tuple[str, ...] | None) -> bool:
    """Tell whether a key is absent, or holds nothing but empty texts, which AWS calls null (C6)."""
    return values is None or not any(values)


def matches_null(wanted: frozenset[str], values: tuple[str, ...] | None) -> bool:
    """Tell whether a key's state is one of the wanted ones: `true` is absent, `false` present."""
    return ("true" if is_null(values) else "false") in wanted


def wanted_states(values: Sequence[str]) -> frozenset[str]:
    """Return which of `true` and `false` a policy lists, in any letter case."""
    return _TRUTHS.intersection(value.lower() for value in values)


def tell_null(policy: Sequence[str], values: tuple[str, ...] | None) -> Reason:
    """Say in words why Null does or does not match."""
    null = is_null(values)
    notes: tuple[str, ...] = ()
    state = "absent" if null else "present"
    if null and values is not None:
        state, notes = "empty, which counts as absent", ("C6",)
    wanted = wanted_states(policy)
    if not wanted:
        shown = listing([code(value) for value in policy], "and") or "An empty list"
        return Reason(f"{shown} can't match: Null takes `true` (absent) or `false` (present).")
    if len(wanted) == 2:
        return Reason(
            f"The key is {state}, and Null with both `true` and `false` always matches.", notes
        )
    asked = "an absent key" if "true" in wanted else "a present key"
    link = "as" if matches_null(wanted, values) else "but"
    return Reason(f"The key is {state}, {link} Null `{min(wanted)}` asks for {asked}.", notes)


OPERATORS = (
    Operator(
        "Null",
        Family.NULL,
        "With `true` the key must be absent from the request, with `false` it must be present.",
    ),
)
