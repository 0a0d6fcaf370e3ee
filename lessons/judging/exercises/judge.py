"""Judges a learner's texts: every check of an exercise, the points, the feedback."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.content.course import Course
from lessons.content.exercises import ExerciseVariant
from lessons.content.shapes.exercises import (
    CeilingCheck,
    Check,
    FindingsCheck,
    FloorCheck,
    IntentCheck,
    PublicCheck,
    SizeCheck,
)
from lessons.judging.exercises.beliefs import Believers
from lessons.judging.exercises.comparisons import (
    Clock,
    Weighing,
    check_ceiling,
    check_floor,
    check_public,
    weigh,
)
from lessons.judging.exercises.feedback import give_feedback
from lessons.judging.exercises.local_checks import check_findings, check_intent, check_size
from lessons.judging.exercises.results import CheckResult, Judgement, Outcome
from lessons.judging.exercises.titles import title_of
from lessons.judging.exercises.trials import Trial, make_trial

LIMIT = 1.5
"""Seconds for all comparisons of one judgement together."""


def judge(
    variant: ExerciseVariant,
    texts: Mapping[str, str],
    course: Course,
    *,
    limit: float = LIMIT,
) -> Judgement:
    """Return what comes of a learner's texts, by the names of the edited policies.

    A policy left out of `texts` keeps the text it starts with. While a text cannot be read, no
    check is made. `limit` is in seconds.
    Raises RequestError for a check whose request cannot be asked: a fault of the course.
    """
    trial = make_trial(variant, texts, course)
    hidden = frozenset(variant.shape.hidden)
    checks = variant.shape.checks
    if trial.unreadable:
        unchecked = tuple(_unchecked(check, check.id in hidden) for check in checks)
        return Judgement(unchecked, unreadable=trial.unreadable)
    clock = Clock(limit)
    results = tuple(_run(check, trial, check.id in hidden, clock) for check in checks)
    believers = Believers(trial)
    failing = [result for result in results if result.failed and not result.hidden]
    return Judgement(
        results,
        feedback=give_feedback(results, trial, believers),
        beliefs=believers.explaining(failing),
    )


def weigh_solution(
    variant: ExerciseVariant, texts: Mapping[str, str], course: Course, *, limit: float = LIMIT
) -> Weighing | None:
    """Return what a learner's solution allows beyond the author's, and the other way round.

    None while a text cannot be read. `limit` is in seconds. Raises RequestError like `judge`.
    """
    trial = make_trial(variant, texts, course)
    return None if trial.unreadable else weigh(trial, limit)


def _run(check: Check, trial: Trial, hidden: bool, clock: Clock) -> CheckResult:
    match check:
        case IntentCheck():
            return check_intent(check, trial, hidden)
        case CeilingCheck():
            return check_ceiling(check, trial, hidden, clock)
        case FloorCheck():
            return check_floor(check, trial, hidden, clock)
        case FindingsCheck():
            return check_findings(check, trial, hidden)
        case PublicCheck():
            return check_public(check, trial, hidden, clock)
        case SizeCheck():
            return check_size(check, trial, hidden)


def _unchecked(check: Check, hidden: bool) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=title_of(check),
        kind="unchecked",
        outcome=Outcome.UNCHECKED,
        points=0,
        of=check.points,
        hidden=hidden,
    )
