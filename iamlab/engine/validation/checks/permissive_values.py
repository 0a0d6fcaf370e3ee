"""Checks of condition values that tell callers apart, but leave too much of the value open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.documents import Entry, PolicyType, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.variables import Fault, VariableUse, variables_of

_RECEIPTS = "arn:aws:s3:::acme-receipts/*"
_FEWEST = 6
"""So many characters must stand in front of a wildcard or variable, says the check's AWS text."""
_UNIQUE_ID_LENGTH = 20
_USER_ID = "aws:userid"
_TELLING_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        _USER_ID,
    }
)
"""The keys that say who calls, or from where, by a value that AWS assigns."""
_CHOSEN_BY_CALLER = (
    "aws:principaltag/",
    "aws:requesttag/",
    "aws:sourceidentity",
    "aws:useragent",
    "aws:referer",
)
_OPEN_TO_STRANGERS = frozenset(
    {PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.ENDPOINT, PolicyType.RCP}
)
_WILDCARD = re.compile(r"[*?]")


def _guards(subject: Subject) -> Iterator[tuple[ConditionView, Entry]]:
    """Yield the values that let somebody in: an Allow that matches, a Deny that spares."""
    for condition in conditions(subject):
        if condition.form is None or condition.tests_presence:
            continue
        statement = condition.statement
        lets_in = statement.denies if condition.negated else statement.allows
        if lets_in and condition.key_lower in _TELLING_KEYS:
            for value in condition.values:
                yield condition, value


@check(
    "WILDCARD_USAGE_TOO_PERMISSIVE",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A wildcard lets almost any caller through",
    why="Organizations, accounts, endpoints and unique IDs are told apart by their first "
    "characters, so a wildcard right at the start lets strangers in.",
    bad=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Principal="*",
            Condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        ),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Principal="*",
            Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        ),
        type=PolicyType.RESOURCE,
    ),
)
def wildcard_too_permissive(subject: Subject) -> Iterator[Found]:
    """Find wildcards with fewer than six characters in front, or before the colon of a user ID."""
    for condition, value in _guards(subject):
        if condition.form is None or not condition.form.row.wildcards:
            continue
        place = _first_wildcard(value.text)
        if place < 0:
            continue
        key = show(condition.test.key.text)
        if place < _FEWEST:
            message = (
                f"{show(value.text)} leaves {key} open to nearly everyone: fewer than {_FEWEST} "
                "characters come before the wildcard. Write the values that you mean."
            )
            yield Found(message, value.span, condition.path_to(value))
        elif condition.key_lower == _USER_ID and _widens_id(value.text, place):
            message = (
                f"In {show(value.text)} the wildcard is in the unique ID, before the colon; "
                f"{key} may have one only in the session name after it."
            )
            yield Found(message, value.span, condition.path_to(value))


def _first_wildcard(text: str) -> int:
    """The offset of the first wildcard outside variables, which count as fixed text; or -1."""
    uses = iter(use for use in variables_of(text) if use.fault is Fault.NONE)
    use = next(uses, None)
    for match in _WILDCARD.finditer(text):
        while use is not None and use.end <= match.start():
            use = next(uses, None)
        if use is None or match.start() < use.start:
            return match.start()
    return -1


def _widens_id(text: str, place: int) -> bool:
    return place < _UNIQUE_ID_LENGTH and ":" not in text[:place] and ":" in text[place:]


@check(
    "VARIABLE_USAGE_TOO_PERMISSIVE",
    Severity.ERROR,
    tier=3,
    types=EVERY_TYPE,
    title="A variable lets the caller choose the value",
    why="A condition that compares what AWS says of the caller with a value that the caller "
    "chooses, or with itself, holds for everyone.",
    bad=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Principal="*",
            Condition={"StringEquals": {"aws:PrincipalOrgID": "${aws:PrincipalTag/org}"}},
        ),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Principal="*",
            Condition={"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}},
        ),
        type=PolicyType.RESOURCE,
    ),
)
def variable_too_permissive(subject: Subject) -> Iterator[Found]:
    """Find variables near the start of a value that the caller, or the key itself, fills in."""
    if not subject.document.variables_enabled:
        return
    for condition, value in _guards(subject):
        if condition.form is None or not condition.form.row.variables:
            continue
        uses = [use for use in variables_of(value.text) if use.fault is Fault.NONE]
        first = next((use for use in uses if not use.escape), None)
        if first is None or first.start >= _FEWEST:
            continue
        message = _explain(subject, condition, value, first)
        if message:
            yield Found(message, value.span, condition.path_to(value))


def _explain(
    subject: Subject, condition: ConditionView, value: Entry, use: VariableUse
) -> str | None:
    name, key = use.name.lower(), show(condition.test.key.text)
    if name == condition.key_lower:
        if use.end - use.start < len(value.text):
            return None
        return f"{key} is compared with itself, which every caller passes; write the value out."
    chosen = name.startswith(_CHOSEN_BY_CALLER)
    if not chosen or subject.type not in _OPEN_TO_STRANGERS:
        return None
    shown = show(value.text[use.start : use.end])
    return (
        f"A stranger can choose {shown} to be what {key} is for the stranger; write the value out."
    )
