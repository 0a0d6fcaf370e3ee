"""Which questions a run asks, in which variants: what was unseen longest comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from django.db.models import Max

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Quiz
from lessons.content.questions import QuestionSource
from lessons.content.shapes.quizzes import Draw
from lessons.models import QuestionAnswer
from lessons.proofs import SEEDS

_NEVER = 0  # rows are numbered from 1 on


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of a run, in the variant of a seed."""

    source: QuestionSource
    seed: int


@dataclass(frozen=True, slots=True)
class History:
    """What a learner was asked before: the last row's number by question and seed.

    `who` tells learners apart where nothing was asked yet, so that neighbors differ.
    """

    who: str
    asked: Mapping[tuple[str, int], int]
    last: Mapping[str, int] = field(default_factory=dict)

    def rank(self, source: QuestionSource) -> tuple[int, int]:
        """Return what questions are sorted by: the never seen first, then the longest unseen."""
        return self.last.get(source.id, _NEVER), self._number(source)

    def next_seed(self, source: QuestionSource) -> int:
        """Return the variant to ask next; only those that the course check has proven are asked."""
        first = self._number(source)
        seeds = [(first + step) % SEEDS for step in range(SEEDS)]
        return min(seeds, key=lambda seed: self.asked.get((source.id, seed), _NEVER))

    def draw(self, source: QuestionSource) -> Drawn:
        """Return a question in the variant to ask next."""
        return Drawn(source, self.next_seed(source))

    def _number(self, source: QuestionSource) -> int:
        return crc32(f"{self.who}/{source.id}".encode())


def read_history(visitor: Visitor, course: Course) -> History:
    """Return what a visitor was asked in a course, in one query. Raises VisitorUnknown."""
    owner = {f"attempt__{name}": value for name, value in visitor.ownership().items()}
    rows = (
        QuestionAnswer.objects.filter(**owner, attempt__course=course.slug)
        .order_by()
        .values_list("question", "seed")
        .annotate(last=Max("pk"))
    )
    asked = {(question, seed): last for question, seed, last in rows}
    latest: dict[str, int] = {}
    for (question, _), number in asked.items():
        latest[question] = max(number, latest.get(question, _NEVER))
    return History(f"{visitor.user_id or visitor.key}", asked, latest)


def draw_quiz(course: Course, quiz: Quiz, history: History) -> list[Drawn]:
    """Return a quiz's own questions and what it draws from banks, in its order, each once."""
    taken = {item.id for item in quiz.items if isinstance(item, QuestionSource)}
    drawn: list[Drawn] = []
    for item in quiz.items:
        if isinstance(item, QuestionSource):
            drawn.append(history.draw(item))
            continue
        pool = [source for source in _pool(course, item) if source.id not in taken]
        chosen = sorted(pool, key=history.rank)[: item.draw]
        taken |= {source.id for source in chosen}
        drawn += [history.draw(source) for source in chosen]
    return drawn


def count_questions(quiz: Quiz) -> int:
    """Return how many questions a run through a quiz has."""
    return sum(item.draw if isinstance(item, Draw) else 1 for item in quiz.items)


def questions_by_skill(course: Course) -> dict[str, list[QuestionSource]]:
    """Return the questions for each skill of a course that has any, in the order of its skills."""
    found: dict[str, list[QuestionSource]] = {skill.id: [] for skill in course.shape.skills}
    for source in course.questions.values():
        for skill in source.shape.skills:
            found.setdefault(skill, []).append(source)
    return {skill: sources for skill, sources in found.items() if sources}


def draw_for_skill(
    course: Course, skill: str, history: History, without: Iterable[str] = ()
) -> Drawn | None:
    """Return the question about a skill that was unseen longest; None when there is none left."""
    left_out = set(without)
    pool = [
        source
        for source in course.questions.values()
        if skill in source.shape.skills and source.id not in left_out
    ]
    return history.draw(min(pool, key=history.rank)) if pool else None


def draw_review(course: Course, skills: Iterable[str], history: History) -> list[Drawn]:
    """Return a question for each skill; one that is about several of them stands for all."""
    drawn: list[Drawn] = []
    covered: set[str] = set()
    for skill in skills:
        if skill in covered:
            continue
        found = draw_for_skill(course, skill, history, [item.source.id for item in drawn])
        if found is not None:
            drawn.append(found)
            covered |= set(found.source.shape.skills)
    return drawn


def _pool(course: Course, item: Draw) -> list[QuestionSource]:
    return [
        source
        for source in course.banks.get(item.bank, ())
        if not item.skills or not set(item.skills).isdisjoint(source.shape.skills)
    ]
