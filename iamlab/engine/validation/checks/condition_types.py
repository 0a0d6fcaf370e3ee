"""Checks of how condition operators suit the types of the keys that they test."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Family
from iamlab.engine.documents import Severity, split_arn
from iamlab.engine.validation.condition_repairs import use_operator
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import (
    FAMILY_OF_TYPE,
    has_variable,
    is_arn_pattern,
    mismatches_type,
    value_fits,
)

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_ROLES = "arn:aws:iam::123456789012:role/app-*"
_OPERATORS_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "reference_policies_elements_condition_operators.html"
)
# The guide of IAM's keys has String operators for it, though the list of keys calls it an ARN.
_TEXT_BY_GUIDE = frozenset({"iam:permissionsboundary"})
_TYPE_WORDS = {
    "String": "text",
    "ARN": "an ARN",
    "Bool": "`true` or `false`",
    "Date": "a date",
    "Numeric": "a number",
    "IPAddress": "an IP address",
    "Binary": "base64 text",
}


@check(
    "TYPE_MISMATCH",
    Severity.WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="The operator does not suit the type of the key",
    why="Each condition key holds one type of value, and an operator of another type may never "
    "match it or compare it as plain text.",
    bad=example(
        deny("s3:*", _OBJECTS, Condition={"StringEquals": {"aws:SecureTransport": "false"}})
    ),
    good=example(deny("s3:*", _OBJECTS, Condition={"Bool": {"aws:SecureTransport": "false"}})),
)
def type_mismatch(subject: Subject) -> Iterator[Found]:
    """Find operators of a family that does not fit the key's type."""
    for view in conditions(subject):
        if view.key is None or view.form is None or not mismatches_type(view):
            continue
        fitting = _fitting_operator(view)
        family = FAMILY_OF_TYPE[view.key.type]
        advice = f"use `{fitting}`" if fitting else f"use an operator of the {family} family"
        message = (
            f"`{view.key.name}` holds {_TYPE_WORDS[view.key.type]}, which "
            f"`{view.form.row.name}` does not compare; {advice}."
        )
        repair = use_operator(subject, view, fitting) if fitting else None
        yield Found(message, view.test.operator.span, view.operator_path, repair)


def _fitting_operator(view: ConditionView) -> str | None:
    """The operator of the key's own family that asks the same, when the values fit it."""
    if view.key is None or view.form is None:
        return None
    family = FAMILY_OF_TYPE[view.key.type]
    if not all(value_fits(family, value.text) for value in view.values):
        return None
    if family is Family.BOOLEAN:
        return None if view.negated else view.operator_named("Bool")
    if family is Family.IP_ADDRESS:
        return view.operator_named("NotIpAddress" if view.negated else "IpAddress")
    if family not in (Family.NUMERIC, Family.DATE):
        return None
    comparison = view.form.row.name.removeprefix("Numeric").removeprefix("Date")
    if view.family not in (Family.NUMERIC, Family.DATE):
        comparison = "NotEquals" if view.negated else "Equals"
    return view.operator_named(f"{family}{comparison}")


def _arn_operator(view: ConditionView) -> str | None:
    """The ARN operator in the place of a String operator, when every value is an ARN."""
    if view.form is None or not all(is_arn_pattern(value.text) for value in view.values):
        return None
    name = view.form.row.name.removesuffix("IgnoreCase").replace("String", "Arn")
    return view.operator_named(name)


def _text_tests_of_arns(subject: Subject) -> Iterator[ConditionView]:
    for view in conditions(subject):
        if view.key is not None and view.key.type == "ARN" and view.family is Family.STRING:
            yield view


@check(
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    Severity.SECURITY_WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="`StringLike` on a key that holds an ARN",
    why="Under `StringLike` a wildcard runs across the colons of an ARN and can take in other "
    "accounts and services, while under `ArnLike` it stays inside its part.",
    bad=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*"}},
        )
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*"}},
        )
    ),
)
def string_like_operator_with_arn_condition_keys(subject: Subject) -> Iterator[Found]:
    """Find patterns for ARNs under StringLike and StringNotLike.

    A SUGGESTION when wildcards stand in the last part only: there both operators do the same.
    """
    for view in _text_tests_of_arns(subject):
        patterns = [value for value in view.values if "*" in value.text or "?" in value.text]
        if view.key is None or view.form is None or not view.form.row.wildcards or not patterns:
            continue
        fitting = _arn_operator(view)
        like = "ArnNotLike" if view.negated else "ArnLike"
        crossing = not all(_ends_in_wildcards(value.text) for value in patterns)
        meaning = (
            f"and a wildcard under `{view.form.row.name}` runs across its colons"
            if crossing
            else f"and `{view.form.row.name}` takes it for plain text"
        )
        message = f"`{view.key.name}` holds an ARN, {meaning}; `{like}` compares part by part."
        repair = use_operator(subject, view, fitting) if fitting else None
        severity = None if crossing else Severity.SUGGESTION
        yield Found(message, view.test.operator.span, view.operator_path, repair, severity)


def _ends_in_wildcards(text: str) -> bool:
    """Whether the first five parts of an ARN pattern are free of wildcards and variables."""
    fields = split_arn(text)
    return fields is not None and not any(mark in part for part in fields[:5] for mark in "*?$")


@check(
    "MISMATCHED_TYPE_BUT_USABLE",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="A String operator on a key that holds an ARN",
    why="A String operator does compare an ARN, but only the ARN operators say that an ARN is "
    "meant and read its six parts.",
    bad=example(
        allow(
            "iam:AttachRolePolicy",
            _ROLES,
            Condition={"StringEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}},
        )
    ),
    good=example(
        allow(
            "iam:AttachRolePolicy",
            _ROLES,
            Condition={"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}},
        )
    ),
    own=True,
    link=f"{_OPERATORS_PAGE}#Conditions_ARN",
)
def mismatched_type_but_usable(subject: Subject) -> Iterator[Found]:
    """Find String operators that compare whole ARNs, where an ARN operator would be right."""
    for view in _text_tests_of_arns(subject):
        if view.key is None or view.form is None or not view.values:
            continue
        texts = [value.text for value in view.values]
        if view.key_lower in _TEXT_BY_GUIDE:
            continue
        if any("*" in text or "?" in text or has_variable(text) for text in texts):
            continue
        fitting = _arn_operator(view)
        if fitting is None:
            continue
        message = (
            f"`{view.form.row.name}` works on `{view.key.name}`, but that key holds an ARN: "
            f"`{fitting}` is the operator for it."
        )
        repair = use_operator(subject, view, fitting)
        yield Found(message, view.test.operator.span, view.operator_path, repair)
