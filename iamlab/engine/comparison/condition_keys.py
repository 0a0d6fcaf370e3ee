"""The condition keys of a request as the solver sees them: fixed, absent, or free to choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import z3

from iamlab.engine.catalog import condition_key
from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.comparison.terms import Term, Terms, read_text
from iamlab.engine.conditions import Family

ALWAYS_SENT = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:viaawsservice",
    }
)
"""Keys that every request carries; `aws:UserAgent` may be missing (section 6)."""

_TIMES = frozenset({"aws:currenttime", "aws:epochtime"})
_CHOICES = frozenset({"true", "false"})
_CAN_BE_EMPTY = frozenset({"aws:useragent", "aws:referer"})
_MOST_VALUES = 12
_FIRST_INSTANT = 10_000
"""Four digits alone are a year, not an instant (C8)."""
_LAST_INSTANT = 253_402_300_799
"""The last second of the year 9999."""


@dataclass(slots=True)
class Value:
    """One value of a key; `on` tells whether it is there, for a key with several."""

    on: Term
    text: Term = None
    number: Term = None
    v6: Term = None
    low: Term = None
    high: Term = None


@dataclass(slots=True)
class Key:
    """A key that the solver may choose; `name` as a policy writes it."""

    name: str
    family: Family
    present: Term
    values: list[Value]
    rules: list[Term] = field(default_factory=list)
    may_be_empty: bool = False


def make_key(
    terms: Terms,
    name: str,
    families: set[Family],
    slots: int,
    *,
    region: Term = None,
    is_whole: bool = False,
) -> Key:
    """Make the variables of a key; `slots` is how many values it can need, 1 for most.

    `region` is the Region of the resource's ARN, which is the value of `aws:RequestedRegion`.
    `is_whole` keeps numbers whole: keys count seconds and things, and a policy that speaks of whole
    numbers is told apart by no others. Raises Undecided for a key that is compared as two things at
    once.
    """
    lowered = name.lower()
    family = _family(lowered, families)
    if slots > _MOST_VALUES:
        raise Undecided(f"The key {name} is tested in too many ways at once.")
    present = terms.true if lowered in ALWAYS_SENT else terms.flag(f"{lowered} is there")
    values = []
    for number in range(slots):
        label = f"{lowered} {number}"
        on = present if slots == 1 else terms.flag(f"{label} is there")
        values.append(_value(terms, label, family, on))
    key = Key(name, family, present, values)
    if slots > 1:
        key.rules.append(present == z3.Or(*(value.on for value in values)))
    for value in values:
        key.rules += _rules(terms, lowered, value)
        if family is Family.DATE:
            key.rules += [value.number >= _FIRST_INSTANT, value.number <= _LAST_INSTANT]
        if family is Family.DATE or (family is Family.NUMERIC and is_whole):
            key.rules.append(value.number == z3.ToReal(z3.ToInt(value.number)))
    key.may_be_empty = slots == 1 and values[0].text is not None and _may_be_empty(lowered)
    if not key.may_be_empty:
        key.rules += [value.text != terms.text("") for value in values if value.text is not None]
    if lowered == "aws:requestedregion" and region is not None:
        key.rules.append(values[0].text == region)
    return key


def _family(lowered: str, families: set[Family]) -> Family:
    plain = {family for family in families if family is not Family.NULL}
    texts = {Family.STRING, Family.ARN, Family.BOOLEAN}
    if lowered in _TIMES and plain <= {Family.DATE, Family.NUMERIC}:
        return Family.DATE
    if plain <= texts:
        return Family.STRING
    if len(plain) == 1 and plain <= {Family.NUMERIC, Family.DATE, Family.IP_ADDRESS}:
        return next(iter(plain))
    raise Undecided(f"The key {lowered} is compared in a way that cannot be decided.")


def _value(terms: Terms, label: str, family: Family, on: Term) -> Value:
    if family in (Family.NUMERIC, Family.DATE):
        return Value(on, number=terms.number(label))
    if family is Family.IP_ADDRESS:
        context = terms.context
        return Value(
            on,
            v6=terms.flag(f"{label} is IPv6"),
            low=z3.BitVec(f"{label} v4", 32, ctx=context),
            high=z3.BitVec(f"{label} v6", 128, ctx=context),
        )
    return Value(on, text=terms.variable(label))


def _rules(terms: Terms, lowered: str, value: Value) -> list[Term]:
    if value.text is None:
        return []
    known = condition_key(lowered)
    if known is not None and known.type == "Bool":
        return [z3.Or(*(value.text == terms.text(choice) for choice in sorted(_CHOICES)))]
    rules = [terms.matches(value.text, terms.writable)]
    if lowered.startswith("sts:"):
        rules.append(z3.Length(value.text) >= 2)  # S13: shorter external IDs are refused
    return rules


def _may_be_empty(lowered: str) -> bool:
    """Whether a key can be there with an empty text: tags, prefixes, and what callers choose."""
    known = condition_key(lowered)
    if lowered.startswith("sts:") or (known is not None and known.type != "String"):
        return False
    return "/" in lowered or lowered in _CAN_BE_EMPTY or not lowered.startswith("aws:")


def read_key(key: Key, model: Any) -> list[str]:
    """Return the values that the solver chose; an absent key has none."""
    if not _is_true(model, key.present):
        return []
    return [
        _read_value(key.family, value, model) for value in key.values if _is_true(model, value.on)
    ]


def _read_value(family: Family, value: Value, model: Any) -> str:
    if family is Family.IP_ADDRESS:
        if _is_true(model, value.v6):
            return str(IPv6Address(model.eval(value.high, model_completion=True).as_long()))
        return str(IPv4Address(model.eval(value.low, model_completion=True).as_long()))
    if family in (Family.NUMERIC, Family.DATE):
        number = model.eval(value.number, model_completion=True)
        exact = Decimal(number.numerator_as_long()) / Decimal(number.denominator_as_long())
        return format(exact.normalize(), "f")
    return read_text(model, value.text)


def _is_true(model: Any, formula: Term) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))
