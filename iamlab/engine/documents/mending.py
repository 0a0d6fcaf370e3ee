"""Builds a mended copy of a broken text and remembers where each character came from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, repeat


@dataclass(frozen=True, slots=True)
class MendedText:
    """A mended text; `origins[i]` is the offset in the original text behind its character i.

    Inserted characters point at the place where they were put, so they are zero wide there.
    `origins` has one more entry than `text`: the length of the original.
    """

    text: str
    origins: tuple[int, ...] | range


class Mender:
    """Collects the pieces of a mended text from left to right."""

    __slots__ = ("_pieces", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[tuple[str, int, bool]] = []

    def copy(self, start: int, end: int) -> int:
        """Takes over original characters; returns a handle for `blank_piece`."""
        self._pieces.append((self._text[start:end], start, True))
        return len(self._pieces) - 1

    def replace(self, replacement: str, start: int) -> None:
        """Puts characters in the place of as many original ones."""
        self._pieces.append((replacement, start, True))

    def blank(self, start: int, end: int) -> None:
        """Replaces original characters by spaces."""
        self._pieces.append((" " * (end - start), start, True))

    def blank_piece(self, handle: int) -> None:
        """Replaces an earlier copied piece by spaces."""
        text, start, moves = self._pieces[handle]
        self._pieces[handle] = (" " * len(text), start, moves)

    def insert(self, text: str, place: int) -> None:
        """Adds characters that the original lacks."""
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
