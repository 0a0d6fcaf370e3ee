"""Reads JSON that is being typed into a loose outline; whatever is missing or wrong, it goes on.

`parse_json` mends a broken text as a whole and says what is wrong. Completion asks something
else: what surrounds this one offset, when the text breaks off exactly there. So the tokens are
read once more here, with the cursor known.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from iamlab.engine.completion.parts import Cursor, Expected, Pair, Part, PartKind
from iamlab.engine.documents.tokens import TOKEN, is_closed

_OPENERS: dict[str, PartKind] = {"{": "object", "[": "list"}
_CLOSERS: dict[str, PartKind] = {"}": "object", "]": "list"}
_NEXT = re.compile(r"[ \t\r\n]*+")
_LEFTOVER = re.compile(r"[\s,\]}]++[:,\]}]*+")


@dataclass(slots=True, eq=False)
class _Frame:
    part: Part
    expected: Expected
    after: int
    pair: Pair | None = None


class OutlineReader:
    """Reads a text once; afterwards `root` is its outline and `cursor` the state at the offset.

    `touching` also takes a token that begins or ends at the offset, as a pointer does.
    """

    def __init__(self, text: str, offset: int, *, touching: bool = False) -> None:
        self.text = text
        self.offset = offset
        self.touching = touching
        self.frames: list[_Frame] = []
        self.root: Part | None = None
        self.found: Cursor | None = None

    def read(self) -> Cursor:
        """Read to the end and return the state at the cursor."""
        place = 0
        while place < len(self.text):
            match = TOKEN.match(self.text, place)
            if match is None:  # TOKEN covers every character.
                break
            place = self._take(match.lastgroup or "other", place, match.end())
        for frame in self.frames:
            frame.part.end = len(self.text)
        return self.found or self._state(None)

    def _take(self, kind: str, start: int, end: int) -> int:
        if kind == "space":
            return end
        if self.found is None and start >= self.offset + self.touching:
            self.found = self._state(None)
        if kind == "comment":
            if self.found is None and start < self.offset <= end:
                self.found = self._state(None, in_comment=True)
        elif kind == "punctuation":
            self._punctuation(self.text[start], start)
        elif kind in ("string", "quoted", "word"):
            return self._lexeme(kind, start, end)
        return end

    def _lexeme(self, kind: str, start: int, end: int) -> int:
        end, closed = self._true_end(kind, start, end)
        content = self.text[start:end] if kind == "word" else self._content(start, end, closed)
        part = Part("word" if kind == "word" else "text", start, end, content)
        if self.found is None and self._is_under_cursor(part, closed):
            self.found = self._state(part)
        self._add(part)
        return end

    def _true_end(self, kind: str, start: int, end: int) -> tuple[int, bool]:
        """Return where a string really ends, and whether with its own quote."""
        token = self.text[start:end]
        if kind == "word":
            return end, True
        if kind == "quoted":
            return end, len(token) > 1 and token[-1] in "'“”\""
        inside = start < self.offset < end
        if is_closed(token):
            # `"s3:|, "Resource` reads as closed by the next string's quote.
            return (self.offset, False) if inside and self._is_leftover(start, end) else (end, True)
        trimmed = start + max(1, len(token.rstrip(" \t,]}")))
        return (max(trimmed, self.offset) if inside else trimmed), False

    def _is_leftover(self, start: int, end: int) -> bool:
        """Whether only punctuation of the text around stands between the cursor and the quote."""
        rest = self.text[self.offset : end - 1]
        variable = self.text.rfind("${", start, self.offset)
        in_variable = variable > self.text.rfind("}", start, self.offset)
        return bool(rest) and not in_variable and _LEFTOVER.fullmatch(rest) is not None

    def _content(self, start: int, end: int, closed: bool) -> str:
        content = self.text[start + 1 : end - closed]
        if "\\" in content:
            try:
                return str(json.loads(f'"{content}"', strict=False))
            except ValueError:
                return content
        return content

    def _is_under_cursor(self, part: Part, closed: bool) -> bool:
        start, end, offset = part.start, part.end, self.offset
        if self.touching:
            return start <= offset <= end
        if start >= offset or offset > end:
            return False
        # Behind `""` one goes on filling it; behind any other closed string it is done.
        return offset < end or part.kind == "word" or not closed or end - start == 2

    def _state(self, token: Part | None, *, in_comment: bool = False) -> Cursor:
        frames = self.frames
        innermost = frames[-1] if frames else None
        return Cursor(
            containers=tuple(frame.part for frame in frames),
            keys=tuple(
                frame.pair.key.text if frame.pair is not None and frame.pair.key else None
                for frame in frames
            ),
            expected=innermost.expected if innermost else Expected.VALUE,
            token=token,
            after=innermost.after if innermost else 0,
            in_comment=in_comment,
        )

    def _punctuation(self, mark: str, start: int) -> None:
        if mark in _OPENERS:
            part = Part(_OPENERS[mark], start, start + 1)
            self._add(part)
            first = Expected.KEY if mark == "{" else Expected.VALUE
            self.frames.append(_Frame(part, first, start + 1))
        elif mark in _CLOSERS:
            self._close(_CLOSERS[mark], start + 1)
        elif self.frames and mark == ",":
            frame = self.frames[-1]
            frame.expected = Expected.KEY if frame.part.kind == "object" else Expected.VALUE
            frame.after, frame.pair = start + 1, None
        elif self.frames and self.frames[-1].part.kind == "object":
            self._colon(self.frames[-1], start + 1)

    def _colon(self, frame: _Frame, after: int) -> None:
        pair = frame.pair
        if pair is not None and frame.expected is Expected.COMMA and pair.value is not None:
            # What was taken for the value is the next key: the value before it is missing.
            frame.pair = Pair(pair.value)
            pair.value = None
            frame.part.pairs.append(frame.pair)
        elif pair is None:
            frame.pair = Pair(None)
            frame.part.pairs.append(frame.pair)
        frame.expected, frame.after = Expected.VALUE, after

    def _close(self, kind: PartKind, end: int) -> None:
        if not any(frame.part.kind == kind for frame in self.frames):
            return
        while True:
            frame = self.frames.pop()
            frame.part.end = end if frame.part.kind == kind else end - 1
            if self.frames:
                self.frames[-1].after = end
            if frame.part.kind == kind:
                return

    def _add(self, part: Part) -> None:
        if not self.frames:
            self.root = self.root or part
            return
        frame = self.frames[-1]
        if frame.part.kind == "list":
            frame.part.items.append(part)
            frame.expected = Expected.COMMA
        elif frame.expected in (Expected.KEY, Expected.COMMA):
            self._add_key(frame, part)
        elif frame.pair is not None:
            frame.pair.value = part
            frame.expected = Expected.COMMA
        frame.after = part.end

    def _add_key(self, frame: _Frame, part: Part) -> None:
        is_name = part.kind in ("text", "word")
        frame.pair = Pair(part) if is_name else Pair(None, part)
        frame.part.pairs.append(frame.pair)
        frame.expected = Expected.COLON if is_name else Expected.COMMA


def next_character(text: str, offset: int) -> str:
    """Return the first character from `offset` on that is no white space; empty at the end."""
    match = _NEXT.match(text, offset)
    place = match.end() if match else offset
    return text[place : place + 1]
