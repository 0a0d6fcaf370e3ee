"""Checks of lists of condition values in which one value should stand, or one alone decides."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Family
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_OBJECTS = "arn:aws:s3:::acme-receipts/*"


@check(
    "INVALID_CONDITION_MULTIPLE_BOOLEAN",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="Several values for a key that is true or false",
    why="A Boolean key is compared with one value, and a list of both would always match.",
    bad=example(
        deny("s3:*", _OBJECTS, Condition={"Bool": {"aws:SecureTransport": ["false", "true"]}})
    ),
    good=example(deny("s3:*", _OBJECTS, Condition={"Bool": {"aws:SecureTransport": "false"}})),
)
def invalid_condition_multiple_boolean(subject: Subject) -> Iterator[Found]:
    """Find Boolean keys with more than one value; the repair takes out what is said twice."""
    for view in conditions(subject):
        if view.key is None or view.key.type != "Bool" or view.key.multivalued:
            continue
        member = view.key_member if len(view.values) > 1 else None
        if view.tests_presence or member is None:
            continue
        message = (
            f"`{view.key.name}` is true or false, so it is compared with one value, not "
            f"{len(view.values)}."
        )
        repair = None
        if len({value.text.lower() for value in view.values}) == 1:
            others = [value.span for value in view.values[1:]]
            repair = subject.remove("Keep one value", *others)
        yield Found(message, member.value.span, view.path, repair)


@check(
    "REDUNDANT_CONDITION_VALUE_NUM",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="Several numbers where one decides",
    why="Values of one key are alternatives, so of several upper limits only the largest counts, "
    "and of several lower limits only the smallest.",
    bad=example(
        allow(
            "s3:ListBucket",
            "*",
            Condition={"NumericLessThanEquals": {"s3:max-keys": ["10", "50", "100"]}},
        )
    ),
    good=example(
        allow("s3:ListBucket", "*", Condition={"NumericLessThanEquals": {"s3:max-keys": "100"}})
    ),
)
def redundant_condition_value_num(subject: Subject) -> Iterator[Found]:
    """Find lists of limits under NumericLessThan..., NumericGreaterThan... operators."""
    for view in conditions(subject):
        if view.family is not Family.NUMERIC or view.form is None or len(view.values) < 2:
            continue
        name, member = view.form.row.name, view.key_member
        if member is None or not ("Less" in name or "Greater" in name):
            continue
        numbers = [parse_number(value.text) for value in view.values]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            continue
        deciding = known.index(max(known) if "Less" in name else min(known))
        kept = view.values[deciding]
        message = f"Under `{name}` only {show(kept.text)} decides; take the other values out."
        others = [value.span for value in view.values if value is not kept]
        repair = subject.remove(f"Keep only {kept.text[:30]}", *others)
        yield Found(message, member.value.span, view.path, repair)
