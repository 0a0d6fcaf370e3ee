"""Reads the notes under a sentence, which it may lean on for what would surprise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.engine.description.reading.marks import CODE, VALUE, Marked, UnknownWordsError, mark

_CODES = rf"{CODE}(?:, {CODE})*(?: (?:or|and) {CODE})?"
_DEAD = re.compile(
    rf"({VALUE}(?:, {VALUE})*(?: and {VALUE})?) "
    r"(?:is not an? [a-zA-Z ]+ and matches|are not [a-zA-Z ]+ and match) nothing\."
)
_UNRESOLVED = re.compile(
    rf"In a request without (?:one value of )?{_CODES}, a text that holds (?:it|them) equals "
    r"nothing(; only IAM users have a user name)?\."
)
_ABSENT = re.compile(rf"A request without ({CODE}) meets this condition\.")
_EMPTY = re.compile(
    rf"A request without ({CODE}), or with only empty values, meets this condition\."
)
_SPARED = (
    "A Deny spares only callers whose whole chain is listed: the account beside the user or the "
    "role, and a role's session as well. A caller with a permissions boundary is never spared."
)
_GATEWAY = (
    "For Amazon S3 and Amazon DynamoDB, an account in an endpoint policy means only its root user."
)
_NEVER = "This statement never matches a request."
_OTHERS = re.compile(
    "|".join(
        (
            rf"{CODE} can hold several values, and {CODE} has no set operator before it: "
            r"it fails whenever the key is there\.",
            rf"{VALUE} is not an? [a-zA-Z ]+, so {CODE} fails whenever the key is there\.",
            rf"Under {CODE}, {CODE} and {CODE} are plain characters; {CODE} makes them wildcards\.",
            rf"{CODE} does not help {CODE}: without {CODE} the condition fails\.",
            rf"{CODE} names nobody: a principal takes no wildcard but {CODE} alone\.",
            rf"{CODE} names nobody: a group cannot be a principal\.",
            rf"{CODE} is what AWS leaves of a user or role that was deleted\.",
            r"A canonical ID spares nobody here\.",
        )
    )
)


class Notes:
    """What the notes of one sentence say; a phrase that leans on a missing note is refused."""

    def __init__(self, phrases: Iterable[Iterable[Any]]) -> None:
        self.dead: set[str] = set()
        self.never = self.gateway = self.spares = self.unresolved = False
        self._absent: set[str] = set()
        self._empty: set[str] = set()
        for phrase in phrases:
            self._read(mark(phrase))

    def _read(self, marked: Marked) -> None:
        text = marked.text
        if found := _DEAD.fullmatch(text):
            self.dead.update(marked.values(found[1]))
        elif _UNRESOLVED.fullmatch(text):
            self.unresolved = True
        elif found := _ABSENT.fullmatch(text):
            self._absent.add(marked.quoted(found[1]).lower())
        elif found := _EMPTY.fullmatch(text):
            self._empty.add(marked.quoted(found[1]).lower())
        elif text == _SPARED:
            self.spares = True
        elif text == _GATEWAY:
            self.gateway = True
        elif text == _NEVER:
            self.never = True
        elif not _OTHERS.fullmatch(text):
            raise UnknownWordsError(f"No note is read from {text!r}")

    def need_absent_meets(self, key: str) -> None:
        """Refuse an `unless` without the note on requests that lack the key."""
        if key not in self._absent:
            raise UnknownWordsError(f"Nothing is said of requests without {key}")

    def need_empty_counts_as_none(self, key: str) -> None:
        """Refuse to take empty values for none where no note says so."""
        if key not in self._empty:
            raise UnknownWordsError(f"Nothing is said of empty values of {key}")
