"""A learner's work on exercises: drafts, attempts, hints, variants. Every row checks its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.exercises import Exercise, ExerciseVariant
from lessons.content.parameters import count_variants
from lessons.judging.exercises import Judgement
from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.errors import AnswerRefused, AttemptNotFound, ExerciseNotFound
from lessons.services.exercise_grading import GradingFailed, grade
from lessons.services.skills import record

MAX_TEXT = 40_000
"""Characters of each policy: twice the longest that AWS takes, so that learners can exceed that."""

MAX_ATTEMPTS = 200
"""Attempts that are kept of a variant; of more, the oldest that did not solve it goes."""

MAX_VARIANTS = 200
"""Variants of one exercise that a learner can have."""

_HINTS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An exercise with the lesson and the course that it belongs to."""

    course: Course
    lesson: Lesson
    exercise: Exercise

    @property
    def has_variants(self) -> bool:
        """Whether another variant differs from this one."""
        return count_variants(self.exercise.shape.params) > 1


@dataclass(frozen=True, slots=True)
class Checked:
    """A kept attempt and what came of it; no judgement where the grader failed."""

    work: ExerciseWork
    attempt: ExerciseAttempt
    judgement: Judgement | None
    first_solved: bool = False


def find_exercise(exercise: str, course: str = DEFAULT_COURSE) -> Found:
    """Return an exercise by its ID. Raises CourseNotFound and ExerciseNotFound."""
    whole = get_course(course)
    for lesson in whole.lessons:
        for item in lesson.exercises:
            if item.id == exercise:
                return Found(whole, lesson, item)
    raise ExerciseNotFound(exercise)


def first_seed(visitor: Visitor, exercise: Exercise) -> int:
    """Return the variant that somebody begins with; classmates with accounts differ in theirs."""
    if visitor.user_id is None:
        return 0
    return crc32(f"{visitor.user_id}/{exercise.id}".encode()) % count_variants(
        exercise.shape.params
    )


def list_work(visitor: Visitor, found: Found) -> list[ExerciseWork]:
    """Return the visitor's variants of an exercise, the one last worked on first."""
    if not visitor.known:
        return []
    return list(_mine(visitor, found).order_by("-updated_at"))


def list_attempts(work: ExerciseWork | None) -> list[ExerciseAttempt]:
    """Return a variant's attempts, newest first, without their texts."""
    if work is None:
        return []
    return list(work.attempts.defer("texts").order_by("-number"))


def get_attempt(visitor: Visitor, found: Found, number: int) -> ExerciseAttempt:
    """Return an attempt with its work by its row's number. Raises AttemptNotFound."""
    if not visitor.known:
        raise AttemptNotFound
    owner = {f"work__{name}": value for name, value in visitor.ownership().items()}
    attempt = (
        ExerciseAttempt.objects.select_related("work")
        .filter(
            pk=number, work__course=found.course.slug, work__exercise=found.exercise.id, **owner
        )
        .first()
    )
    if attempt is None:
        raise AttemptNotFound
    return attempt


def save_draft(visitor: Visitor, found: Found, seed: int, texts: Mapping[str, str]) -> ExerciseWork:
    """Keep the texts of the edited policies; nothing is judged. The last one written counts.

    Raises AnswerRefused for a text that cannot be kept, VisitorUnknown without a session.
    """
    draft = _whole(found.exercise.variant(seed), texts)
    with transaction.atomic():
        work = _lock_work(visitor, found, seed)
        if work.texts != draft:
            work.texts = draft
            work.save(update_fields=["texts", "updated_at"])
    return work


def check(visitor: Visitor, found: Found, seed: int, texts: Mapping[str, str]) -> Checked:
    """Judge the texts and keep them as an attempt, whatever happens to the grader.

    The same texts as in the last attempt make no further one. Raises AnswerRefused and
    VisitorUnknown as `save_draft` does.
    """
    variant = found.exercise.variant(seed)
    draft = _whole(variant, texts)
    try:
        judgement = grade(found.course, found.exercise, seed, draft)
    except GradingFailed:
        judgement = None
    with transaction.atomic():
        work = _lock_work(visitor, found, seed)
        attempt = _keep_attempt(work, draft, judgement)
        first_solved = attempt.solved and work.solved_at is None
        work.texts = draft
        work.best_points = max(work.best_points, attempt.points)
        if first_solved:
            work.solved_at = attempt.created_at
        work.save(update_fields=["texts", "best_points", "solved_at", "updated_at"])
        if first_solved and work.given_up_at is None:
            _record(visitor, found, right=True)
    return Checked(work, attempt, judgement, first_solved)


