"""Edits of a Condition, and keys for the request, that make a statement's conditions hold (C)."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.changes import depends_on_caller, meeting_value
from iamlab.engine.conditions import ConditionCheck, Family, Quantifier
from iamlab.engine.documents import ConditionTest, TextEdit
from iamlab.engine.matching import Context
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import label_of
from iamlab.engine.repair.spots import Spot

_LISTED = frozenset({Family.STRING, Family.ARN, Family.IP_ADDRESS})
"""The families whose values stand beside each other, so that one more accepts one more."""


def condition_drafts(spot: Spot, test: ConditionTest, check: ConditionCheck) -> Iterator[Draft]:
    """Yield what makes one condition hold: a key that the request lacks, or an edit of the policy.

    A condition is never taken out: what it guards is somebody's intention.
    """
    context_draft = missing_key(spot, check, wants=True)
    if context_draft is not None:
        yield context_draft
    if check.form is None or check.tests_presence:
        return
    yield from _operators(spot, test, check)
    yield from _values(spot, test, check)


def missing_key(spot: Spot, check: ConditionCheck, *, wants: bool) -> Draft | None:
    """Return the key that a request can add to meet a condition, or with `wants` off to miss it.

    A key that the request has stays as it is, for another value would be another question; except
    one that says `false`, such as that of MFA, which a caller can come back with.
    """
    if depends_on_caller(check.key_lower):
        return None
    present = spot.situation.context.get(check.key_lower)
    if present is not None and [text.lower() for text in present] != ["false"]:
        return None
    value = meeting_value(check) if wants else _missing_value(check)
    if value is None or "*" in value:
        return None
    title = f"Send `{check.key}` with the request, as `{value}`"
    if check.key_lower == "aws:multifactorauthpresent":
        title = "Sign in with MFA before you ask"
    return Draft(spot.layer, Kind.CONTEXT, title, context={check.key: value}, values=0)


def _missing_value(check: ConditionCheck) -> str | None:
    """Return a value that a request could carry so that a condition is not met."""
    if check.form is None or check.tests_presence:
        return None
    candidates = ("true", "false") if check.form.row.family is Family.BOOLEAN else check.values
    for value in candidates:
        if "*" not in value and not check.matches(Context({check.key: [value]})):
            return value
    return None


def _operators(spot: Spot, test: ConditionTest, check: ConditionCheck) -> Iterator[Draft]:
    """Use the operator that does what the values ask for: wildcards, or several values (C5)."""
    source = spot.statement.source
    beside = [item for item in source.conditions if item.operator.span == test.operator.span]
    written = test.operator.text
    lowered = written.lower()
    names = {item.operator.text.lower() for item in source.conditions}
    wild = any("*" in value or "?" in value for value in check.values)
    if len(beside) > 1:
        return
    if wild and "stringequals" in lowered and "ignorecase" not in lowered:
        start = lowered.index("stringequals")
        name = f"{written[:start]}StringLike{written[start + len('stringequals') :]}"
        title = f"Use `{name}` in {label_of(spot.statement)}, so that `*` stands for any text"
    elif check.needs_set_operator:
        name = f"ForAnyValue:{written}"
        title = f"Use `{name}`: `{check.key}` can have several values"
    else:
        return
    if name.lower() not in names:
        yield spot.draft(Kind.OPERATOR, title, spot.editor.rename(test.operator.span, name))


def _values(spot: Spot, test: ConditionTest, check: ConditionCheck) -> Iterator[Draft]:
    """Accept the request's value beside the others, or no longer leave it out."""
    form = check.form
    value = spot.situation.single(check.key_lower)
    if form is None or value is None or form.row.family not in _LISTED:
        return
    if form.quantifier is not Quantifier.NONE or not value or "*" in value or "?" in value:
        return
    label = label_of(spot.statement)
    if not form.row.negated:
        title = f"Accept `{value}` as `{check.key}` in {label}"
        yield spot.draft(Kind.CONDITION_VALUE, title, add_value(spot, test, check, value))
        return
    same = [entry for entry in test.values if entry.text == value]
    if len(test.values) > 1 and len(same) == 1:
        title = f"No longer leave out `{value}` as `{check.key}` in {label}"
        yield spot.draft(Kind.CONDITION_VALUE, title, spot.editor.remove(same[0].span))


def add_value(
    spot: Spot, test: ConditionTest, check: ConditionCheck, value: str
) -> tuple[TextEdit, ...]:
    """Return the edits that add a value to a condition; a lone address is a range of one (C10)."""
    # Under a 2008 Version `${` is text; under 2012 it would be read as a variable.
    written = value.replace("${", "${$}{") if check.variables else value
    return spot.editor.add_item(test.span, written)
