"""Conditions compiled for speed: does a request meet one line of a Condition block?

Source: section 5; AWS, "IAM JSON policy elements: Condition".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from iamlab.engine.conditions.criteria import Criterion, read_criterion
from iamlab.engine.conditions.family import Bind, Operator, Test
from iamlab.engine.conditions.null import matches_null, wanted_states
from iamlab.engine.conditions.outcomes import ConditionOutcome, explain_criterion
from iamlab.engine.conditions.qualifiers import QualifiedOperator, Quantifier
from iamlab.engine.conditions.readings import AWS_CONDITIONS, ConditionReading, differ, reread
from iamlab.engine.matching.context import Context

Matcher = Callable[[Context], bool]
Prepare = Callable[[Context], Test]


@dataclass(frozen=True, slots=True)
class ConditionCheck(Criterion):
    """A criterion with the fastest function that decides it.

    `matches(context)` is that function. A check with a `problem` never matches. `reading` is how
    the evaluator reads conditions: by AWS's rules, or with one wrong.
    """

    matches: Matcher = field(repr=False, compare=False)
    reading: ConditionReading = AWS_CONDITIONS

    def missing(self, context: Context) -> tuple[str, ...]:
        """Name what the request lacks: the key as written, and the keys of policy variables."""
        if self.problem is not None:
            return ()
        names = [] if self.key_lower in context else [self.key]
        for template in self.templates:
            names.extend(template.absent(context))
        return tuple(dict.fromkeys(names))

    def explain(self, context: Context) -> ConditionOutcome:
        """Tell the outcome in words; `matched` is always what `matches` returns."""
        departing = self.reading is not AWS_CONDITIONS
        departure = differ(self, self.reading, context) if departing else None
        if departure is None:
            return explain_criterion(self, context, self.matches(context))
        matched, why = departure
        outcome = explain_criterion(self, context, _matcher(self)(context))
        return replace(outcome, matched=matched, why=why, notes=())


def compile_check(
    operator: str,
    key: str,
    values: Sequence[str],
    *,
    variables: bool,
    reading: ConditionReading = AWS_CONDITIONS,
) -> ConditionCheck:
    """Compile one operator, one key and its values, all as text.

    `variables` tells whether the document's Version enables them (G2), `reading` how the evaluator
    reads conditions. Nothing raises: an unknown operator gives a check whose `problem` says so and
    which never matches.
    """
    criterion = read_criterion(operator, key, values, variables=variables)
    departs = reading != AWS_CONDITIONS
    if departs:
        criterion = reread(criterion, reading)
    fields = {name: getattr(criterion, name) for name in Criterion.__slots__}
    matches = _matcher(criterion)
    if not departs:
        return ConditionCheck(**fields, matches=matches)
    return ConditionCheck(
        **fields, matches=_departing(criterion, reading, matches), reading=reading
    )


def _departing(criterion: Criterion, reading: ConditionReading, matches: Matcher) -> Matcher:
    """Match by AWS's rules wherever the reading does not depart from them."""

    def departing(context: Context) -> bool:
        departure = differ(criterion, reading, context)
        return matches(context) if departure is None else departure[0]

    return departing


def _matcher(criterion: Criterion) -> Matcher:
    form = criterion.form
    if form is None:
        return _never
    if form.row.bind is None:
        return _null(form, criterion)
    key_lower, absent = criterion.key_lower, form.matches_absent
    if criterion.needs_set_operator:
        return lambda context: absent and key_lower not in context
    fixed, prepare = _tests(criterion, form.row, form.row.bind)
    if form.quantifier is Quantifier.ALL:
        return _all_values(key_lower, prepare)
    if form.quantifier is Quantifier.ANY:
        return _any_value(key_lower, prepare)
    return (
        _one_value(key_lower, absent, prepare)
        if fixed is None
        else _fixed(key_lower, absent, fixed)
    )


def _tests(criterion: Criterion, row: Operator, bind: Bind) -> tuple[Test | None, Prepare]:
    """Return the test when it is the same for every request, and how to make it for one."""
    fixed = bind([value for value in criterion.templates if value.fixed], Context())
    changing = [value for value in criterion.templates if not value.fixed]
    if not changing:
        return fixed, lambda context: fixed
    negated = row.negated

    def prepare(context: Context) -> Test:
        bound = bind(changing, context)
        if negated:
            return lambda text: fixed(text) and bound(text)
        return lambda text: fixed(text) or bound(text)

    return None, prepare


def _fixed(key_lower: str, absent: bool, test: Test) -> Matcher:
    def matches(context: Context) -> bool:
        values = context.get(key_lower)
        if values is None:
            return absent
        return len(values) == 1 and test(values[0])

    return matches


def _one_value(key_lower: str, absent: bool, prepare: Prepare) -> Matcher:
    def matches(context: Context) -> bool:
        values = context.get(key_lower)
        if values is None:
            return absent
        return len(values) == 1 and prepare(context)(values[0])

    return matches


def _all_values(key_lower: str, prepare: Prepare) -> Matcher:
    """ForAllValues: true without values; an empty value counts as none (C4, C6)."""

    def matches(context: Context) -> bool:
        values = context.get(key_lower)
        return values is None or not any(values) or all(map(prepare(context), values))

    return matches


def _any_value(key_lower: str, prepare: Prepare) -> Matcher:
    """ForAnyValue: false without values, whatever the operator and its suffix (C3)."""

    def matches(context: Context) -> bool:
        values = context.get(key_lower)
        return values is not None and any(map(prepare(context), values))

    return matches


def _null(form: QualifiedOperator, criterion: Criterion) -> Matcher:
    """Null; under a set operator it is always true or always false (C6)."""
    if form.quantifier is not Quantifier.NONE:
        always = form.quantifier is Quantifier.ALL
        return lambda context: always
    key_lower, wanted = criterion.key_lower, wanted_states(criterion.values)
    return lambda context: matches_null(wanted, context.get(key_lower))


def _never(context: Context) -> bool:
    return False
