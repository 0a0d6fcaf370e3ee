"""What a learner has read, and predicted while reading."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lessons.models.owned import Owned, unique_for_owner


class LessonVisit(Owned):
    """A lesson that a learner has opened; `parts` holds the anchors of the parts that were read."""

    lesson = models.CharField(max_length=100)
    parts = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints: ClassVar = [
            *Owned.Meta.constraints,
            *unique_for_owner("lessonvisit", "lesson"),
        ]

    def __str__(self) -> str:
        return self.lesson


class BlockAnswer(Owned):
    """What a learner committed to in a block of a lesson, the first time; later tries change none.

    `answer` is as the form sent it; `confidence` from 1 (guessing) to 3 (certain), 0 if not asked.
    """

    lesson = models.CharField(max_length=100)
    block = models.CharField(max_length=100)
    answer = models.JSONField()
    confidence = models.PositiveSmallIntegerField(default=0)
    is_right = models.BooleanField()
    misconceptions = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        constraints: ClassVar = [
            *Owned.Meta.constraints,
            *unique_for_owner("blockanswer", "lesson", "block"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson}, {self.block}"
