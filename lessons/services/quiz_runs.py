"""Runs through quizzes, practice and reviews: found, answered, finished; each checks its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course
from lessons.judging.questions import Answer, Mark
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode
from lessons.services.errors import AnswerRefused, AttemptNotFound, QuestionNotFound
from lessons.services.quiz_marking import MarkingFailed, is_answered, mark_answer, pose_row
from lessons.services.skills import record


def runs_of(visitor: Visitor, course: Course) -> QuerySet[QuizAttempt]:
    """Return a visitor's runs in a course, none for somebody unknown."""
    if not visitor.known:
        return QuizAttempt.objects.none()
    return QuizAttempt.objects.filter(**visitor.ownership(), course=course.slug)


def get_run(visitor: Visitor, course: Course, number: int) -> QuizAttempt:
    """Return a run by its row's number. Raises AttemptNotFound, for a stranger's, too."""
    run = runs_of(visitor, course).filter(pk=number).first()
    if run is None:
        raise AttemptNotFound
    return run


def get_row(run: QuizAttempt, position: int) -> QuestionAnswer:
    """Return the question at a position of a run, from 1 on. Raises QuestionNotFound."""
    row = run.answers.filter(position=position).first()
    if row is None:
        raise QuestionNotFound
    row.attempt = run
    return row


def is_endless(run: QuizAttempt) -> bool:
    """Tell whether a run is practice of a skill, in which there is always another question."""
    return not run.quiz and run.mode == QuizMode.PRACTICE


def save_draft(row: QuestionAnswer, answer: Mapping[str, Any], confidence: int) -> bool:
    """Keep an answer that is not sent in yet; tell whether the question was still open."""
    kept = _tidy(answer)
    open_rows = QuestionAnswer.objects.filter(
        pk=row.pk, submitted_at=None, attempt__finished_at=None
    )
    if not open_rows.update(answer=kept, confidence=confidence):
        return False
    QuizAttempt.objects.filter(pk=row.attempt_id).update(updated_at=timezone.now())
    row.answer, row.confidence = kept, confidence
    return True


def submit(
    visitor: Visitor, course: Course, row: QuestionAnswer, answer: Answer, confidence: int
) -> None:
    """Mark an answer once and for all, and note it for the skills; a second one changes nothing.

    The draft is kept whatever happens. Raises QuestionNotFound for a question that the course no
    longer has, MarkingFailed, and AnswerRefused for an answer that nobody could decide.
    """
    if not save_draft(row, answer, confidence):
        return
    posed = pose_row(course, row)
    if posed is None:
        raise QuestionNotFound
    marked = mark_answer(posed, row.answer)
    if marked.is_right is None:
        raise AnswerRefused(marked.undecided)
    with transaction.atomic():
        if _settle(visitor, course, row, marked) and not is_endless(row.attempt):
            _finish_if_answered(row.attempt)


def finish_run(visitor: Visitor, course: Course, run: QuizAttempt) -> None:
    """End a run. A test is marked now; what was not answered stays open.

    A question that is gone, or cannot be marked, holds nothing up: it is left out of the score.
    """
    rows = list(run.answers.filter(submitted_at=None))
    marks = dict(_marks_of(course, run, rows))
    now = timezone.now()
    with transaction.atomic():
        if not QuizAttempt.objects.filter(pk=run.pk, finished_at=None).update(
            finished_at=now, updated_at=now
        ):
            return
        run.finished_at = now
        for row in rows:
            if row.pk in marks:
                _settle(visitor, course, row, marks[row.pk])


def adopt_quiz_attempts(visitor_key: str, user_id: int) -> int:
    """Give the runs of a browser session to the person who signed up; return how many."""
    mine = QuizAttempt.objects.filter(visitor_key=visitor_key)
    return mine.update(owner_id=user_id, visitor_key=None)


def _marks_of(
    course: Course, run: QuizAttempt, rows: Iterable[QuestionAnswer]
) -> Iterator[tuple[int, Mark | None]]:
    """Yield the marks of the drafts of a test by row, and None for what cannot be marked."""
    for row in rows:
        posed = pose_row(course, row)
        if posed is None:
            yield row.pk, None
        elif run.mode == QuizMode.TEST and is_answered(posed, row.answer):
            try:
                yield row.pk, mark_answer(posed, row.answer)
            except MarkingFailed:
                yield row.pk, None


def _settle(visitor: Visitor, course: Course, row: QuestionAnswer, marked: Mark | None) -> bool:
    """Write an answer's mark unless there is one; tell whether it was written."""
    is_right = None if marked is None else marked.is_right
    beliefs = list(marked.beliefs) if marked is not None and is_right is False else []
    now = timezone.now()
    open_rows = QuestionAnswer.objects.filter(pk=row.pk, submitted_at=None)
    if not open_rows.update(submitted_at=now, is_right=is_right, misconceptions=beliefs):
        return False
    row.submitted_at, row.is_right, row.misconceptions = now, is_right, beliefs
    QuizAttempt.objects.filter(pk=row.attempt_id).update(updated_at=now)
    if is_right is not None:
        record(visitor, course.slug, row.skills, right=is_right, confidence=row.confidence)
    return True


def _finish_if_answered(run: QuizAttempt) -> None:
    if not run.answers.filter(submitted_at=None).exists():
        run.finished_at = timezone.now()
        QuizAttempt.objects.filter(pk=run.pk).update(finished_at=run.finished_at)


def _tidy(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer as it is kept: nothing at all where nothing is filled in."""
    return dict(answer) if any(answer.values()) else {}
