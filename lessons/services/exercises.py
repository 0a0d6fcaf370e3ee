"""Exercises as their pages show them: the list with its states, and the author's solution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from iamlab.engine import Snapshot
from iamlab.engine.comparison import Tightness
from iamlab.engine.scenarios import short_name
from iamlab.lab.differences import Difference, compare_texts
from iamlab.lab.listing import ListedLine, list_lines
from iamlab.lab.meaning import Meaning, compare_organizations
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.exercises import Exercise, ExerciseVariant
from lessons.judging.exercises import Weighing, organization_of, weigh_solution
from lessons.models import ExerciseAttempt, ExerciseWork


@dataclass(frozen=True, slots=True)
class State:
    """How far somebody got with an exercise, over all its variants."""

    exercise: Exercise
    skills: tuple[str, ...] = ()
    started: bool = False
    solved: bool = False
    given_up: bool = False
    best: int = 0

    @property
    def title(self) -> str:
        """The title as a variant has it."""
        return self.exercise.variant(0).shape.title

    @property
    def of(self) -> int:
        """The points that can be had."""
        return sum(check.points for check in self.exercise.shape.checks)

    @property
    def word(self) -> str:
        """The state in a word or two."""
        if self.solved:
            return "solved"
        if self.given_up:
            return "solution seen"
        return "started" if self.started else "open"


@dataclass(frozen=True, slots=True)
class LessonStates:
    """A lesson with the states of its exercises."""

    lesson: Lesson
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class ComparedPolicy:
    """One edited policy: the learner's text, the other one, and the way between them."""

    name: str
    text: str
    other: str
    difference: Difference

    @property
    def listed(self) -> tuple[ListedLine, ...]:
        """The learner's text in lines."""
        return list_lines(self.text.rstrip("\n"))

    @property
    def listed_other(self) -> tuple[ListedLine, ...]:
        """The other text in lines."""
        return list_lines(self.other.rstrip("\n"))


@dataclass(frozen=True, slots=True)
class ExampleRequest:
    """A request that only one of two solutions allows, with the names that people use."""

    principal: str
    action: str
    resource: str


@dataclass(frozen=True, slots=True)
class Solution:
    """The author's solution beside a learner's texts: the lines, and what they come to."""

    policies: tuple[ComparedPolicy, ...]
    meaning: Meaning
    weighing: Weighing | None
    whose: str = ""
    example: ExampleRequest | None = None

    @property
    def proven(self) -> str:
        """What was proven over all requests, in a sentence; empty when nothing was."""
        weighing = self.weighing
        if weighing is None:
            return ""
        if weighing.same:
            return "Proven over all possible requests: yours allows exactly what the author’s does."
        if not weighing.decided:
            return ""
        wider, narrower = (found.witness for found in (weighing.wider, weighing.narrower))
        if wider and narrower:
            return "Each allows something that the other denies."
        if wider:
            return "Yours allows all that the author’s does, and more."
        return "Yours allows nothing that the author’s does not, but less."

    @property
    def excess(self) -> Tightness | None:
        """How much the learner's solution allows somebody beyond the author's, as a share."""
        return self.weighing.excess if self.weighing is not None else None

    @property
    def same(self) -> bool:
        """Whether the texts have the same lines."""
        return all(policy.difference.same for policy in self.policies)


def list_states(visitor: Visitor, course: Course) -> tuple[LessonStates, ...]:
    """Return the state of every exercise by lesson, in one query or none."""
    works: dict[str, list[ExerciseWork]] = {}
    if visitor.known:
        rows = ExerciseWork.objects.filter(**visitor.ownership(), course=course.slug)
        for work in rows.defer("texts"):
            works.setdefault(work.exercise, []).append(work)
    return tuple(
        LessonStates(
            lesson,
            tuple(
                state_of(course, exercise, works.get(exercise.id, ()))
                for exercise in lesson.exercises
            ),
        )
        for lesson in course.lessons
        if lesson.exercises
    )


