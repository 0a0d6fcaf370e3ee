"""The difference between two policy texts, line by line, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_LINES = 4000
"""Lines of the longer text beyond which no difference is computed: it takes time squared."""

_CONTEXT = 3  # unchanged lines shown around a change
_EXACT_LINES = 400  # beyond, lines that are everywhere, such as a lone brace, do not count as equal

_Kind = Literal["same", "removed", "added", "skipped"]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: `old` and `new` are its numbers, 1-based, None where it does not stand.

    A line of kind "skipped" stands for unchanged lines that are not shown; `text` counts them.
    """

    kind: _Kind
    text: str
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """The way from one text to another; `too_long` when it was not computed."""

    lines: tuple[DiffLine, ...]
    removed: int
    added: int
    too_long: bool = False

    @property
    def same(self) -> bool:
        """Whether the texts have the same lines."""
        return not (self.removed or self.added or self.too_long)


def compare_texts(old: str, new: str) -> Difference:
    """Return what must be removed from `old` and added to make `new`, with some lines around."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > MAX_LINES:
        return Difference((), 0, 0, too_long=old != new)
    lines = tuple(_lines(before, after))
    removed = sum(line.kind == "removed" for line in lines)
    added = sum(line.kind == "added" for line in lines)
    return Difference(lines, removed, added)


def _lines(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    autojunk = max(len(before), len(after)) > _EXACT_LINES
    matcher = SequenceMatcher(a=before, b=after, autojunk=autojunk)
    shown = 0  # lines of `before` that are accounted for
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        first = group[0][1]
        if first > shown:
            yield _skipped(first - shown)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                for step in range(old_to - old_from):
                    old, new = old_from + step, new_from + step
                    yield DiffLine("same", before[old], old + 1, new + 1)
                continue
            for old in range(old_from, old_to):
                yield DiffLine("removed", before[old], old=old + 1)
            for new in range(new_from, new_to):
                yield DiffLine("added", after[new], new=new + 1)
        shown = group[-1][2]
    if 0 < shown < len(before):
        yield _skipped(len(before) - shown)


def _skipped(count: int) -> DiffLine:
    return DiffLine("skipped", f"{count} unchanged line{'' if count == 1 else 's'}")
