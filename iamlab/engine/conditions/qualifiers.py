"""The words around an operator: the set prefixes and the `IfExists` suffix (C3, C4, C14).

Source: AWS, "Condition operators", …IfExists; "Set operators for multivalued context keys".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from iamlab.engine.conditions.family import Family, Operator
from iamlab.engine.conditions.operators import find_operator, suggest_operator
from iamlab.engine.conditions.wording import code

_SUFFIX = "IfExists"
_LONGEST = 64


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


def read_operator(text: str) -> QualifiedOperator | None:
    """Take an operator apart, in any letter case; return None when there is no such operator."""
    return _read(text) if len(text) <= _LONGEST else None


def parse_operator(text: str) -> QualifiedOperator | str:
    """Take an operator apart, in any letter case; return a sentence when it is not valid."""
    return read_operator(text) or _what_is_wrong(text)


@lru_cache(maxsize=1024)
def _read(text: str) -> QualifiedOperator | None:
    head, colon, _ = text.partition(":")
    quantifier = Quantifier.NONE
    if colon:
        found = _QUANTIFIERS.get(head.lower()) if head.isascii() else None
        if found is None:
            return None
        quantifier = found
    name, if_exists = _bare(text)
    row = find_operator(name)
    if row is None or (row.family is Family.NULL and if_exists):
        return None
    return QualifiedOperator(row, quantifier, if_exists)


def _bare(text: str) -> tuple[str, bool]:
    """The name without what is around it, and whether `IfExists` is."""
    base = text.partition(":")[2] if ":" in text else text
    if_exists = base.lower().endswith(_SUFFIX.lower())
    return (base[: -len(_SUFFIX)] if if_exists else base), if_exists


def _what_is_wrong(text: str) -> str:
    head, colon, _ = text.partition(":")
    if colon and head.lower() not in _QUANTIFIERS:
        return (
            f"{code(head)} is not a set operator; only `ForAllValues` and `ForAnyValue` may "
            "stand before the colon."
        )
    name, _ = _bare(text)
    if find_operator(name) is not None:
        return "`Null` already asks whether the key exists, so `NullIfExists` is invalid."
    near = suggest_operator(name)
    hint = f"; did you mean `{near}`?" if near else "."
    return f"{code(text)} is not a condition operator{hint}"
