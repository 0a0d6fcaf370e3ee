"""Reads the clauses behind the first comma: `when ...`, `whatever ...`, `unless ...`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.engine.description.reading.comparisons import ValueTest, read_comparison
from tests.engine.description.reading.marks import CODE, Marked, UnknownWordsError
from tests.engine.description.reading.notes import Notes
from tests.engine.description.reading.texts import Context, Variables

ConditionTest = Callable[[Context], bool]

_KEY = rf"(?:the [^(),‹«]+ \((?P<named>{CODE})\)|(?P<bare>{CODE}))"
_START = r"(?=when |whatever |unless |but never, because )"
_CLAUSE = re.compile(rf", (?:and )?{_START}")
_LONG_CLAUSE = re.compile(rf"; (?:and )?{_START}")
_WHATEVER = re.compile(rf"whatever {_KEY} is, even absent")
_STATE = re.compile(rf"when {_KEY} (is absent or empty|is present and not empty|is absent)")
_THERE = re.compile(rf"when there is (at least one|no) value of {_KEY}")
_TRUTH = re.compile(rf"when (?P<words>[^(),‹«]+) \((?P<named>{CODE}) is (?P<truth>[a-z ]+)\)")
_SETS = re.compile(
    r"when (?P<how>every value \(if any\)|no value|at least one value|not every value) of "
    rf"{_KEY} (?P<rest>.+)"
)
_PLAIN = re.compile(rf"(?P<how>when|unless) {_KEY} (?P<rest>.+)")

# What may be said of a key that is true or false: the key, and whether it must not be true.
_TRUTH_WORDS = {
    "the request came over TLS": ("aws:securetransport", True),
    "the request did not come over TLS": ("aws:securetransport", False),
    "an AWS service forwarded the request": ("aws:viaawsservice", True),
    "no AWS service forwarded the request": ("aws:viaawsservice", False),
    "the caller is an AWS service": ("aws:principalisawsservice", True),
    "the caller is signed in and not an AWS service": ("aws:principalisawsservice", False),
    "the caller is not an AWS service": ("aws:principalisawsservice", False),
    "the caller's temporary credentials were issued with a second factor": (
        "aws:multifactorauthpresent",
        True,
    ),
    "the caller's temporary credentials were issued without a second factor": (
        "aws:multifactorauthpresent",
        False,
    ),
    "the caller shows no second factor": ("aws:multifactorauthpresent", False),
}


class ConditionReader:
    """Reads the clauses of one sentence, with the notes that go with it."""

    def __init__(self, marked: Marked, variables: Variables, notes: Notes) -> None:
        self._marked = marked
        self._variables = variables
        self._notes = notes

    def read(self, text: str) -> ConditionTest:
        """Return the test of a context; all clauses must hold."""
        first, *clauses = _CLAUSE.split(text)
        if first:
            raise UnknownWordsError(f"{first!r} is no condition")
        tests = [self._clause(part) for clause in clauses for part in _LONG_CLAUSE.split(clause)]
        if "; " in text and "; and " not in text:
            raise UnknownWordsError(f"{text!r} does not say that all must hold")
        return lambda context: all(test(context) for test in tests)

    def _clause(self, text: str) -> ConditionTest:
        if text.startswith("but never, because "):
            return lambda context: False
        if _WHATEVER.fullmatch(text):
            return lambda context: True
        if found := _STATE.fullmatch(text):
            return _state(self._key(found), found[0])
        if found := _THERE.fullmatch(text):
            key, none = self._key(found), found[1] == "no"
            return lambda context: (not self._values(key, context, lenient=none)) == none
        if found := _TRUTH.fullmatch(text):
            return self._truth(found)
        if found := _SETS.fullmatch(text):
            return self._set(found)
        if found := _PLAIN.fullmatch(text):
            return self._plain(found)
        raise UnknownWordsError(f"No condition is read from {text!r}")

    def _key(self, found: re.Match[str]) -> str:
        said = found.groupdict()
        return self._marked.quoted(said["named"] or said["bare"]).lower()

    def _values(self, key: str, context: Context, *, lenient: bool) -> tuple[str, ...]:
        """Return the values; `lenient` where the note says that empty ones count as none."""
        values = context.get(key, ())
        if lenient and not any(values):
            self._notes.need_empty_counts_as_none(key)
            return ()
        return values

    def _truth(self, found: re.Match[str]) -> ConditionTest:
        key = self._marked.quoted(found["named"]).lower()
        truth, _, absent = found["truth"].partition(" or ")
        if _TRUTH_WORDS.get(found["words"]) != (key, truth == "true"):
            raise UnknownWordsError(f"{found['words']!r} is not said of {key} being {truth}")
        if truth not in ("true", "false") or absent not in ("", "absent"):
            raise UnknownWordsError(f"{found['truth']!r} is no truth")
        return lambda context: _one(
            context.get(key), lambda value: value.lower() == truth, bool(absent)
        )

    def _set(self, found: re.Match[str]) -> ConditionTest:
        key, how = self._key(found), found["how"]
        test = self._comparison(found["rest"])
        if how == "every value (if any)":
            return lambda context: all(
                test(value, context) for value in self._values(key, context, lenient=True)
            )
        if how == "no value":
            return lambda context: (
                not any(test(value, context) for value in self._values(key, context, lenient=True))
            )
        if how == "at least one value":
            return lambda context: any(test(value, context) for value in context.get(key, ()))
        return lambda context: not all(test(value, context) for value in context.get(key, ()))

    def _plain(self, found: re.Match[str]) -> ConditionTest:
        key, rest = self._key(found), found["rest"]
        if found["how"] == "unless":
            test = self._comparison(rest)
            self._notes.need_absent_meets(key)
            return lambda context: (
                not _one(context.get(key), lambda value: test(value, context), False)
            )
        absent = rest.endswith(" or is absent")
        test = self._comparison(rest.removesuffix(" or is absent"))
        return lambda context: _one(context.get(key), lambda value: test(value, context), absent)

    def _comparison(self, text: str) -> ValueTest:
        return read_comparison(self._marked, self._variables, text, self._notes.dead)


def _state(key: str, text: str) -> ConditionTest:
    if text.endswith("is absent or empty"):
        return lambda context: not any(context.get(key, ()))
    if text.endswith("is present and not empty"):
        return lambda context: any(context.get(key, ()))
    return lambda context: key not in context


def _one(values: tuple[str, ...] | None, test: Callable[[str], bool], absent: bool) -> bool:
    """Ask about a key with one value; of several, none is the value."""
    if values is None:
        return absent
    return len(values) == 1 and test(values[0])
