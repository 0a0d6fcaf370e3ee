"""Reads which actions a sentence is about."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.engine.description.reading.marks import CODE, LIST, Marked, UnknownWordsError
from tests.engine.description.reading.texts import glob

ActionTest = Callable[[str], bool]

_COVERS_NONE = re.compile(rf"({CODE}) \(which covers no action\)")
_UNLISTED = re.compile(rf"({CODE}) \(not an action that AWS lists\)")
_FITTING = re.compile(rf"every action that fits ({CODE}(?:, {CODE})*(?: or {CODE})?)")
_SERVICE = re.compile(rf"every [^‹]+? action \(({CODE})\)")
_LISTED = re.compile(rf"({LIST})(?: \(of which ([^()]+) covers? no action\))?")
_DOING = re.compile(rf"[A-Za-z][^()‹«]*? \(({CODE})\)")
_NAMED = re.compile(rf"({CODE})")
_EXCEPT = "every action except "


def read_actions(marked: Marked, text: str) -> tuple[ActionTest, str]:
    """Return the test of an action, and the words behind those about actions."""
    if text.startswith(_EXCEPT):
        test, rest = _series(marked, text[len(_EXCEPT) :])
        return lambda action: not test(action), rest
    return _series(marked, text)


def _series(marked: Marked, text: str) -> tuple[ActionTest, str]:
    tests: list[ActionTest] = []
    while True:
        text = text.removeprefix("use ")
        if not tests and text.startswith(_EXCEPT):
            return read_actions(marked, text)
        test, text = _item(marked, text)
        tests.append(test)
        joint = re.match(r", | and ", text)
        if not joint:
            return lambda action: any(test(action) for test in tests), text
        text = text[joint.end() :]


def _item(marked: Marked, text: str) -> tuple[ActionTest, str]:
    if found := _COVERS_NONE.match(text):
        return _nothing, text[found.end() :]
    if found := _UNLISTED.match(text) or _NAMED.match(text):
        return _exactly(marked.quoted(found[1])), text[found.end() :]
    if found := _LISTED.match(text):
        return _listed(marked, found[1], found[2]), text[found.end() :]
    if found := _FITTING.match(text):
        return _patterns(marked.values(found[1])), text[found.end() :]
    if found := _SERVICE.match(text):
        return _patterns((marked.quoted(found[1]),)), text[found.end() :]
    for words, test in (("no action at all", _nothing), ("every action", _everything)):
        if text.startswith(words):
            return test, text[len(words) :]
    if found := _DOING.match(text):
        return _exactly(marked.quoted(found[1])), text[found.end() :]
    raise UnknownWordsError(f"No actions are read from {text!r}")


def _listed(marked: Marked, list_mark: str, void: str | None) -> ActionTest:
    if marked.noun(list_mark) not in ("actions", "actions and patterns"):
        raise UnknownWordsError(f"{marked.noun(list_mark)!r} are no actions")
    dead = marked.values(void) if void else ()
    return _patterns([entry for entry in marked.listed(list_mark) if entry not in dead])


def _patterns(patterns: tuple[str, ...] | list[str]) -> ActionTest:
    lowered = [pattern.lower() for pattern in patterns]
    return lambda action: any(glob(pattern, action.lower()) for pattern in lowered)


def _exactly(name: str) -> ActionTest:
    return lambda action: action.lower() == name.lower()


def _everything(action: str) -> bool:
    return True


def _nothing(action: str) -> bool:
    return False
