"""Exercises to read: the list with everybody's own state, and the workbench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.forms.exercises import VariantForm
from lessons.services.courses import get_course
from lessons.services.exercise_work import Found
from lessons.services.exercises import list_states, suggest_next
from lessons.views.exercise_context import open_desk, page_context
from lessons.views.exercise_requests import reading

_PANES = ("side", "main", "result")


@require_safe
def list_exercises(request: HttpRequest) -> HttpResponse:
    """List every exercise by lesson, with how far the visitor got."""
    course = get_course()
    lessons = list_states(visitor_of(request), course)
    states = [state for item in lessons for state in item.states]
    context = {
        "course": course,
        "lessons": lessons,
        "next": suggest_next(lessons),
        "solved": sum(state.solved for state in states),
        "total": len(states),
    }
    return render(request, "exercises/list.html", context)


@require_safe
@reading
def show_exercise(request: HttpRequest, found: Found) -> HttpResponse:
    """Show the workbench: the variant that is asked for, else the one last worked on."""
    form = VariantForm(request.GET)
    if not form.is_valid():
        return error_response(request, 404, "There is no such variant.")
    context = page_context(open_desk(request, found, form.seed))
    show = request.GET.get("show", "")
    context["show"] = show if show in _PANES else "result" if context["attempts"] else "side"
    return render(request, "exercises/page.html", context)
