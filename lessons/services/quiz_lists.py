"""Quizzes, skills to practice and what is due: the lists from which runs are begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode, SkillCard
from lessons.services.day_words import day_in_words
from lessons.services.quiz_draws import (
    count_questions,
    draw_review,
    questions_by_skill,
    read_history,
)
from lessons.services.quiz_pages import skill_titles
from lessons.services.quiz_runs import runs_of
from lessons.services.quiz_starts import todays_review
from lessons.services.skills import due_skills, reviewed_today, skill_cards

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a list: right answers of those that count, or how many are answered so far."""

    run: QuizAttempt
    right: int
    total: int
    answered: int

    @property
    def is_over(self) -> bool:
        """Whether it is finished."""
        return self.run.finished_at is not None

    @property
    def share(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A lesson's quiz with the learner's runs: unfinished, the best, and the last ones."""

    lesson: Lesson
    title: str
    questions: int
    begun: RunRow | None
    best: RunRow | None
    runs: tuple[RunRow, ...]

    @property
    def state(self) -> str:
        """`taken`, `started` or empty."""
        return "taken" if self.best else "started" if self.begun else ""


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill to practice: how many questions are about it, and how it went so far."""

    id: str
    title: str
    questions: int
    right: int
    wrong: int
    due: str

    @property
    def answers(self) -> int:
        """How many answers there were."""
        return self.right + self.wrong


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What is due: the skills, and how many questions ask for them.

    `begun` is today's unfinished review, `next` the day of the next one, in words. `unasked` are
    due skills without a question; `done` is how many reviews were answered today.
    """

    skills: tuple[str, ...]
    questions: int
    begun: RunRow | None
    next: str
    unasked: tuple[str, ...]
    done: int


def list_quizzes(visitor: Visitor, course: Course) -> list[QuizRow]:
    """Return every quiz of a course with the visitor's runs, in two queries."""
    rows = _run_rows(list(runs_of(visitor, course).exclude(quiz="").order_by("-pk")))
    return [
        _quiz_row(lesson, [row for row in rows if row.run.quiz == lesson.slug])
        for lesson in course.lessons
        if lesson.quiz is not None
    ]


def quiz_row(visitor: Visitor, course: Course, lesson: Lesson) -> QuizRow:
    """Return one lesson's quiz with the visitor's runs, in two queries."""
    runs = runs_of(visitor, course).filter(quiz=lesson.slug).order_by("-pk")
    return _quiz_row(lesson, _run_rows(list(runs)))


def list_skills(visitor: Visitor, course: Course) -> list[SkillRow]:
    """Return every skill with questions and how the visitor does in it, in one query."""
    cards = skill_cards(visitor, course.slug)
    titles = skill_titles(course)
    return [
        _skill_row(skill, titles.get(skill, skill), len(sources), cards.get(skill))
        for skill, sources in questions_by_skill(course).items()
    ]


def review_plan(visitor: Visitor, course: Course) -> ReviewPlan:
    """Return what is due for a visitor, in a constant number of queries."""
    if not visitor.known:
        return ReviewPlan((), 0, None, "", (), 0)
    titles = skill_titles(course)
    asked = questions_by_skill(course)
    due = [card.skill for card in due_skills(visitor, course.slug)]
    begun = todays_review(visitor, course)
    own = SkillCard.objects.filter(**visitor.ownership(), course=course.slug)
    later = own.filter(due_at__gt=timezone.now()).order_by("due_at").first()
    return ReviewPlan(
        skills=tuple(titles.get(skill, skill) for skill in due if skill in asked),
        questions=len(draw_review(course, due, read_history(visitor, course))),
        begun=None if begun is None else _run_rows([begun])[0],
        next="" if later is None else day_in_words(later.due_at),
        unasked=tuple(titles.get(skill, skill) for skill in due if skill not in asked),
        done=reviewed_today(visitor, course.slug),
    )


def _quiz_row(lesson: Lesson, rows: Sequence[RunRow]) -> QuizRow:
    quiz = lesson.quiz
    over = [row for row in rows if row.is_over]
    return QuizRow(
        lesson=lesson,
        title="" if quiz is None else quiz.title,
        questions=0 if quiz is None else count_questions(quiz),
        begun=next((row for row in rows if not row.is_over), None),
        best=max(over, key=lambda row: row.share, default=None),
        runs=tuple(rows[:_MOST_LISTED]),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many questions a run has, and of these: right, not markable, sent in, with a draft."""

    all: int = 0
    right: int = 0
    unmarked: int = 0
    sent: int = 0
    drafted: int = 0


def _run_rows(runs: Sequence[QuizAttempt]) -> list[RunRow]:
    """Return runs with their counts, in one query."""
    rows = QuestionAnswer.objects.filter(attempt__in=[run.pk for run in runs]).order_by()
    counts = {
        attempt: _Counts(*numbers)
        for attempt, *numbers in rows.values_list("attempt").annotate(
            Count("pk"),
            right=Count("pk", filter=Q(is_right=True)),
            unmarked=Count("pk", filter=Q(is_right=None, submitted_at__isnull=False)),
            sent=Count("pk", filter=Q(submitted_at__isnull=False)),
            drafted=Count("pk", filter=~Q(answer={})),
        )
    }
    return [_run_row(run, counts.get(run.pk, _Counts())) for run in runs]


def _run_row(run: QuizAttempt, counts: _Counts) -> RunRow:
    is_test = run.mode == QuizMode.TEST
    is_over = run.finished_at is not None
    # What is left open in a quiz is not known; in practice and reviews it was skipped.
    whole = counts.all if run.quiz or not is_over else counts.sent
    return RunRow(
        run=run,
        right=counts.right,
        total=whole - counts.unmarked,
        answered=counts.drafted if is_test else counts.sent,
    )


def _skill_row(skill: str, title: str, questions: int, card: SkillCard | None) -> SkillRow:
    if card is None:
        return SkillRow(skill, title, questions, 0, 0, "")
    return SkillRow(skill, title, questions, card.right, card.wrong, day_in_words(card.due_at))
