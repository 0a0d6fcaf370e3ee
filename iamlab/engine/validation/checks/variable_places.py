"""Checks of where policy variables stand: in which elements, versions and operators."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.grammar_repairs import mend_version
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.variable_values import OPENER, values_with_variables
from iamlab.engine.validation.variables import Fault, variables_of

_HOME = "arn:aws:s3:::acme-home"
_OLD_VERSIONS = (None, "2008-10-17")
_GOOD = example(allow("s3:GetObject", f"{_HOME}/${{aws:username}}/*"))


@check(
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A policy variable where none works",
    why="Variables are filled in only in `Resource` and in the values of conditions, so anywhere "
    "else the policy would mean the text itself.",
    bad=example(allow("s3:Get${aws:PrincipalTag/kind}", f"{_HOME}/*")),
    good=_GOOD,
)
def unsupported_element(subject: Subject) -> Iterator[Found]:
    """Find variables in actions, principals and condition keys (C12)."""
    where = "variables work only in `Resource` and in condition values."
    for statement, name, entry in subject.entries("Action", "NotAction"):
        if OPENER in entry.text:
            message = f"`{name}` takes no policy variable such as in {show(entry.text)}: {where}"
            yield Found(message, entry.span, statement.path_to(name, entry))
    for statement in subject.statements:
        source = statement.source
        for name, listed in (
            ("Principal", source.principals),
            ("NotPrincipal", source.not_principals),
        ):
            for principal in listed or ():
                if OPENER in principal.text:
                    message = (
                        f"`{name}` takes no policy variable such as in {show(principal.text)}: "
                        f"{where} Test `aws:PrincipalArn` in a condition instead."
                    )
                    yield Found(message, principal.span, (*statement.path, name))
    for condition in conditions(subject):
        key = condition.test.key
        if OPENER in key.text:
            message = (
                f"A condition key takes no policy variable such as in {show(key.text)}: {where}"
            )
            yield Found(message, key.span, condition.path)


@check(
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="A policy variable in the policy language of 2008",
    why="Only `Version` 2012-10-17 has policy variables, so under an older or missing one "
    "`${aws:username}` is plain text that matches nobody.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{aws:username}}/*"), version="2008-10-17"),
    good=_GOOD,
)
def unsupported_version(subject: Subject) -> Iterator[Found]:
    """Find variables in documents whose Version is missing or 2008-10-17 (G2)."""
    root = subject.tree.root
    if root is None or subject.document.version not in _OLD_VERSIONS:
        return
    if subject.document.version is None and root.get("Version") is not None:
        return
    for locate, entry in values_with_variables(subject):
        for use in variables_of(entry.text):
            if use.fault is not Fault.EMPTY:
                shown = show(entry.text[use.start : use.end])
                message = (
                    f'{shown} is plain text here: policy variables need `"Version": "2012-10-17"`.'
                )
                yield Found(message, entry.span, locate(), mend_version(subject))
                break


@check(
    "INVALID_VARIABLE_FOR_OPERATOR",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A policy variable under an operator that takes none",
    why="Numbers, dates, addresses and encoded bytes must be written out, because a variable under "
    "their operators is never filled in.",
    bad=example(
        allow(
            "s3:ListBucket",
            _HOME,
            Condition={"NumericLessThan": {"s3:max-keys": "${aws:PrincipalTag/limit}"}},
        )
    ),
    good=example(
        allow(
            "s3:ListBucket",
            _HOME,
            Condition={"StringLike": {"s3:prefix": "${aws:username}/*"}},
        )
    ),
)
def invalid_operator(subject: Subject) -> Iterator[Found]:
    """Find variables under operators whose row in the table of section 5 has none."""
    for condition in conditions(subject):
        form = condition.form
        if form is None or form.row.variables:
            continue
        for value in condition.values:
            if any(use.fault is Fault.NONE for use in variables_of(value.text)):
                message = (
                    f"`{form.row.name}` takes no policy variable, so {show(value.text)} is never "
                    "filled in; write the value out."
                )
                yield Found(message, value.span, condition.path_to(value))
