"""The Numeric operators, on integers and decimals (C7)."""

from __future__ import annotations

import re
from decimal import Decimal

from iamlab.engine.conditions.family import Comparison, Family
from iamlab.engine.conditions.ordering import Scale, ordered_operators

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LONGEST = 512


def parse_number(text: str) -> Decimal | None:
    """Read an integer or decimal, as JSON or people write it, or return None.

    A text over 512 characters or an exponent over four digits is not taken for a number: no
    condition key is that large, and reading it would only cost time.
    """
    if len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        return None
    return Decimal(text)


def _hint(comparison: Comparison, text: str) -> str:
    if "${" in text:
        return "; Numeric operators take no variables"
    if "T" in text or text.count("-") == 2:
        return "; the Date operators compare dates"
    return ""


OPERATORS = ordered_operators(Scale("Numeric", Family.NUMERIC, "a number", parse_number, _hint))
