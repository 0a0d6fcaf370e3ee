"""How far a learner has come in a course: lessons, exercises and quizzes at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.exercises import Exercise
from lessons.content.shapes.courses import Category
from lessons.models import ExerciseWork, QuizAttempt
from lessons.services.reading import Progress, read_progress


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise in a list; `state` is `solved`, `started` or empty."""

    exercise: Exercise
    state: str

    @property
    def title(self) -> str:
        """Its title, as the first variant has it."""
        return self.exercise.variant(0).shape.title


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in a list, with the learner's progress in all of it."""

    lesson: Lesson
    number: int
    progress: Progress
    exercises: tuple[ExerciseRow, ...]
    skills: tuple[str, ...]
    quiz_done: bool


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """The lessons of one category, in the course's order."""

    category: Category
    lessons: tuple[LessonRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A course at a glance; `next` is the first lesson that was not read to its end."""

    categories: tuple[CategoryRows, ...]
    rows: Mapping[str, LessonRow]
    next: LessonRow | None

    @property
    def finished(self) -> int:
        """How many lessons were read to their end."""
        return sum(row.progress.finished for row in self.rows.values())

    @property
    def minutes(self) -> int:
        """How long all lessons take to read."""
        return sum(row.lesson.text.head.minutes for row in self.rows.values())


def course_overview(visitor: Visitor, course: Course) -> Overview:
    """Return a course's lessons with a visitor's progress, in three queries or none."""
    progress = read_progress(visitor, course)
    works = _works(visitor, course)
    quizzes = _quizzes(visitor, course)
    skills = {skill.id: skill.title for skill in course.shape.skills}
    rows = {
        lesson.slug: LessonRow(
            lesson=lesson,
            number=lesson.number,
            progress=progress[lesson.slug],
            exercises=tuple(
                ExerciseRow(exercise, works.get(exercise.id, "")) for exercise in lesson.exercises
            ),
            skills=tuple(skills.get(item, item) for item in lesson.text.head.skills),
            quiz_done=lesson.slug in quizzes,
        )
        for lesson in course.lessons
    }
    return Overview(
        categories=tuple(_by_category(course, rows)),
        rows=rows,
        next=next((row for row in rows.values() if not row.progress.finished), None),
    )


def _by_category(course: Course, rows: Mapping[str, LessonRow]) -> list[CategoryRows]:
    found = []
    for category in course.shape.categories:
        own = tuple(row for row in rows.values() if row.lesson.text.head.category == category.id)
        if own:
            found.append(CategoryRows(category, own))
    known = {category.id for category in course.shape.categories}
    rest = tuple(row for row in rows.values() if row.lesson.text.head.category not in known)
    if rest:
        found.append(CategoryRows(Category(id="more", title="More"), rest))
    return found


def _works(visitor: Visitor, course: Course) -> dict[str, str]:
    """Return the state of each exercise that was begun; of its variants the furthest counts."""
    if not visitor.known:
        return {}
    rows = ExerciseWork.objects.filter(course=course.slug, **visitor.ownership())
    states: dict[str, str] = {}
    for exercise, solved_at in rows.values_list("exercise", "solved_at"):
        if solved_at is not None or exercise not in states:
            states[exercise] = "started" if solved_at is None else "solved"
    return states


def _quizzes(visitor: Visitor, course: Course) -> set[str]:
    """Return the lessons whose quiz was taken to its end."""
    if not visitor.known:
        return set()
    done = QuizAttempt.objects.filter(
        course=course.slug, finished_at__isnull=False, **visitor.ownership()
    )
    return set(done.exclude(quiz="").values_list("quiz", flat=True))
