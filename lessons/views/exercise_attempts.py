"""Attempts and what can be seen of them: their text, their traces, the author's solution."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from iamlab.engine import Trace
from iamlab.lab.listing import list_lines
from iamlab.lab.templatetags.traces import lit
from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.forms.exercises import TraceForm, VariantForm
from lessons.services.exercise_grading import GradingFailed, grade
from lessons.services.exercise_pages import shown_policies
from lessons.services.exercise_rows import check_rows, explain_check
from lessons.services.exercise_work import Found, check_texts, get_attempt, restore_attempt
from lessons.services.exercises import compare_with_reference, compare_with_start
from lessons.views.exercise_context import (
    Desk,
    can_see_solution,
    judged_context,
    open_desk,
    place_context,
)
from lessons.views.exercise_requests import Texts, reading, to_page, working

_NO_TRACE = "There is no failing request to explain here."


@require_safe
@reading
def show_attempt(request: HttpRequest, found: Found, attempt: int) -> HttpResponse:
    """Show an attempt: its text, its results, and what it changed. Nobody else's."""
    kept = get_attempt(visitor_of(request), found, attempt)
    desk = open_desk(request, found, kept.work.seed)
    context = {**place_context(desk), "attempt": kept, "work": kept.work}
    context["compared"] = compare_with_start(desk.variant, kept.texts)
    context["can_see_solution"] = can_see_solution(kept.work)
    try:
        judgement = grade(found.course, found.exercise, desk.seed, kept.texts)
        context |= judged_context(desk, kept.texts, judgement)
        context["unreadable"] = judgement.unreadable
    except GradingFailed as error:
        context["grading_problem"] = str(error)
    return render(request, "exercises/attempt.html", context)


@require_POST
@reading
def restore(request: HttpRequest, found: Found, attempt: int) -> HttpResponse:
    """Make an attempt's texts the draft again."""
    work = restore_attempt(visitor_of(request), found, attempt)
    messages.success(request, "This attempt’s text is your draft again.")
    return to_page(found, work.seed, pane="main")


@require_safe
@reading
def show_trace(request: HttpRequest, found: Found, attempt: int, check: str) -> HttpResponse:
    """Show the trace of a failed check of an attempt: the fragment for htmx, else a page."""
    kept = get_attempt(visitor_of(request), found, attempt)
    desk = open_desk(request, found, kept.work.seed)
    return _trace(request, desk, kept.texts, check, {"attempt": kept})


@require_POST
@working
def trace_draft(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Show the trace of a failed check of the texts that were sent; nothing is kept."""
    form = TraceForm(request.POST)
    if not form.is_valid():
        return error_response(request, 404, "There is no such check.")
    whole = {**desk.texts, **texts}
    check_texts(whole)
    return _trace(request, desk, whole, form.cleaned_data["check"], {})


def _trace(
    request: HttpRequest, desk: Desk, texts: Texts, check: str, more: dict[str, Any]
) -> HttpResponse:
    try:
        judgement = grade(desk.found.course, desk.found.exercise, desk.seed, texts)
        rows = check_rows(desk.variant, texts, judgement)
    except GradingFailed as error:
        return error_response(request, 500, str(error))
    trace = explain_check(desk.variant, texts, judgement, check)
    if trace is None:
        return error_response(request, 404, _NO_TRACE)
    context = {
        **place_context(desk),
        **more,
        "trace": trace,
        "row": next(row for row in rows if row.id == check),
        "listings": _listings(desk, texts, trace),
    }
    whole_page = not request.htmx  # type: ignore[attr-defined]
    return render(request, f"exercises/{'trace' if whole_page else '_trace'}.html", context)


def _listings(desk: Desk, texts: Texts, trace: Trace) -> list[dict[str, object]]:
    """Return the exercise's policies as lines, those lit that decided."""
    light = lit(trace)
    policies = [
        (f"policy-{name}", name, place.key, texts[name])
        for name, place in desk.variant.places.items()
    ]
    policies += [
        (f"shown-{number}", policy.place.name, policy.place.key, policy.text)
        for number, policy in enumerate(shown_policies(desk.variant), start=1)
    ]
    listings: list[dict[str, object]] = []
    for anchor, name, key, text in policies:
        is_lit = light is not None and light.policy == key
        span = (light.first, light.last) if light is not None and is_lit else (0, 0)
        lines = list_lines(text.rstrip("\n"), *span)
        verdict = light.verdict if light is not None else ""
        listings.append({"anchor": anchor, "name": name, "lines": lines, "verdict": verdict})
    return listings


@require_safe
@reading
def show_solution(request: HttpRequest, found: Found) -> HttpResponse:
    """Show the author's solution beside the learner's own, once it is solved or given up."""
    form = VariantForm(request.GET)
    if not form.is_valid():
        return error_response(request, 404, "There is no such variant.")
    desk = open_desk(request, found, form.seed)
    if not can_see_solution(desk.work):
        sentence = "The author’s solution opens when you have solved this, or given it up."
        return error_response(request, 404, sentence)
    context = {
        **place_context(desk),
        "work": desk.work,
        "solution": compare_with_reference(found.course, desk.variant, desk.texts),
    }
    return render(request, "exercises/solution.html", context)


@require_POST
@working
def compare_draft(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Show what the texts that were sent change of the start; nothing is kept."""
    whole = {**desk.texts, **texts}
    check_texts(whole)
    context = {**place_context(desk), "compared": compare_with_start(desk.variant, whole)}
    whole_page = not request.htmx  # type: ignore[attr-defined]
    template = "exercises/compare.html" if whole_page else "exercises/_compare.html"
    return render(request, template, context)
