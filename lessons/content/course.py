"""A whole course and its parts, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iamlab.engine.scenarios import Scenario
from lessons.content.exercises import Exercise
from lessons.content.lesson_files import LessonText
from lessons.content.questions import QuestionSource
from lessons.content.shapes.courses import CourseShape, Misconception
from lessons.content.shapes.quizzes import Draw


@dataclass(frozen=True, slots=True)
class Quiz:
    """A lesson's quiz: its own questions by ID and draws from banks, in their order."""

    title: str
    items: tuple[QuestionSource | Draw, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its exercises and its quiz. `slug` is the folder without its number."""

    folder: str
    number: int
    text: LessonText
    exercises: tuple[Exercise, ...]
    quiz: Quiz | None

    @property
    def slug(self) -> str:
        """The permanent ID, as in addresses."""
        return self.folder[3:]

    @property
    def title(self) -> str:
        """The title."""
        return self.text.head.title


@dataclass(frozen=True, slots=True)
class Course:
    """A course that can be shown. What it promises is proven by `lessons.proofs`."""

    slug: str
    shape: CourseShape
    misconceptions: Mapping[str, Misconception]
    scenarios: Mapping[str, Scenario]
    scenario_files: Mapping[str, Mapping[str, str]] = field(repr=False)
    lessons: tuple[Lesson, ...]
    banks: Mapping[str, tuple[QuestionSource, ...]]

    @property
    def exercises(self) -> dict[str, Exercise]:
        """Every exercise by its ID, in the order of the lessons."""
        return {item.id: item for lesson in self.lessons for item in lesson.exercises}

    @property
    def questions(self) -> dict[str, QuestionSource]:
        """Every question by its ID: those of the quizzes first, then those of the banks."""
        own = [
            item
            for lesson in self.lessons
            if lesson.quiz is not None
            for item in lesson.quiz.items
            if isinstance(item, QuestionSource)
        ]
        banked = [item for bank in self.banks.values() for item in bank]
        return {item.id: item for item in (*own, *banked)}

    def lesson(self, slug: str) -> Lesson | None:
        """Return a lesson by its slug or its folder."""
        return next((item for item in self.lessons if slug in (item.slug, item.folder)), None)
