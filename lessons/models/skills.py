"""What a learner's memory of a skill is reckoned to be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lessons.models.owned import Owned, unique_for_owner


class SkillCard(Owned):
    """A skill's card in the spaced repetition; `card` is the scheduler's own data."""

    skill = models.CharField(max_length=100)
    card = models.JSONField(default=dict)
    due_at = models.DateTimeField(db_index=True)
    reviewed_at = models.DateTimeField()
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints: ClassVar = [*Owned.Meta.constraints, *unique_for_owner("skillcard", "skill")]

    def __str__(self) -> str:
        return self.skill
