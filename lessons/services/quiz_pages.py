"""What the pages of a run show: one question, and all of them at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.judging.questions import Answer, Mark, Posed
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode, SkillCard
from lessons.services.day_words import day_in_words
from lessons.services.quiz_marking import MarkingFailed, is_answered, mark_answer, pose_row
from lessons.services.quiz_runs import is_endless


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is true of a whole run. `title` is the quiz's, the skill's, or Review."""

    run: QuizAttempt
    title: str
    lesson: Lesson | None

    @property
    def is_test(self) -> bool:
        """Whether feedback comes at the end only."""
        return self.run.mode == QuizMode.TEST

    @property
    def is_review(self) -> bool:
        """Whether these are the questions that were due."""
        return self.run.mode == QuizMode.REVIEW

    @property
    def is_endless(self) -> bool:
        """Whether there is always another question."""
        return is_endless(self.run)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be answered any more."""
        return self.run.finished_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """A question in the bar of a run's progress; `state` is `done`, `now` or empty."""

    position: int
    state: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question on its page: open, or with its `mark`.

    `posed` is None for a question that the course no longer has; `problem` says what is wrong with
    what was just sent. `next` and `previous` are positions, 0 for none; `next_open` is the next one
    that was not answered.
    """

    facts: RunFacts
    row: QuestionAnswer
    posed: Posed | None
    answer: Answer
    confidence: int
    mark: Mark | None
    steps: tuple[Step, ...]
    previous: int
    next: int
    next_open: int
    streak: int = 0
    returns: str = ""
    problem: str = ""

    @property
    def done(self) -> int:
        """How many of the other questions are answered."""
        return sum(step.state == "done" for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.posed is not None and self.row.submitted_at is None and not self.facts.is_over

    @property
    def is_silent(self) -> bool:
        """Whether it is answered and its feedback cannot be made."""
        return self.posed is not None and self.mark is None and not self.is_open

    @property
    def was_regraded(self) -> bool:
        """Whether the question changed since, so that the answer would count otherwise today."""
        counted = self.row.is_right
        return self.mark is not None and counted is not None and self.mark.is_right is not counted


@dataclass(frozen=True, slots=True)
class Glance:
    """A question in the list of all: its title, and its `state`.

    `answered`, `begun`, `open` or `gone` before the end.
    """

    position: int
    title: str
    state: str


def facts_of(course: Course, run: QuizAttempt) -> RunFacts:
    """Return what is true of a whole run; a quiz or a skill that is gone keeps its ID as title."""
    lesson = course.lesson(run.quiz) if run.quiz else None
    if run.quiz:
        title = lesson.quiz.title if lesson is not None and lesson.quiz is not None else run.quiz
    elif run.mode == QuizMode.REVIEW:
        title = "Review"
    else:
        title = skill_titles(course).get(run.skill, run.skill)
    return RunFacts(run, title, lesson)


def skill_titles(course: Course) -> dict[str, str]:
    """Return the titles of a course's skills by their IDs."""
    return {skill.id: skill.title for skill in course.shape.skills}


def question_page(
    visitor: Visitor,
    course: Course,
    row: QuestionAnswer,
    *,
    answer: Answer | None = None,
    confidence: int | None = None,
    problem: str = "",
) -> QuestionPage:
    """Return the page of a run's question, in two queries at most.

    `answer` and `confidence` are what was just sent, where that is not what is kept.
    """
    facts = facts_of(course, row.attempt)
    posed = pose_row(course, row)
    given = dict(row.answer) if answer is None else answer
    marked = None
    if posed is not None and (row.submitted_at is not None or facts.is_over):
        try:
            marked = mark_answer(posed, given)
        except MarkingFailed as error:
            problem = str(error)
    rows = list(
        row.attempt.answers.defer("answer") if facts.is_endless else row.attempt.answers.all()
    )
    positions = [item.position for item in rows]
    here = positions.index(row.position)
    return QuestionPage(
        facts=facts,
        row=row,
        posed=posed,
        answer=given,
        confidence=row.confidence if confidence is None else confidence,
        mark=marked,
        steps=() if facts.is_endless else _steps(rows, row.position),
        previous=positions[here - 1] if here else 0,
        next=positions[here + 1] if here + 1 < len(positions) else 0,
        next_open=_next_open(rows, here),
        streak=_streak(rows) if facts.is_endless else 0,
        returns=_returns(visitor, course, row) if row.submitted_at else "",
        problem=problem,
    )


def glances_of(course: Course, run: QuizAttempt) -> list[Glance]:
    """Return every question of a run that is not over, in one query."""
    return [_glance(course, row) for row in run.answers.all()]


def first_open(run: QuizAttempt) -> int:
    """Return the position to go on at: the first question without an answer, 0 when all have one.

    Of practice without end it is the last question, whether or not it is answered.
    """
    rows = run.answers.order_by("position").only("position")
    if is_endless(run):
        row = rows.last()
    elif run.mode == QuizMode.TEST:
        row = rows.filter(answer={}).first()
    else:
        row = rows.filter(submitted_at=None).first()
    return 0 if row is None else row.position


def _glance(course: Course, row: QuestionAnswer) -> Glance:
    posed = pose_row(course, row)
    if posed is None:
        return Glance(row.position, "", "gone")
    if row.submitted_at is not None or is_answered(posed, row.answer):
        return Glance(row.position, posed.title, "answered")
    return Glance(row.position, posed.title, "begun" if row.answer else "open")


def _steps(rows: Sequence[QuestionAnswer], position: int) -> tuple[Step, ...]:
    return tuple(
        Step(
            row.position,
            "now" if row.position == position else "done" if _is_done(row) else "",
        )
        for row in rows
    )


def _is_done(row: QuestionAnswer) -> bool:
    if row.attempt.mode == QuizMode.TEST:
        return bool(row.answer)
    return row.submitted_at is not None


def _next_open(rows: Sequence[QuestionAnswer], here: int) -> int:
    """Return the next position that was not sent in, those after this one first; 0 for none."""
    around = [*rows[here + 1 :], *rows[:here]]
    return next((row.position for row in around if row.submitted_at is None), 0)


def _streak(rows: Sequence[QuestionAnswer]) -> int:
    """Return how many of the last answers were right, one after the other."""
    streak = 0
    for row in reversed([item for item in rows if item.submitted_at is not None]):
        if not row.is_right:
            break
        streak += 1
    return streak


def _returns(visitor: Visitor, course: Course, row: QuestionAnswer) -> str:
    """Return the day on which a variant comes again, in words."""
    cards = SkillCard.objects.filter(
        **visitor.ownership(), course=course.slug, skill__in=row.skills
    )
    due = min((card.due_at for card in cards.only("due_at")), default=None)
    return "" if due is None else day_in_words(due)
