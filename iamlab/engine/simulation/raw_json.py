"""JSON values with the texts that they were read from, as far down as is asked for."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from iamlab.engine.errors import RequestError

_SPACE = re.compile(r"[ \t\r\n]*")
_MOST_DIGITS = 640
"""The digits of a whole number that Python reads and writes however it is set up."""


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _whole_number(text: str) -> int | str:
    return int(text) if len(text) <= _MOST_DIGITS else text


def _decimal_number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestError("request", f"the key `{twice}` stands twice in one object")
    return found


# JSON has no greatest number, Python has: what is greater than that stays text.
_decode = json.JSONDecoder(
    parse_constant=_refuse_constant, parse_int=_whole_number, parse_float=_decimal_number
).raw_decode
STRICT_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_whole_number, parse_float=_decimal_number
)


class Raw(NamedTuple):
    """A JSON value with the text that it was read from."""

    value: Any
    text: str


NULL = Raw(None, "null")
"""What stands for a member that is not there."""


def items(path: str, text: str) -> Iterator[Raw]:
    """Yield the values of a JSON array with their texts. Raises RequestError for another value."""
    place = _skip(text, 0)
    if not text.startswith("[", place):
        raise RequestError(path, "must be a list")
    place = _skip(text, place + 1)
    while not text.startswith("]", place):
        raw, place = _value(text, place)
        yield raw
        place = _skip(text, place)
        if text.startswith(",", place):
            place = _skip(text, place + 1)


def members_of(text: str) -> tuple[dict[str, Raw], str | None]:
    """Return an object's members with their texts, and the first key that stands there twice.

    Raises ValueError where it is not JSON.
    """
    found: dict[str, Raw] = {}
    twice: str | None = None
    place = _skip(text, 0)
    if not text.startswith("{", place):
        raise ValueError("it does not begin with `{`")
    place = _skip(text, place + 1)
    while not text.startswith("}", place):
        if found:
            place = _expect(text, place, ",")
        if not text.startswith('"', place):
            raise ValueError(f"a key in double quotes is missing at column {place + 1}")
        name, place = scanstring(text, place + 1, True)
        place = _expect(text, _skip(text, place), ":")
        if name in found and twice is None:
            twice = name
        found[name], place = _value(text, place)
        place = _skip(text, place)
    if _skip(text, place + 1) != len(text):
        raise ValueError(f"more text follows at column {place + 2}")
    return found, twice


def whole(text: str) -> Raw:
    """Return the value that a text begins with."""
    return _value(text, _skip(text, 0))[0]


def _value(text: str, place: int) -> tuple[Raw, int]:
    value, end = _decode(text, place)
    return Raw(value, text[place:end]), end


def _expect(text: str, place: int, mark: str) -> int:
    if not text.startswith(mark, place):
        raise ValueError(f"`{mark}` is missing at column {place + 1}")
    return _skip(text, place + 1)


def _skip(text: str, place: int) -> int:
    if text[place : place + 1] > " ":
        return place
    found = _SPACE.match(text, place)
    return found.end() if found is not None else place
