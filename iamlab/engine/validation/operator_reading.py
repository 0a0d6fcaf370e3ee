"""Reads the operators of condition tests, quickly also where they are not valid."""

from __future__ import annotations

from functools import lru_cache

from iamlab.engine.conditions import Family, QualifiedOperator, Quantifier, parse_operator
from iamlab.engine.conditions.operators import find_operator
from iamlab.engine.documents import ConditionTest

_LONGEST = 64
_SUFFIX = "ifexists"


@lru_cache(maxsize=1024)
def operator_of(text: str) -> QualifiedOperator | None:
    """Return the operator that a condition names, or None when there is no such operator."""
    if len(text) > _LONGEST:
        return None
    name = text.rpartition(":")[2]
    if name.lower().endswith(_SUFFIX):
        name = name[: -len(_SUFFIX)]
    if find_operator(name) is None:  # before `parse_operator`, which would look for a near one
        return None
    found = parse_operator(text)
    return None if isinstance(found, str) else found


def demands(test: ConditionTest) -> bool:
    """Tell whether a test asks that its key be there and have one of the values.

    Negated operators, `Null`, and what is true of a key that the request lacks do not.
    """
    operator = operator_of(test.operator.text)
    return (
        operator is not None
        and operator.row.family is not Family.NULL
        and not operator.row.negated
        and not operator.if_exists
        and operator.quantifier is not Quantifier.ALL
    )


def passes_without_key(test: ConditionTest) -> bool:
    """Tell whether a test is true in a request that lacks its key (C3)."""
    operator = operator_of(test.operator.text)
    if operator is None:
        return False
    if operator.row.family is Family.NULL:
        return _says(test, "true")
    return operator.matches_absent


def asks_presence(test: ConditionTest) -> bool:
    """Tell whether a test is a `Null` that asks for the key to be there."""
    operator = operator_of(test.operator.text)
    return operator is not None and operator.row.family is Family.NULL and _says(test, "false")


def is_flag(test: ConditionTest, key_lower: str, value: str) -> bool:
    """Tell whether a test asks for a Boolean key to be `true` or `false`, and only that."""
    operator = operator_of(test.operator.text)
    return (
        test.key.text.lower() == key_lower
        and operator is not None
        and operator.row.family in (Family.BOOLEAN, Family.STRING)
        and not operator.row.negated
        and _says(test, value)
    )


def _says(test: ConditionTest, value: str) -> bool:
    return bool(test.values) and all(item.text.lower() == value for item in test.values)