def state_of(course: Course, exercise: Exercise, works: Iterable[ExerciseWork]) -> State:
    """Return how far somebody got, from the rows of the exercise's variants."""
    rows = list(works)
    return State(
        exercise,
        tuple(item.title for item in course.shape.skills if item.id in exercise.shape.skills),
        started=bool(rows),
        solved=any(row.solved_at is not None for row in rows),
        given_up=any(row.given_up_at is not None for row in rows),
        best=max((row.best_points for row in rows), default=0),
    )


def suggest_next(lessons: Iterable[LessonStates]) -> State | None:
    """Return the first exercise that is begun and not solved, else the first open one."""
    states = [state for lesson in lessons for state in lesson.states]
    left = [state for state in states if not (state.solved or state.given_up)]
    return next((state for state in left if state.started), left[0] if left else None)


def compare_with_start(
    variant: ExerciseVariant, texts: Mapping[str, str]
) -> tuple[ComparedPolicy, ...]:
    """Return what was changed in each edited policy since the start."""
    return tuple(
        ComparedPolicy(name, texts[name], start, compare_texts(start, texts[name]))
        for name, start in variant.starter.items()
        if name in texts
    )


def compare_with_reference(
    course: Course, variant: ExerciseVariant, texts: Mapping[str, str]
) -> Solution:
    """Return the author's solution beside a learner's texts, and the requests that tell them apart.

    In the meaning, what is opened is allowed by the author's solution only.
    """
    policies = tuple(
        ComparedPolicy(name, texts[name], reference, compare_texts(texts[name], reference))
        for name, reference in variant.reference.items()
        if name in variant.places and name in texts
    )
    own = organization_of(variant, texts)
    meaning = compare_organizations(own, organization_of(variant, variant.reference))
    weighing = weigh_solution(variant, texts, course)
    whose = short_name(own, weighing.whose) if weighing is not None else ""
    return Solution(policies, meaning, weighing, whose, _example(own, weighing))


def _example(own: Snapshot, weighing: Weighing | None) -> ExampleRequest | None:
    """Return a request that only the learner's solution allows, where one was found."""
    witness = weighing.wider.witness if weighing is not None else None
    if witness is None:
        return None
    asked = witness.request
    return ExampleRequest(short_name(own, asked.principal), asked.action, asked.resource)


def adopt_exercise_work(visitor_key: str, user_id: int) -> int:
    """Give a session's work to a person and return how many variants there were.

    Where the person has the same variant, the draft of the one that got further stays; the
    session's attempts are kept after the person's own.
    """
    with transaction.atomic():
        rows = list(ExerciseWork.objects.filter(visitor_key=visitor_key).order_by("pk"))
        for work in rows:
            own = ExerciseWork.objects.filter(
                owner_id=user_id, course=work.course, exercise=work.exercise, seed=work.seed
            ).first()
            if own is None:
                ExerciseWork.objects.filter(pk=work.pk).update(owner_id=user_id, visitor_key=None)
            else:
                _merge(work, own)
                work.delete()
    return len(rows)


def _merge(source: ExerciseWork, target: ExerciseWork) -> None:
    """Move the attempts of one row to the other and keep the better state of each."""
    last = target.attempts.aggregate(last=Max("number"))["last"] or 0
    moved = list(source.attempts.order_by("number").only("pk"))
    for number, attempt in enumerate(moved, start=last + 1):
        ExerciseAttempt.objects.filter(pk=attempt.pk).update(work=target, number=number)
    if _rank(source) > _rank(target):
        target.texts = source.texts
    target.hints_opened = max(target.hints_opened, source.hints_opened)
    target.best_points = max(target.best_points, source.best_points)
    target.solved_at = _earlier(target.solved_at, source.solved_at)
    target.given_up_at = _earlier(target.given_up_at, source.given_up_at)
    target.save()


def _rank(work: ExerciseWork) -> tuple[bool, int, float]:
    """Order rows by how far they got; of two that got as far, the later one."""
    return (work.solved_at is not None, work.best_points, work.updated_at.timestamp())


def _earlier(one: datetime | None, two: datetime | None) -> datetime | None:
    moments = [moment for moment in (one, two) if moment is not None]
    return min(moments, default=None)
