"""Reading `lesson.md`: its head, and its body as prose and live blocks in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iamlab.engine.scenarios import Problem
from lessons.content.errors import CourseError
from lessons.content.lines import split_front
from lessons.content.reading import make_shape, read_yaml
from lessons.content.shapes.lessons import BLOCKS, Block, LessonShape

_MARK = ":::"
_OPENING = re.compile(r":::([a-z]+)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown between two live blocks; `line` is where it begins in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A live block and the line that opens it."""

    shape: Block
    line: int


Segment = Prose | LiveBlock


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson's file: what stands at its head, and its body."""

    head: LessonShape
    segments: tuple[Segment, ...]

    @property
    def blocks(self) -> tuple[LiveBlock, ...]:
        """The live blocks in their order."""
        return tuple(item for item in self.segments if isinstance(item, LiveBlock))


def read_lesson(file: str, text: str, files: Mapping[str, str]) -> LessonText:
    """Read a lesson. `files` are the texts of the lesson's folder that blocks can name.

    Raises CourseError with the line and field of each fault of the head, or of the blocks.
    """
    head, body, line = split_front(file, text)
    shape: LessonShape | None = None
    segments: list[Segment] = []
    problems: list[Problem] = []
    try:
        shape = make_shape(LessonShape, read_yaml(file, head, 2), file, head, {}, 2)
    except CourseError as error:
        problems += error.problems
    try:
        parts = list(_split(file, body, line))
    except CourseError as error:
        problems += error.problems
        parts = []
    for part in parts:
        try:
            segments.append(part if isinstance(part, Prose) else _block(file, part, files))
        except CourseError as error:
            problems += error.problems
    problems += _repeated(file, segments)
    if problems or shape is None:
        raise CourseError(tuple(problems))
    return LessonText(shape, tuple(segments))


@dataclass(frozen=True, slots=True)
class _Container:
    kind: str
    text: str
    line: int


def _split(file: str, body: str, first: int) -> Iterator[Prose | _Container]:
    """Cut the body at the lines `:::kind` and `:::`; those within code fences are text."""
    lines, kind, fence, start = body.split("\n"), "", "", 0
    for number, line in enumerate(lines):
        if not kind:
            fence = _fence(fence, line)
        if fence or not line.startswith(_MARK):
            continue
        found = _OPENING.fullmatch(line.rstrip())
        if found and not kind:
            yield from _prose(lines[start:number], first + start)
            kind, start = found[1], number + 1
        elif kind and line.rstrip() == _MARK:
            yield _Container(kind, "\n".join(lines[start:number]), first + start)
            kind, start = "", number + 1
        else:
            raise CourseError((_stray(file, line.rstrip(), first + number, kind),))
    if kind:
        message = f"the block `:::{kind}` has no closing line `:::`"
        raise CourseError((Problem("", message, file, first + start - 1),))
    yield from _prose(lines[start:], first + start)


def _fence(fence: str, line: str) -> str:
    """Return the marks of the code fence that is open after a line, or nothing."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    marks, rest = found[1], found[2]
    if fence:
        return "" if marks.startswith(fence) and not rest.strip() else fence
    return "" if marks[0] == "`" and "`" in rest else marks


def _stray(file: str, line: str, number: int, kind: str) -> Problem:
    """Return what is wrong with a line of colons that neither opens nor closes a block."""
    if kind:
        message = f"`{line}` stands inside the block `:::{kind}`; close that with a line `:::`"
    elif line == _MARK:
        message = "this line `:::` closes a block, but none is open"
    else:
        message = f"`{line}` opens no block; write three colons and its kind, as in `:::ask`"
    return Problem("", message, file, number)


def _prose(lines: list[str], line: int) -> Iterator[Prose]:
    if any(text.strip() for text in lines):
        yield Prose("\n".join(lines), line)


def _block(file: str, part: _Container, files: Mapping[str, str]) -> LiveBlock:
    shape = BLOCKS.get(part.kind)
    if shape is None:
        known = ", ".join(f"`{kind}`" for kind in BLOCKS)
        message = f"there is no block `{part.kind}`; there are {known}"
        raise CourseError((Problem("", message, file, part.line - 1),))
    data = read_yaml(file, part.text, part.line)
    block: Block = make_shape(shape, data, file, part.text, files, part.line)
    return LiveBlock(block, part.line - 1)


def _repeated(file: str, segments: list[Segment]) -> Iterator[Problem]:
    seen: set[str] = set()
    for segment in segments:
        if isinstance(segment, LiveBlock):
            if segment.shape.id in seen:
                message = f"two blocks are called `{segment.shape.id}`"
                yield Problem("id", message, file, segment.line)
            seen.add(segment.shape.id)