def open_hint(visitor: Visitor, found: Found, seed: int, number: int) -> ExerciseWork:
    """Open the next hint, the `number`-th from 1; one that is open already stays so.

    Raises AnswerRefused for a hint whose turn has not come.
    """
    with transaction.atomic():
        work = _lock_work(visitor, found, seed)
        if number > min(work.hints_opened + 1, _HINTS):
            raise AnswerRefused("Open the hints one after another.")
        if number > work.hints_opened:
            work.hints_opened = number
            work.save(update_fields=["hints_opened", "updated_at"])
    return work


def give_up(visitor: Visitor, found: Found, seed: int) -> ExerciseWork:
    """Show the author's solution from now on; it counts as not known yet, unless it is solved."""
    with transaction.atomic():
        work = _lock_work(visitor, found, seed)
        if work.given_up_at is None and work.solved_at is None:
            work.given_up_at = timezone.now()
            work.save(update_fields=["given_up_at", "updated_at"])
            _record(visitor, found, right=False)
    return work


def start_variant(visitor: Visitor, found: Found) -> ExerciseWork:
    """Begin the next variant; those from before stay as they are. Raises AnswerRefused."""
    if not found.has_variants:
        raise AnswerRefused("This exercise has one variant only.")
    with transaction.atomic():
        mine = _mine(visitor, found)
        if mine.count() >= MAX_VARIANTS:
            raise AnswerRefused("You have had every variant of this exercise.")
        last = mine.aggregate(last=Max("seed"))["last"]
        seed = first_seed(visitor, found.exercise) if last is None else last
        return _lock_work(visitor, found, seed + 1)


def start_over(visitor: Visitor, found: Found, seed: int) -> ExerciseWork:
    """Put the draft back to what the exercise begins with; attempts stay."""
    return save_draft(visitor, found, seed, found.exercise.variant(seed).starter)


def restore_attempt(visitor: Visitor, found: Found, number: int) -> ExerciseWork:
    """Make an attempt's texts the draft again. Raises AttemptNotFound."""
    attempt = get_attempt(visitor, found, number)
    return save_draft(visitor, found, attempt.work.seed, attempt.texts)


def check_texts(texts: Mapping[str, str]) -> None:
    """Raise AnswerRefused for a text that is too long, or that no database can keep."""
    for name, text in texts.items():
        if len(text) > MAX_TEXT:
            raise AnswerRefused(
                f"`{name}` has {len(text):,} characters. The limit is {MAX_TEXT:,}."
            )
        if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise AnswerRefused(f"`{name}` holds characters that are not text.")


def _whole(variant: ExerciseVariant, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text for every edited policy; other names are passed over."""
    whole = {name: texts.get(name, variant.starter[name]) for name in variant.places}
    check_texts(whole)
    return whole


def _mine(visitor: Visitor, found: Found) -> QuerySet[ExerciseWork]:
    return ExerciseWork.objects.filter(
        **visitor.ownership(), course=found.course.slug, exercise=found.exercise.id
    )


def _lock_work(visitor: Visitor, found: Found, seed: int) -> ExerciseWork:
    """Return the row of a variant, made now if this is the first write; others wait for it."""
    place = {"course": found.course.slug, "exercise": found.exercise.id, "seed": seed}
    work, made = ExerciseWork.objects.get_or_create(
        **visitor.ownership(),
        **place,
        defaults={"texts": dict(found.exercise.variant(seed).starter)},
    )
    if not made:
        ExerciseWork.objects.filter(pk=work.pk).update(best_points=F("best_points"))
        work.refresh_from_db()
    return work


def _keep_attempt(
    work: ExerciseWork, texts: dict[str, str], judgement: Judgement | None
) -> ExerciseAttempt:
    last = work.attempts.order_by("-number").first()
    if last is not None and last.texts == texts and last.results and judgement is not None:
        return last
    attempt = ExerciseAttempt.objects.create(
        work=work,
        number=1 if last is None else last.number + 1,
        texts=texts,
        **({} if judgement is None else _outcome(judgement)),
    )
    _drop_oldest(work)
    return attempt


def _outcome(judgement: Judgement) -> dict[str, object]:
    return {
        "results": [
            {"id": item.id, "passed": item.passed, "points": item.points}
            for item in judgement.results
        ],
        "points": judgement.points,
        "solved": judgement.solved,
        "feedback": judgement.feedback.rule if judgement.feedback else "",
        "misconception": judgement.misconception or "",
    }


def _drop_oldest(work: ExerciseWork) -> None:
    excess = work.attempts.count() - MAX_ATTEMPTS
    if excess <= 0:
        return
    oldest = work.attempts.filter(solved=False).order_by("number").values("pk")[:excess]
    ExerciseAttempt.objects.filter(pk__in=[row["pk"] for row in oldest]).delete()


def _record(visitor: Visitor, found: Found, *, right: bool) -> None:
    """Let the learner's memory of the exercise's skills know: the one place where it learns."""
    record(visitor, found.course.slug, found.exercise.shape.skills, right=right)
