"""Checks a whole course: reads it, and proves part by part what it promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from iamlab.engine.scenarios import Problem
from lessons.content.course import Course
from lessons.content.errors import CourseError
from lessons.content.exercises import EXERCISE_FILE
from lessons.content.folders import find_strays
from lessons.content.lines import FieldLines
from lessons.content.loading import read_course
from lessons.content.questions import QuestionSource
from lessons.content.shapes.questions import ENGINE_KINDS
from lessons.proofs.blocks import prove_lesson
from lessons.proofs.exercises import prove_exercise
from lessons.proofs.gaps import find_gaps
from lessons.proofs.parallel import Part, Proven, run_parts
from lessons.proofs.placeholders import find_unresolved_in_course
from lessons.proofs.questions import prove_question
from lessons.proofs.references import find_dangling
from lessons.proofs.skills import find_skill_faults

SEEDS = 20
"""How many variants of an exercise or a question are tried, when it has so many."""


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What came of checking a course. `keyed` are the questions whose key the engine computes.

    `variants` are those of exercises and questions that were tried. All counts are 0 for a course
    that cannot be read.
    """

    problems: tuple[Problem, ...]
    lessons: int = 0
    exercises: int = 0
    questions: int = 0
    keyed: int = 0
    variants: int = 0


def check_course(
    slug: str, files: Mapping[str, str], *, seeds: int = SEEDS, jobs: int = 1
) -> CourseReport:
    """Check a course: its files' texts by their paths relative to its folder.

    Each exercise and question is tried with up to `seeds` different values of its parameters.
    `jobs` processes share the work where the system can fork. Of a course with marks to be filled
    in, these are the only faults said.
    """
    gaps = tuple(find_gaps(files))
    if gaps:
        return CourseReport(gaps)
    try:
        course = read_course(slug, files)
    except CourseError as error:
        return CourseReport(_in_order(error.problems))
    lines = FieldLines(files)
    problems = [
        *find_strays(files, course.shape.lessons),
        *find_skill_faults(course, lines),
        *find_dangling(course, lines),
        *find_unresolved_in_course(course, files),
    ]
    checker = _Checker(course, lines, seeds)
    parts: list[Part] = [("exercise", name) for name in course.exercises]
    parts += [("question", name) for name in course.questions]
    parts += [("lesson", lesson.folder) for lesson in course.lessons]
    variants = 0
    for found, tried in run_parts(checker, parts, jobs):
        problems += found
        variants += tried
    sources = course.questions.values()
    return CourseReport(
        problems=_in_order(problems),
        lessons=len(course.lessons),
        exercises=len(course.exercises),
        questions=len(sources),
        keyed=sum(is_keyed(source) for source in sources),
        variants=variants,
    )


def is_keyed(source: QuestionSource) -> bool:
    """Tell whether the engine computes a question's key, and no author states it."""
    shape = source.shape
    return shape.kind in ENGINE_KINDS or (shape.kind == "fill" and shape.policy is not None)


@dataclass(frozen=True, slots=True)
class _Checker:
    """Proves one part of a course: an exercise, a question, or the blocks of a lesson."""

    course: Course
    lines: FieldLines
    seeds: int

    def __call__(self, part: Part) -> Proven:
        try:
            return self._prove(*part)
        except Exception as error:  # a part that breaks the check must not hide the other parts
            return [self._broken(*part, error)], 0

    def _prove(self, kind: str, name: str) -> Proven:
        if kind == "exercise":
            exercise = self.course.exercises[name]
            return prove_exercise(self.course, exercise, self.lines, self.seeds)
        if kind == "question":
            source = self.course.questions[name]
            return prove_question(self.course, source, self.lines, self.seeds)
        lesson = next(item for item in self.course.lessons if item.folder == name)
        return prove_lesson(self.course, lesson, self.lines), 0

    def _broken(self, kind: str, name: str, error: Exception) -> Problem:
        last = extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        message = f"the check itself broke, at {where}: {type(error).__name__}: {error}"
        if kind == "question":
            source = self.course.questions[name]
            return Problem("", message, source.file, source.line)
        folder = self.course.exercises[name].folder if kind == "exercise" else name
        file = EXERCISE_FILE if kind == "exercise" else "lesson.md"
        return Problem("", message, f"{folder}/{file}", 1)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    def place(problem: Problem) -> tuple[str, int]:
        return problem.file or "", problem.line or 0

    return tuple(sorted(dict.fromkeys(problems), key=place))
