"""Checking an exercise: an attempt at a press, and live while it is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from iamlab.lab.visitors import visitor_of
from lessons.services.exercise_grading import GradingFailed, grade
from lessons.services.exercise_pages import sheets_of
from lessons.services.exercise_work import Checked, check, list_attempts, save_draft
from lessons.views.exercise_context import (
    Desk,
    judged_context,
    open_desk,
    page_context,
    place_context,
    unchecked_context,
    work_context,
)
from lessons.views.exercise_requests import Texts, to_page, working


@require_POST
@working
def check_exercise(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Judge and keep an attempt: the checks for htmx, a redirect to the page otherwise."""
    whole = {**desk.texts, **texts}
    checked = check(visitor_of(request, writing=True), desk.found, desk.seed, whole)
    if checked.judgement is None:
        return _show_failure(request, desk, checked)
    if not request.htmx:  # type: ignore[attr-defined]
        return to_page(desk.found, desk.seed, pane="result", anchor="#checks")
    context = _context(desk, checked, whole)
    try:
        context |= judged_context(desk, whole, checked.judgement)
    except GradingFailed:
        return _show_failure(request, desk, checked)
    return render(request, "exercises/_checks.html", context)


@require_POST
@working
def check_live(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Keep the draft and check it as it is typed: no attempt, and nothing of hidden checks.

    While a text cannot be read the last results stay, below a line that says why.
    """
    whole = {**desk.texts, **texts}
    work = save_draft(visitor_of(request, writing=True), desk.found, desk.seed, whole)
    context: dict[str, Any] = {
        **place_context(desk),
        **work_context(work, desk.variant),
        "sheets": sheets_of(desk.variant, whole),
        "swap": True,
        "live": True,
    }
    try:
        judgement = grade(desk.found.course, desk.found.exercise, desk.seed, whole)
        results = judged_context(desk, whole, judgement, live=True)
    except GradingFailed as error:
        return _show_notice(request, {**context, "problem": str(error)})
    if judgement.unreadable:
        return _show_notice(request, {**context, "unreadable": judgement.unreadable})
    context |= results
    context["attempts"] = list_attempts(work)
    return render(request, "exercises/_checks.html", context)


def _context(desk: Desk, checked: Checked, texts: Texts) -> dict[str, Any]:
    return {
        **place_context(desk),
        **work_context(checked.work, desk.variant),
        "sheets": sheets_of(desk.variant, texts),
        "attempt": checked.attempt,
        "attempts": list_attempts(checked.work),
        "first_solved": checked.first_solved,
        "swap": True,
    }


def _show_failure(request: HttpRequest, desk: Desk, checked: Checked) -> HttpResponse:
    """Say that the grader failed; the text is kept as an attempt without a result.

    Not as a 500, with which the session of somebody who checks for the first time would be lost.
    """
    texts = checked.attempt.texts
    if request.htmx:  # type: ignore[attr-defined]
        context = {
            **_context(desk, checked, texts),
            **unchecked_context(desk.variant),
            "grading_problem": str(GradingFailed()),
        }
        return render(request, "exercises/_checks.html", context)
    context = page_context(open_desk(request, desk.found, desk.seed))
    context["grading_problem"] = str(GradingFailed())
    return render(request, "exercises/page.html", context | {"show": "result"})


def _show_notice(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "exercises/_notice.html", context)
    return reswap(retarget(response, "#checks-notice"), "innerHTML")
