"""What a learner did last: lessons opened, exercises worked on, questions answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course
from lessons.models import (
    ExerciseAttempt,
    ExerciseWork,
    LessonVisit,
    QuestionAnswer,
    QuizAttempt,
    QuizMode,
)
from lessons.services.quiz_pages import facts_of

_MOST = 8


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done: `words` tells what came of it.

    `kind` is `lesson`, `exercise`, `quiz`, `practice` or `review`.
    `title` may hold code in backticks; `is_done` tells whether it was brought to its end.
    """

    kind: str
    title: str
    words: str
    at: datetime
    address: str
    is_done: bool


def recent_deeds(visitor: Visitor, course: Course) -> tuple[Deed, ...]:
    """Return what a visitor did last, the latest first, in five queries or none.

    What the course no longer has is left out.
    """
    if not visitor.known:
        return ()
    deeds = [*_lessons(visitor, course), *_exercises(visitor, course), *_runs(visitor, course)]
    return tuple(sorted(deeds, key=lambda deed: deed.at, reverse=True)[:_MOST])


def _lessons(visitor: Visitor, course: Course) -> list[Deed]:
    titles = {lesson.slug: lesson.title for lesson in course.lessons}
    rows = LessonVisit.objects.filter(
        **visitor.ownership(), course=course.slug, lesson__in=titles
    ).order_by("-seen_at")
    return [
        Deed(
            kind="lesson",
            title=titles[row.lesson],
            words="read to its end" if row.finished_at else "read in",
            at=row.seen_at,
            address=reverse("lessons:lesson", args=[row.lesson]),
            is_done=row.finished_at is not None,
        )
        for row in rows[:_MOST]
    ]


def _exercises(visitor: Visitor, course: Course) -> list[Deed]:
    exercises = course.exercises
    rows = list(
        ExerciseWork.objects.filter(
            **visitor.ownership(), course=course.slug, exercise__in=list(exercises)
        )
        .defer("texts")
        .order_by("-updated_at")[:_MOST]
    )
    tries = dict(
        ExerciseAttempt.objects.filter(work__in=[row.pk for row in rows])
        .order_by()
        .values_list("work")
        .annotate(tries=Count("pk"))
    )
    return [
        Deed(
            kind="exercise",
            title=exercises[row.exercise].variant(row.seed).shape.title,
            words=_exercise_words(row, tries.get(row.pk, 0)),
            at=row.updated_at,
            address=reverse("lessons:exercise", args=[row.exercise]),
            is_done=row.solved_at is not None,
        )
        for row in rows
    ]


def _exercise_words(work: ExerciseWork, tries: int) -> str:
    attempts = "one attempt" if tries == 1 else f"{tries} attempts"
    if work.solved_at is not None:
        return f"solved, {attempts}"
    if work.given_up_at is not None:
        return f"solution seen, {attempts}"
    return attempts if tries else "begun"


def _runs(visitor: Visitor, course: Course) -> list[Deed]:
    marked = QuestionAnswer.objects.filter(is_right__isnull=False).order_by()
    rows = list(
        QuizAttempt.objects.filter(
            Exists(marked.filter(attempt=OuterRef("pk"))),
            **visitor.ownership(),
            course=course.slug,
        ).order_by("-updated_at")[:_MOST]
    )
    counts = {
        attempt: (right, total)
        for attempt, right, total in marked.filter(attempt__in=[row.pk for row in rows])
        .values_list("attempt")
        .annotate(right=Count("pk", filter=Q(is_right=True)), total=Count("pk"))
    }
    deeds = []
    for row in rows:
        right, total = counts.get(row.pk, (0, 0))
        deeds.append(
            Deed(
                kind=_run_kind(row),
                title=facts_of(course, row).title,
                words=f"{right} of {total} right",
                at=row.updated_at,
                address=reverse("lessons:quiz_run", args=[row.pk]),
                is_done=row.finished_at is not None,
            )
        )
    return deeds


def _run_kind(run: QuizAttempt) -> str:
    if run.quiz:
        return "quiz"
    return "review" if run.mode == QuizMode.REVIEW else "practice"
