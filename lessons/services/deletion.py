"""The end of a learner's progress: what there is of it, and its removal for good."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db import transaction

from iamlab.sandbox.services.belongings import count_copies, delete_copies
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import BlockAnswer, ExerciseWork, LessonVisit, QuizAttempt, SkillCard

_MODELS = {
    "lessons": LessonVisit,
    "predictions": BlockAnswer,
    "exercises": ExerciseWork,
    "runs": QuizAttempt,
    "skills": SkillCard,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a visitor: lessons opened, predictions in them, variants of exercises,
    runs of questions, skills with their dates, and organizations of their own.

    Attempts go with their exercise, answers with their run, policies with their organization.
    """

    lessons: int = 0
    predictions: int = 0
    exercises: int = 0
    runs: int = 0
    skills: int = 0
    organizations: int = 0

    @property
    def total(self) -> int:
        """How many things there are in all."""
        return sum(getattr(self, field.name) for field in fields(self))


def count_kept(visitor: Visitor) -> Kept:
    """Return what there is of a visitor in all courses, in six queries or none."""
    if not visitor.known:
        return Kept()
    own = visitor.ownership()
    counts = {name: model._default_manager.filter(**own).count() for name, model in _MODELS.items()}
    return Kept(**counts, organizations=count_copies(visitor))


def delete_progress(visitor: Visitor) -> Kept:
    """Delete all that there is of a visitor in all courses, and say how much it was.

    The account stays, if there is one. It cannot be undone. Raises VisitorUnknown.
    """
    own = visitor.ownership()
    with transaction.atomic():
        kept = count_kept(visitor)
        for model in _MODELS.values():
            model._default_manager.filter(**own).delete()
        delete_copies(visitor)
    return kept
