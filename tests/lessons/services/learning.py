"""What learners have done, as rows: read lessons, answered questions, solved exercises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.models import (
    BlockAnswer,
    ExerciseAttempt,
    ExerciseWork,
    LessonVisit,
    QuestionAnswer,
    QuizAttempt,
    QuizMode,
)
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.reading import read_lesson_text, see_parts

COURSE = DEFAULT_COURSE
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def course() -> Course:
    """Return the shipped course; the tests name its parts by their place in it."""
    return get_course()


def person(name: str) -> Visitor:
    """Return somebody with an account."""
    return Visitor(user_id=User.objects.get_or_create(username=name)[0].pk)


def read(visitor: Visitor, lesson: Lesson, parts: int | None = None, at: datetime = MONDAY) -> None:
    """Read a lesson at an instant: its first parts, or all of it."""
    anchors = [part.anchor for part in read_lesson_text(lesson).parts]
    see_parts(visitor, course(), lesson, anchors[:parts])
    rows = LessonVisit.objects.filter(**visitor.ownership(), lesson=lesson.slug)
    rows.update(opened_at=at, seen_at=at)
    rows.exclude(finished_at=None).update(finished_at=at)


def begin(
    visitor: Visitor,
    mode: QuizMode = QuizMode.PRACTICE,
    quiz: str = "",
    at: datetime = MONDAY,
    finished: bool = False,
) -> QuizAttempt:
    """Begin a run at an instant."""
    run = QuizAttempt.objects.create(
        **visitor.ownership(),
        course=COURSE,
        quiz=quiz,
        mode=mode,
        finished_at=at if finished else None,
    )
    QuizAttempt.objects.filter(pk=run.pk).update(started_at=at, updated_at=at)
    return run


def answer(
    run: QuizAttempt,
    *,
    right: bool,
    beliefs: Iterable[str] = (),
    skills: Iterable[str] = ("decisions",),
    at: datetime = MONDAY,
    confidence: int = 2,
) -> QuestionAnswer:
    """Answer the next question of a run at an instant."""
    return QuestionAnswer.objects.create(
        attempt=run,
        position=run.answers.count() + 1,
        question="a-question",
        kind="verdict",
        skills=list(skills),
        answer={"choice": "allowed"},
        confidence=confidence,
        submitted_at=at,
        is_right=right,
        misconceptions=list(beliefs),
    )


def predict(
    visitor: Visitor,
    lesson: str,
    *,
    right: bool,
    block: str = "a-block",
    beliefs: Iterable[str] = (),
    at: datetime = MONDAY,
) -> BlockAnswer:
    """Predict a verdict in a lesson at an instant."""
    row = BlockAnswer.objects.create(
        **visitor.ownership(),
        course=COURSE,
        lesson=lesson,
        block=block,
        answer={"choice": "allowed"},
        is_right=right,
        misconceptions=list(beliefs),
    )
    BlockAnswer.objects.filter(pk=row.pk).update(answered_at=at)
    return row


def work_on(
    visitor: Visitor, exercise: str, *, at: datetime = MONDAY, seed: int = 0, **columns: Any
) -> ExerciseWork:
    """Begin an exercise, last touched at an instant."""
    work = ExerciseWork.objects.create(
        **visitor.ownership(),
        course=COURSE,
        exercise=exercise,
        seed=seed,
        **{"texts": {"read": "{}"}, **columns},
    )
    ExerciseWork.objects.filter(pk=work.pk).update(updated_at=at)
    return work


def attempt(
    work: ExerciseWork, *, belief: str = "", text: str = "{}", at: datetime = MONDAY
) -> ExerciseAttempt:
    """Check an exercise in vain at an instant."""
    row = ExerciseAttempt.objects.create(
        work=work,
        number=work.attempts.count() + 1,
        texts={"read": text},
        misconception=belief,
    )
    ExerciseAttempt.objects.filter(pk=row.pk).update(created_at=at)
    return row
