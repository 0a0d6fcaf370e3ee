"""The panel "In plain words": what a policy text does, statement by statement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from iamlab.lab.forms.policy import CheckForm
from iamlab.lab.words import words_of
from iamlab.sandbox.services.texts import MAX_TEXT


@require_POST
def policy_words(request: HttpRequest) -> HttpResponse:
    """Say in plain words what a text does; nothing is stored."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return render(request, "lab/_words.html", {"problem": form.sentence()}, status=400)
    text = form.cleaned_data["text"]
    if len(text) > MAX_TEXT:
        problem = f"This has {len(text):,} characters. The limit is {MAX_TEXT:,}."
        return render(request, "lab/_words.html", {"problem": problem}, status=413)
    words = words_of(text, form.cleaned_data["type"])
    return render(request, "lab/_words.html", {"words": words})
