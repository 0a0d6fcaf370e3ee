"""Checks of how policy variables are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import condition_key
from iamlab.engine.documents import Entry, Path, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.variable_values import OPENER, values_with_variables
from iamlab.engine.validation.variables import Fault, VariableUse, variables_of

_HOME = "arn:aws:s3:::acme-home"
_KEY = re.compile(r"[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,64}")
_GOOD = example(allow("s3:GetObject", f"{_HOME}/${{aws:username}}/*"))


def _faulty(subject: Subject, fault: Fault) -> Iterator[tuple[Path, Entry, VariableUse]]:
    for locate, entry in values_with_variables(subject):
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
        message = f"The variable {shown} is never closed; put a `}}` after its name."
        name = _KEY.match(use.name)
        repair = None
        if name and _is_plain_key(name.group()):
            end = use.start + len(OPENER) + name.end()
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
    why="The default after the comma of a variable must be in single quotes, or AWS refuses "
    "the policy.",
    bad=example(allow("s3:GetObject", f"{_HOME}/${{aws:PrincipalTag/team, common}}/*")),
    good=example(allow("s3:GetObject", f"{_HOME}/${{aws:PrincipalTag/team, 'common'}}/*")),
)
def missing_quote(subject: Subject) -> Iterator[Found]:
    """Find default values without a pair of single quotes around them."""
    for path, entry, use in _faulty(subject, Fault.QUOTE):
        default = (use.default or "").strip("'\"`’‘ ")
        message = (
            f"The default value {show(use.default or '')} must be in single quotes: "
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
    title="A space in the name of a variable",
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
