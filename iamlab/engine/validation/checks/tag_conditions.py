"""Checks of conditions on tags: is the tag named, and do the actions know the resource's tags?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from iamlab.engine.documents import Json, PolicyType, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import lacks_tag_key, supporters
from iamlab.engine.validation.registry import (
    EVERY_TYPE,
    IDENTITY_TYPES,
    RESOURCE_TYPES,
    Found,
    check,
)
from iamlab.engine.validation.subject import StatementView, Subject

_ALLOWING = IDENTITY_TYPES | RESOURCE_TYPES | {PolicyType.SCP}
_DENYING = _ALLOWING | {PolicyType.RCP}
_TAG = "aws:resourcetag/"
_TEAM: dict[str, Json] = {"StringEquals": {"aws:ResourceTag/team": "payroll"}}
_NAMED = 3


@check(
    "MISSING_TAG_KEY_IN_CONDITION",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The tag condition key does not name a tag",
    why="A tag key such as `aws:ResourceTag/team` names its tag after a slash, and without that "
    "the condition tests nothing that a request carries.",
    bad=example(
        allow("ec2:StartInstances", Condition={"StringEquals": {"aws:ResourceTag": "payroll"}})
    ),
    good=example(allow("ec2:StartInstances", Condition=_TEAM)),
)
def missing_tag_key_in_condition(subject: Subject) -> Iterator[Found]:
    """Find tag condition keys without a slash and the key of a tag."""
    for view in conditions(subject):
        name = view.test.key.text
        if view.key is not None or not lacks_tag_key(name):
            continue
        base = name.rstrip("/")[:60]
        message = f"{show(name)} does not say which tag is meant; write `{base}/` and its key."
        yield Found(message, view.test.key.span, view.path)


def _tag_tests(subject: Subject) -> Iterator[ConditionView]:
    """Yield the lines on a tag of the resource that are false where the request has none."""
    for view in conditions(subject):
        if view.key is not None and view.key_lower.startswith(_TAG) and view.without_key is False:
            yield view


@lru_cache(maxsize=64)
def _unaware(statement: StatementView) -> tuple[str, ...]:
    """The Action entries that cover no action which knows the tags of its resource.

    Entries for several services, such as `*`, and unknown actions are left alone.
    """
    found = []
    for entry in statement.entries("Action"):
        service = entry.text.partition(":")[0].lower()
        covered = frozenset() if "*" in service or "?" in service else expand_action(entry.text)
        if covered and not covered & supporters(service, f"{_TAG}${{tagkey}}"):
            found.append(entry.text)
    return tuple(found)


def _listing(entries: tuple[str, ...]) -> str:
    shown = ", ".join(show(entry) for entry in entries[:_NAMED])
    return f"{shown} and {len(entries) - _NAMED} more" if len(entries) > _NAMED else shown


@check(
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity.SECURITY_WARNING,
    tier=2,
    types=_DENYING,
    title="A Deny by tag on actions that know no tags",
    why="A request for such an action carries no tag of the resource, so the condition is false "
    "and the action is never denied.",
    bad=example(deny(["ec2:StopInstances", "ec2:DescribeInstances"], Condition=_TEAM)),
    good=example(deny("ec2:StopInstances", Condition=_TEAM)),
)
def deny_with_unsupported_tag_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Deny statements whose condition on aws:ResourceTag some Action entries escape."""
    for view in _tag_tests(subject):
        unaware = _unaware(view.statement) if view.statement.denies else ()
        if unaware:
            message = (
                f"Requests for {_listing(unaware)} carry no {show(view.test.key.text)}, so this "
                "statement never denies them; deny them without the tag."
            )
            yield Found(message, view.test.key.span, view.path)


@check(
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity.SUGGESTION,
    tier=2,
    types=_ALLOWING,
    title="An Allow by tag of actions that know no tags",
    why="A request for such an action carries no tag of the resource, so the condition is false "
    "and the action is never allowed here.",
    bad=example(allow(["ec2:StopInstances", "ec2:DescribeInstances"], Condition=_TEAM)),
    good=example(allow("ec2:StopInstances", Condition=_TEAM), allow("ec2:DescribeInstances")),
)
def allow_with_unsupported_tag_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Allow statements whose condition on aws:ResourceTag shuts out some Action entries."""
    for view in _tag_tests(subject):
        unaware = _unaware(view.statement) if view.statement.allows else ()
        if unaware:
            message = (
                f"Requests for {_listing(unaware)} carry no {show(view.test.key.text)}, so this "
                "statement never allows them; give them a statement without the tag."
            )
            yield Found(message, view.test.key.span, view.path)


def _inverted(view: ConditionView) -> bool:
    return view.statement.source.not_actions is not None and view.statement.source.actions is None


@check(
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity.SECURITY_WARNING,
    tier=3,
    types=_ALLOWING,
    title="A Deny by tag of all actions but some",
    why="Many actions know no tags of their resource, and a Deny with `NotAction` that relies on "
    "a tag lets every one of them pass.",
    bad=example(
        {"Effect": "Deny", "NotAction": "s3:ListAllMyBuckets", "Resource": "*", "Condition": _TEAM}
    ),
    good=example(deny("ec2:StopInstances", Condition=_TEAM)),
)
def deny_notaction_with_unsupported_tag_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Deny statements with NotAction whose condition relies on aws:ResourceTag."""
    for view in _tag_tests(subject):
        if view.statement.denies and _inverted(view):
            message = (
                f"`NotAction` takes in actions whose requests carry no {show(view.test.key.text)}; "
                "they are never denied here. List the actions in `Action`."
            )
            yield Found(message, view.test.key.span, view.path)


@check(
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity.SUGGESTION,
    tier=3,
    types=_ALLOWING,
    title="An Allow by tag of all actions but some",
    why="Many actions know no tags of their resource, and an Allow with `NotAction` that relies on "
    "a tag allows only those that do.",
    bad=example(
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*", "Condition": _TEAM},
    ),
    good=example(allow("ec2:StopInstances", Condition=_TEAM)),
)
def allow_notaction_with_unsupported_tag_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Allow statements with NotAction whose condition relies on aws:ResourceTag."""
    for view in _tag_tests(subject):
        if view.statement.allows and _inverted(view):
            message = (
                f"`NotAction` takes in actions whose requests carry no {show(view.test.key.text)}; "
                "they are not allowed here. List the actions in `Action`."
            )
            yield Found(message, view.test.key.span, view.path)
