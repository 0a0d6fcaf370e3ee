"""Reads a sentence back: from its words alone to the requests that its statement matches.

It was written from how an English reader takes the words, knows AWS's names and forms of ARNs, and
shares nothing with the code that writes the sentences. It refuses any phrase that it doesn't know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tests.engine.description.reading.actions import read_actions
from tests.engine.description.reading.conditions import ConditionReader
from tests.engine.description.reading.marks import (
    CODE,
    LIST,
    VALUE,
    Marked,
    UnknownWordsError,
    mark,
)
from tests.engine.description.reading.notes import Notes
from tests.engine.description.reading.principals import read_callers
from tests.engine.description.reading.requests import Caller, Question
from tests.engine.description.reading.resources import ResourceReader
from tests.engine.description.reading.texts import Meaning, Variables, tidy

Predicate = Callable[[Question], bool]

_ON_ROLES = re.compile(
    rf"(assuming|assume|passing|pass) ((?:the|every) role .+?)(?: to AWS services)? \(({CODE})\)"
)
_SKIPPED = re.compile(r"The statement is not evaluated because .+\.", re.DOTALL)
_START = re.compile(r"(Allows|Denies|Forbids|Lets other policies allow) ")
_CONDITIONS = re.compile(r", (?:when|whatever|unless|but never,) ")
_WHERE = ", where "
_PLAIN_TEXT = re.compile(
    rf"{CODE}(?:, {CODE})*(?: and {CODE})? (?:is|are) plain text "
    rf"\(variables need the {CODE} {CODE}\)"
)
_MANY = re.compile(
    rf"({LIST}) stand for the values of the keys that they name or, without one, for their "
    r"defaults(?:$|, | and )"
)
_STANDS = re.compile(rf"({CODE}) stands for ")
_DEFAULT = re.compile(rf"(.*?) or, without one, for ({VALUE})")
_SEVERAL = re.compile(rf"(nothing|{VALUE}) \(its key can hold several values\)")
_SIGN = re.compile(rf"a plain {CODE}")
_REFERENCE = re.compile(r"\$\{\s*([^{},]+?)\s*(?:,\s*'([^']*)'\s*)?\}")


def read_sentence(
    parts: Iterable[Any], notes: Iterable[Iterable[Any]], *, naming: bool
) -> Predicate:
    """Return which requests match; `naming` tells that the policy says whom it means.

    Raises UnknownWordsError for any phrase that is not known.
    """
    marked, said = mark(parts), Notes(notes)
    if _SKIPPED.fullmatch(marked.text):
        return lambda question: False
    start = _START.match(marked.text)
    if not start or not marked.text.endswith("."):
        raise UnknownWordsError(f"{marked.text!r} is no sentence about a statement")
    body, where, explained = marked.text[start.end() : -1].partition(_WHERE)
    variables = _variables(marked, explained, said) if where else Variables()
    found = _CONDITIONS.search(body)
    end = found.start() if found else len(body)
    holds = ConditionReader(marked, variables, said).read(body[end:])
    who, what = _who(marked, body[:end], start[1], said) if naming else (_anyone, body[:end])
    resources = ResourceReader(marked, variables)
    roles = _ON_ROLES.fullmatch(what)
    if roles:
        what, where_to = f"{roles[1]} ({roles[3]})", f" on {roles[2]}"
    action, rest = read_actions(marked, what)
    resource = resources.read(where_to if roles else rest)

    def predicate(question: Question) -> bool:
        caller = question.caller
        if said.gateway and question.action.lower().startswith(("s3:", "dynamodb:")):
            caller = replace(caller, counts_for_account=caller.principal.endswith(":root"))
        matches = (
            who(caller)
            and action(question.action)
            and resource(question.target, question.context)
            and holds(question.context)
        )
        if matches and said.never:
            raise UnknownWordsError(
                f"{marked.text!r} should match, but a note says that it never does"
            )
        return matches

    return predicate


def _who(
    marked: Marked, text: str, verb: str, notes: Notes
) -> tuple[Callable[[Caller], bool], str]:
    """Read whom the statement means, up to the `to` before what they may do."""
    words, joint, what = text.partition(" to ")
    if not joint or verb == "Denies":
        raise UnknownWordsError(f"{text!r} does not say who")
    return read_callers(marked, words, spared_is_explained=notes.spares), what


def _anyone(caller: Caller) -> bool:
    return True


def _variables(marked: Marked, text: str, notes: Notes) -> Variables:
    if _PLAIN_TEXT.fullmatch(text):
        return Variables()
    meanings: dict[str, Meaning] = {}
    if found := _MANY.match(text):
        for reference in marked.listed(found[1]):
            if (named := _REFERENCE.fullmatch(reference)) is None:
                raise UnknownWordsError(f"{reference!r} is no variable")
            meanings[tidy(reference)] = Meaning(named[1], named[2])
        text = text[found.end() :]
        if not text:
            return Variables(meanings)
    pieces = _STANDS.split(text)
    if pieces[0] or len(pieces) < 3:
        raise UnknownWordsError(f"No variables are read from {text!r}")
    for place in range(1, len(pieces), 2):
        last = place + 2 == len(pieces)
        words = pieces[place + 1] if last else re.sub(r"(?:, | and )$", "", pieces[place + 1])
        reference = marked.quoted(pieces[place])
        meaning = _meaning(marked, reference, words)
        if meaning.default is None and not notes.unresolved:
            raise UnknownWordsError(
                f"Nothing is said of requests without a value for {reference!r}"
            )
        meanings[tidy(reference)] = meaning
    return Variables(meanings)


def _meaning(marked: Marked, reference: str, words: str) -> Meaning:
    """Read `the caller's user name`, `the value of ...`, with ` or, without one, for ...`."""
    if _SIGN.fullmatch(words):
        return Meaning(None, marked.quoted(words.removeprefix("a plain ")))
    if found := _SEVERAL.fullmatch(words):
        return Meaning(None, None if found[1] == "nothing" else marked.quoted(found[1]))
    found = _DEFAULT.fullmatch(words)
    default = marked.quoted(found[2]) if found else None
    named = _REFERENCE.fullmatch(reference)
    if not named or named[2] != default:
        raise UnknownWordsError(f"{reference!r} is not {words!r}")
    return Meaning(named[1], default)
