"""Reads what a sentence says of one value: `is less than ...`, `lies in ...`, `fits ...`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network

from tests.engine.description.reading.marks import Marked, UnknownWordsError
from tests.engine.description.reading.texts import (
    Context,
    Letters,
    Variables,
    arn_fits,
    fits,
    plain,
)

ValueTest = Callable[[str, Context], bool]
"""Asks about one value of the key; the context fills variables in."""

_DATES = ("%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z")
_NUMBERS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "is the number": lambda value, other: value == other,
    "is less than": lambda value, other: value < other,
    "is at most": lambda value, other: value <= other,
    "is greater than": lambda value, other: value > other,
    "is at least": lambda value, other: value >= other,
}
_INSTANTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "is the instant": lambda value, other: value == other,
    "is before": lambda value, other: value < other,
    "is at or before": lambda value, other: value <= other,
    "is after": lambda value, other: value > other,
    "is at or after": lambda value, other: value >= other,
}
_OTHERS = {"is a number other than": "number", "is an instant other than": "instant"}
_TRUTHS = ("true", "false")


def read_comparison(marked: Marked, variables: Variables, text: str, dead: set[str]) -> ValueTest:
    """Return the test; `dead` are the values that a note says match nothing."""
    if text in ("is true", "is false", "is true or false"):
        words = text.removeprefix("is ").split(" or ")
        return lambda value, context: value.lower() in words
    for verb, compare in (*_NUMBERS.items(), *_INSTANTS.items()):
        if text.startswith(f"{verb} "):
            reader = number if verb in _NUMBERS else instant
            return _ordered(reader, compare, _alive(marked, text[len(verb) + 1 :], dead))
    for verb, kind in _OTHERS.items():
        if text.startswith(f"{verb} "):
            reader = number if kind == "number" else instant
            return _none_of(reader, _alive(marked, text[len(verb) + 1 :], dead))
    return _texts(marked, variables, text, dead)


def _alive(marked: Marked, text: str, dead: set[str]) -> list[str]:
    return [value for value in marked.values(text) if value not in dead]


def _texts(marked: Marked, variables: Variables, text: str, dead: set[str]) -> ValueTest:
    folded = text.endswith(" in any letter case")
    text = text.removesuffix(" in any letter case")
    for verb, wild, test in (
        ("is an ARN that fits ", True, arn_fits),
        ("is the ARN ", False, arn_fits),
        ("fits ", True, fits),
        ("is the truth value ", False, _is_truth),
        ("has the bytes of ", False, _same_bytes),
        ("lies in ", False, _lies_in),
        ("is exactly ", False, _same_folded if folded else fits),
        ("is ", False, _same_folded if folded else fits),
    ):
        if text.startswith(verb):
            values = _alive(marked, text[len(verb) :], dead)
            return _any_of(values, variables, wild, test)
    raise UnknownWordsError(f"No comparison is read from {text!r}")


def _any_of(
    values: list[str], variables: Variables, wild: bool, test: Callable[[Letters, str], bool]
) -> ValueTest:
    def any_of(value: str, context: Context) -> bool:
        filled = [variables.fill(text, context, wild=wild) for text in values]
        return any(letters is not None and test(letters, value) for letters in filled)

    return any_of


def _ordered(
    reader: Callable[[str], Decimal | None],
    compare: Callable[[Decimal, Decimal], bool],
    values: list[str],
) -> ValueTest:
    others = [other for other in map(reader, values) if other is not None]

    def ordered(value: str, context: Context) -> bool:
        read = reader(value)
        return read is not None and any(compare(read, other) for other in others)

    return ordered


def _none_of(reader: Callable[[str], Decimal | None], values: list[str]) -> ValueTest:
    others = [reader(value) for value in values]
    if None in others:
        raise UnknownWordsError(f"{values} should be other than, but are not all to be read")
    return lambda value, context: (read := reader(value)) is not None and read not in others


def _written(letters: Letters) -> str:
    return "".join(letter for letter, _ in letters)


def _is_truth(letters: Letters, value: str) -> bool:
    return value.lower() == _written(letters).lower() and value.lower() in _TRUTHS


def _same_folded(letters: Letters, value: str) -> bool:
    return fits(plain(_written(letters).casefold(), wild=False), value.casefold())


def _same_bytes(letters: Letters, value: str) -> bool:
    one, other = _bytes(_written(letters)), _bytes(value)
    return one is not None and one == other


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None


def _lies_in(letters: Letters, value: str) -> bool:
    try:
        network, address = ip_network(_written(letters), strict=False), ip_address(value)
    except ValueError:
        return False
    return address.version == network.version and address in network


def number(text: str) -> Decimal | None:
    """Read a number as people and JSON write it."""
    if not re.fullmatch(r"[0-9+.eE-]+", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def instant(text: str) -> Decimal | None:
    """Read a date, whose time of day needs a zone, or seconds since 1970."""
    for form in _DATES:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - the next line adds UTC
        except ValueError:
            continue
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return Decimal(int(aware.timestamp()))
    return number(text)
