"""The one thing that a learner had best do next.

In this order: go on with an exercise or a run of the last fortnight; review what is due; go on with
the lesson begun last; try the exercises and the quiz of the lesson just read; read the next lesson;
try what was left out; practice the weakest skill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.models import ExerciseWork, LessonVisit, QuestionAnswer, QuizAttempt, QuizMode
from lessons.services.overview import LessonRow, Overview
from lessons.services.quiz_pages import facts_of
from lessons.services.reading import read_lesson_text

_FRESH = timedelta(days=14)
"""What was left for longer was left for good: it is listed, and no longer proposed first."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do: `why` ends a thought, `title` may hold code in backticks.

    `kind` is `exercise`, `run`, `review`, `lesson`, `quiz` or `practice`.
    """

    kind: str
    why: str
    title: str
    button: str
    address: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Weakness:
    """A skill to practice: its ID and its title."""

    skill: str
    title: str


def next_step(
    visitor: Visitor,
    course: Course,
    overview: Overview,
    due: Sequence[str],
    weakest: Weakness | None,
    now: datetime | None = None,
) -> NextStep:
    """Return the next step, in three queries or none.

    `due` are the skills to review now, `weakest` the skill to practice when all else is done.
    """
    now = now or timezone.now()
    visited: Mapping[str, datetime] = {}
    if visitor.known:
        begun = _begun(visitor, course, overview, now)
        if begun is not None:
            return begun
        visits = LessonVisit.objects.filter(**visitor.ownership(), course=course.slug)
        visited = dict(visits.values_list("lesson", "seen_at"))
    if due:
        return _review(len(due))
    steps = _steps(overview, visited, weakest)
    return next(steps)


def _steps(
    overview: Overview, visited: Mapping[str, datetime], weakest: Weakness | None
) -> Iterator[NextStep]:
    rows = sorted(
        (row for row in overview.rows.values() if row.lesson.slug in visited),
        key=lambda row: visited[row.lesson.slug],
        reverse=True,
    )
    yield from (_reading(row) for row in rows if not row.progress.finished)
    yield from (step for row in rows[:1] for step in _work(row, "You have read its lesson"))
    if overview.next is not None:
        yield _reading(overview.next)
    yield from (step for row in rows for step in _work(row, "You have read its lesson"))
    yield from (step for row in overview.rows.values() for step in _work(row, "Not tried yet"))
    if weakest is not None:
        yield NextStep(
            "practice",
            "Your weakest skill",
            weakest.title,
            "Practice",
            f"{reverse('lessons:practice')}?skill={weakest.skill}",
        )
    yield NextStep(
        "lesson", "You have done all of it", "Look something up", "Open the course", _course()
    )


# ---------- What was begun ----------


def _begun(visitor: Visitor, course: Course, overview: Overview, now: datetime) -> NextStep | None:
    work, run = _begun_work(visitor, course, overview, now), _begun_run(visitor, course, now)
    if work is not None and (run is None or run.updated_at <= work.updated_at):
        exercise = course.exercises[work.exercise]
        return NextStep(
            "exercise",
            "You are in the middle of this exercise",
            exercise.variant(work.seed).shape.title,
            "Go on",
            reverse("lessons:exercise", args=[exercise.id]),
        )
    if run is not None:
        return NextStep(
            "run",
            "You are in the middle of these questions",
            facts_of(course, run).title,
            "Go on",
            reverse("lessons:quiz_run", args=[run.pk]),
        )
    return None


def _begun_work(
    visitor: Visitor, course: Course, overview: Overview, now: datetime
) -> ExerciseWork | None:
    """Return the exercise last worked on, unless it was solved, in any variant, or given up."""
    solved = {
        item.exercise.id
        for row in overview.rows.values()
        for item in row.exercises
        if item.state == "solved"
    }
    rows = ExerciseWork.objects.filter(
        **visitor.ownership(),
        course=course.slug,
        updated_at__gte=now - _FRESH,
        given_up_at=None,
        exercise__in=[name for name in course.exercises if name not in solved],
    )
    return rows.order_by("-updated_at").defer("texts").first()


def _begun_run(visitor: Visitor, course: Course, now: datetime) -> QuizAttempt | None:
    """Return the run last worked on with something answered in it and something left.

    Practice by skill has no end and is never left unfinished; a review is today's or none.
    """
    quizzes = [lesson.slug for lesson in course.lessons if lesson.quiz is not None]
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = QuizAttempt.objects.filter(
        Q(quiz__in=quizzes, updated_at__gte=now - _FRESH)
        | Q(mode=QuizMode.REVIEW, started_at__gte=midnight),
        **visitor.ownership(),
        course=course.slug,
        finished_at=None,
    )
    touched = QuestionAnswer.objects.filter(attempt=OuterRef("pk")).exclude(answer={})
    return rows.filter(Exists(touched)).order_by("-updated_at").first()


# ---------- What comes next ----------


def _review(count: int) -> NextStep:
    what = "One skill is due" if count == 1 else f"{count} skills are due"
    return NextStep("review", "Before it fades", what, "Review", reverse("lessons:review"), count)


def _reading(row: LessonRow) -> NextStep:
    lesson, progress = row.lesson, row.progress
    parts = read_lesson_text(lesson).parts
    unread = next((part for part in parts if part.anchor not in progress.read), None)
    address = reverse("lessons:lesson", args=[lesson.slug])
    if not progress.read or unread is None:
        why = "Begin here" if row.number == 0 else "The next lesson"
        button = "Go on" if progress.opened else "Begin"
        return NextStep("lesson", why, lesson.title, button, address, minutes_left(row))
    return NextStep(
        "lesson",
        f"Part {progress.next_number} of {progress.total} of “{lesson.title}”",
        unread.text,
        "Read on",
        f"{address}#{unread.anchor}",
        minutes_left(row),
    )


def minutes_left(row: LessonRow) -> int:
    """Return how long the unread parts of a lesson take, each as long as the others, rounded up."""
    progress, minutes = row.progress, row.lesson.text.head.minutes
    if not progress.total:
        return 0 if progress.finished else minutes
    return -(-minutes * (progress.total - len(progress.read)) // progress.total)


def _work(row: LessonRow, why: str) -> Iterator[NextStep]:
    for item in row.exercises:
        if not item.state:
            yield NextStep(
                "exercise",
                why,
                item.exercise.variant(0).shape.title,
                "Try the exercise",
                reverse("lessons:exercise", args=[item.exercise.id]),
                item.exercise.shape.minutes,
            )
    if row.lesson.quiz is not None and not row.quiz_done:
        yield _quiz(row.lesson, why)


def _quiz(lesson: Lesson, why: str) -> NextStep:
    title = lesson.title if lesson.quiz is None else lesson.quiz.title
    return NextStep(
        "quiz", why, title, "Take the quiz", reverse("lessons:quiz", args=[lesson.slug])
    )


def _course() -> str:
    return reverse("lessons:course")
