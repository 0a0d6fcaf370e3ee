"""How an evaluator reads conditions: AWS's way, or with a rule wrong, as learners often do.

Source: rules C1 to C4 and C14; AWS, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from iamlab.engine.conditions.criteria import Criterion
from iamlab.engine.conditions.family import Bind, Family, Operator
from iamlab.engine.conditions.operators import find_operator
from iamlab.engine.conditions.qualifiers import QualifiedOperator, Quantifier
from iamlab.engine.matching.context import Context

Matcher = Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """What an evaluator makes of conditions; the defaults are AWS's.

    negated_list_is_or: a negated operator holds when the value differs from one of those listed.
    string_equals_wildcards: `*` and `?` are wildcards under StringEquals.
    string_equals_case_counts: StringEquals tells capitals from small letters.
    absent_key_meets_negated: a negated operator matches a key that is absent (C3).
    absent_key_is_ignored: a condition about an absent key does not count.
    absent_bool_is_false: an absent key under Bool is read as `false`.
    if_exists_needs_key: `IfExists` asks for the key to exist.
    for_all_values_needs_value: ForAllValues fails when the key is absent.
    for_all_values_wants_all_listed: ForAllValues asks the request for every listed value.
    """

    negated_list_is_or: bool = False
    string_equals_wildcards: bool = False
    string_equals_case_counts: bool = True
    absent_key_meets_negated: bool = True
    absent_key_is_ignored: bool = False
    absent_bool_is_false: bool = False
    if_exists_needs_key: bool = False
    for_all_values_needs_value: bool = False
    for_all_values_wants_all_listed: bool = False


AWS_CONDITIONS = ConditionReading()
"""How AWS reads conditions."""

Verdict = tuple[bool, str]
"""Whether a condition holds for an evaluator, and the sentence that it would give."""


def reread(criterion: Criterion, reading: ConditionReading) -> Criterion:
    """Put the operator that an evaluator takes StringEquals for in its place, name and all."""
    form = criterion.form
    if form is None or form.row.name not in ("StringEquals", "StringNotEquals"):
        return criterion
    taken_for = form.row.name
    if reading.string_equals_wildcards:
        taken_for = taken_for.replace("Equals", "Like")
    elif not reading.string_equals_case_counts:
        taken_for = f"{taken_for}IgnoreCase"
    row = find_operator(taken_for)
    if row is None or row is form.row:
        return criterion
    named = replace(row, name=form.row.name, description=form.row.description)
    return replace(criterion, form=replace(form, row=named))


def differ(criterion: Criterion, reading: ConditionReading, context: Context) -> Verdict | None:
    """Return what an evaluator says where its reading departs from AWS's, else None."""
    form = criterion.form
    if form is None or form.row.bind is None:
        return None
    values = context.get(criterion.key_lower)
    if values is None or criterion.applies_empty_rule(values):
        return _absent(criterion, form, form.row.bind, reading, context)
    if form.quantifier is Quantifier.ALL and not form.row.negated:
        if reading.for_all_values_wants_all_listed and criterion.templates:
            return _wants_all_listed(criterion, form.row.bind, values, context)
    elif (
        form.quantifier is Quantifier.NONE
        and form.row.negated
        and reading.negated_list_is_or
        and len(values) == 1
    ):
        return _differs_from_one(criterion, form.row.bind, values[0], context)
    return None


def _absent(
    criterion: Criterion,
    form: QualifiedOperator,
    bind: Bind,
    reading: ConditionReading,
    context: Context,
) -> Verdict | None:
    """Say what an absent key does (C3)."""
    if form.if_exists and reading.if_exists_needs_key:
        return False, "The key is absent, and `IfExists` asks for it to exist."
    if form.quantifier is Quantifier.ALL:
        wants = reading.for_all_values_needs_value or reading.for_all_values_wants_all_listed
        return (False, "The key is absent, and ForAllValues needs a value.") if wants else None
    if form.quantifier is Quantifier.ANY or form.if_exists:
        return None
    return _absent_single(criterion, form.row, bind, reading, context)


def _absent_single(
    criterion: Criterion, row: Operator, bind: Bind, reading: ConditionReading, context: Context
) -> Verdict | None:
    if row.family is Family.BOOLEAN and reading.absent_bool_is_false:
        return bind(criterion.templates, context)("false"), "The key is absent, so it is `false`."
    if row.negated and not reading.absent_key_meets_negated:
        return False, "The key is absent, so the condition fails."
    if not row.negated and reading.absent_key_is_ignored:
        return True, "The key is absent, so the condition does not count."
    return None


def _wants_all_listed(
    criterion: Criterion, bind: Bind, values: tuple[str, ...], context: Context
) -> Verdict:
    tests = [bind((template,), context) for template in criterion.templates]
    if all(any(map(test, values)) for test in tests):
        return True, "The request has every listed value."
    return False, "The request lacks one of the listed values, and ForAllValues wants them all."


def _differs_from_one(
    criterion: Criterion, bind: Bind, value: str, context: Context
) -> Verdict | None:
    if any(bind((template,), context)(value) for template in criterion.templates):
        return True, "The value differs from one of those listed, which is enough."
    return None
