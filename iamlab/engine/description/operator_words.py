"""How each family of operators compares a value, as a verb with the policy's values after it.

Source: section 5; AWS, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.conditions import Family, parse_instant
from iamlab.engine.conditions.addresses import parse_range
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.description.phrases import Part, Phrase, long_list, say, series, value
from iamlab.engine.documents import split_arn

_MOST_SAID = 6
TRUTHS = ("true", "false")

_ORDERED = {
    "Equals": ("is the number", "is the instant"),
    "NotEquals": ("is a number other than", "is an instant other than"),
    "LessThan": ("is less than", "is before"),
    "LessThanEquals": ("is at most", "is at or before"),
    "GreaterThan": ("is greater than", "is after"),
    "GreaterThanEquals": ("is at least", "is at or after"),
}


def comparison(operator: str, family: Family, values: Sequence[str]) -> Phrase:
    """Say `is A or B` of a positive operator, and of NumericNotEquals and DateNotEquals.

    For any other negated operator, this is what must not hold. `values` is not empty.
    """
    if family is Family.STRING:
        return _string(operator, values)
    if family in (Family.NUMERIC, Family.DATE):
        suffix = operator.removeprefix("Numeric").removeprefix("Date")
        verb = _ORDERED[suffix][family is Family.DATE]
        return say(verb, " ", _listing(values, "and" if suffix == "NotEquals" else "or"))
    if family is Family.BOOLEAN:
        return _boolean(values)
    if family is Family.ARN:
        wild = any(mark in text for text in values for mark in ("*", "?", "${"))
        verb = "is an ARN that fits " if wild else "is the ARN "
        return say(verb, _listing(values))
    verb = "lies in " if family is Family.IP_ADDRESS else "has the bytes of "
    return say(verb, _listing(values))


def unreadable(family: Family, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values that the family cannot read, and which therefore match nothing."""
    readers = {
        Family.NUMERIC: parse_number,
        Family.DATE: parse_instant,
        Family.IP_ADDRESS: parse_range,
        Family.ARN: split_arn,
    }
    reader = readers.get(family)
    if reader is None:
        return ()
    # What a variable brings in can make an ARN whole; the other readers take no variables.
    checked = (text for text in values if family is not Family.ARN or "${" not in text)
    return tuple(text for text in checked if reader(text) is None)


def _string(operator: str, values: Sequence[str]) -> Phrase:
    wild = any(mark in text for text in values for mark in ("*", "?"))
    if "Like" in operator:
        return say("fits " if wild else "is ", _listing(values))
    verb = "is exactly " if wild else "is "
    folded = " in any letter case" if operator.endswith("IgnoreCase") else ""
    return say(verb, _listing(values), folded)


def _boolean(values: Sequence[str]) -> Phrase:
    """Say truths as words: they are compared in any letter case (C9)."""
    if any("${" in text for text in values):
        return say("is the truth value ", _listing(values))
    wanted = {text.lower() for text in values}
    found = [truth for truth in TRUTHS if truth in wanted]
    if found:
        return say("is ", " or ".join(found))
    return say("is the truth value ", _listing(values))


def _listing(values: Sequence[str], conjunction: str = "or") -> Phrase:
    unique = list(dict.fromkeys(values))
    if len(unique) > _MOST_SAID:
        start = "one of " if conjunction == "or" else ""
        return say(start, long_list("values", unique))
    shown: list[Part] = [value(text) for text in unique]
    return series([say(part) for part in shown], conjunction)
