"""Runs are begun: a lesson's quiz, practice of a skill, today's review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode
from lessons.services.errors import QuestionNotFound
from lessons.services.quiz_draws import (
    Drawn,
    draw_for_skill,
    draw_quiz,
    draw_review,
    read_history,
)
from lessons.services.quiz_runs import finish_run, is_endless, runs_of
from lessons.services.skills import due_skills

MAX_RUNS = 1_000
"""Runs that are kept of a learner in a course; of more, the oldest goes."""

MAX_QUESTIONS = 500
"""Questions of one run of practice; then it is over and another one can be begun."""


def start_quiz(visitor: Visitor, course: Course, lesson: Lesson, mode: QuizMode) -> QuizAttempt:
    """Begin a lesson's quiz with its questions drawn; one just begun is gone on with.

    Raises QuestionNotFound for a lesson without a quiz, and VisitorUnknown.
    """
    if lesson.quiz is None:
        raise QuestionNotFound
    begun = _untouched(visitor, course, quiz=lesson.slug, mode=mode)
    if begun is not None:
        return begun
    drawn = draw_quiz(course, lesson.quiz, read_history(visitor, course))
    return _create(visitor, course, drawn, quiz=lesson.slug, mode=mode)


def start_practice(visitor: Visitor, course: Course, skill: str) -> QuizAttempt:
    """Begin to practice a skill, or go on with it. Raises QuestionNotFound and VisitorUnknown."""
    begun = (
        runs_of(visitor, course)
        .filter(quiz="", skill=skill, mode=QuizMode.PRACTICE, finished_at=None)
        .order_by("-pk")
        .first()
    )
    if begun is not None:
        last = begun.answers.order_by("-position").first()
        if last is None or last.submitted_at is None:
            return begun
        if add_question(visitor, course, begun, last.position) is not None:
            return begun
        finish_run(visitor, course, begun)
    drawn = draw_for_skill(course, skill, read_history(visitor, course))
    if drawn is None:
        raise QuestionNotFound
    return _create(visitor, course, [drawn], skill=skill, mode=QuizMode.PRACTICE)


def start_review(visitor: Visitor, course: Course) -> QuizAttempt | None:
    """Begin today's review, or go on with it; None when nothing is due. Raises VisitorUnknown."""
    begun = todays_review(visitor, course)
    if begun is not None:
        return begun
    due = [card.skill for card in due_skills(visitor, course.slug)]
    if not due:
        return None
    drawn = draw_review(course, due, read_history(visitor, course))
    if not drawn:
        return None
    for old in runs_of(visitor, course).filter(mode=QuizMode.REVIEW, finished_at=None):
        finish_run(visitor, course, old)
    return _create(visitor, course, drawn, mode=QuizMode.REVIEW)


def todays_review(visitor: Visitor, course: Course) -> QuizAttempt | None:
    """Return the review that was begun today and is not finished."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    begun = runs_of(visitor, course).filter(
        mode=QuizMode.REVIEW, finished_at=None, started_at__gte=midnight
    )
    return begun.order_by("-pk").first()


def add_question(visitor: Visitor, course: Course, run: QuizAttempt, after: int) -> int | None:
    """Return the position of the question after `after` in a run of practice, drawn now if need be.

    None when the run is over: finished, or with all the questions that one run can have. Of two
    presses the second finds the question of the first.
    """
    if not is_endless(run):
        raise QuestionNotFound
    last = run.answers.aggregate(last=Max("position"))["last"] or 0
    if after < last:
        return after + 1
    if run.finished_at is not None or last >= MAX_QUESTIONS:
        return None
    drawn = draw_for_skill(course, run.skill, read_history(visitor, course))
    if drawn is None:
        return None
    QuestionAnswer.objects.get_or_create(attempt=run, position=last + 1, defaults=_columns(drawn))
    return last + 1


def _untouched(visitor: Visitor, course: Course, quiz: str, mode: QuizMode) -> QuizAttempt | None:
    """Return the last run of a quiz if nothing was answered in it yet."""
    last = (
        runs_of(visitor, course)
        .filter(quiz=quiz, mode=mode, finished_at=None)
        .order_by("-pk")
        .first()
    )
    if last is None or last.answers.exclude(answer={}).exists():
        return None
    return last


def _create(
    visitor: Visitor,
    course: Course,
    drawn: Iterable[Drawn],
    *,
    mode: QuizMode,
    quiz: str = "",
    skill: str = "",
) -> QuizAttempt:
    with transaction.atomic():
        run = QuizAttempt.objects.create(
            **visitor.ownership(), course=course.slug, quiz=quiz, skill=skill, mode=mode
        )
        QuestionAnswer.objects.bulk_create(
            QuestionAnswer(attempt=run, position=position, **_columns(item))
            for position, item in enumerate(drawn, start=1)
        )
        excess = runs_of(visitor, course).count() - MAX_RUNS
        if excess > 0:
            oldest = runs_of(visitor, course).order_by("pk").values_list("pk", flat=True)[:excess]
            QuizAttempt.objects.filter(pk__in=list(oldest)).delete()
    return run


def _columns(drawn: Drawn) -> dict[str, Any]:
    shape = drawn.source.shape
    return {
        "question": drawn.source.id,
        "kind": shape.kind,
        "seed": drawn.seed,
        "skills": list(shape.skills),
    }
