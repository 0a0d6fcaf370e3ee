"""What a condition asks: operator, key and values of one line of a Condition block, compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.conditions.family import Family
from iamlab.engine.conditions.qualifiers import QualifiedOperator, Quantifier, parse_operator
from iamlab.engine.matching.variables import Template, parse_template


@dataclass(frozen=True, slots=True)
class Criterion:
    """One operator, one key and its values.

    `operator` has the canonical spelling when it is valid; `form` is None when it is not, and
    `problem` then says why. `variables` tells whether the Version enables them (G2).
    """

    operator: str
    key: str
    key_lower: str
    values: tuple[str, ...]
    problem: str | None
    form: QualifiedOperator | None
    templates: tuple[Template, ...]
    variables: bool
    multivalued: bool

    @property
    def tests_presence(self) -> bool:
        """Whether the operator is Null."""
        return self.form is not None and self.form.row.family is Family.NULL

    @property
    def needs_set_operator(self) -> bool:
        """Whether a multivalued key lacks its `ForAllValues` or `ForAnyValue` (C5)."""
        alone = self.form is not None and self.form.quantifier is Quantifier.NONE
        return alone and self.multivalued and not self.tests_presence

    def applies_empty_rule(self, values: tuple[str, ...] | None) -> bool:
        """Whether a present but empty value counts as absent here (C6)."""
        for_all = self.form is not None and self.form.quantifier is Quantifier.ALL
        return for_all and values is not None and not any(values)


def read_criterion(operator: str, key: str, values: Sequence[str], *, variables: bool) -> Criterion:
    """Take a condition apart; whatever the texts, it never raises."""
    parsed = parse_operator(operator)
    form = None if isinstance(parsed, str) else parsed
    enabled = variables and form is not None and form.row.variables
    key_lower = key.lower()
    return Criterion(
        operator=form.name if form else operator,
        key=key,
        key_lower=key_lower,
        values=tuple(values),
        problem=parsed if isinstance(parsed, str) else None,
        form=form,
        templates=tuple(parse_template(value, enabled=enabled) for value in values),
        variables=variables,
        multivalued=is_multivalued(key_lower),
    )
