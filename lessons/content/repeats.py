"""IDs that are given twice: they are permanent, and name one thing each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from iamlab.engine.scenarios import Location, Problem
from lessons.content.course import Lesson
from lessons.content.exercises import EXERCISE_FILE, Exercise
from lessons.content.folders import COURSE_FILE, MISCONCEPTIONS_FILE
from lessons.content.lines import FieldLines
from lessons.content.questions import QuestionSource
from lessons.content.shapes.courses import CourseShape, Misconceptions

Named = tuple[str, Location, str]
"""An ID, where it stands in a file, and what it stands for."""


def find_repeats(
    lines: FieldLines,
    shape: CourseShape,
    beliefs: Misconceptions | None,
    lessons: Iterable[Lesson],
    banks: Mapping[str, Iterable[QuestionSource]],
) -> Iterator[Problem]:
    """Find every ID that is there twice, each but the first time."""
    yield from _in_file(lines, COURSE_FILE, _in_course(shape))
    if beliefs is not None:
        named = [(item.id, (n, "id"), "misconception") for n, item in enumerate(beliefs.root)]
        yield from _in_file(lines, MISCONCEPTIONS_FILE, named)
    yield from _questions(lines, lessons, banks)
    seen: dict[str, str] = {}
    for exercise in (item for lesson in lessons for item in lesson.exercises):
        file = f"{exercise.folder}/{EXERCISE_FILE}"
        if exercise.id in seen:
            message = f"`{exercise.id}` is the ID of an exercise in {seen[exercise.id]}, too"
            yield lines.problem(file, ("id",), message)
        seen.setdefault(exercise.id, exercise.folder)
        yield from _in_file(lines, file, _in_exercise(exercise))


def _in_file(lines: FieldLines, file: str, named: Iterable[Named]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for name, location, what in named:
        if (name, what) in seen:
            yield lines.problem(file, location, f"the {what} `{name}` is there twice")
        seen.add((name, what))


def _in_course(shape: CourseShape) -> Iterator[Named]:
    for number, folder in enumerate(shape.lessons):
        yield folder[3:], ("lessons", number), "lesson"
    for number, skill in enumerate(shape.skills):
        yield skill.id, ("skills", number, "id"), "skill"
    for number, category in enumerate(shape.categories):
        yield category.id, ("categories", number, "id"), "category"


def _in_exercise(exercise: Exercise) -> Iterator[Named]:
    for number, check in enumerate(exercise.shape.checks):
        yield check.id, ("checks", number, "id"), "check"
    for number, rule in enumerate(exercise.shape.feedback):
        yield rule.id, ("feedback", number, "id"), "feedback rule"


def _questions(
    lines: FieldLines, lessons: Iterable[Lesson], banks: Mapping[str, Iterable[QuestionSource]]
) -> Iterator[Problem]:
    sources = [item for lesson in lessons if lesson.quiz for item in lesson.quiz.items]
    sources += [item for bank in banks.values() for item in bank]
    seen: dict[str, str] = {}
    for source in sources:
        if isinstance(source, QuestionSource):
            if source.id in seen:
                message = f"`{source.id}` is the ID of a question in {seen[source.id]}, too"
                yield lines.problem(source.file, ("questions", source.index, "id"), message)
            seen.setdefault(source.id, source.file)
