"""What a learner remembers: a card for each skill, scheduled by FSRS.

Every answered question and every exercise that is solved or given up is a review of its skills.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from fsrs import Card, Rating, Scheduler

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuestionAnswer, QuizMode, SkillCard

DAILY_CAP = 15
"""Reviews a day: a backlog after a missed weekend must not drive anybody away."""

_CERTAIN, _GUESSING = 3, 1

# Whole days only: a skill is not learned by asking for it again ten minutes later. Without fuzz
# the same answers give the same dates.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def record(
    visitor: Visitor,
    course: str,
    skills: Iterable[str],
    *,
    right: bool,
    confidence: int = 0,
    now: datetime | None = None,
) -> list[SkillCard]:
    """Note an answer for each of its skills and return their cards, due again on later days.

    `confidence` is 1 (guessing) to 3 (certain), 0 if it was not asked: a right guess counts for
    less, a certain right answer for more. Raises VisitorUnknown for somebody without a session.
    """
    now = now or timezone.now()
    ownership = visitor.ownership()
    rating = _rating(right, confidence)
    cards = []
    with transaction.atomic():
        for skill in dict.fromkeys(skills):
            row, _ = SkillCard.objects.get_or_create(
                **ownership,
                course=course,
                skill=skill,
                defaults={"due_at": now, "reviewed_at": now},
            )
            card = Card.from_dict(row.card) if row.card else Card(card_id=row.pk, due=now)
            card, _log = _SCHEDULER.review_card(card, rating, now)
            row.card, row.due_at, row.reviewed_at = card.to_dict(), card.due, now
            row.right += right
            row.wrong += not right
            row.save()
            cards.append(row)
    return cards


def skill_cards(visitor: Visitor, course: str) -> dict[str, SkillCard]:
    """Return the visitor's cards by skill, in one query."""
    if not visitor.known:
        return {}
    rows = SkillCard.objects.filter(**visitor.ownership(), course=course)
    return {row.skill: row for row in rows}


def recall(card: SkillCard, now: datetime | None = None) -> float:
    """Return the chance, 0 to 1, that the learner could answer about this skill now."""
    return float(_SCHEDULER.get_card_retrievability(Card.from_dict(card.card), now))


def due_skills(visitor: Visitor, course: str, now: datetime | None = None) -> list[SkillCard]:
    """Return the cards to review now, the most forgotten first, within what is left of the day.

    At most DAILY_CAP reviews a day, those already answered today included.
    """
    now = now or timezone.now()
    left = DAILY_CAP - reviewed_today(visitor, course, now)
    if left <= 0 or not visitor.known:
        return []
    due = SkillCard.objects.filter(**visitor.ownership(), course=course, due_at__lte=now)
    return sorted(due, key=lambda row: recall(row, now))[:left]


def count_due(visitor: Visitor, course: str, now: datetime | None = None) -> int:
    """Return how many reviews `due_skills` would give, in two queries."""
    if not visitor.known:
        return 0
    now = now or timezone.now()
    due = SkillCard.objects.filter(**visitor.ownership(), course=course, due_at__lte=now).count()
    if not due:
        return 0
    return max(0, min(due, DAILY_CAP - reviewed_today(visitor, course, now)))


def reviewed_today(visitor: Visitor, course: str, now: datetime | None = None) -> int:
    """Return how many review questions the visitor has answered since midnight."""
    if not visitor.known:
        return 0
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ownership = {f"attempt__{name}": value for name, value in visitor.ownership().items()}
    return QuestionAnswer.objects.filter(
        **ownership,
        attempt__course=course,
        attempt__mode=QuizMode.REVIEW,
        submitted_at__gte=midnight,
        submitted_at__lt=midnight + timedelta(days=1),
    ).count()


def _rating(right: bool, confidence: int) -> Rating:
    if not right:
        return Rating.Again
    return {_GUESSING: Rating.Hard, _CERTAIN: Rating.Easy}.get(confidence, Rating.Good)
