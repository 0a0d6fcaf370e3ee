"""Checks of conditions against the actions of their statement: do their requests carry the key?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iamlab.engine.documents import Json, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.condition_views import ConditionView, conditions, required_keys
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import (
    has_listed_actions,
    is_well_listed,
    only_supporter,
    partial_entries,
    strangers,
    unsupported,
)
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_BUCKET = "arn:aws:s3:::acme-receipts"
_PREFIX: dict[str, Json] = {"StringLike": {"s3:prefix": "home/*"}}
_ENDPOINT_KEYS = frozenset({"aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"})
_REFERENCE = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "reference_policies_actions-resources-contextkeys.html"
)
_NAMED = 3


def _listed_tests(subject: Subject) -> Iterator[ConditionView]:
    """Yield the lines on keys that AWS lists per action, where an absent key is not foreseen."""
    for view in conditions(subject):
        if view.key is None or view.spares_absent_keys or not has_listed_actions(view.key):
            continue
        yield view


def _missing_action(view: ConditionView) -> str | None:
    """The one action that the key belongs to, when no action of the statement knows the key."""
    entries = view.statement.entries("Action")
    sole = only_supporter(view.key) if view.key is not None else None
    if view.key is None or sole is None or not entries:
        return None
    for entry in entries:
        covered = expand_action(entry.text) if "*" not in entry.text.partition(":")[0] else None
        if not covered or unsupported(covered, view.key) != covered:
            return None
    return sole


def _effect(view: ConditionView) -> str:
    """What it means for requests that never carry the key."""
    met = bool(view.without_key)
    if view.statement.denies:
        return "they are always denied here" if met else "they are never denied here"
    return "the condition does not hold them back" if met else "they are never allowed here"


def _listing(names: Sequence[str]) -> str:
    shown = ", ".join(show(name) for name in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


@check(
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="Actions whose requests never carry the condition key",
    why="A key of a service comes only with the actions that support it, so for the others the "
    "condition has the same outcome whatever is asked for.",
    bad=example(allow(["s3:ListBucket", "s3:GetObject"], "*", Condition=_PREFIX)),
    good=example(
        allow("s3:ListBucket", _BUCKET, Condition=_PREFIX),
        allow("s3:GetObject", f"{_BUCKET}/home/*"),
    ),
)
def unsupported_action_for_condition_key(subject: Subject) -> Iterator[Found]:
    """Find keys that some actions spelled out in the statement do not support.

    A WARNING for services whose reference AWS's own policies contradict.
    """
    for view in _listed_tests(subject):
        spelled_out = strangers(view)
        if view.key is None or not spelled_out or _missing_action(view) is not None:
            continue
        message = (
            f"By AWS's reference, requests for {_listing(spelled_out)} do not carry "
            f"{show(view.key.name)}, so {_effect(view)}; give them a statement without this key."
        )
        severity = None if is_well_listed(view.key) else Severity.WARNING
        yield Found(message, view.test.key.span, view.path, severity=severity)


@check(
    "MISSING_ACTION_FOR_CONDITION_KEY",
    Severity.ERROR,
    tier=3,
    types=EVERY_TYPE,
    title="The one action that the condition key belongs to is missing",
    why="Some keys come with a single action only, and in a statement without that action the "
    "condition never works.",
    bad=example(
        allow(
            "lambda:CreateFunction",
            "*",
            Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        )
    ),
    good=example(
        allow(
            "iam:PassRole",
            "arn:aws:iam::123456789012:role/app-thumbnails",
            Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        )
    ),
)
def missing_action_for_condition_key(subject: Subject) -> Iterator[Found]:
    """Find keys of one single action in statements that lack it and name only actions without."""
    for view in _listed_tests(subject):
        sole = _missing_action(view)
        if view.key is None or sole is None:
            continue
        message = (
            f"Only requests for `{sole}` carry {show(view.key.name)}; no action of this statement "
            f"does, so {_effect(view)}. Put the key on a statement with `{sole}`."
        )
        severity = None if is_well_listed(view.key) else Severity.WARNING
        yield Found(message, view.test.key.span, view.path, severity=severity)


@check(
    "UNKNOWN_CONDITION_FOR_ACTION",
    Severity.WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="A wildcard takes in actions that do not know the condition key",
    why="For those actions under a wildcard that do not support the key, the condition has the "
    "same outcome whatever is asked for.",
    bad=example(allow("s3:List*", "*", Condition=_PREFIX)),
    good=example(allow("s3:ListBucket", "*", Condition=_PREFIX)),
    link=_REFERENCE,
    own=True,
)
def unknown_condition_for_action(subject: Subject) -> Iterator[Found]:
    """Find Action entries of one service with wildcards that cover actions without the key."""
    for view in _listed_tests(subject):
        for entry in partial_entries(view):
            if view.key is None:
                continue
            covered = expand_action(entry.text)
            unaware = unsupported(covered, view.key)
            share = "all of them" if unaware == covered else f"{len(unaware)} of them"
            message = (
                f"{show(entry.text)} covers {len(covered)} actions; by AWS's reference {share}, "
                f"such as `{min(unaware)}`, come without {show(view.key.name)}: {_effect(view)}."
            )
            yield Found(message, entry.span, view.statement.path_to("Action", entry))


@check(
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
    Severity.WARNING,
    tier=3,
    types=EVERY_TYPE,
    title="A key that only some services send, on actions of all services",
    why="Only some services send the keys about the owner of a VPC endpoint, and for the others "
    "the statement does something else than it says.",
    bad=example(
        deny("*", Condition={"StringNotEquals": {"aws:VpceOrgID": "o-a1b2c3d4e5"}}),
    ),
    good=example(
        deny("s3:*", Condition={"StringNotEquals": {"aws:VpceOrgID": "o-a1b2c3d4e5"}}),
    ),
)
def use_condition_key_only_with_supported_services(subject: Subject) -> Iterator[Found]:
    """Find aws:Vpce... keys in statements that do not name their services."""
    for view in conditions(subject):
        if view.key_lower not in _ENDPOINT_KEYS or view.tests_presence:
            continue
        if view.key_lower in required_keys(view.statement):
            continue
        services = [entry.text.partition(":")[0] for entry in view.statement.entries("Action")]
        if services and not any("*" in service or "?" in service for service in services):
            continue
        message = (
            f"Only some services send {show(view.test.key.text)}; name in `Action` the services "
            "that do, since requests to all others come without it."
        )
        yield Found(message, view.test.key.span, view.path)
