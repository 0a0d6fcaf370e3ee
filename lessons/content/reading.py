"""Reading one course file: YAML, or Markdown with YAML at its head, into a shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from iamlab.engine.scenarios import (
    Location,
    Problem,
    ScenarioError,
    compose_yaml,
    field_path,
    line_of,
    load_yaml,
    plain_message,
)
from lessons.content.errors import CourseError

MAX_CHARACTERS = 200_000
"""Of one file; YAML is read at a few thousand lines a second."""

_FENCE = "---"
AnyShape = TypeVar("AnyShape", bound=BaseModel)


def read_yaml(file: str, text: str, first_line: int = 1) -> dict[str, object]:
    """Return the mapping that a YAML text holds; `first_line` is its place in `file`.

    Raises CourseError with the line.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"it has {len(text):,} characters; {MAX_CHARACTERS:,} is the most"
        raise CourseError((Problem("", message, file),))
    try:
        data = load_yaml(file, _at_line(text, first_line))
    except ScenarioError as error:
        raise CourseError(error.problems) from error
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise CourseError((Problem("", "give a mapping of keys to values", file, first_line),))
    return data


def make_shape(
    shape: type[AnyShape],
    data: object,
    file: str,
    text: str,
    files: Mapping[str, str],
    first_line: int = 1,
) -> AnyShape:
    """Return the data in its shape. `files` holds the texts that paths in the data can name.

    Raises CourseError with the line and the field of every fault.
    """
    try:
        return shape.model_validate(data, context=files)
    except ValidationError as error:
        faults = [
            (_plain_location(item["loc"], data), plain_message(item["type"], item["msg"]))
            for item in error.errors()
        ]
        raise CourseError(locate(faults, file, text, first_line)) from error


def locate(
    faults: list[tuple[Location, str]], file: str, text: str, first_line: int = 1
) -> tuple[Problem, ...]:
    """Return each fault with the file and the line of its field."""
    root = compose_yaml(_at_line(text, first_line)) if text.strip() else None
    return tuple(
        Problem(
            field_path(location),
            message,
            file,
            first_line if root is None else max(first_line, line_of(root, location)),
        )
        for location, message in dict.fromkeys(faults)
    )


def split_front(file: str, text: str) -> tuple[str, str, int]:
    """Return a Markdown file's YAML head, its body, and the line that the body begins on.

    Raises CourseError when there is no head between two lines of `---`.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE:
        message = "begin the file with a line `---`, its fields, and another line `---`"
        raise CourseError((Problem("", message, file, 1),))
    end = next((n for n, line in enumerate(lines) if n and line.strip() == _FENCE), None)
    if end is None:
        raise CourseError((Problem("", "the fields at the head have no closing `---`", file, 1),))
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _at_line(text: str, first_line: int) -> str:
    return "\n" * (first_line - 1) + text


def _plain_location(location: Location, data: object) -> Location:
    """Leave out the steps that pydantic adds for the members of a union."""
    plain: list[int | str] = []
    for number, part in enumerate(location, start=1):
        is_there, inner = _step(data, part)
        if is_there:
            data = inner
        elif number < len(location) or part == "[key]":
            continue
        plain.append(part)
    return tuple(plain)


def _step(data: object, part: int | str) -> tuple[bool, object]:
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return True, data[part]
    if isinstance(data, Mapping) and part in data:
        return True, data[part]
    return False, data
