"""Parameters in the texts of a course: each `{name}` is one that is there, and each is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iamlab.engine.scenarios import Location, Problem
from lessons.content.course import Course
from lessons.content.exercises import EXERCISE_FILE, Exercise
from lessons.content.folders import COURSE_FILE, MISCONCEPTIONS_FILE
from lessons.content.lines import FieldLines
from lessons.content.parameters import RESERVED, Parameters, placeholders
from lessons.content.questions import QuestionSource
from lessons.content.shapes.exercises import (
    CeilingCheck,
    Check,
    FloorCheck,
    IntentCheck,
    PublicCheck,
)

_ASKED = (IntentCheck, CeilingCheck, FloorCheck, PublicCheck)
_PARTS = ("principal", "action", "resource")


def find_unresolved_in_course(course: Course, files: Mapping[str, str]) -> Iterator[Problem]:
    """Find `{name}` in files that have no parameters: the course's own, and lessons."""
    lessons = [f"{lesson.folder}/lesson.md" for lesson in course.lessons]
    for file in (COURSE_FILE, MISCONCEPTIONS_FILE, *lessons):
        for name, line in placeholders(files.get(file, "")):
            yield Problem("", f"`{{{name}}}` is left as it is here: {_NONE}", file, line)


def find_unresolved_in_exercise(exercise: Exercise, lines: FieldLines) -> Iterator[Problem]:
    """Find `{name}` that nothing fills in, and parameters that nothing uses."""
    file = f"{exercise.folder}/{EXERCISE_FILE}"
    shape = exercise.shape
    known = _names(shape.params)
    used = {name for text in exercise.files.values() for name, _ in placeholders(text)}
    by_id = {check.id: check for check in shape.checks}
    for where, text in _texts(exercise.data):
        for name, _ in placeholders(text):
            is_say = len(where) == 3 and (where[0], where[2]) == ("feedback", "say")
            if is_say and isinstance(where[1], int) and name.partition(".")[0] in RESERVED:
                message = _reserved(name, by_id.get(shape.feedback[where[1]].when.fails))
            else:
                message = _fault(where, name, known, shape.params)
            if message:
                yield _on_line(lines, file, where, name, message)
    yield from _in_files(exercise.files, exercise.folder, known, shape.params)
    yield from _unused(lines, file, (), shape.params, used)


def find_unresolved_in_question(source: QuestionSource, lines: FieldLines) -> Iterator[Problem]:
    """Find `{name}` that nothing fills in, and parameters that nothing uses."""
    here: Location = ("questions", source.index)
    known, parameters = _names(source.shape.params), source.shape.params
    named: dict[str, str] = {}
    used: set[str] = set()
    for where, text in _texts(source.data):
        for name, _ in placeholders(text):
            used.add(name)
            if message := _fault(where, name, known, parameters):
                yield _on_line(lines, source.file, (*here, *where), name, message)
        if text in source.files:
            named[text] = source.files[text]
    used |= {name for text in named.values() for name, _ in placeholders(text)}
    folder = source.file.rpartition("/")[0]
    yield from _in_files(named, folder, known, parameters)
    yield from _unused(lines, source.file, here, parameters, used)


_NONE = "this file has no parameters"


def _names(parameters: Parameters) -> set[str]:
    """Return what can be written between braces: `bucket`, or `case.bucket`."""
    names: set[str] = set()
    for name, parameter in parameters.items():
        first = parameter.pick[0] if parameter.pick else None
        names |= {f"{name}.{part}" for part in first} if isinstance(first, Mapping) else {name}
    return names


def _fault(where: Location, name: str, known: set[str], parameters: Parameters) -> str:
    if where[0] == "params":
        return f"a parameter's values are taken as they are; `{{{name}}}` is not filled in"
    return "" if name in known else _unresolved(name, parameters)


def _unresolved(name: str, parameters: Parameters) -> str:
    first = name.partition(".")[0]
    if first in parameters:
        parts = sorted(item for item in _names(parameters) if item.partition(".")[0] == first)
        return f"`{{{name}}}` is not there; write {' or '.join(f'`{{{item}}}`' for item in parts)}"
    return f"there is no parameter `{name}`"


def _reserved(name: str, check: Check | None) -> str:
    """Return why feedback cannot fill in `{witness.action}` and the like, or nothing."""
    if name.partition(".")[2] not in _PARTS:
        return f"`{{{name}}}` is not there; a request has {', '.join(f'`{it}`' for it in _PARTS)}"
    if check is not None and not isinstance(check, _ASKED):
        return f"the check `{check.id}` asks no request, so there is no `{{{name}}}`"
    return ""


def _texts(data: object, where: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text in plain data with its place, keys too."""
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield (*where, str(key)), str(key)
            yield from _texts(value, (*where, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*where, index))


def _on_line(lines: FieldLines, file: str, where: Location, name: str, message: str) -> Problem:
    """Return a fault on the line of the placeholder itself: its field may go over several."""
    problem = lines.problem(file, where, message)
    after = [
        line
        for found, line in placeholders(lines.files.get(file, ""))
        if found == name and line >= (problem.line or 1)
    ]
    return Problem(problem.field, message, file, after[0] if after else problem.line)


def _in_files(
    files: Mapping[str, str], folder: str, known: set[str], parameters: Parameters
) -> Iterator[Problem]:
    for path, text in files.items():
        if path == EXERCISE_FILE:
            text = _body(text)
        elif not path.endswith(".json"):
            continue
        for name, line in placeholders(text):
            if name not in known:
                yield Problem("", _unresolved(name, parameters), f"{folder}/{path}", line)


def _body(text: str) -> str:
    """Return a Markdown file with its head blanked, so that lines keep their numbers."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), 0)
    return "\n" * end + "\n".join(lines[end:])


def _unused(
    lines: FieldLines, file: str, here: Location, parameters: Parameters, used: set[str]
) -> Iterator[Problem]:
    first_parts = {name.partition(".")[0] for name in used}
    for name in parameters:
        if name not in first_parts:
            yield lines.problem(file, (*here, "params", name), f"nothing uses `{{{name}}}`")
