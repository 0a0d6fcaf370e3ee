"""Builds a mended copy of a broken text, and the edits that would mend the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, repeat

from iamlab.engine.documents.edits import TextEdit


@dataclass(frozen=True, slots=True)
class MendedText:
    """A mended text; `origins[i]` is the offset in the original text behind its character i.

    Inserted characters point at the place where they were put, so they are zero wide there.
    `origins` has one more entry than `text`: the length of the original.
    """

    text: str
    origins: tuple[int, ...] | range


class Mender:
    """Collects the pieces of a mended text from left to right.

    The copy keeps every character's place, so it may blank or garble what a person would rewrite;
    `edits` say what that person would do, by the number of the problem they belong to.
    """

    __slots__ = ("_pieces", "_text", "edits", "problem")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[tuple[str, int, bool]] = []
        self.problem = -1
        self.edits: dict[int, list[TextEdit]] = {}

    def edit(self, start: int, end: int, text: str) -> None:
        """Notes an edit of the original that belongs to the current problem."""
        self.edits.setdefault(self.problem, []).append(TextEdit(start, end, text))

    def copy(self, start: int, end: int) -> int:
        """Takes over original characters; returns a handle for `blank_piece`."""
        self._pieces.append((self._text[start:end], start, True))
        return len(self._pieces) - 1

    def replace(self, replacement: str, start: int) -> None:
        """Puts characters in the place of as many original ones."""
        self._pieces.append((replacement, start, True))

    def blank(self, start: int, end: int, put: str = "") -> None:
        """Replaces original characters by spaces; the edit puts `put` there instead."""
        self._pieces.append((" " * (end - start), start, True))
        self.edit(start, end, put)

    def blank_piece(self, handle: int) -> None:
        """Replaces an earlier copied piece by spaces."""
        text, start, moves = self._pieces[handle]
        self._pieces[handle] = (" " * len(text), start, moves)
        self.edit(start, start + len(text), "")

    def insert(self, text: str, place: int, *, at: int | None = None, put: str = "") -> None:
        """Adds characters that the original lacks; the edit puts `put` or them, at `at`."""
        self._pieces.append((text, place, False))
        at = place if at is None else at
        self.edit(at, at, put or text)

    def fill(self, text: str, place: int) -> None:
        """Adds characters to the copy alone."""
        self._pieces.append((text, place, False))

    def finish(self) -> MendedText:
        """The mended text with its origins."""
        origins = chain.from_iterable(
            range(start, start + len(text)) if moves else repeat(start, len(text))
            for text, start, moves in self._pieces
        )
        # An unmatched piece may point before its neighbor; ends must never run backward.
        rising = accumulate(chain(origins, [len(self._text)]), max)
        return MendedText("".join(piece[0] for piece in self._pieces), tuple(rising))
