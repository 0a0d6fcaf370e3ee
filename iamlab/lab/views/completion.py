"""Suggestions and explanations for a place in a policy text; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from iamlab.engine.completion import Names, complete, hover
from iamlab.lab.completion import completion_data, hover_data, names_for
from iamlab.lab.forms.completion import SpotForm
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.errors import ScenarioNotFound
from iamlab.sandbox.services.snapshots import picture_of
from iamlab.sandbox.services.texts import MAX_TEXT


@require_POST
def complete_policy(request: HttpRequest) -> JsonResponse:
    """Suggest what may be written at an offset, in any text."""
    spot = _read(request)
    if isinstance(spot, JsonResponse):
        return spot
    data, names = spot
    return JsonResponse(
        completion_data(complete(data["text"], data["offset"], data["type"], names))
    )


@require_POST
def hover_policy(request: HttpRequest) -> JsonResponse:
    """Explain the word at an offset; an empty object when there is nothing to say."""
    spot = _read(request)
    if isinstance(spot, JsonResponse):
        return spot
    data, names = spot
    return JsonResponse(hover_data(hover(data["text"], data["offset"], data["type"], names)))


def _read(request: HttpRequest) -> tuple[dict[str, Any], Names] | JsonResponse:
    """Return what was sent with the names to suggest, or the refusal."""
    form = SpotForm(request.POST)
    if not form.is_valid():
        return _refuse(form.sentence(), 400)
    data = form.cleaned_data
    length = len(data["text"])
    if length > MAX_TEXT:
        return _refuse(f"This has {length:,} characters. The limit is {MAX_TEXT:,}.", 413)
    if data["offset"] > length:
        return _refuse("The offset lies behind the end of the text.", 400)
    if not data["scenario"]:
        return data, Names()
    try:
        sandbox = open_sandbox(visitor_of(request), data["scenario"])
    except ScenarioNotFound as error:
        return _refuse(str(error), 404)
    return data, names_for(picture_of(sandbox).snapshot, data["policy"])


def _refuse(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=status)
