"""The conditions of statements as formulas about condition keys (section 5)."""

from __future__ import annotations

from collections.abc import Callable

import z3

from iamlab.engine.comparison.condition_keys import Key, Value
from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.comparison.terms import Term, Terms
from iamlab.engine.conditions import ConditionCheck, Family, Quantifier, parse_instant
from iamlab.engine.conditions.addresses import Range, parse_range
from iamlab.engine.conditions.null import wanted_states
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.documents import split_arn
from iamlab.engine.matching import Context
from iamlab.engine.matching.variables import Literal, Template, Variable
from iamlab.engine.matching.wildcards import Token, Wild

Free = Callable[[str], Key | None]
"""Finds the variables of a key by its lower-case name; None for one that is fixed or absent."""

_ARN_FIELDS = 6


class Conditions:
    """Encodes checks; `fixed` holds the keys that the request does not leave open."""

    def __init__(self, terms: Terms, fixed: Context, free: Free) -> None:
        self.terms = terms
        self.fixed = fixed
        self.free = free

    def holds(self, check: ConditionCheck) -> Term:
        """Return that a check matches. Raises Undecided."""
        terms, form = self.terms, check.form
        if form is None or check.problem is not None:
            return terms.false
        key = self.free(check.key_lower)
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
            return terms.every(
                terms.some([terms.opposite(value.on), self._test(check, key, value)])
                for value in key.values
            )
        met = terms.every([key.present, self._test(check, key, key.values[0])])
        if len(key.values) > 1:
            alone = [terms.opposite(value.on) for value in key.values[1:]]
            met = terms.every([met, key.values[0].on, *alone])
        return terms.some([absent, met]) if form.matches_absent else met

    def text_of(self, template: Template) -> tuple[Term, Term] | None:
        """Return a value's text with variables filled in, and that they all have one.

        None when a variable that is fixed has no value: the template then equals nothing (C13).
        """
        parts, present = [], []
        for piece in template.pieces:
            if not isinstance(piece, Variable):
                parts.append(self.terms.text(piece if isinstance(piece, str) else piece.text))
                continue
            found = self._variable(piece)
            if found is None:
                return None
            parts.append(found[0])
            present.append(found[1])
        whole = self.terms.text("") if not parts else parts[0]
        for part in parts[1:]:
            whole = z3.Concat(whole, part)
        return whole, self.terms.every(present)

    def settled(self, template: Template) -> bool:
        """Whether the variables of a template are all fixed or absent."""
        return all(self.free(variable.key.lower()) is None for variable in template.variables)

    def _variable(self, variable: Variable) -> tuple[Term, Term] | None:
        key = self.free(variable.key.lower())
        if key is None:
            text = variable.resolve(self.fixed)
            return None if text is None else (self.terms.text(text), self.terms.true)
        value = key.values[0]
        if value.text is None or len(key.values) > 1:
            raise Undecided(f"The variable {variable.key} cannot be decided here.")
        if variable.default is None:
            return value.text, key.present
        default = self.terms.text(variable.default)
        return z3.If(key.present, value.text, default), self.terms.true

    def _known(self, check: ConditionCheck) -> Term:
        if all(self.settled(template) for template in check.templates):
            return self.terms.truth(check.matches(self.fixed))
        form = check.form
        values = self.fixed.get(check.key_lower)
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
        absent = terms.opposite(key.present)
        return terms.some(
            [
                absent if "true" in wanted else terms.false,
                key.present if "false" in wanted else terms.false,
            ]
        )

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
            found = template.text(self.fixed) if self.settled(template) else None
            if found is None:
                raise Undecided(f"The value of {check.key} cannot be decided.")
            lowered = found.lower()
            return text == terms.text(lowered) if lowered in ("true", "false") else terms.false
        if row.family is not Family.STRING:
            raise Undecided(f"The operator {check.operator} cannot be decided.")
        if row.wildcards and any(isinstance(token, Wild) for token in template.tokens):
            return self._like(text, template)
        filled = self.text_of(template)
        if filled is None:
            return terms.false
        if "IgnoreCase" in row.name:
            found = template.text(self.fixed) if self.settled(template) else None
            if found is None:
                raise Undecided(f"The value of {check.key} cannot be decided.")
            return terms.matches(text, terms.ignoring_case(found))
        return terms.every([filled[1], text == filled[0]])

    def _like(self, text: Term, template: Template) -> Term:
        if not self.settled(template):
            return self.beginning(text, template)
        glob = self.pattern_of(template)
        return self.terms.false if glob is None else self.terms.matches(text, glob)

    def beginning(self, text: Term, template: Template) -> Term:
        """Return that a text matches a template that is literal up to one last star."""
        if template.tokens and template.tokens[-1] is Wild.STAR:
            head = Template(template.source, _without_star(template), template.tokens[:-1])
            if not any(isinstance(token, Wild) for token in head.tokens):
                filled = self.text_of(head)
                if filled is None:
                    return self.terms.false
                return self.terms.every([filled[1], z3.PrefixOf(filled[0], text)])
        if not any(isinstance(token, Wild) for token in template.tokens):
            filled = self.text_of(template)
            return (
                self.terms.false
                if filled is None
                else self.terms.every([filled[1], text == filled[0]])
            )
        raise Undecided(f"The pattern {template.source} cannot be decided.")

    def pattern_of(self, template: Template) -> Term | None:
        """Return the pattern of a settled template, None when a variable has no value."""
        tokens = self.tokens_of(template)
        return None if tokens is None else self.terms.glob(tokens)

    def tokens_of(self, template: Template) -> tuple[Token, ...] | None:
        """Return a settled template with its variables filled in, None when one has no value."""
        tokens: list[Token] = []
        for token in template.tokens:
            if not isinstance(token, Variable):
                tokens.append(token)
                continue
            text = token.resolve(self.fixed)
            if text is None:
                return None
            if text:
                tokens.append(text)
        return tuple(tokens)

    def _arn(self, text: Term, template: Template) -> Term:
        if not template.fixed:
            if not self.settled(template):
                filled = self.text_of(template)
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
        limits = []
        for template in check.templates:
            text = template.text(self.fixed) if self.settled(template) else None
            found = (
                None
                if text is None
                else (parse_instant(text) if key.family is Family.DATE else parse_number(text))
            )
            if found is None:
                raise Undecided(f"A value of {check.key} is no number or date.")
            limits.append(self.terms.fixed_number(found))
        name = row.name if row is not None else ""
        met = self.terms.some(_ordered(name, value.number, limit) for limit in limits)
        return self._negated(check, met)

    def _address_test(self, check: ConditionCheck, value: Value) -> Term:
        met = []
        for template in check.templates:
            text = template.text(self.fixed) if self.settled(template) else None
            found = None if text is None else parse_range(text)
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


def _without_star(template: Template) -> tuple[str | Literal | Variable, ...]:
    *pieces, last = template.pieces
    cut = last[:-1] if isinstance(last, str) else last
    return (*pieces, cut) if cut else tuple(pieces)
