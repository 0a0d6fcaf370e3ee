"""Proposals for a denied request: the section below its verdict."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from iamlab.lab.forms.question import QuestionForm
from iamlab.lab.repairs import Suggestions, suggest
from iamlab.lab.views.page import DEFAULT_SCENARIO
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_with_template
from iamlab.sandbox.services.errors import ScenarioNotFound
from iamlab.sandbox.services.questions import question_from_data
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.site.errors import error_response


@require_POST
def repairs(request: HttpRequest) -> HttpResponse:
    """Propose edits for the question of the form, asked with the unsaved edits; nothing is kept."""
    slug = request.POST.get("scenario") or DEFAULT_SCENARIO
    try:
        sandbox, template = open_with_template(visitor_of(request), slug)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        context = {"suggestions": Suggestions(problem=str(first))}
        return render(request, "lab/_repairs.html", context, status=422)
    presets = [question_from_data(data) for data in template.questions]
    suggestions = suggest(
        snapshot_of(sandbox), form.question(), slug, presets, form.cleaned_data["drafts"]
    )
    return render(request, "lab/_repairs.html", {"suggestions": suggestions})
