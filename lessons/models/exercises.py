"""A learner's work on an exercise, and every attempt at it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lessons.models.owned import Owned, unique_for_owner


class ExerciseWork(Owned):
    """One variant of an exercise in a learner's hands; `texts` is the draft, by policy name.

    The variant that a learner works on is the one with the latest `updated_at`.
    """

    exercise = models.CharField(max_length=100)
    seed = models.PositiveIntegerField(default=0)
    texts = models.JSONField(default=dict, blank=True)
    hints_opened = models.PositiveSmallIntegerField(default=0)
    best_points = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints: ClassVar = [
            *Owned.Meta.constraints,
            *unique_for_owner("exercisework", "exercise", "seed"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}, variant {self.seed}"


class ExerciseAttempt(models.Model):
    """One press of Check: the texts as they were, and what came of it.

    `results` holds `{"id", "passed", "points"}` for each check; `feedback` the rule that matched.
    """

    work = models.ForeignKey(ExerciseWork, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    results = models.JSONField(default=list)
    points = models.PositiveIntegerField(default=0)
    solved = models.BooleanField(default=False)
    feedback = models.CharField(max_length=100, blank=True, default="")
    misconception = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "number"], name="exerciseattempt_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.work}, attempt {self.number}"
