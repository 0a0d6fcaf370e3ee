"""The end of what nobody can come back to: the work of browser sessions that are long over."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import BlockAnswer, ExerciseWork, LessonVisit, QuizAttempt, SkillCard
from lessons.services.deletion import delete_progress

_LAST_USE: dict[type[models.Model], str] = {
    Sandbox: "updated_at",
    LessonVisit: "seen_at",
    BlockAnswer: "answered_at",
    ExerciseWork: "updated_at",
    QuizAttempt: "updated_at",
    SkillCard: "reviewed_at",
}


def delete_unused(before: datetime) -> int:
    """Delete the work of every session that did nothing since, and return how many there were.

    What belongs to an account stays. It cannot be undone.
    """
    active: set[str] = set()
    known: set[str] = set()
    for model, field in _LAST_USE.items():
        rows = model._default_manager.filter(visitor_key__isnull=False)
        known |= set(rows.values_list("visitor_key", flat=True).distinct())
        since = rows.filter(**{f"{field}__gte": before})
        active |= set(since.values_list("visitor_key", flat=True).distinct())
    unused = known - active
    for key in unused:
        with transaction.atomic():
            delete_progress(Visitor(key=key))
    return len(unused)
