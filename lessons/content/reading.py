"""Reading one course file: YAML, or the YAML at the head of Markdown, into a shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from iamlab.engine.scenarios import Location, Problem, ScenarioError, load_yaml
from lessons.content.errors import CourseError
from lessons.content.lines import at_line, locate
from lessons.content.wording import hint_quotes, say_choice, say_fault, say_yaml

MAX_CHARACTERS = 200_000
"""Of one file; YAML is read at a few thousand lines a second."""

MAX_FAULTS = 50
"""Of one file; whoever mends these sees the others next."""

AnyShape = TypeVar("AnyShape", bound=BaseModel)


def read_yaml(file: str, text: str, first_line: int = 1) -> dict[str, object]:
    """Return the mapping that a YAML text holds; `first_line` is its place in `file`.

    Raises CourseError with the line.
    """
    data = read_any_yaml(file, text, first_line)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise CourseError((Problem("", "give a mapping of keys to values", file, first_line),))
    return data


def read_any_yaml(file: str, text: str, first_line: int = 1) -> object:
    """Return the data that a YAML text holds, such as a list. Raises CourseError with the line."""
    try:
        return load_yaml(file, at_line(text, first_line))
    except ScenarioError as error:
        raise CourseError(
            tuple(Problem("", say_yaml(item.message), file, item.line) for item in error.problems)
        ) from error


def make_shape(
    shape: type[AnyShape],
    data: object,
    file: str,
    text: str,
    files: Mapping[str, str],
    first_line: int = 1,
) -> AnyShape:
    """Return the data in its shape. `files` holds the texts that paths in the data can name.

    Raises CourseError with the line and the field of every fault, the first fifty if there are
    more.
    """
    try:
        return shape.model_validate(data, context=files)
    except ValidationError as error:
        raise CourseError(locate(plain_faults(error, data), file, text, first_line)) from error


def plain_faults(error: ValidationError, data: object) -> list[tuple[Location, str]]:
    """Return what is wrong with data: one fault for each field, the first fifty.

    A field that may be of several types has one fault, too.
    """
    found: dict[Location, list[tuple[str, str]]] = {}
    for item in error.errors(include_url=False, include_input=False):
        kind, context = item["type"], item.get("ctx", {})
        place = _plain_location(item["loc"], data, kind == "missing")
        message = say_fault(kind, item["msg"], context, place)
        found.setdefault(place, []).append((kind, message))
    faults = []
    for place, complaints in found.items():
        kinds = [kind for kind, _ in complaints]
        choice = say_choice(kinds) if len(complaints) > 1 else None
        deeper = any(len(other) > len(place) == _shared(place, other) for other in found)
        if deeper and say_choice(kinds):
            continue  # one member of the union got further than the type, and says more
        hint = hint_quotes(_value_at(data, place), kinds[0])
        faults += [
            (place, f"{words}{hint}") for words in ([choice] if choice else _said(complaints))
        ]
    return faults[:MAX_FAULTS]


def _said(complaints: list[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(message for _, message in complaints))


def _shared(one: Location, other: Location) -> int:
    return next(
        (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _plain_location(location: Location, data: object, is_missing: bool) -> Location:
    """Leave out the steps that pydantic adds for the members of a union."""
    plain: list[int | str] = []
    for part in location:
        is_there, inner = _step(data, part)
        if is_there:
            data = inner
            plain.append(part)
    if is_missing:
        plain.append(location[-1])
    return tuple(plain)


def _value_at(data: object, location: Location) -> object:
    for part in location:
        _, data = _step(data, part)
    return data


def _step(data: object, part: int | str) -> tuple[bool, object]:
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return True, data[part]
    if isinstance(data, Mapping) and part in data:
        return True, data[part]
    return False, data
