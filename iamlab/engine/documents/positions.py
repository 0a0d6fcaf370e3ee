"""Places in a text: lines and columns for people, offsets for programs, all in code points."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """One place: `line` and `column` count from 1, `offset` from 0, each in code points."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `end` is the first place after it."""

    start: Position
    end: Position


class LineIndex:
    """Turns offsets of one text into positions; a line ends at `\\n`, so `\\r\\n` counts once."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        starts = [0]
        found = text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = text.find("\n", found + 1)
        self._starts = starts

    def line(self, offset: int) -> int:
        """The number of the line, from 1, that holds `offset`."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """The position of `offset`, which may be the end of the text."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)

    def span(self, start: int, end: int) -> Span:
        """The span from offset `start` up to, not including, offset `end`."""
        starts = self._starts
        line = bisect_right(starts, start)
        base = starts[line - 1] - 1
        first = Position(line, start - base, start)
        if line < len(starts) and end >= starts[line]:
            return Span(first, self.position(end))
        return Span(first, Position(line, end - base, end))


def indent_of(text: str, offset: int) -> str:
    """Return the white space with which the line of a place begins, up to that place."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip())]
