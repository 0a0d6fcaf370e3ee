"""The Date operators: calendar dates and epoch seconds, compared as instants in UTC (C8).

Source: AWS, "Condition operators", date condition operators; W3C, "Date and Time Formats".
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from iamlab.engine.conditions.family import Comparison, Family
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.conditions.ordering import Scale, ordered_operators

_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,32}))?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2})))?)?)?"
)
_LONGEST = 64  # of a date with 32 digits of fraction: 58 characters
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def parse_instant(text: str) -> Decimal | None:
    """Return the seconds since 1970 that a text denotes, or None when it is no date.

    A date of less precision means its first instant: `2026` is midnight UTC of 1 January. Four
    digits alone are a year; any other number is epoch seconds. A time of day needs a zone.
    """
    return _parse(text) if len(text) <= _LONGEST else parse_number(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Decimal | None:
    found = _DATE.fullmatch(text)
    return parse_number(text) if found is None else _seconds(found)


def _seconds(found: re.Match[str]) -> Decimal | None:
    year, month, day, hour, minute, second = (
        int(part) if part else default
        for part, default in zip(found.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    )
    fraction, sign, zone_hour, zone_minute = found.groups()[6:]
    shift = int(zone_hour or 0) * 60 + int(zone_minute or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    if int(zone_hour or 0) > 23 or int(zone_minute or 0) > 59:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    minutes = (days * 24 + hour) * 60 + minute - (-shift if sign == "-" else shift)
    # Built from digits, so that no rounding of the decimal context can move the instant.
    digits = fraction or ""
    scaled = (minutes * 60 + second) * 10 ** len(digits) + int(digits or 0)
    return Decimal(f"{scaled}E-{len(digits)}")


def _hint(comparison: Comparison, text: str) -> str:
    if "${" in text:
        return "; Date operators take no variables"
    if "T" in text and not text.endswith("Z") and parse_instant(f"{text}Z") is not None:
        return "; a time needs its zone, such as a `Z` at the end"
    return ""


OPERATORS = ordered_operators(
    Scale("Date", Family.DATE, "a date in ISO 8601 or epoch seconds", parse_instant, _hint)
)
