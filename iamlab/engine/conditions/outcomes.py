"""The outcome of a condition in words: what was wanted, what was found, and why that decides."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.conditions.criteria import Criterion
from iamlab.engine.conditions.family import Comparison, Reason
from iamlab.engine.conditions.null import tell_null
from iamlab.engine.conditions.qualifiers import QualifiedOperator, Quantifier
from iamlab.engine.conditions.wording import code, listing, quoted
from iamlab.engine.matching.context import Context


@dataclass(frozen=True, slots=True)
class ConditionOutcome:
    """Whether a condition matched, and the story: wanted, got, and one sentence.

    `notes` holds the IDs of rules that AWS leaves open or its pages contradict each other about,
    when they bore on this outcome.
    """

    matched: bool
    wanted: str
    got: str
    why: str
    notes: tuple[str, ...] = ()


def explain_criterion(criterion: Criterion, context: Context, matched: bool) -> ConditionOutcome:
    """Tell the story of a criterion that did or did not match a request."""
    values = context.get(criterion.key_lower)
    reason = _reason(criterion, values, context, matched)
    got = "absent" if values is None else listing([quoted(value) for value in values], "and")
    notes = tuple(dict.fromkeys(reason.notes))
    return ConditionOutcome(matched, _wanted(criterion), got, reason.why, notes)


def _wanted(criterion: Criterion) -> str:
    form = criterion.form
    # A negated operator wants none of its values (NOR, C1).
    conjunction = "nor" if form is not None and form.row.negated else "or"
    values = listing([quoted(value) for value in criterion.values], conjunction)
    return f"{_plain(criterion.operator)} {_plain(criterion.key)} = {values or 'an empty list'}"


def _plain(text: str) -> str:
    """Cut a long text without marking it as code."""
    return quoted(text)[1:-1]


def _reason(
    criterion: Criterion, values: tuple[str, ...] | None, context: Context, matched: bool
) -> Reason:
    form = criterion.form
    if form is None:
        return Reason(criterion.problem or "")
    if criterion.tests_presence:
        return _null(criterion, form, values)
    if values is None:
        return _absent(form)
    if criterion.applies_empty_rule(values):
        return Reason(
            "The value is empty, which counts as absent, and ForAllValues matches an absent key.",
            ("C6",),
        )
    if criterion.needs_set_operator or (not form.quantifier and len(values) > 1):
        return Reason(
            f"{code(criterion.key)} is multivalued here, so {form.name} without `ForAllValues:` or "
            "`ForAnyValue:` never matches.",
            ("C5",),
        )
    if not criterion.values:
        return _empty_list(form, matched)
    return _values(criterion, form, values, context, matched)


def _null(criterion: Criterion, form: QualifiedOperator, values: tuple[str, ...] | None) -> Reason:
    if form.quantifier is Quantifier.ALL:
        return Reason("`ForAllValues:Null` always matches, whether the key is there or not.")
    if form.quantifier is Quantifier.ANY:
        return Reason("`ForAnyValue:Null` never matches, whether the key is there or not.")
    return tell_null(criterion.values, values)


def _absent(form: QualifiedOperator) -> Reason:
    """Explain the table of absent keys, row by row (C3)."""
    if form.quantifier is Quantifier.ALL:
        return Reason("The key is absent, and ForAllValues holds when there is no value to test.")
    if form.quantifier is Quantifier.ANY:
        if form.if_exists:
            why = "The key is absent: ForAnyValue needs a value, and `IfExists` does not help it."
            return Reason(why, ("C3",))
        return Reason("The key is absent, and ForAnyValue needs at least one value that matches.")
    if form.if_exists:
        return Reason("The key is absent, and an operator with `IfExists` matches an absent key.")
    if form.row.negated:
        return Reason("The key is absent, and a negated operator matches an absent key.")
    return Reason(f"The key is absent, and {form.row.name} needs a value.")


def _empty_list(form: QualifiedOperator, matched: bool) -> Reason:
    if matched:
        return Reason(
            "The policy lists no values, and a negated operator holds when none of them matches.",
            ("G7",),
        )
    return Reason("The policy lists no values, so nothing can equal one of them.")


def _values(
    criterion: Criterion,
    form: QualifiedOperator,
    values: tuple[str, ...],
    context: Context,
    matched: bool,
) -> Reason:
    if form.quantifier is Quantifier.NONE:
        return _tell(criterion, form, values[0], context)
    for_all = form.quantifier is Quantifier.ALL
    if for_all == matched:
        return _every(criterion, form, values, context, matched)
    decisive = next(
        value for value in values if _satisfies(criterion, form, value, context) is matched
    )
    reason = _tell(criterion, form, decisive, context)
    start = (
        f"{form.quantifier} asks every value of the request to satisfy {form.row.name}, and "
        f"{code(decisive)} does not"
        if for_all
        else f"{form.quantifier} needs one value, and {code(decisive)} satisfies {form.row.name}"
    )
    return Reason(f"{start}: {reason.why}", reason.notes)


def _every(
    criterion: Criterion,
    form: QualifiedOperator,
    values: tuple[str, ...],
    context: Context,
    matched: bool,
) -> Reason:
    reasons = [_tell(criterion, form, value, context) for value in values]
    notes = tuple(note for reason in reasons for note in reason.notes)
    if len(values) == 1:
        word = "satisfies" if matched else "does not satisfy"
        start = f"The only value {word} {form.row.name}"
        return Reason(f"{start}: {reasons[0].why}", notes)
    shown = listing([code(value) for value in values], "and")
    if matched:
        return Reason(f"Each of {shown} satisfies {form.row.name}.", notes)
    return Reason(f"None of {shown} satisfies {form.row.name}: {reasons[0].why}", notes)


def _satisfies(criterion: Criterion, form: QualifiedOperator, value: str, context: Context) -> bool:
    bind = form.row.bind
    return bind is not None and bind(criterion.templates, context)(value)


def _tell(criterion: Criterion, form: QualifiedOperator, value: str, context: Context) -> Reason:
    tell = form.row.tell
    if tell is None:
        return Reason("")
    return tell(
        Comparison(
            form.row.name,
            form.row.negated,
            criterion.templates,
            criterion.variables,
            value,
            context,
        )
    )
