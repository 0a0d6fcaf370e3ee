"""All organizations that a visitor owns: what was edited in them, and their removal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.policies import edited_texts
from iamlab.sandbox.services.visitors import Visitor


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """A visitor's copy of a scenario; `texts` are the edited policies in force, by their keys."""

    scenario: str
    title: str
    updated_at: datetime
    texts: dict[str, str]


def list_copies(visitor: Visitor) -> list[OwnCopy]:
    """Return the visitor's copies with what was edited in them, in a query each."""
    return [
        OwnCopy(sandbox.scenario, sandbox.title, sandbox.updated_at, edited_texts(sandbox))
        for sandbox in _own(visitor).order_by("scenario")
    ]


def count_copies(visitor: Visitor) -> int:
    """Return how many organizations the visitor has a copy of."""
    return _own(visitor).count()


def delete_copies(visitor: Visitor) -> int:
    """Delete the visitor's copies with every version of every policy; return how many there were.

    The templates stay, so the next edit begins from the start. It cannot be undone.
    """
    with transaction.atomic():
        own = list(_own(visitor).order_by("pk").select_for_update())
        for sandbox in own:
            sandbox.delete()
    return len(own)


def _own(visitor: Visitor) -> QuerySet[Sandbox]:
    if not visitor.known:
        return Sandbox.objects.none()
    return Sandbox.objects.filter(**visitor.ownership())
