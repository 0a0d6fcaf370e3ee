"""The BinaryEquals operator: base64 texts compared as the bytes they stand for."""

from __future__ import annotations

import binascii
from collections.abc import Sequence

from iamlab.engine.conditions.family import Comparison, Family, Operator, Reason, Test
from iamlab.engine.conditions.wording import Verbs, code, telling
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template


def decode(text: str) -> bytes | None:
    """Return the bytes of a base64 text, or None when it is not strict base64."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None


def _equals(templates: Sequence[Template], context: Context) -> Test:
    wanted = {decode(template.source) for template in templates} - {None}
    return lambda text: decode(text) in wanted


def _not_base64(comparison: Comparison) -> Reason | None:
    if decode(comparison.text) is None:
        return Reason(f"{code(comparison.text)}, the request's value, is not base64.")
    for template in comparison.templates:
        if decode(template.source) is None:
            return Reason(f"{code(template.source)}, the policy's value, is not base64.")
    return None


OPERATORS = (
    Operator(
        "BinaryEquals",
        Family.BINARY,
        "The value stands for the same bytes as one of the listed base64 texts.",
        bind=_equals,
        tell=telling(
            _equals, Verbs("has the bytes of", "has other bytes than", "and"), _not_base64
        ),
    ),
)
