"""The shape of the file into which a learner's own data is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

VERSION: Literal[1] = 1
"""Rises when a reader of the old shape could not read the new one."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LessonEntry(_Entry):
    """A lesson that was opened; `parts_read` are the anchors of its parts."""

    lesson: str
    parts_read: list[str]
    opened_at: datetime
    seen_at: datetime
    finished_at: datetime | None


class PredictionEntry(_Entry):
    """An answer in a lesson's live block; `confidence` is 1 (guessing) to 3 (certain), 0 unasked.

    `misconceptions` are the beliefs that a wrong answer follows from.
    """

    lesson: str
    block: str
    answer: Any
    confidence: int
    is_right: bool
    misconceptions: list[str]
    answered_at: datetime


class AttemptEntry(_Entry):
    """A press of Check. `texts` are the policies by name, None where the file had no room left."""

    number: int
    created_at: datetime
    solved: bool
    points: int
    results: Any
    feedback: str
    misconception: str
    texts: dict[str, str] | None


class ExerciseEntry(_Entry):
    """One variant (`seed`) of an exercise; `draft` are its policies by name as they are now."""

    exercise: str
    seed: int
    started_at: datetime
    updated_at: datetime
    solved_at: datetime | None
    given_up_at: datetime | None
    hints_opened: int
    best_points: int
    draft: dict[str, str] | None
    attempts: list[AttemptEntry]


class AnswerEntry(_Entry):
    """A question of a run, in one variant; an open one has no `submitted_at`.

    `answer` is None where the file had no room left.
    """

    position: int
    question: str
    kind: str
    seed: int
    skills: list[str]
    answer: Any
    confidence: int
    submitted_at: datetime | None
    is_right: bool | None
    misconceptions: list[str]


class RunEntry(_Entry):
    """A run of questions: of a lesson's quiz, of one skill, or a review (neither is named)."""

    quiz: str
    skill: str
    mode: str
    started_at: datetime
    finished_at: datetime | None
    answers: list[AnswerEntry]


class SkillEntry(_Entry):
    """A skill's place in the spaced repetition; `card` is the scheduler's own data."""

    skill: str
    right: int
    wrong: int
    reviewed_at: datetime
    due_at: datetime
    card: Any


class OrganizationEntry(_Entry):
    """An organization of one's own: the edited policies in force by key, None without room."""

    scenario: str
    title: str
    updated_at: datetime
    edited_policies: dict[str, str] | None


class LeftOut(_Entry):
    """What the file had no room for: texts of policies, and the oldest attempts and answers."""

    texts: int = 0
    answers: int = 0
    attempts: int = 0


class ProgressFile(_Entry):
    """All that is kept of one learner in one course. Times are in UTC."""

    version: Literal[1] = VERSION
    exported_at: datetime
    course: str
    username: str | None
    lessons: list[LessonEntry]
    predictions: list[PredictionEntry]
    exercises: list[ExerciseEntry]
    runs: list[RunEntry]
    skills: list[SkillEntry]
    organizations: list[OrganizationEntry]
    left_out: LeftOut
