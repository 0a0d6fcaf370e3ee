"""Checks of how policy variables are written, and of where they may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from iamlab.engine.catalog import condition_key
from iamlab.engine.documents import Entry, Path, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.grammar_repairs import mend_version
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.variables import Fault, VariableUse, variables_of

Locate = Callable[[], Path]
_OPENER = "${"
_HOME = "arn:aws:s3:::acme-home"
_OLD_VERSIONS = (None, "2008-10-17")
_KEY = re.compile(r"[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,64}")
_GOOD = example(allow("s3:GetObject", f"{_HOME}/${{aws:username}}/*"))


def _values(subject: Subject) -> Iterator[tuple[Locate, Entry]]:
    """Yield the entries in which variables work: those of resources and condition values.

    With each comes what finds its path, which in a long list takes a while.
    """
    for statement, name, entry in subject.entries("Resource", "NotResource"):
        if _OPENER in entry.text:
            yield partial(statement.path_to, name, entry), entry
    for condition in conditions(subject):
        for value in condition.values:
            if _OPENER in value.text:
                yield partial(condition.path_to, value), value


def _faulty(subject: Subject, fault: Fault) -> Iterator[tuple[Path, Entry, VariableUse]]:
    for locate, entry in _values(subject):
        for use in variables_of(entry.text):
            if use.fault is fault:
                yield locate(), entry, use


def _put(subject: Subject, label: str, entry: Entry, use: VariableUse, text: str) -> Repair:
    """Put another text in the place of one variable of an entry."""
    return subject.replace(
        label, entry.span, entry.text[: use.start] + text + entry.text[use.end :]
    )


@check(
    "MISSING_BRACE_IN_VARIABLE",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A policy variable is not closed",
    why="Without its closing brace a variable is plain text, so the value matches nothing that "
    "really exists.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{aws:username/*")),
    good=_GOOD,
)
def missing_brace(subject: Subject) -> Iterator[Found]:
    """Find `${` without a closing brace before the next variable or the end."""
    for path, entry, use in _faulty(subject, Fault.OPEN):
        shown = show(entry.text[use.start : use.end])
        message = f"The variable {shown} is never closed; put a `}}` behind its name."
        name = _KEY.match(use.name)
        repair = None
        if name and _is_plain_key(name.group()):
            end = use.start + len(_OPENER) + name.end()
            text = f"{entry.text[:end]}}}{entry.text[end:]}"
            repair = subject.replace("Close the variable", entry.span, text)
        yield Found(message, entry.span, path, repair)


def _is_plain_key(name: str) -> bool:
    """Whether AWS has a key of this name, complete without the name of a tag behind it."""
    key = condition_key(name)
    return key is not None and "/" not in key.template


@check(
    "MISSING_QUOTE_IN_VARIABLE",
    Severity.ERROR,
    tier=3,
    types=EVERY_TYPE,
    title="A variable's default value lacks its quotes",
    why="The default behind the comma of a variable must stand in single quotes, or AWS refuses "
    "the policy.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{aws:PrincipalTag/team, common}}/*")),
    good=example(allow("s3:GetObject", f"{_HOME}/${{aws:PrincipalTag/team, 'common'}}/*")),
)
def missing_quote(subject: Subject) -> Iterator[Found]:
    """Find default values without a pair of single quotes around them."""
    for path, entry, use in _faulty(subject, Fault.QUOTE):
        default = (use.default or "").strip("'\"`’‘ ")
        message = (
            f"The default value {show(use.default or '')} must stand in single quotes: "
            f"`'{default[:40]}'`."
        )
        repair = None
        if "'" not in default:
            text = f"${{{use.name}, '{default}'}}"
            repair = _put(subject, "Add the quotes", entry, use, text)
        yield Found(message, entry.span, path, repair)


@check(
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A space stands in the name of a variable",
    why="The name of a variable is that of a condition key, without any space, and AWS refuses a "
    "policy that has one there.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{ aws:username }}/*")),
    good=_GOOD,
)
def unsupported_space(subject: Subject) -> Iterator[Found]:
    """Find spaces in the name; in the default value they are text."""
    for path, entry, use in _faulty(subject, Fault.SPACE):
        shown = show(entry.text[use.start : use.end])
        message = f"The name in {shown} may hold no space; write it without."
        key, slash, tag = use.name.partition("/")
        tag = tag.strip()
        repair = None
        if not any(character.isspace() for character in tag):
            default = f", {use.default}" if use.default is not None else ""
            text = f"${{{''.join(key.split())}{slash}{tag}{default}}}"
            repair = _put(subject, "Remove the spaces", entry, use, text)
        yield Found(message, entry.span, path, repair)


@check(
    "EMPTY_VARIABLE",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A policy variable names no key",
    why="With nothing between its braces a variable stands for nothing, and AWS refuses the "
    "policy.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{}}/*")),
    good=_GOOD,
)
def empty_variable(subject: Subject) -> Iterator[Found]:
    """Find variables with nothing but white space as their name."""
    for path, entry, use in _faulty(subject, Fault.EMPTY):
        shown = show(entry.text[use.start : use.end])
        message = f"{shown} names no condition key; write one, such as `${{aws:username}}`."
        yield Found(message, entry.span, path)


@check(
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="A policy variable stands where none works",
    why="Variables are filled in only in `Resource` and in the values of conditions, so anywhere "
    "else the policy would mean the text itself.",
    bad=example(allow("s3:Get${aws:PrincipalTag/kind}", f"{_HOME}/*")),
    good=_GOOD,
)
def unsupported_element(subject: Subject) -> Iterator[Found]:
    """Find variables in actions, principals and condition keys (C12)."""
    where = "variables work only in `Resource` and in condition values."
    for statement, name, entry in subject.entries("Action", "NotAction"):
        if _OPENER in entry.text:
            message = f"`{name}` takes no policy variable such as in {show(entry.text)}: {where}"
            yield Found(message, entry.span, statement.path_to(name, entry))
    for statement in subject.statements:
        source = statement.source
        for name, listed in (
            ("Principal", source.principals),
            ("NotPrincipal", source.not_principals),
        ):
            for principal in listed or ():
                if _OPENER in principal.text:
                    message = (
                        f"`{name}` takes no policy variable such as in {show(principal.text)}: "
                        f"{where} Test `aws:PrincipalArn` in a condition instead."
                    )
                    yield Found(message, principal.span, (*statement.path, name))
    for condition in conditions(subject):
        key = condition.test.key
        if _OPENER in key.text:
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
    for locate, entry in _values(subject):
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
