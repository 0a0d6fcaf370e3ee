"""Which condition keys statements look at, and how many values of each can matter."""

from __future__ import annotations

from collections.abc import Iterable

from iamlab.engine.comparison.condition_keys import Key, make_key
from iamlab.engine.comparison.marks import mark_of
from iamlab.engine.comparison.terms import Term, Terms
from iamlab.engine.conditions import ConditionCheck, Family, Quantifier
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.evaluation.compiled import CompiledStatement

_TIME, _OTHER_TIME = "aws:currenttime", "aws:epochtime"


def make_keys(
    terms: Terms, shut: frozenset[str], statements: list[CompiledStatement], region: Term
) -> dict[str, Key]:
    """Make the variables of every key that is not shut, by lower-case name.

    `region` is the Region of the resource's ARN. Raises Undecided for a key that is compared in
    ways that do not go together.
    """
    names: dict[str, str] = {}
    for statement in statements:
        for name in statement.keys:
            names.setdefault(name.lower(), name)
    checks = _checks(statements)
    if _OTHER_TIME in names:
        # One instant under two names.
        names.setdefault(_TIME, names.pop(_OTHER_TIME))
        checks.setdefault(_TIME, []).extend(checks.pop(_OTHER_TIME, []))
    keys = {
        lowered: _make(terms, name, checks.get(lowered, []), region)
        for lowered, name in names.items()
        if lowered not in shut
    }
    if _TIME in keys:
        keys[_OTHER_TIME] = keys[_TIME]
    return keys


def _checks(statements: Iterable[CompiledStatement]) -> dict[str, list[ConditionCheck]]:
    """Return the checks of each key, like ones once."""
    found: dict[str, dict[object, ConditionCheck]] = {}
    for statement in statements:
        for check in statement.checks:
            if check.form is not None:
                found.setdefault(check.key_lower, {}).setdefault(mark_of(check), check)
    return {lowered: list(checks.values()) for lowered, checks in found.items()}


def _make(terms: Terms, name: str, checks: list[ConditionCheck], region: Term) -> Key:
    families = {check.form.row.family for check in checks if check.form is not None}
    # Each check over several values can be told by one of them.
    several = [
        check
        for check in checks
        if check.form is not None
        and check.form.quantifier is not Quantifier.NONE
        and check.form.row.family is not Family.NULL
    ]
    is_whole = all(_is_whole(value) for check in checks for value in check.values)
    return make_key(terms, name, families, max(1, len(several)), region=region, is_whole=is_whole)


def _is_whole(text: str) -> bool:
    number = parse_number(text)
    return number is None or number == number.to_integral_value()
