"""What one condition test asks of a request: a key, one of some values, or nothing at all."""

from __future__ import annotations

from iamlab.engine.conditions import Family, Quantifier, read_operator
from iamlab.engine.documents import ConditionTest


def demands(test: ConditionTest) -> bool:
    """Tell whether a test asks that its key be there and have one of the values.

    Negated operators, `Null`, and what is true of a key that the request lacks do not.
    """
    operator = read_operator(test.operator.text)
    return (
        operator is not None
        and operator.row.family is not Family.NULL
        and not operator.row.negated
        and not operator.if_exists
        and operator.quantifier is not Quantifier.ALL
    )


def passes_without_key(test: ConditionTest) -> bool:
    """Tell whether a test is true in a request that lacks its key (C3, C6)."""
    operator = read_operator(test.operator.text)
    if operator is None:
        return False
    if operator.row.family is Family.NULL and operator.quantifier is Quantifier.NONE:
        return any(value.text.lower() == "true" for value in test.values)
    return operator.matches_absent


def asks_presence(test: ConditionTest) -> bool:
    """Tell whether a test is a `Null` that asks for the key to be there."""
    operator = read_operator(test.operator.text)
    return (
        operator is not None
        and operator.row.family is Family.NULL
        and operator.quantifier is not Quantifier.ALL
        and _says(test, "false")
    )


def is_flag(test: ConditionTest, key_lower: str, value: str) -> bool:
    """Tell whether a test asks for a Boolean key to be `true` or `false`, and only that."""
    operator = read_operator(test.operator.text)
    return (
        test.key.text.lower() == key_lower
        and operator is not None
        and operator.row.family in (Family.BOOLEAN, Family.STRING)
        and not operator.row.negated
        and _says(test, value)
    )


def _says(test: ConditionTest, value: str) -> bool:
    return bool(test.values) and all(item.text.lower() == value for item in test.values)
