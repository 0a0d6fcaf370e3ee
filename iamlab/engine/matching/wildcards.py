"""Globs with `*` and `?` that match in time linear in the text, however hostile the pattern.

Source: rule A2; AWS, "IAM JSON policy elements: Resource", wildcards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache

Finder = Callable[[str, int], int]

_LONGEST_KEPT = 200
_MOST_WILDCARDS_KEPT = 20


class Wild(Enum):
    """The two wildcard characters of the policy language."""

    STAR = "*"
    ANY = "?"


Token = str | Wild
"""A literal run of text, or a wildcard. Literal text may itself hold `*` and `?` characters."""


def tokenize(pattern: str) -> Iterator[Token]:
    """Yield the literal runs and wildcards of a pattern in which `*` and `?` are special."""
    for piece in re.split(r"(\*+|\?)", pattern):
        if piece.startswith("*"):
            yield Wild.STAR
        elif piece == "?":
            yield Wild.ANY
        elif piece:
            yield piece


class Glob:
    """A compiled pattern; the whole text must match (A2).

    The text is cut at the stars into segments of fixed length. The first and the last are anchored,
    the ones between are each found at their leftmost place: no backtracking, so no blow-up.
    """

    __slots__ = (
        *("_first", "_first_length", "_last", "_last_length", "_least", "_middle", "_searched"),
        *("exact", "matches"),
    )

    def __init__(self, tokens: Iterable[Token]) -> None:
        segments = _segments(tokens)
        self.exact: str | None = None
        first, last = segments[0], segments[-1]
        self._first = _anchored(first)
        self._first_length = _length(first)
        self._last = _anchored(last)
        self._last_length = _length(last)
        middle = [(part, _length(part)) for part in segments[1:-1] if part]
        self._least = self._first_length + sum(length for _, length in middle) + self._last_length
        self._middle = middle
        self._searched: list[tuple[Finder, int]] | None = None
        self.matches: Callable[[str], bool]
        if len(segments) == 1:
            plain = _plain(first)
            self.exact = plain
            self.matches = self._matches_fixed if plain is None else plain.__eq__
        elif len(segments) == 2 and not last and (prefix := _plain(first)) is not None:
            self.matches = _everything if not prefix else _starts_with(prefix)
        else:
            self.matches = self._matches_stars

    def _matches_fixed(self, text: str) -> bool:
        return len(text) == self._first_length and self._first(text, 0)

    def _matches_stars(self, text: str) -> bool:
        position = self._first_length
        end = len(text) - self._last_length
        if len(text) < self._least or not self._first(text, 0) or not self._last(text, end):
            return False
        if self._searched is None:  # not before: a hostile pattern is longer than any text
            self._searched = [(_searcher(part), length) for part, length in self._middle]
        for find, length in self._searched:
            found = find(text, position)
            if found < 0:
                return False
            position = found + length
        return position <= end


class _LateGlob(Glob):
    """A long pattern, compiled when a text has all the characters that it asks for."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._least = len(pattern) - pattern.count("*")
        self.exact = pattern if self._least == len(pattern) and "?" not in pattern else None
        self.matches = self._matches_late

    def _matches_late(self, text: str) -> bool:
        if len(text) < self._least:
            return False
        if self._pattern:
            super().__init__(tokenize(self._pattern))
            self._pattern = ""
        return self.matches(text)


def compile_glob(pattern: str) -> Glob:
    """Compile a pattern whose `*` and `?` are wildcards; one that people write only once."""
    return _compiled(pattern) if is_worth_keeping(pattern) else _LateGlob(pattern)


def is_worth_keeping(pattern: str) -> bool:
    """Tell whether what is known of a pattern should be remembered: not of a long, hostile one."""
    return (
        len(pattern) <= _LONGEST_KEPT
        and pattern.count("*") + pattern.count("?") <= _MOST_WILDCARDS_KEPT
    )


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> Glob:
    return Glob(tokenize(pattern))


def _everything(text: str) -> bool:
    return True


def _starts_with(prefix: str) -> Callable[[str], bool]:
    def matches(text: str) -> bool:
        return text.startswith(prefix)

    return matches


def _segments(tokens: Iterable[Token]) -> list[list[Token]]:
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token is Wild.STAR:
            segments.append([])
        else:
            segments[-1].append(token)
    return segments


def _length(segment: list[Token]) -> int:
    return sum(1 if isinstance(token, Wild) else len(token) for token in segment)


def _plain(segment: list[Token]) -> str | None:
    """Return the segment's text when it holds no `?`."""
    if any(isinstance(token, Wild) for token in segment):
        return None
    return "".join(token for token in segment if isinstance(token, str))


def _anchored(segment: list[Token]) -> Callable[[str, int], bool]:
    plain = _plain(segment)
    if plain is not None:
        return lambda text, position: text.startswith(plain, position)
    matcher = _expression(segment).match
    return lambda text, position: matcher(text, position) is not None


def _searcher(segment: list[Token]) -> Finder:
    plain = _plain(segment)
    if plain is not None:
        return lambda text, position: text.find(plain, position)
    search = _expression(segment).search

    def find(text: str, position: int) -> int:
        found = search(text, position)
        return -1 if found is None else found.start()

    return find


def _expression(segment: list[Token]) -> re.Pattern[str]:
    return re.compile(
        "".join("." if isinstance(token, Wild) else re.escape(token) for token in segment),
        re.DOTALL,
    )
