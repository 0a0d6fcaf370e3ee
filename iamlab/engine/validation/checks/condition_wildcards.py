"""Checks of conditions whose value is a bare wildcard: they test less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from iamlab.engine.conditions import Family, Quantifier
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_repairs import drop_test, use_operator
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import ALWAYS_PRESENT, tells_callers_apart
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_ANY_ARN = frozenset({"arn:*:*:*:*:*"})


class _Outcome(Enum):
    """What is left of a condition whose value fits everything."""

    PRESENT = "the key is in the request"
    ABSENT = "the key is not in the request"
    ALWAYS = "always true"
    NEVER = "never true"


def _outcome(view: ConditionView) -> _Outcome | None:
    """Say what a condition with a value that fits everything asks; None for any other (C1, C3)."""
    if view.form is None or not view.form.row.wildcards or not _fits_everything(view):
        return None
    if view.key is not None and view.key.multivalued and view.quantifier is Quantifier.NONE:
        return None  # AWS does not evaluate that (MISSING_QUALIFIER)
    always_there = view.key_lower in ALWAYS_PRESENT
    if view.without_key:
        if view.negated:
            return _Outcome.NEVER if always_there else _Outcome.ABSENT
        return _Outcome.ALWAYS
    if view.negated:
        return _Outcome.NEVER
    return _Outcome.ALWAYS if always_there else _Outcome.PRESENT


def _fits_everything(view: ConditionView) -> bool:
    if view.family is Family.ARN:
        return any(value.text in _ANY_ARN for value in view.values)
    return any(value.text and not value.text.strip("*") for value in view.values)


def _with_outcome(subject: Subject, outcome: _Outcome) -> Iterator[ConditionView]:
    for view in conditions(subject):
        if _outcome(view) is outcome:
            yield view


@check(
    "EQUIVALENT_TO_NULL_FALSE",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="The condition only asks whether the key is there",
    why="A value of `*` fits everything, so nothing but the presence of the key is tested, which "
    "`Null` with `false` says clearly.",
    bad=example(
        allow("ec2:RunInstances", Condition={"StringLike": {"aws:RequestTag/team": "*"}}),
    ),
    good=example(
        allow("ec2:RunInstances", Condition={"Null": {"aws:RequestTag/team": "false"}}),
    ),
)
def equivalent_to_null_false(subject: Subject) -> Iterator[Found]:
    """Find conditions that every value of the key meets, but not its absence.

    On a key that tells callers apart that is rather a hole than a way of writing: no repair.
    """
    for view in _with_outcome(subject, _Outcome.PRESENT):
        message = (
            f"This only asks whether {show(view.test.key.text)} is in the request; `Null` with "
            "`false` says so."
        )
        guard = tells_callers_apart(view.key_lower)
        repair = None if guard else use_operator(subject, view, "Null", "false")
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "EQUIVALENT_TO_NULL_TRUE",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="The condition only asks whether the key is absent",
    why="No value differs from `*`, so the condition is true just when the key is absent, which "
    "`Null` with `true` says clearly.",
    bad=example(
        deny("ec2:RunInstances", Condition={"StringNotLike": {"aws:RequestTag/team": "*"}}),
    ),
    good=example(
        deny("ec2:RunInstances", Condition={"Null": {"aws:RequestTag/team": "true"}}),
    ),
)
def equivalent_to_null_true(subject: Subject) -> Iterator[Found]:
    """Find conditions that no value of the key meets, but its absence does."""
    for view in _with_outcome(subject, _Outcome.ABSENT):
        message = (
            f"This only asks whether {show(view.test.key.text)} is absent; `Null` with `true` "
            "says so."
        )
        repair = use_operator(subject, view, "Null", "true")
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="The condition is always true",
    why="A test that every request passes restricts nothing, although it looks like a guard.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"StringLikeIfExists": {"aws:SourceVpc": "*"}}),
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}},
        ),
    ),
)
def redundant_key_due_to_wildcard_in_condition(subject: Subject) -> Iterator[Found]:
    """Find conditions that the presence and the absence of the key meet alike."""
    for view in _with_outcome(subject, _Outcome.ALWAYS):
        message = (
            f"A value of `*` makes this test of {show(view.test.key.text)} true for every request; "
            "take it out or name the values that count."
        )
        guard = tells_callers_apart(view.key_lower)
        repair = None if guard else drop_test(subject, view, "Remove the test")
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="The condition is never true, so the statement does nothing",
    why="No value differs from `*`, so under a negated operator the condition fails for every "
    "request and the whole statement never applies.",
    bad=example(
        deny("s3:GetObject", _OBJECTS, Condition={"StringNotLike": {"aws:userid": "*"}}),
    ),
    good=example(
        deny("s3:GetObject", _OBJECTS, Condition={"StringNotLike": {"aws:userid": "AROAEXAMPLE:*"}})
    ),
)
def redundant_statement_due_to_wildcard_in_condition(subject: Subject) -> Iterator[Found]:
    """Find conditions that no request meets."""
    for view in _with_outcome(subject, _Outcome.NEVER):
        message = (
            f"Nothing differs from `*`, so this test of {show(view.test.key.text)} is never true "
            "and the statement never applies."
        )
        yield Found(message, view.test.key.span, view.path)
