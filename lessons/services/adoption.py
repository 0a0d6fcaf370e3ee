"""What becomes of an anonymous learner's progress when they sign up or sign in.

What only the session has moves over as it is. Where the person has the same already:

- lessons: the parts read are united; the earlier dates of opening and finishing stay;
- answers in lessons: the first one given stays, as everywhere;
- exercises: the draft that got further stays, the session's attempts come after the person's own;
- runs through quizzes: all are kept, side by side;
- skills: the card that was reviewed last stays, right and wrong answers are added up;
- organizations: the person's copy stays, the session's edits join its versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from iamlab.sandbox.services.adoption import adopt_sandboxes
from lessons.models import BlockAnswer, LessonVisit, SkillCard
from lessons.services.exercises import adopt_exercise_work
from lessons.services.quiz_runs import adopt_quiz_attempts


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many rows of each kind a session had."""

    sandboxes: int
    lessons: int
    answers: int
    exercises: int
    runs: int
    skills: int


def adopt_everything(visitor_key: str, user_id: int) -> Adopted:
    """Give all that a browser session owns to a person, or nothing if any of it fails."""
    with transaction.atomic():
        return Adopted(
            sandboxes=adopt_sandboxes(visitor_key, user_id),
            lessons=_adopt_visits(visitor_key, user_id),
            answers=_adopt_answers(visitor_key, user_id),
            exercises=adopt_exercise_work(visitor_key, user_id),
            runs=adopt_quiz_attempts(visitor_key, user_id),
            skills=_adopt_cards(visitor_key, user_id),
        )


def _adopt_visits(visitor_key: str, user_id: int) -> int:
    rows = list(LessonVisit.objects.filter(visitor_key=visitor_key))
    own = {(row.course, row.lesson): row for row in LessonVisit.objects.filter(owner_id=user_id)}
    for row in rows:
        mine = own.get((row.course, row.lesson))
        if mine is None:
            continue
        # Not save(): it would make the lesson look as if it had been opened just now.
        LessonVisit.objects.filter(pk=mine.pk).update(
            parts=list(dict.fromkeys([*mine.parts, *row.parts])),
            opened_at=min(mine.opened_at, row.opened_at),
            seen_at=max(mine.seen_at, row.seen_at),
            finished_at=_earlier(mine.finished_at, row.finished_at),
        )
        row.delete()
    LessonVisit.objects.filter(visitor_key=visitor_key).update(owner_id=user_id, visitor_key=None)
    return len(rows)


def _adopt_answers(visitor_key: str, user_id: int) -> int:
    rows = list(BlockAnswer.objects.filter(visitor_key=visitor_key))
    own = {
        (row.course, row.lesson, row.block): row
        for row in BlockAnswer.objects.filter(owner_id=user_id)
    }
    for row in rows:
        mine = own.get((row.course, row.lesson, row.block))
        if mine is not None:
            later = row if mine.answered_at <= row.answered_at else mine
            later.delete()
    BlockAnswer.objects.filter(visitor_key=visitor_key).update(owner_id=user_id, visitor_key=None)
    return len(rows)


def _adopt_cards(visitor_key: str, user_id: int) -> int:
    rows = list(SkillCard.objects.filter(visitor_key=visitor_key))
    own = {(row.course, row.skill): row for row in SkillCard.objects.filter(owner_id=user_id)}
    for row in rows:
        mine = own.get((row.course, row.skill))
        if mine is None:
            continue
        if row.reviewed_at > mine.reviewed_at:
            mine.card, mine.due_at, mine.reviewed_at = row.card, row.due_at, row.reviewed_at
        mine.right += row.right
        mine.wrong += row.wrong
        mine.save()
        row.delete()
    SkillCard.objects.filter(visitor_key=visitor_key).update(owner_id=user_id, visitor_key=None)
    return len(rows)


def _earlier(one: datetime | None, two: datetime | None) -> datetime | None:
    return min((moment for moment in (one, two) if moment is not None), default=None)
