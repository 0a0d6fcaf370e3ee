"""Checks of the set prefixes `ForAllValues` and `ForAnyValue`."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Quantifier
from iamlab.engine.documents import Severity
from iamlab.engine.validation.condition_repairs import use_operator
from iamlab.engine.validation.condition_views import ConditionView, conditions, required_keys
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import strangers
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_SETS_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "reference_policies_condition-single-vs-multi-valued-context-keys.html"
)
_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_ORGANIZATION = "o-a1b2c3d4e5"

# EventBridge sends these as one value when a rule is made and as several when events are put.
_ONE_OR_SEVERAL = frozenset({"events:source", "events:detail-type"})

# AWS lists them with one value, yet its guides test them with ForAnyValue.
_ONE_OR_SEVERAL_BY_GUIDE = frozenset({"secretsmanager:versionstage"})

# What AWS's guide tests with ForAnyValue: is the wanted one among them?
_USUALLY_ANY = frozenset(
    {
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:vpceorgpaths",
    }
)


@check(
    "MISSING_QUALIFIER",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="A key with several values needs `ForAllValues` or `ForAnyValue`",
    why="A request can carry several values of such a key, and without a set prefix AWS does not "
    "know whether all of them must match or one is enough.",
    bad=example(
        allow(
            "dynamodb:Query",
            "*",
            Condition={"StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}},
        )
    ),
    good=example(
        allow(
            "dynamodb:Query",
            "*",
            Condition={"ForAnyValue:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}},
        )
    ),
)
def missing_qualifier(subject: Subject) -> Iterator[Found]:
    """Find multivalued keys under an operator without set prefix."""
    for view in conditions(subject):
        if view.key is None or not view.key.multivalued or view.form is None:
            continue
        if view.quantifier is not Quantifier.NONE or view.tests_presence:
            continue
        if view.key_lower in _ONE_OR_SEVERAL:
            continue
        name = view.form.name
        message = (
            f"`{view.key.name}` can hold several values: write `ForAnyValue:{name}` when one that "
            f"matches is enough, `ForAllValues:{name}` when all must."
        )
        repair = None
        if view.key_lower in _USUALLY_ANY and not view.negated:
            repair = use_operator(subject, view, f"ForAnyValue:{name}")
        yield Found(message, view.test.operator.span, view.operator_path, repair)


def _is_single(view: ConditionView) -> bool:
    return view.key is not None and not view.key.multivalued and not view.tests_presence


@check(
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    Severity.SECURITY_WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="`ForAllValues` on a key with one value",
    why="`ForAllValues` is also true when the key is not in the request at all, so a guard that "
    "relies on the key can vanish.",
    bad=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"ForAllValues:StringEquals": {"aws:PrincipalOrgID": _ORGANIZATION}},
        )
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"StringEquals": {"aws:PrincipalOrgID": _ORGANIZATION}},
        )
    ),
)
def forallvalues_with_single_valued_key(subject: Subject) -> Iterator[Found]:
    """Find ForAllValues on single-valued keys; on a Deny it only denies more, and is a WARNING."""
    for view in conditions(subject):
        if view.quantifier is not Quantifier.ALL or not _is_single(view):
            continue
        if view.key is None or view.form is None or view.key_lower in required_keys(view.statement):
            continue
        plain = f"{view.form.row.name}{'IfExists' if view.form.if_exists else ''}"
        effect = "denies" if view.statement.denies else "allows"
        message = (
            f"`{view.key.name}` holds one value; under `ForAllValues` the statement also {effect} "
            f"requests without the key. Use `{plain}`."
        )
        # Without the prefix the test would shut out actions that come without the key.
        repair = None if strangers(view) else use_operator(subject, view, plain)
        severity = Severity.WARNING if view.statement.denies else None
        yield Found(message, view.test.operator.span, view.operator_path, repair, severity)


@check(
    "SINGLE_VALUE_CONDITION_TOO_PERMISSIVE",
    Severity.WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="`ForAnyValue` on a key with one value",
    why="`ForAnyValue` is meant for keys with several values, and under it a negated test is false "
    "when the key is absent, so a Deny no longer holds.",
    bad=example(
        deny(
            "s3:*",
            _OBJECTS,
            Condition={"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": _ORGANIZATION}},
        )
    ),
    good=example(
        deny(
            "s3:*",
            _OBJECTS,
            Condition={"StringNotEquals": {"aws:PrincipalOrgID": _ORGANIZATION}},
        )
    ),
    link=_SETS_PAGE,
    own=True,
)
def single_value_condition_too_permissive(subject: Subject) -> Iterator[Found]:
    """Find ForAnyValue on single-valued keys of AWS; identity providers' claims may vary."""
    for view in conditions(subject):
        if view.quantifier is not Quantifier.ANY or not _is_single(view):
            continue
        if view.key is None or view.form is None or "." in view.key_lower.partition(":")[0]:
            continue
        if view.key_lower in _ONE_OR_SEVERAL_BY_GUIDE:
            continue
        plain = f"{view.form.row.name}{'IfExists' if view.form.if_exists else ''}"
        meaning = (
            "under `ForAnyValue` the test is false for requests without the key"
            if view.negated
            else "`ForAnyValue` is for keys with several"
        )
        message = f"`{view.key.name}` holds one value; {meaning}. Use `{plain}`."
        repair = use_operator(subject, view, plain)
        yield Found(message, view.test.operator.span, view.operator_path, repair)
