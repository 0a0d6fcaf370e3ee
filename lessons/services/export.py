"""A learner's own data as a file: everything that is kept, within a size that a server can bear."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from iamlab.sandbox.services.belongings import list_copies
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import (
    BlockAnswer,
    ExerciseAttempt,
    ExerciseWork,
    LessonVisit,
    QuestionAnswer,
    QuizAttempt,
    SkillCard,
)
from lessons.services.progress_file import (
    AnswerEntry,
    AttemptEntry,
    ExerciseEntry,
    LeftOut,
    LessonEntry,
    OrganizationEntry,
    PredictionEntry,
    ProgressFile,
    RunEntry,
    SkillEntry,
)

MAX_TEXTS = 10_000_000
"""Characters of policies in one file: drafts first, then organizations, then attempts by age."""

MAX_ANSWERS = 5_000_000
"""Characters of answers to questions in one file, the newest first."""

MAX_ROWS = 20_000
"""Answers in one file, and attempts: of more, the oldest are left out."""

_CHUNK = 100  # rows with their texts that are in memory at once


def export_progress(
    visitor: Visitor, course: str, username: str | None = None, now: datetime | None = None
) -> ProgressFile:
    """Return what is kept of a visitor in a course. Raises VisitorUnknown.

    Costs a dozen queries, and one for each organization of their own. What has no room is counted
    in `left_out`.
    """
    own: dict[str, Any] = {**visitor.ownership(), "course": course}
    room, left_out = _Room(MAX_TEXTS), LeftOut()
    works = ExerciseWork.objects.filter(**own)
    drafts = room.fill(works.order_by("-updated_at", "-pk").values_list("pk", "texts"))
    organizations = [
        OrganizationEntry(
            scenario=copy.scenario,
            title=copy.title,
            updated_at=copy.updated_at,
            edited_policies=room.take(copy.texts),
        )
        for copy in list_copies(visitor)
    ]
    attempts = _attempts(own, room, left_out)
    answers = _answers(own, left_out)
    left_out.texts = room.refused
    return ProgressFile(
        exported_at=now or timezone.now(),
        course=course,
        username=username,
        lessons=[_lesson(row) for row in LessonVisit.objects.filter(**own).order_by("pk")],
        predictions=[_prediction(row) for row in BlockAnswer.objects.filter(**own).order_by("pk")],
        exercises=[
            _exercise(work, drafts.get(work.pk), attempts.get(work.pk, []))
            for work in works.defer("texts").order_by("pk")
        ],
        runs=[
            _run(run, answers.get(run.pk, []))
            for run in QuizAttempt.objects.filter(**own).order_by("pk")
        ],
        skills=[_skill(row) for row in SkillCard.objects.filter(**own).order_by("skill")],
        organizations=organizations,
        left_out=left_out,
    )


class _Room:
    """How many characters still fit; `refused` counts what did not."""

    def __init__(self, characters: int) -> None:
        self._left = characters
        self.refused = 0

    def take(self, texts: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is given, or None when it does not fit."""
        size = len(json.dumps(texts, ensure_ascii=False))
        if size > self._left:
            self.refused += 1
            return None
        self._left -= size
        return texts

    def fill(self, rows: QuerySet[Any, tuple[int, Any]]) -> dict[int, dict[str, Any] | None]:
        """Return what fits of some rows, by their number; a few at a time are in memory."""
        return {number: self.take(texts) for number, texts in rows.iterator(chunk_size=_CHUNK)}


def _attempts(
    own: Mapping[str, Any], room: _Room, left_out: LeftOut
) -> dict[int, list[AttemptEntry]]:
    """Return the attempts by their work's row, the first one first; the newest get the room."""
    whole = ExerciseAttempt.objects.filter(**_through("work", own)).order_by("-created_at", "-pk")
    left_out.attempts = max(whole.count() - MAX_ROWS, 0)
    texts = room.fill(whole.values_list("pk", "texts")[:MAX_ROWS])
    found: dict[int, list[AttemptEntry]] = defaultdict(list)
    for row in reversed(whole.defer("texts")[:MAX_ROWS]):
        found[row.work_id].append(
            AttemptEntry(
                number=row.number,
                created_at=row.created_at,
                solved=row.solved,
                points=row.points,
                results=row.results,
                feedback=row.feedback,
                misconception=row.misconception,
                texts=texts.get(row.pk),
            )
        )
    return found


def _answers(own: Mapping[str, Any], left_out: LeftOut) -> dict[int, list[AnswerEntry]]:
    """Return the answers by their run's row, in their order; the newest runs get the room."""
    whole = QuestionAnswer.objects.filter(**_through("attempt", own))
    whole = whole.order_by("-attempt_id", "-position")
    left_out.answers = max(whole.count() - MAX_ROWS, 0)
    room = _Room(MAX_ANSWERS)
    given = room.fill(whole.values_list("pk", "answer")[:MAX_ROWS])
    left_out.answers += room.refused
    found: dict[int, list[AnswerEntry]] = defaultdict(list)
    for row in reversed(whole.defer("answer")[:MAX_ROWS]):
        found[row.attempt_id].append(
            AnswerEntry(
                position=row.position,
                question=row.question,
                kind=row.kind,
                seed=row.seed,
                skills=row.skills,
                answer=given.get(row.pk),
                confidence=row.confidence,
                submitted_at=row.submitted_at,
                is_right=row.is_right,
                misconceptions=row.misconceptions,
            )
        )
    return found


def _through(relation: str, own: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{relation}__{name}": value for name, value in own.items()}


def _lesson(row: LessonVisit) -> LessonEntry:
    return LessonEntry(
        lesson=row.lesson,
        parts_read=row.parts,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        finished_at=row.finished_at,
    )


def _prediction(row: BlockAnswer) -> PredictionEntry:
    return PredictionEntry(
        lesson=row.lesson,
        block=row.block,
        answer=row.answer,
        confidence=row.confidence,
        is_right=row.is_right,
        misconceptions=row.misconceptions,
        answered_at=row.answered_at,
    )


def _exercise(
    work: ExerciseWork, draft: dict[str, str] | None, attempts: list[AttemptEntry]
) -> ExerciseEntry:
    return ExerciseEntry(
        exercise=work.exercise,
        seed=work.seed,
        started_at=work.started_at,
        updated_at=work.updated_at,
        solved_at=work.solved_at,
        given_up_at=work.given_up_at,
        hints_opened=work.hints_opened,
        best_points=work.best_points,
        draft=draft,
        attempts=attempts,
    )


def _run(run: QuizAttempt, answers: list[AnswerEntry]) -> RunEntry:
    return RunEntry(
        quiz=run.quiz,
        skill=run.skill,
        mode=run.mode,
        started_at=run.started_at,
        finished_at=run.finished_at,
        answers=answers,
    )


def _skill(row: SkillCard) -> SkillEntry:
    return SkillEntry(
        skill=row.skill,
        right=row.right,
        wrong=row.wrong,
        reviewed_at=row.reviewed_at,
        due_at=row.due_at,
        card=row.card,
    )
