"""A learner's runs through quizzes, practice and reviews, answer by answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lessons.models.owned import Owned


class QuizMode(models.TextChoices):
    """How a run goes: feedback at once and without end, at the end, or what is due today."""

    PRACTICE = "practice"
    TEST = "test"
    REVIEW = "review"


class QuizAttempt(Owned):
    """One run. `quiz` is a lesson's slug, or empty for practice by skill and for reviews."""

    quiz = models.CharField(max_length=100, blank=True, default="")
    skill = models.CharField(max_length=100, blank=True, default="")
    mode = models.CharField(max_length=10, choices=QuizMode)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints: ClassVar = [*Owned.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.mode} {self.quiz or self.skill}"


class QuestionAnswer(models.Model):
    """A question of a run, in one variant; `answer` is the draft until `submitted_at` is set.

    `confidence` is 1 (guessing) to 3 (certain), 0 where it is not asked.
    `misconceptions` are those that a wrong answer follows from.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    question = models.CharField(max_length=100)
    kind = models.CharField(max_length=30)
    seed = models.PositiveIntegerField(default=0)
    skills = models.JSONField(default=list)
    answer = models.JSONField(default=dict, blank=True)
    confidence = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_right = models.BooleanField(null=True, blank=True)
    misconceptions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="questionanswer_positioned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt}, question {self.position}"
