"""Which belief explains most of a learner's wrong answers lately.

A wrong answer, a wrong prediction in a lesson or a failed attempt at an exercise names the beliefs
that it follows from. Each counts half for every fortnight that has passed, and half again for each
later right answer about one of its skills: what was understood since is no belief any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.shapes.courses import Misconception
from lessons.models import BlockAnswer, ExerciseAttempt, ExerciseWork, QuestionAnswer

LATELY = timedelta(days=60)
"""How far back answers are looked at."""

_MOST = 300  # answers of each kind; of more, the oldest say nothing about today
_HALF_LIFE = 14  # days
_LEAST = 0.2  # below this a belief is nothing to speak of
_CERTAINTY = {1: 0.5, 3: 1.5}  # a guess says little about what somebody believes


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer: what it was about, and the beliefs that a wrong one follows from."""

    at: datetime
    skills: frozenset[str]
    is_right: bool
    beliefs: tuple[str, ...] = ()
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class WeakestBelief:
    """The belief that explains the most, `times` wrong answers of late, and what cures it.

    `skill` is what its answers were about most often, empty if the course lacks it.
    """

    misconception: Misconception
    times: int
    remedy: Lesson | None
    skill: str


def weakest_belief(
    visitor: Visitor, course: Course, now: datetime | None = None
) -> WeakestBelief | None:
    """Return the belief that explains most of a visitor's wrong answers, in four queries or none.

    None when no belief stands out, or when what there was has been answered rightly since.
    """
    if not visitor.known:
        return None
    now = now or timezone.now()
    evidence = list(_evidence(visitor, course, now))
    scores = weigh(evidence, now)
    known = {name: score for name, score in scores.items() if name in course.misconceptions}
    if not known or max(known.values()) < _LEAST:
        return None
    # Of two that weigh the same the course's earlier one counts, as it does for a single answer.
    order = list(course.misconceptions)
    name = min(known, key=lambda item: (-known[item], order.index(item)))
    found = course.misconceptions[name]
    naming = [item for item in evidence if name in item.beliefs]
    return WeakestBelief(found, len(naming), course.lesson(found.remedy), _skill(course, naming))


def weigh(evidence: Iterable[Evidence], now: datetime) -> dict[str, float]:
    """Return how much speaks for each belief today, by its ID."""
    scores: dict[str, float] = {}
    right_since: Counter[str] = Counter()
    # Of the same instant the right answer is the later one: solving follows the failed attempt.
    for item in sorted(evidence, key=lambda item: (item.at, item.is_right), reverse=True):
        if item.is_right:
            right_since.update(item.skills)
            continue
        if not item.beliefs:
            continue
        age = max((now - item.at) / timedelta(days=_HALF_LIFE), 0.0)
        refuted = max((right_since[skill] for skill in item.skills), default=0)
        weight = _CERTAINTY.get(item.confidence, 1.0) * 0.5 ** (age + refuted)
        for belief in item.beliefs:
            scores[belief] = scores.get(belief, 0.0) + weight / len(item.beliefs)
    return scores


def _skill(course: Course, naming: Iterable[Evidence]) -> str:
    known = [skill.id for skill in course.shape.skills]
    counts = Counter(skill for item in naming for skill in item.skills if skill in known)
    return min(counts, key=lambda skill: (-counts[skill], known.index(skill)), default="")


# ---------- What learners have answered ----------


def _evidence(visitor: Visitor, course: Course, now: datetime) -> Iterable[Evidence]:
    since = now - LATELY
    yield from _from_questions(visitor, course, since)
    yield from _from_lessons(visitor, course, since)
    yield from _from_exercises(visitor, course, since)


def _from_questions(visitor: Visitor, course: Course, since: datetime) -> Iterable[Evidence]:
    rows = QuestionAnswer.objects.filter(
        **_through("attempt", visitor),
        attempt__course=course.slug,
        submitted_at__gte=since,
        is_right__isnull=False,
    ).order_by("-submitted_at")
    for at, skills, is_right, beliefs, confidence in rows.values_list(
        "submitted_at", "skills", "is_right", "misconceptions", "confidence"
    )[:_MOST]:
        if at is not None and is_right is not None:
            yield Evidence(at, frozenset(skills), is_right, tuple(beliefs), confidence)


def _from_lessons(visitor: Visitor, course: Course, since: datetime) -> Iterable[Evidence]:
    taught = {item.slug: frozenset(item.text.head.skills) for item in course.lessons}
    rows = BlockAnswer.objects.filter(
        **visitor.ownership(), course=course.slug, answered_at__gte=since
    ).order_by("-answered_at")
    for at, lesson, is_right, beliefs, confidence in rows.values_list(
        "answered_at", "lesson", "is_right", "misconceptions", "confidence"
    )[:_MOST]:
        yield Evidence(at, taught.get(lesson, frozenset()), is_right, tuple(beliefs), confidence)


def _from_exercises(visitor: Visitor, course: Course, since: datetime) -> Iterable[Evidence]:
    """Return each belief once for each exercise: pressing Check ten times is one mistake."""
    skills: Mapping[str, frozenset[str]] = {
        name: frozenset(item.shape.skills) for name, item in course.exercises.items()
    }
    failed = (
        ExerciseAttempt.objects.filter(
            **_through("work", visitor), work__course=course.slug, created_at__gte=since
        )
        .exclude(misconception="")
        .values_list("work__exercise", "misconception")
        .annotate(last=Max("created_at"))
        .order_by("-last")
    )
    for exercise, belief, at in failed[:_MOST]:
        yield Evidence(at, skills.get(exercise, frozenset()), False, (belief,))
    solved = ExerciseWork.objects.filter(
        **visitor.ownership(), course=course.slug, solved_at__gte=since, given_up_at=None
    ).order_by("-solved_at")
    for exercise, moment in solved.values_list("exercise", "solved_at")[:_MOST]:
        if moment is not None:
            yield Evidence(moment, skills.get(exercise, frozenset()), True)


def _through(relation: str, visitor: Visitor) -> dict[str, int | str]:
    return {f"{relation}__{name}": value for name, value in visitor.ownership().items()}
