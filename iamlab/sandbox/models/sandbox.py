"""The sandbox that every other row belongs to, and the questions that were shared from one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

_NOBODY = Q(owner__isnull=True, visitor_key__isnull=True)


class Sandbox(models.Model):
    """One practice organization: a template that all may read, or one learner's copy of it.

    A copy belongs to a person (`owner`) or, before sign-up, to a browser session (`visitor_key`).
    `revision` rises with every write: whatever was computed from the rows is kept under it.
    `questions` holds a template's preset questions and `start` the policy and the question that
    the lab shows first; a copy leaves both empty, so that everyone sees the latest.
    `content_hash` is that of the scenario files, so a copy of an older state of them can be told.
    """

    scenario = models.CharField(max_length=100, help_text="Slug of the scenario.")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    questions = models.JSONField(default=list, blank=True)
    start = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sandboxes",
    )
    visitor_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - unique
    is_template = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "sandboxes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(is_template=True), name="sandbox_one_template"
            ),
            models.UniqueConstraint(
                fields=["owner", "scenario"],
                condition=Q(owner__isnull=False),
                name="sandbox_one_per_owner",
            ),
            models.UniqueConstraint(
                fields=["visitor_key", "scenario"],
                condition=Q(visitor_key__isnull=False),
                name="sandbox_one_per_visitor",
            ),
            models.CheckConstraint(
                condition=(Q(is_template=True) & _NOBODY)
                | Q(is_template=False, owner__isnull=False, visitor_key__isnull=True)
                | Q(is_template=False, owner__isnull=True, visitor_key__isnull=False),
                name="sandbox_template_or_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} ({'template' if self.is_template else self.pk})"


class SandboxRow(models.Model):
    """What each row of a sandbox has in common: it belongs to one, and goes when that goes."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class SharedQuestion(models.Model):
    """A question with the policies it was asked about, behind a link that cannot be guessed.

    `texts` maps policy keys to the texts that differ from the scenario's starting state.
    `content_hash` lets the same question share one link.
    """

    token = models.CharField(primary_key=True, max_length=32)
    scenario = models.CharField(max_length=100)
    texts = models.JSONField(default=dict)
    question = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token
