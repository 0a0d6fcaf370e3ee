"""What the templates of an exercise read, gathered for one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from iamlab.lab.templatetags.traces import lit
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.exercises import Exercise, ExerciseVariant
from lessons.content.prose import render_prose
from lessons.judging.exercises import Judgement
from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services.exercise_grading import GradingFailed, grade
from lessons.services.exercise_pages import sheets_of, shown_policies
from lessons.services.exercise_rows import CheckRow, check_rows, open_rows
from lessons.services.exercise_work import (
    MAX_TEXT,
    Found,
    first_seed,
    list_attempts,
    list_work,
)
from lessons.services.reading import LOOK

_HINTS = ("The idea", "The element", "Half of the statement")


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: its text once it is open, and whether it is the next to open."""

    number: int
    title: str
    text: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One variant of an exercise in a visitor's hands."""

    visitor: Visitor
    found: Found
    seed: int
    work: ExerciseWork | None
    works: tuple[ExerciseWork, ...]

    @property
    def variant(self) -> ExerciseVariant:
        """The exercise with the parameters of this variant."""
        return self.found.exercise.variant(self.seed)

    @property
    def texts(self) -> dict[str, str]:
        """The draft, or what the exercise begins with."""
        kept = self.work.texts if self.work is not None else {}
        return {name: kept.get(name, text) for name, text in self.variant.starter.items()}


def open_desk(request: HttpRequest, found: Found, seed: int | None) -> Desk:
    """Return a variant as the visitor left it; without a seed, the one last worked on."""
    visitor = visitor_of(request)
    works = list_work(visitor, found)
    if seed is None:
        seed = works[0].seed if works else first_seed(visitor, found.exercise)
    work = next((item for item in works if item.seed == seed), None)
    return Desk(visitor, found, seed, work, tuple(works))


def page_context(
    desk: Desk, *, texts: Mapping[str, str] | None = None, problem: str = ""
) -> dict[str, Any]:
    """Return all that the exercise's page draws; `texts` were typed and are not kept."""
    variant = desk.variant
    attempts = list_attempts(desk.work)
    shown = {**desk.texts, **(texts or {})}
    last = attempts[0] if attempts else None
    sheets = sheets_of(variant, shown)
    owners = {(sheet.place.account, sheet.place.owner) for sheet in sheets}
    return {
        **place_context(desk),
        **work_context(desk.work, variant),
        "works": sorted(desk.works, key=lambda work: work.seed),
        "task": task_html(desk.found.exercise, desk.seed),
        "sheets": sheets,
        "one_owner": sheets[0] if len(owners) == 1 and sheets[0].place.owner else None,
        "shown": shown_policies(variant),
        "max_text": MAX_TEXT,
        "attempts": attempts,
        "problem": problem,
        **(result_of_last(desk, last, shown) if last else unchecked_context(variant)),
    }


def place_context(desk: Desk) -> dict[str, Any]:
    """Return where the exercise stands in its course, and which one follows."""
    found = desk.found
    every = list(found.course.exercises.values())
    place = every.index(found.exercise)
    following = every[place + 1] if place + 1 < len(every) else None
    own = found.lesson.exercises
    return {
        "exercise": found.exercise,
        "shape": desk.variant.shape,
        "lesson": found.lesson,
        "seed": desk.seed,
        "number": own.index(found.exercise) + 1,
        "of_lesson": len(own),
        "has_variants": found.has_variants,
        "next_exercise": following,
        "next_title": following.variant(0).shape.title if following is not None else "",
        "skills": [item for item in found.course.shape.skills if item.id in _skills(found)],
        "light_places": _light_places(desk.variant),
        "sheets_many": len(desk.variant.places) > 1,
    }


def _light_places(variant: ExerciseVariant) -> dict[str, str]:
    """Return where on the page each policy is that a trace can point at, by its key."""
    edited = {place.key: f"#policy-{name}" for name, place in variant.places.items()}
    shown = {
        policy.place.key: f"#shown-{number}"
        for number, policy in enumerate(shown_policies(variant), start=1)
    }
    return edited | shown


def work_context(work: ExerciseWork | None, variant: ExerciseVariant) -> dict[str, Any]:
    """Return what is open by now: hints, the solution."""
    opened = work.hints_opened if work is not None else 0
    return {
        "work": work,
        "hints": tuple(
            Hint(number, title, text if number <= opened else "", number == opened + 1)
            for number, (title, text) in enumerate(
                zip(_HINTS, variant.shape.hints, strict=True), start=1
            )
        ),
        "hints_opened": opened,
        "can_see_solution": can_see_solution(work),
    }


def can_see_solution(work: ExerciseWork | None) -> bool:
    """Whether the author's solution may be shown: after solving, or after giving up."""
    return work is not None and (work.solved_at is not None or work.given_up_at is not None)


def unchecked_context(variant: ExerciseVariant) -> dict[str, Any]:
    """Return the checks as they stand before the first one is made."""
    return _with_points(open_rows(variant), None)


def judged_context(
    desk: Desk,
    texts: Mapping[str, str],
    judgement: Judgement,
    *,
    live: bool = False,
) -> dict[str, Any]:
    """Return the checks with their results. Raises GradingFailed."""
    rows = check_rows(desk.variant, texts, judgement, live=live)
    named = judgement.beliefs[0] if judgement.beliefs and not judgement.feedback else ""
    belief = desk.found.course.misconceptions.get(named)
    return {
        **_with_points(rows, judgement),
        "live": live,
        "belief": belief,
        "belief_lesson": belief.remedy[3:] if belief is not None else "",
    }


def result_of_last(desk: Desk, last: ExerciseAttempt, shown: Mapping[str, str]) -> dict[str, Any]:
    """Return the last attempt's result, judged again: the course may have changed since."""
    more = {"attempt": last, "is_stale": last.texts != dict(shown)}
    try:
        judgement = grade(desk.found.course, desk.found.exercise, desk.seed, last.texts)
        return {**judged_context(desk, last.texts, judgement), **more}
    except GradingFailed as error:
        return {**unchecked_context(desk.variant), **more, "grading_problem": str(error)}


def _with_points(rows: tuple[CheckRow, ...], judgement: Judgement | None) -> dict[str, Any]:
    failed = [row for row in rows if row.result == "fail"]
    return {
        "rows": rows,
        "judgement": judgement,
        "points": sum(row.points for row in rows),
        "max_points": sum(row.of for row in rows),
        "first_light": next(filter(None, (lit(row.trace) for row in failed if row.trace)), None),
    }


def _skills(found: Found) -> frozenset[str]:
    return frozenset(found.exercise.shape.skills)


@lru_cache(maxsize=256)
def task_html(exercise: Exercise, seed: int) -> SafeString:
    """Return the task as HTML, drawn once for each variant."""
    html = render_prose(exercise.variant(seed).task, LOOK).html
    return mark_safe(html)  # noqa: S308 - the prose module lets nothing else through
