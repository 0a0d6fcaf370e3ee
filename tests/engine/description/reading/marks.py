"""A sentence as words with marks where it quotes, so that no quoted text is taken for words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CODE = r"‹\d+›"
LIST = r"«\d+»"
VALUE = rf"(?:{CODE}|the empty text)"
"""What stands for one text of the policy."""

_LISTED = re.compile(r"([0-9,]+) listed (.+)")


class UnknownWordsError(AssertionError):
    """The sentence holds a phrase that the reader has not learned."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The words; mark ‹3› is quoted text 3, mark «0» is long list 0."""

    text: str
    codes: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    nouns: tuple[str, ...]

    def quoted(self, mark: str) -> str:
        """Return the text behind one mark, or behind `the empty text`."""
        if mark == "the empty text":
            return ""
        if not re.fullmatch(CODE, mark):
            raise UnknownWordsError(f"{mark!r} is no quotation in {self.text!r}")
        return self.codes[int(mark[1:-1])]

    def listed(self, mark: str) -> tuple[str, ...]:
        """Return the entries behind the mark of a long list."""
        return self.lists[int(mark[1:-1])]

    def noun(self, mark: str) -> str:
        """Return what the sentence calls the entries of a long list."""
        return self.nouns[int(mark[1:-1])]

    def values(self, text: str) -> tuple[str, ...]:
        """Read `a`, `a or b`, `a, b and c`, `one of 14 listed values` or `14 listed values`."""
        found = re.fullmatch(rf"(?:one of )?({LIST})", text)
        if found:
            return self.listed(found[1])
        if not re.fullmatch(rf"{VALUE}(?:, {VALUE})*(?: (?:or|and) {VALUE})?", text):
            raise UnknownWordsError(f"{text!r} is no list of values in {self.text!r}")
        return tuple(self.quoted(mark) for mark in re.findall(VALUE, text))


def mark(parts: Iterable[Any]) -> Marked:
    """Return the words of a sentence's parts: those have a kind, a text, and maybe entries."""
    text = ""
    codes: list[str] = []
    lists: list[tuple[str, ...]] = []
    nouns: list[str] = []
    for part in parts:
        if part.kind == "words":
            text += part.text
        elif part.kind == "code":
            text += f"‹{len(codes)}›"
            codes.append(part.text)
        else:
            found = _LISTED.fullmatch(part.text)
            if not found or int(found[1].replace(",", "")) != len(part.entries):
                raise UnknownWordsError(f"{part.text!r} stands for {len(part.entries)} entries")
            text += f"«{len(lists)}»"
            lists.append(part.entries)
            nouns.append(found[2])
    return Marked(text, tuple(codes), tuple(lists), tuple(nouns))
