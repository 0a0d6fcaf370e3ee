"""Checks of conditions that are valid and yet guard less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Family
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_repairs import add_condition, use_operator
from iamlab.engine.validation.condition_views import ConditionView, conditions, tested_keys
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import supporters
from iamlab.engine.validation.registry import (
    EVERY_TYPE,
    IDENTITY_TYPES,
    RESOURCE_TYPES,
    Found,
    check,
)
from iamlab.engine.validation.subject import Subject

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Receipts"
_MFA = "aws:multifactorauthpresent"
_MFA_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
    "#condition-keys-multifactorauthpresent"
)
_FORGEABLE = {
    "aws:useragent": "the program that the caller says it is",
    "aws:referer": "the page that the caller says it comes from",
}


@check(
    "UNTRUSTWORTHY_CONDITION_KEY",
    Severity.SECURITY_WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="Access depends on a header that anyone can write",
    why="The caller chooses these headers freely, so a condition on them keeps nobody out who "
    "wants to get in.",
    bad=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"StringLike": {"aws:referer": "https://www.example.com/*"}},
        )
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})
    ),
)
def untrustworthy_condition_key(subject: Subject) -> Iterator[Found]:
    """Find tests of aws:UserAgent and aws:referer."""
    for view in conditions(subject):
        content = _FORGEABLE.get(view.key_lower)
        if content is None or view.form is None:
            continue
        message = (
            f"{show(view.test.key.text)} holds {content} and is easily forged; do not let access "
            "depend on it."
        )
        yield Found(message, view.test.key.span, view.path)


@check(
    "BAD_PATTERN_FOR_MFA",
    Severity.SECURITY_WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="The test for a second factor misses some callers",
    why="`aws:MultiFactorAuthPresent` is absent from requests with a user's access keys and may be "
    "`false` when present, so only the right operator tells who proved a second factor.",
    bad=example(deny("*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})),
    good=example(deny("*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})),
    link=_MFA_PAGE,
    own=True,
)
def bad_pattern_for_mfa(subject: Subject) -> Iterator[Found]:
    """Find tests that an absent key escapes or that accept `false`.

    Those are Deny with Bool `false`, Allow with BoolIfExists `true`, and Allow with Null `false`.
    """
    views = [view for view in conditions(subject) if view.key_lower == _MFA]
    covered = any(view.statement.denies and _asks(view, Family.NULL, "true") for view in views)
    for view in views:
        severity = None
        if view.statement.denies and _asks(view, Family.BOOLEAN, "false"):
            if view.without_key or covered:
                continue
            message = (
                "Requests with access keys carry no `aws:MultiFactorAuthPresent`, so this Deny "
                "misses them; `BoolIfExists` denies them too."
            )
            repair = use_operator(subject, view, "BoolIfExists")
        elif view.statement.allows and _asks(view, Family.BOOLEAN, "true"):
            if not view.without_key or view.form is None or not view.form.if_exists:
                continue
            message = (
                "Requests with access keys carry no `aws:MultiFactorAuthPresent`, so this Allow "
                "lets them in without a second factor; `Bool` does not."
            )
            repair = use_operator(subject, view, "Bool")
            severity = Severity.WARNING  # some mean it so, for roles that services use
        elif view.statement.allows and _asks(view, Family.NULL, "false"):
            if _demands_factor(view):
                continue
            message = (
                "`Null` asks only whether `aws:MultiFactorAuthPresent` is there; it may be there "
                "and `false`. Use `Bool` with `true`."
            )
            repair = use_operator(subject, view, "Bool", "true")
        else:
            continue
        yield Found(message, view.test.operator.span, view.operator_path, repair, severity)


def _asks(view: ConditionView, family: Family, value: str) -> bool:
    return view.family is family and [item.text.lower() for item in view.values] == [value]


def _demands_factor(view: ConditionView) -> bool:
    return any(
        test.key.text.lower() == _MFA
        and test.operator.text.lower() in ("bool", "boolifexists")
        and [value.text.lower() for value in test.values] == ["true"]
        for test in view.statement.source.conditions
    )


@check(
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
    Severity.SECURITY_WARNING,
    tier=3,
    types=IDENTITY_TYPES | RESOURCE_TYPES,
    title="Attributes are limited, but not the request for all of them",
    why="A query that names no attributes gets all of them, unless `dynamodb:Select` must be "
    "`SPECIFIC_ATTRIBUTES`.",
    bad=example(
        allow(
            "dynamodb:Query",
            _TABLE,
            Condition={"ForAllValues:StringEquals": {"dynamodb:Attributes": ["Date", "Shop"]}},
        )
    ),
    good=example(
        allow(
            "dynamodb:Query",
            _TABLE,
            Condition={
                "ForAllValues:StringEquals": {"dynamodb:Attributes": ["Date", "Shop"]},
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
            },
        )
    ),
)
def dynamodb_attributes_without_select(subject: Subject) -> Iterator[Found]:
    """Find Allow statements on reads that test dynamodb:Attributes and not dynamodb:Select."""
    for view in conditions(subject):
        if view.key_lower != "dynamodb:attributes" or view.tests_presence:
            continue
        if not view.statement.allows or "dynamodb:select" in tested_keys(view.statement):
            continue
        if not view.statement.reached(supporters("dynamodb", "dynamodb:select")):
            continue
        message = (
            "A request that names no attributes gets all of them; require `dynamodb:Select` to be "
            "`SPECIFIC_ATTRIBUTES` beside `dynamodb:Attributes`."
        )
        repair = add_condition(
            subject,
            view.statement,
            "Require dynamodb:Select",
            "StringEqualsIfExists",
            "dynamodb:Select",
            "SPECIFIC_ATTRIBUTES",
        )
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "S3_PREFIX_IN_NEGATIVE_CONTEXT",
    Severity.SECURITY_WARNING,
    tier=2,
    types=IDENTITY_TYPES | RESOURCE_TYPES,
    title="Listing is blocked by prefix, which a shorter prefix walks around",
    why="Whoever asks for a shorter prefix, or for none, sees the same names, so a prefix can only "
    "say what may be listed, not what may not.",
    bad=example(
        deny("s3:ListBucket", "*", Condition={"StringLike": {"s3:prefix": "payroll/*"}}),
    ),
    good=example(
        allow("s3:ListBucket", "*", Condition={"StringLike": {"s3:prefix": "home/*"}}),
    ),
)
def s3_prefix_in_negative_context(subject: Subject) -> Iterator[Found]:
    """Find s3:prefix under Deny with a positive operator, or under Allow with a negated one."""
    for view in conditions(subject):
        if view.key_lower != "s3:prefix" or view.family is not Family.STRING:
            continue
        statement = view.statement
        if not (statement.allows if view.negated else statement.denies):
            continue
        message = (
            "A request with a shorter `s3:prefix`, or none, lists the same names and is not held "
            "back here; allow only the prefixes that may be listed."
        )
        yield Found(message, view.test.operator.span, view.operator_path)
