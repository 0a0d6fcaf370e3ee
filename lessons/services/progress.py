"""A learner's progress on one page: next step, lessons, skills, weakest belief, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course
from lessons.models import SkillCard
from lessons.services.activity import Deed, recent_deeds
from lessons.services.courses import get_course
from lessons.services.day_words import day_in_words
from lessons.services.misconceptions import WeakestBelief, weakest_belief
from lessons.services.next_step import NextStep, Weakness, minutes_left, next_step
from lessons.services.overview import LessonRow, Overview, course_overview
from lessons.services.quiz_draws import questions_by_skill
from lessons.services.skills import DAILY_CAP, recall, reviewed_today, skill_cards

_STRONG, _FAIR = 0.7, 0.45


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """A lesson with what is left of it, in minutes of reading, and the work that hangs on it."""

    row: LessonRow
    minutes_left: int

    @property
    def solved(self) -> int:
        """How many of its exercises are solved."""
        return sum(item.state == "solved" for item in self.row.exercises)


@dataclass(frozen=True, slots=True)
class SkillProgress:
    """A skill that was asked about. `strength` is 0 to 1, `due` says when it comes again.

    The strength is the chance to remember it today times the share of right answers, of which two
    more are assumed, one right and one wrong: a single answer proves little.
    """

    id: str
    title: str
    strength: float
    right: int
    wrong: int
    due: str
    is_due: bool
    has_questions: bool

    @property
    def percent(self) -> int:
        """The strength in percent."""
        return round(self.strength * 100)

    @property
    def word(self) -> str:
        """The strength in a word."""
        if self.strength >= _STRONG:
            return "strong"
        return "fair" if self.strength >= _FAIR else "weak"


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """What the page of a learner's progress shows.

    `unmet` are the titles of the skills that nothing was asked about yet, `due` is how many skills
    can be reviewed now, `waiting` how many more are due that have to wait for tomorrow.
    """

    overview: Overview
    lessons: tuple[LessonProgress, ...]
    skills: tuple[SkillProgress, ...]
    unmet: tuple[str, ...]
    due: int
    waiting: int
    belief: WeakestBelief | None
    deeds: tuple[Deed, ...]
    next: NextStep

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done yet."""
        opened = any(item.row.progress.opened for item in self.lessons)
        return not (self.skills or self.deeds or opened)

    @property
    def minutes_left(self) -> int:
        """How many minutes of reading are left in all lessons."""
        return sum(item.minutes_left for item in self.lessons)

    @property
    def solved(self) -> int:
        """How many exercises are solved."""
        return sum(item.solved for item in self.lessons)

    @property
    def exercises(self) -> int:
        """How many exercises there are."""
        return sum(len(item.row.exercises) for item in self.lessons)


def progress_page(visitor: Visitor, course: Course, now: datetime | None = None) -> ProgressPage:
    """Return a visitor's progress in a course, in a constant number of queries, or none."""
    now = now or timezone.now()
    overview = course_overview(visitor, course)
    cards = skill_cards(visitor, course.slug)
    skills = _skills(course, cards, now)
    due = _reviews(course, list(cards.values()), now)
    left = max(DAILY_CAP - reviewed_today(visitor, course.slug, now), 0) if due else 0
    weakest = min((skill for skill in skills if skill.has_questions), key=_strength, default=None)
    return ProgressPage(
        overview=overview,
        lessons=tuple(LessonProgress(row, minutes_left(row)) for row in overview.rows.values()),
        skills=skills,
        unmet=tuple(skill.title for skill in course.shape.skills if skill.id not in cards),
        due=min(len(due), left),
        waiting=max(len(due) - left, 0),
        belief=weakest_belief(visitor, course, now),
        deeds=recent_deeds(visitor, course),
        next=next_step(
            visitor,
            course,
            overview,
            due[:left],
            None if weakest is None else Weakness(weakest.id, weakest.title),
            now,
        ),
    )


def count_reviews(visitor: Visitor, course: str, now: datetime | None = None) -> int:
    """Return how many skills can be reviewed now, in two queries; in one when nothing is due.

    A skill that no question asks about is none of them. The course is read only when something is
    due. Raises CourseNotFound, and CourseError for files with faults.
    """
    if not visitor.known:
        return 0
    now = now or timezone.now()
    rows = SkillCard.objects.filter(**visitor.ownership(), course=course, due_at__lte=now)
    due = list(rows.values_list("skill", flat=True))
    if not due:
        return 0
    asked = questions_by_skill(get_course(course))
    count = sum(skill in asked for skill in due)
    return max(min(count, DAILY_CAP - reviewed_today(visitor, course, now)), 0)


def _reviews(course: Course, cards: list[SkillCard], now: datetime) -> list[str]:
    asked = questions_by_skill(course)
    return [card.skill for card in cards if card.due_at <= now and card.skill in asked]


def _skills(
    course: Course, cards: dict[str, SkillCard], now: datetime
) -> tuple[SkillProgress, ...]:
    """Return the skills that have a card, in the order in which the course teaches them."""
    asked = questions_by_skill(course)
    return tuple(
        _skill(cards[skill.id], skill.title, skill.id in asked, now)
        for skill in course.shape.skills
        if skill.id in cards
    )


def _skill(card: SkillCard, title: str, has_questions: bool, now: datetime) -> SkillProgress:
    share = (card.right + 1) / (card.right + card.wrong + 2)
    return SkillProgress(
        id=card.skill,
        title=title,
        strength=recall(card, now) * share,
        right=card.right,
        wrong=card.wrong,
        due=day_in_words(card.due_at, now),
        is_due=card.due_at <= now,
        has_questions=has_questions,
    )


def _strength(skill: SkillProgress) -> float:
    return skill.strength
