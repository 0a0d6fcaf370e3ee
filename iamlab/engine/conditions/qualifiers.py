"""The words around an operator: the set prefixes and the `IfExists` suffix (C3, C4, C14).

Source: AWS, "Condition operators", …IfExists; "Set operators for multivalued context keys".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.conditions.family import Family, Operator
from iamlab.engine.conditions.operators import find_operator, suggest_operator
from iamlab.engine.conditions.wording import code

_SUFFIX = "IfExists"


class Quantifier(StrEnum):
    """How the values of a request count: one value alone, all of them, or any of them."""

    NONE = ""
    ALL = "ForAllValues"
    ANY = "ForAnyValue"


_QUANTIFIERS = {quantifier.lower(): quantifier for quantifier in Quantifier if quantifier}


@dataclass(frozen=True, slots=True)
class QualifiedOperator:
    """An operator as a policy writes it, such as `ForAnyValue:StringLikeIfExists`."""

    row: Operator
    quantifier: Quantifier
    if_exists: bool

    @property
    def name(self) -> str:
        """The canonical spelling."""
        prefix = f"{self.quantifier}:" if self.quantifier else ""
        return f"{prefix}{self.row.name}{_SUFFIX if self.if_exists else ''}"

    @property
    def matches_absent(self) -> bool:
        """What the operator says of a key that the request lacks (C3); not for `Null`."""
        if self.quantifier is Quantifier.NONE:
            return self.row.negated or self.if_exists
        return self.quantifier is Quantifier.ALL


def parse_operator(text: str) -> QualifiedOperator | str:
    """Take an operator apart, in any letter case; return a sentence when it is not valid."""
    head, colon, tail = text.partition(":")
    quantifier, base = Quantifier.NONE, text
    if colon:
        found = _QUANTIFIERS.get(head.lower()) if head.isascii() else None
        if found is None:
            return (
                f"{code(head)} is not a set operator; only `ForAllValues` and `ForAnyValue` may "
                "stand before the colon."
            )
        quantifier, base = found, tail
    if_exists = base.lower().endswith(_SUFFIX.lower())
    name = base[: -len(_SUFFIX)] if if_exists else base
    row = find_operator(name)
    if row is None:
        return _unknown(text, name)
    if row.family is Family.NULL and if_exists:
        return "`Null` already asks whether the key exists, so `NullIfExists` is invalid."
    return QualifiedOperator(row, quantifier, if_exists)


def _unknown(text: str, name: str) -> str:
    near = suggest_operator(name)
    hint = f"; did you mean `{near}`?" if near else "."
    return f"{code(text)} is not a condition operator{hint}"
