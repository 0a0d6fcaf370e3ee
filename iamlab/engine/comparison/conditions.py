"""The conditions of statements as formulas about condition keys (section 5)."""

from __future__ import annotations

import z3

from iamlab.engine.comparison.condition_keys import Key, Value
from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.comparison.templates import Templates
from iamlab.engine.comparison.terms import Term
from iamlab.engine.conditions import ConditionCheck, Family, Quantifier, parse_instant
from iamlab.engine.conditions.addresses import Range, parse_range
from iamlab.engine.conditions.null import wanted_states
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.documents import split_arn
from iamlab.engine.matching.variables import Template
from iamlab.engine.matching.wildcards import Wild

_ARN_FIELDS = 6


class Conditions:
    """Encodes checks, their values as `templates` reads them."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.terms = templates.terms
        self.fixed = templates.fixed

    def holds(self, check: ConditionCheck) -> Term:
        """Return that a check matches. Raises Undecided."""
        terms, form = self.terms, check.form
        if form is None or check.problem is not None:
            return terms.false
        key = self.templates.free(check.key_lower)
        if key is None:
            return self._known(check)
        absent = terms.opposite(key.present)
        if form.row.family is Family.NULL:
            return self._null(check, key)
        if check.needs_set_operator:
            return absent if form.matches_absent else terms.false
        if form.quantifier is Quantifier.ANY:
            return terms.some(
                terms.every([value.on, self._test(check, key, value)]) for value in key.values
            )
        if form.quantifier is Quantifier.ALL:
            # Without values, or with an empty one alone, it holds (C4, C6).
            return terms.every(
                terms.some([self._is_null(key, value), self._test(check, key, value)])
                for value in key.values
            )
        met = terms.every([key.present, self._test(check, key, key.values[0])])
        if len(key.values) > 1:
            alone = [terms.opposite(value.on) for value in key.values[1:]]
            met = terms.every([met, key.values[0].on, *alone])
        return terms.some([absent, met]) if form.matches_absent else met

    def _known(self, check: ConditionCheck) -> Term:
        if all(self.templates.settled(template) for template in check.templates):
            return self.terms.truth(check.matches(self.fixed))
        form = check.form
        values = self.fixed.get(check.key_lower)
        if check.needs_set_operator and form is not None:
            return self.terms.truth(values is None and form.matches_absent)
        if form is None or form.quantifier is not Quantifier.NONE:
            raise Undecided(f"The condition on {check.key} cannot be decided.")
        if values is None:
            return self.terms.truth(form.matches_absent)
        if len(values) != 1:
            return self.terms.false
        text = Value(self.terms.true, text=self.terms.text(values[0]))
        return self._negated(check, self._text_test(check, text.text))

    def _null(self, check: ConditionCheck, key: Key) -> Term:
        terms, form = self.terms, check.form
        if form is not None and form.quantifier is not Quantifier.NONE:
            return terms.truth(form.quantifier is Quantifier.ALL)
        wanted = wanted_states(check.values)
        null = terms.every(self._is_null(key, value) for value in key.values)
        return terms.some(
            [
                null if "true" in wanted else terms.false,
                terms.opposite(null) if "false" in wanted else terms.false,
            ]
        )

    def _is_null(self, key: Key, value: Value) -> Term:
        absent = self.terms.opposite(value.on)
        if not key.may_be_empty:
            return absent
        return self.terms.some([absent, value.text == self.terms.text("")])

    def _test(self, check: ConditionCheck, key: Key, value: Value) -> Term:
        form = check.form
        family = form.row.family if form is not None else Family.STRING
        if family in (Family.NUMERIC, Family.DATE):
            return self._number_test(check, key, value)
        if family is Family.IP_ADDRESS:
            return self._negated(check, self._address_test(check, value))
        return self._negated(check, self._text_test(check, value.text))

    def _negated(self, check: ConditionCheck, formula: Term) -> Term:
        form = check.form
        return self.terms.opposite(formula) if form and form.row.negated else formula

    def _text_test(self, check: ConditionCheck, text: Term) -> Term:
        return self.terms.some(self._one_text(check, text, item) for item in check.templates)

    def _one_text(self, check: ConditionCheck, text: Term, template: Template) -> Term:
        terms, row = self.terms, check.form.row if check.form else None
        if row is None:
            return terms.false
        if row.family is Family.ARN:
            return self._arn(text, template)
        if row.family is Family.BOOLEAN:
            found = template.text(self.fixed) if self.templates.settled(template) else None
            if found is None:
                raise Undecided(f"The value of {check.key} cannot be decided.")
            lowered = found.lower()
            if lowered not in ("true", "false"):
                return terms.false
            return terms.matches(text, terms.ignoring_case(lowered))
        if row.family is not Family.STRING:
            raise Undecided(f"The operator {check.operator} cannot be decided.")
        if row.wildcards and any(isinstance(token, Wild) for token in template.tokens):
            return self.templates.like(text, template)
        filled = self.templates.text_of(template)
        if filled is None:
            return terms.false
        if "IgnoreCase" in row.name:
            found = template.text(self.fixed) if self.templates.settled(template) else None
            if found is None:
                raise Undecided(f"The value of {check.key} cannot be decided.")
            if not found.isascii():
                raise Undecided(f"The value {found} cannot be compared without regard to case.")
            return terms.matches(text, terms.ignoring_case(found))
        return terms.every([filled[1], text == filled[0]])

    def _arn(self, text: Term, template: Template) -> Term:
        if not template.fixed:
            if not self.templates.settled(template):
                filled = self.templates.text_of(template)
                if filled is None or any(isinstance(item, Wild) for item in template.tokens):
                    raise Undecided(f"The pattern {template.source} cannot be decided.")
                return self.terms.every([filled[1], text == filled[0]])
            resolved = template.text(self.fixed)
            if resolved is None:
                return self.terms.false
            raise Undecided(f"The pattern {template.source} cannot be decided.")
        fields = split_arn(template.source)
        if fields is None:
            return self.terms.false
        patterns = []
        for number, part in enumerate(fields, start=1):
            patterns.append(self.terms.glob_text(part, within_field=number < _ARN_FIELDS))
            if number < _ARN_FIELDS:
                patterns.append(self.terms.literal(":"))
        return self.terms.matches(text, self.terms.join(patterns))

    def _number_test(self, check: ConditionCheck, key: Key, value: Value) -> Term:
        row = check.form.row if check.form else None
        parse = parse_instant if key.family is Family.DATE else parse_number
        limits = [parse(template.source) for template in check.templates]
        read = [self.terms.fixed_number(limit) for limit in limits if limit is not None]
        name = row.name if row is not None else ""
        met = self.terms.some(_ordered(name, value.number, limit) for limit in read)
        if row is None or not row.negated:
            return met
        # What cannot be read equals nothing and differs from nothing (C7).
        return self.terms.opposite(met) if len(read) == len(limits) else self.terms.false

    def _address_test(self, check: ConditionCheck, value: Value) -> Term:
        met = []
        for template in check.templates:
            found = parse_range(template.source)
            if found is None:
                continue  # no range holds any address
            met.append(self._within(found, value))
        return self.terms.some(met)

    def _within(self, found: Range, value: Value) -> Term:
        is_v6, bits = found.version == 6, value.high if found.version == 6 else value.low
        size = 128 if is_v6 else 32
        mask = z3.BitVecVal(found.mask, size, ctx=self.terms.context)
        first = z3.BitVecVal(found.first, size, ctx=self.terms.context)
        version = value.v6 if is_v6 else self.terms.opposite(value.v6)
        return self.terms.every([version, (bits & mask) == first])


def _ordered(name: str, number: Term, limit: Term) -> Term:
    bare = name.removeprefix("Numeric").removeprefix("Date")
    if bare in ("Equals", "NotEquals"):
        return number == limit
    return {
        "LessThan": number < limit,
        "LessThanEquals": number <= limit,
        "GreaterThan": number > limit,
        "GreaterThanEquals": number >= limit,
    }[bare]
