"""Findings about a text: made while it is typed, and mended without scripts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from iamlab.engine.validation import NOWHERE, Setting, validate
from iamlab.lab.findings import repair_text, setting_of
from iamlab.lab.forms.policy import CheckForm, RepairForm
from iamlab.lab.views.policies import show_fragment, typed_pane
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.errors import PolicyNotFound, ScenarioNotFound
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.texts import MAX_TEXT
from iamlab.site.errors import error_response


@require_POST
def check_policy(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a text, and where; nothing is stored."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return render(request, "lab/_findings.html", {"problem": form.sentence()}, status=400)
    data = form.cleaned_data
    if len(data["text"]) > MAX_TEXT:
        context = {"problem": too_long(data["text"])}
        return render(request, "lab/_findings.html", context, status=413)
    setting = _setting(request, data["scenario"], data["policy"])
    findings = validate(data["text"], data["type"], setting)
    return render(request, "lab/_findings.html", {"findings": findings, "can_repair": True})


@require_POST
def repair_policy(request: HttpRequest) -> HttpResponse:
    """Apply one repair to the text that was sent and show it unsaved: the way without scripts."""
    form = RepairForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    if len(data["text"]) > MAX_TEXT:
        return error_response(request, 413)
    visitor = visitor_of(request)
    try:
        pane = typed_pane(visitor, form)
        mended = repair_text(pane.text, pane.findings, data["repair"])
        if mended is not None:
            pane = typed_pane(visitor, form, mended[0])
    except (ScenarioNotFound, PolicyNotFound) as error:
        return error_response(request, 404, str(error))
    if mended is None:
        messages.warning(request, "That repair does not fit this text. Nothing was changed.")
    else:
        messages.success(request, f"Done: {mended[1]}. It is not saved yet.")
    return show_fragment(request, "lab/_policy.html", {"pane": pane, "back": data["back"]})


def _setting(request: HttpRequest, scenario: str, key: str) -> Setting:
    """Return where the policy is attached; a text of its own, or of no scenario, is nowhere."""
    if not key or not scenario:
        return NOWHERE
    try:
        return setting_of(key, snapshot_of(open_sandbox(visitor_of(request), scenario)))
    except ScenarioNotFound:
        return NOWHERE


def too_long(text: str) -> str:
    """Return the sentence about a text over the limit."""
    return f"This has {len(text):,} characters. The limit is {MAX_TEXT:,}."
