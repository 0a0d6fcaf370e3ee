"""Edits of a text as data: what to put in the place of which characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Put `text` in the place of the code points from `start` up to, not including, `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A way to mend a policy: `label` says in a few words what the edits do (`Use StringLike`).

    The edits hold offsets of one and the same text and do not overlap.
    """

    label: str
    edits: tuple[TextEdit, ...]


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all edits made; their offsets are those of the text as given.

    Raises ValueError when two edits overlap or one lies outside the text.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"the edit at {edit.start} overlaps another or leaves the text")
        pieces += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join((*pieces, text[done:]))
