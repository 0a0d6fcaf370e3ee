"""What came of a run that is over: the score, each answer, its skills and its beliefs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.content.course import Course
from lessons.content.shapes.courses import Misconception
from lessons.judging.questions import Posed
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.quiz_marking import MarkingFailed, mark_answer, pose_row
from lessons.services.quiz_pages import RunFacts, facts_of, skill_titles

_CERTAIN = 3

_TOLD = frozenset({"verdict", "choice", "deciding-statement", "number"})
"""Kinds whose answers are short enough to stand in a list."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A question of a finished run: `state` is `right`, `wrong`, `open`, `unmarked` or `gone`.

    `given` and `right` are answers in words, empty where they are too long for a list.
    """

    position: int
    title: str
    state: str
    given: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class SkillTally:
    """How many questions about a skill were answered rightly."""

    id: str
    title: str
    right: int
    total: int

    @property
    def is_weak(self) -> bool:
        """Whether any was answered wrongly."""
        return self.right < self.total


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run. `belief` led to most wrong answers, `times` of them.

    `sure` and `sure_right` count the answers that the learner was certain of.
    """

    facts: RunFacts
    rows: tuple[ResultRow, ...]
    skills: tuple[SkillTally, ...]
    belief: Misconception | None
    times: int
    remedy: tuple[str, str]
    sure: int
    sure_right: int

    @property
    def right(self) -> int:
        """How many answers were right."""
        return self._count("right")

    @property
    def total(self) -> int:
        """Of how many: not those that could not be marked, nor what was skipped in practice."""
        skipped = 0 if self.facts.run.quiz else self._count("open")
        return len(self.rows) - self._count("unmarked") - self._count("gone") - skipped

    @property
    def unanswered(self) -> int:
        """How many were left open."""
        return self._count("open")

    @property
    def weakest(self) -> SkillTally | None:
        """The skill with the smallest share of right answers; None when all were right."""
        weak = [item for item in self.skills if item.is_weak]
        return min(weak, key=lambda item: item.right / item.total, default=None)

    def _count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def result_of(course: Course, run: QuizAttempt) -> Result:
    """Return what came of a run, in one query."""
    rows = list(run.answers.all())
    beliefs = Counter(belief for row in rows for belief in row.misconceptions)
    belief, times = _commonest(course, beliefs)
    sure = [row for row in rows if row.confidence == _CERTAIN and row.is_right is not None]
    return Result(
        facts=facts_of(course, run),
        rows=tuple(_result_row(course, row) for row in rows),
        skills=tuple(_tally(course, rows)),
        belief=belief,
        times=times,
        remedy=_remedy(course, belief),
        sure=len(sure),
        sure_right=sum(bool(row.is_right) for row in sure),
    )


def _commonest(course: Course, beliefs: Counter[str]) -> tuple[Misconception | None, int]:
    for name, times in beliefs.most_common():
        if name in course.misconceptions:
            return course.misconceptions[name], times
    return None, 0


def _remedy(course: Course, belief: Misconception | None) -> tuple[str, str]:
    """Return the slug and the title of the lesson that cures a belief, empty without one."""
    lesson = None if belief is None else course.lesson(belief.remedy)
    return ("", "") if lesson is None else (lesson.slug, lesson.title)


def _tally(course: Course, rows: Sequence[QuestionAnswer]) -> Iterable[SkillTally]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        if row.is_right is None:
            continue
        for skill in row.skills:
            total[skill] += 1
            right[skill] += row.is_right
    for skill, title in skill_titles(course).items():
        if total[skill]:
            yield SkillTally(skill, title, right[skill], total[skill])


def _result_row(course: Course, row: QuestionAnswer) -> ResultRow:
    posed = pose_row(course, row)
    if posed is None:
        return ResultRow(row.position, "", "gone" if row.is_right is None else _state(row))
    state = _state(row)
    if state != "wrong" or posed.kind not in _TOLD:
        return ResultRow(row.position, posed.title, state)
    try:
        right = mark_answer(posed, row.answer).right.words
    except MarkingFailed:
        right = ""
    return ResultRow(row.position, posed.title, state, _in_words(posed, row.answer), right)


def _state(row: QuestionAnswer) -> str:
    if row.submitted_at is None:
        return "open"
    if row.is_right is None:
        return "unmarked"
    return "right" if row.is_right else "wrong"


def _in_words(posed: Posed, answer: Mapping[str, Any]) -> str:
    """Return a short answer as its author sees it."""
    if posed.kind == "number":
        return str(answer.get("number", ""))
    labels = {option.id: option.label for option in posed.options}
    return labels.get(str(answer.get("choice")), "")
