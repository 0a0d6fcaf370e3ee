"""Does a condition keep anybody out, or does it hold for every request?

The engine has no clock: "now" is no earlier than the day on which the catalog was collected.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from functools import cache

from iamlab.engine.catalog import catalog_date
from iamlab.engine.conditions import (
    Family,
    QualifiedOperator,
    Quantifier,
    parse_instant,
    read_operator,
)
from iamlab.engine.documents import ConditionTest
from iamlab.engine.validation.subject import StatementView

_TIME_KEYS = frozenset({"aws:currenttime", "aws:epochtime"})
_ALWAYS_SENT = frozenset(
    {"aws:currenttime", "aws:epochtime", "aws:principalarn", "aws:principalaccount", "aws:userid"}
)
# Whoever is kept out by these uses HTTPS, or another Region, and is in.
_MET_BY_ANYBODY = frozenset({"aws:requestedregion", "aws:securetransport"})
_EVERYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def is_unlimited(statement: StatementView) -> bool:
    """Tell whether a statement has no condition, or only such as hold for every request.

    Known to hold are: a date that has passed as the earliest time, HTTPS required, every address
    of the internet, and `*` for a key that every request carries. Anything else is a limit.
    """
    return all(_always_holds(test) for test in statement.source.conditions)


def makes_exceptions(statement: StatementView) -> bool:
    """Tell whether the conditions of a Deny only spare some requests: those with a tag, with MFA...

    Such a Deny limits as much as the opposite condition in the Allow would.
    """
    return all(_is_negation(test) for test in statement.source.conditions)


def limits_to_services(statement: StatementView) -> bool:
    """Tell whether `iam:PassedToService` says which services a role may be passed to."""
    return any(_names_services(test) for test in statement.source.conditions)


def _names_services(test: ConditionTest) -> bool:
    if test.key.text.lower() != "iam:passedtoservice":
        return False
    form = read_operator(test.operator.text)
    if form is None or form.row.negated or form.row.family is not Family.STRING:
        return False
    return bool(test.values) and not any(_is_star(value.text) for value in test.values)


def _is_negation(test: ConditionTest) -> bool:
    form = read_operator(test.operator.text)
    if form is None or form.quantifier is Quantifier.ANY or not test.values:
        return False
    if test.key.text.lower() in _MET_BY_ANYBODY or any(_spares_all(v.text) for v in test.values):
        return False
    if form.row.family is Family.BOOLEAN:
        return all(value.text.lower() == "false" for value in test.values)
    return form.row.negated


def _always_holds(test: ConditionTest) -> bool:
    form = read_operator(test.operator.text)
    if form is None or form.quantifier is not Quantifier.NONE or form.row.negated:
        return False
    key = test.key.text.lower()
    return any(_is_met(form, key, value.text) for value in test.values)


def _is_met(form: QualifiedOperator, key: str, value: str) -> bool:
    """Whether every request meets one value of a positive operator (C1: one is enough)."""
    name = form.row.name
    if key in _TIME_KEYS and "GreaterThan" in name:
        instant = parse_instant(value)
        return instant is not None and instant < _earliest_now()
    if key == "aws:securetransport":
        return form.row.family is Family.BOOLEAN and value.lower() == "true"
    if key == "aws:sourceip":
        return form.row.family is Family.IP_ADDRESS and value in _EVERYWHERE
    return (
        key in _ALWAYS_SENT and name in ("StringLike", "ArnLike", "ArnEquals") and _is_star(value)
    )


def _spares_all(value: str) -> bool:
    return value in _EVERYWHERE or _is_star(value)


def _is_star(value: str) -> bool:
    return bool(value) and not value.strip("*")


@cache
def _earliest_now() -> Decimal:
    return Decimal(int(datetime.combine(catalog_date(), time(), UTC).timestamp()))
