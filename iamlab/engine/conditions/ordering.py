"""The six comparisons that numbers and dates share.

Source: rules C7 and C8; AWS, "Condition operators", numeric and date condition operators.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

from iamlab.engine.conditions.family import Bind, Comparison, Family, Operator, Reason, Tell, Test
from iamlab.engine.conditions.wording import code, listing
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template

Parse = Callable[[str], Decimal | None]
Compare = Callable[[Decimal, Decimal], bool]


@dataclass(frozen=True, slots=True)
class Scale:
    """A kind of value that can be put in order: how to read it, and how to speak of it.

    `noun` fits in "is not …". `hint` may say why a text that can't be read looks as it does.
    """

    prefix: str
    family: Family
    noun: str
    parse: Parse
    hint: Callable[[Comparison, str], str]


@dataclass(frozen=True, slots=True)
class _Row:
    suffix: str
    compare: Compare
    number: str
    date: str
    miss: str

    @property
    def negated(self) -> bool:
        return self.suffix == "NotEquals"

    def description(self, family: Family) -> str:
        if self.negated:
            return f"The value {self._words(family)} every listed one, or the key is absent."
        return f"The value {self._words(family)} a listed one."

    def _words(self, family: Family) -> str:
        return self.date if family is Family.DATE else self.number


_ROWS = (
    _Row("Equals", eq, "equals", "is the same instant as", "is not equal to"),
    _Row("NotEquals", ne, "differs from", "is another instant than", "is equal to"),
    _Row("LessThan", lt, "is less than", "is before", "is not less than"),
    _Row("LessThanEquals", le, "is at most", "is at or before", "is greater than"),
    _Row("GreaterThan", gt, "is greater than", "is after", "is not greater than"),
    _Row("GreaterThanEquals", ge, "is at least", "is at or after", "is less than"),
)
_DATE_MISSES = {
    "Equals": "is not the same instant as",
    "NotEquals": "is the same instant as",
    "LessThan": "is not before",
    "LessThanEquals": "is after",
    "GreaterThan": "is not after",
    "GreaterThanEquals": "is before",
}


def ordered_operators(scale: Scale) -> tuple[Operator, ...]:
    """Return the six operators of a family whose values can be put in order."""
    return tuple(
        Operator(
            scale.prefix + row.suffix,
            scale.family,
            row.description(scale.family),
            negated=row.negated,
            bind=_bind(scale.parse, row),
            tell=_tell(scale, row),
        )
        for row in _ROWS
    )


def _bind(parse: Parse, row: _Row) -> Bind:
    """Compare pair by pair; a pair with an unreadable operand is false, negated too (C7)."""
    compare = row.compare
    combine = all if row.negated else any

    def bind(templates: Sequence[Template], context: Context) -> Test:
        operands = [parse(template.source) for template in templates]

        def test(text: str) -> bool:
            value = parse(text)
            if value is None:
                return row.negated and not operands
            return combine(operand is not None and compare(value, operand) for operand in operands)

        return test

    return bind


def _tell(scale: Scale, row: _Row) -> Tell:
    words = row.date if scale.family is Family.DATE else row.number
    miss = _DATE_MISSES[row.suffix] if scale.family is Family.DATE else row.miss

    def tell(comparison: Comparison) -> Reason:
        value = scale.parse(comparison.text)
        if value is None:
            return _unreadable(scale, comparison, comparison.text, "the request's value")
        hits, misses, unread = [], [], []
        for template in comparison.templates:
            operand = scale.parse(template.source)
            if operand is None:
                unread.append(template.source)
            elif row.compare(value, operand):
                hits.append(code(template.source))
            else:
                misses.append(code(template.source))
        text = code(comparison.text)
        if row.negated:
            if misses:
                return Reason(f"{text} {miss} {misses[0]}, so {comparison.operator} fails.")
            if unread:
                return _unreadable(scale, comparison, unread[0], "the policy's value")
            return Reason(f"{text} {words} {listing(hits, 'and')}.")
        if hits:
            return Reason(f"{text} {words} {hits[0]}.")
        if unread:
            return _unreadable(scale, comparison, unread[0], "the policy's value")
        return Reason(f"{text} {miss} {listing(misses, 'or')}.")

    return tell


def _unreadable(scale: Scale, comparison: Comparison, text: str, whose: str) -> Reason:
    hint = scale.hint(comparison, text)
    sentence = f"{code(text)}, {whose}, is not {scale.noun}, so {comparison.operator} can't match"
    return Reason(f"{sentence}{hint}.", ("C7",))
