"""Where a field stands: its line, from the syntax tree of the file that it is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ruamel.yaml.nodes import Node

from iamlab.engine.scenarios import (
    Location,
    Problem,
    ScenarioError,
    compose_yaml,
    field_path,
    line_of,
)
from lessons.content.errors import CourseError

_FENCE = "---"


class FieldLines:
    """Says on which line of a course file a field stands. `files` are the texts by their paths."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self._trees: dict[tuple[str, int], Node | None] = {}

    def problem(self, file: str, location: Location, message: str, block: int = 0) -> Problem:
        """Return a fault of a field with its line.

        The field stands in a YAML file, in the head of a Markdown file, or in the live block that
        is opened on the line `block`.
        """
        first = 1 if file.endswith(".yaml") else block + 1 if block else 2
        tree = self._tree(file, block)
        line = block or 1 if tree is None else max(line_of(tree, location), first)
        return Problem(field_path(location), message, file, line if location else block or line)

    def _tree(self, file: str, block: int) -> Node | None:
        key = (file, block)
        if key not in self._trees:
            text = self.files.get(file, "")
            self._trees[key] = _compose(_part(file, text, block))
        return self._trees[key]


def locate(
    faults: Iterable[tuple[Location, str]], file: str, text: str, first_line: int = 1
) -> tuple[Problem, ...]:
    """Return each fault with the file and the line of its field; `text` begins on `first_line`."""
    tree = _compose(at_line(text, first_line))
    return tuple(
        Problem(
            field_path(location),
            message,
            file,
            first_line if tree is None else max(first_line, line_of(tree, location)),
        )
        for location, message in dict.fromkeys(faults)
    )


def at_line(text: str, first_line: int) -> str:
    """Return a part of a file with as many empty lines before it as the file has lines there."""
    return "\n" * (first_line - 1) + text


def split_front(file: str, text: str) -> tuple[str, str, int]:
    """Return a Markdown file's YAML head, its body, and the line that the body begins on.

    Raises CourseError when there is no head between two lines of `---`.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        message = "begin the file with a line `---`, its fields, and another line `---`"
        raise CourseError((Problem("", message, file, 1),))
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == _FENCE), None)
    if end is None:
        raise CourseError((Problem("", "the fields at the head have no closing `---`", file, 1),))
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _part(file: str, text: str, block: int) -> str:
    """Return the YAML in which a field is looked up, on the lines that it has in its file."""
    if file.endswith(".yaml"):
        return text
    if not block:
        try:
            return at_line(split_front(file, text)[0], 2)
        except CourseError:
            return ""
    lines = text.split("\n")[block:]
    end = next((n for n, line in enumerate(lines) if line.strip() == ":::"), len(lines))
    return at_line("\n".join(lines[:end]), block + 1)


def _compose(text: str) -> Node | None:
    if not text.strip():
        return None
    try:
        return compose_yaml(text)
    except ScenarioError:
        return None
