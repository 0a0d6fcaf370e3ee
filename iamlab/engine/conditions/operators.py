"""The table of condition operators: every family's rows, found by name."""

from __future__ import annotations

from difflib import get_close_matches

from iamlab.engine.conditions import (
    addresses,
    arns,
    binary,
    booleans,
    dates,
    null,
    numbers,
    strings,
)
from iamlab.engine.conditions.family import Operator

_OPERATORS: tuple[Operator, ...] = (
    *strings.OPERATORS,
    *numbers.OPERATORS,
    *dates.OPERATORS,
    *booleans.OPERATORS,
    *binary.OPERATORS,
    *addresses.OPERATORS,
    *arns.OPERATORS,
    *null.OPERATORS,
)
_BY_NAME = {operator.name.lower(): operator for operator in _OPERATORS}
_LONGEST = 64


def operators() -> tuple[Operator, ...]:
    """Return every operator, family by family, without set prefixes and `IfExists`."""
    return _OPERATORS


def find_operator(name: str) -> Operator | None:
    """Return the operator of a name, written in any letter case, or None."""
    return _BY_NAME.get(name.lower()) if name.isascii() else None


def suggest_operator(name: str) -> str | None:
    """Return the operator that a misspelled name most resembles, or None."""
    if len(name) > _LONGEST:
        return None
    found = get_close_matches(name.lower(), _BY_NAME, n=1, cutoff=0.8)
    return _BY_NAME[found[0]].name if found else None
