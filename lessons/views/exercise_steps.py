"""What else a learner does with an exercise: hints, giving up, variants, starting over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.forms.exercises import HintForm
from lessons.services.exercise_work import (
    check_texts,
    give_up,
    open_hint,
    save_draft,
    start_over,
    start_variant,
)
from lessons.views.exercise_context import Desk, open_desk, page_context, work_context
from lessons.views.exercise_requests import Texts, to_page, working


@require_POST
@working
def show_hint(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Open the next hint, and remember that it was opened."""
    form = HintForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, "There is no such hint.")
    visitor = visitor_of(request, writing=True)
    if texts:
        save_draft(visitor, desk.found, desk.seed, {**desk.texts, **texts})
    work = open_hint(visitor, desk.found, desk.seed, form.cleaned_data["hint"])
    if not request.htmx:  # type: ignore[attr-defined]
        return to_page(desk.found, desk.seed, pane="side", anchor="#hints")
    context = work_context(work, desk.variant)
    context |= {"exercise": desk.found.exercise, "seed": desk.seed, "focus_hint": True}
    return render(request, "exercises/_hints.html", context)


@require_POST
@working
def give_up_exercise(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Show the author's solution from now on."""
    visitor = visitor_of(request, writing=True)
    if texts:
        save_draft(visitor, desk.found, desk.seed, {**desk.texts, **texts})
    give_up(visitor, desk.found, desk.seed)
    address = reverse("lessons:exercise_solution", args=[desk.found.exercise.id])
    return HttpResponseRedirect(f"{address}?variant={desk.seed}")


@require_POST
@working
def next_variant(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Begin another variant; the work on this one is kept."""
    visitor = visitor_of(request, writing=True)
    save_draft(visitor, desk.found, desk.seed, {**desk.texts, **texts})
    work = start_variant(visitor, desk.found)
    return to_page(desk.found, work.seed)


@require_POST
@working
def restart_exercise(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Put the draft back to the start, and offer the way back."""
    left = {**desk.texts, **texts}
    check_texts(left)
    start_over(visitor_of(request, writing=True), desk.found, desk.seed)
    context = page_context(open_desk(request, desk.found, desk.seed))
    context["show"] = "main"
    if left != dict(desk.variant.starter):
        context["left_texts"] = left
    return render(request, "exercises/page.html", context)


@require_POST
@working
def keep_draft(request: HttpRequest, desk: Desk, texts: Texts) -> HttpResponse:
    """Keep the texts without judging them, and go back to the page."""
    visitor = visitor_of(request, writing=True)
    save_draft(visitor, desk.found, desk.seed, {**desk.texts, **texts})
    messages.success(request, "Your text is back.")
    return to_page(desk.found, desk.seed, pane="main")
