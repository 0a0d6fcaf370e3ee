"""What every row of a learner has in common: it belongs to a person, or to a browser session."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Owned(models.Model):
    """A row of one learner's in one course; `course` is the course's slug.

    Before sign-up it belongs to a browser session (`visitor_key`), as a sandbox does.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    visitor_key = models.CharField(  # noqa: DJ001 - null tells a person's rows apart
        max_length=64, null=True, blank=True, db_index=True
    )
    course = models.CharField(max_length=100)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, visitor_key__isnull=True)
                | Q(owner__isnull=True, visitor_key__isnull=False),
                name="%(app_label)s_%(class)s_one_owner",
            ),
        ]


def unique_for_owner(name: str, *fields: str) -> list[models.UniqueConstraint]:
    """Return the constraints by which a learner has one row for each value of `fields`."""
    return [
        models.UniqueConstraint(
            fields=["owner", "course", *fields],
            condition=Q(owner__isnull=False),
            name=f"{name}_one_per_owner",
        ),
        models.UniqueConstraint(
            fields=["visitor_key", "course", *fields],
            condition=Q(visitor_key__isnull=False),
            name=f"{name}_one_per_visitor",
        ),
    ]
