"""The policy pane: read it, check a text while it is typed, save it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url, reswap, retarget, trigger_client_event

from iamlab.lab.addresses import lab_address
from iamlab.lab.differences import compare_texts
from iamlab.lab.forms.policy import PlaceForm, SaveForm, ViewForm
from iamlab.lab.panes import PolicyPane, policy_pane
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import find_own, open_sandbox
from iamlab.sandbox.services.errors import (
    EditConflict,
    PolicyNotFound,
    PolicyRefused,
    SandboxError,
    ScenarioNotFound,
    VersionNotFound,
)
from iamlab.sandbox.services.policies import save_policy
from iamlab.sandbox.services.visitors import Visitor
from iamlab.site.errors import error_response

_REFUSED = {"TEXT_TOO_LONG": 413, "AWS_MANAGED": 403}
_OWN_COPY = "This is now your own copy of the organization."


@require_safe
def show_policy(request: HttpRequest) -> HttpResponse:
    """Show one policy, in force or as another version: the fragment for htmx, else a page."""
    form = ViewForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    try:
        sandbox = open_sandbox(visitor_of(request), data["scenario"])
        pane = policy_pane(sandbox, data["policy"], version=data["version"], holder=data["holder"])
    except (ScenarioNotFound, PolicyNotFound, VersionNotFound) as error:
        return error_response(request, 404, str(error))
    question = _question_behind(request)
    context = {"pane": pane, "back": question or data["back"]}
    response = show_fragment(request, "lab/_policy.html", context)
    if question is not None:
        place = (pane.scenario, pane.key, data["holder"])
        replace_url(response, lab_address(question, *place))  # so that a reload shows the same
    return response


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save a text as the next version; 409 when the policy was saved elsewhere meanwhile."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _refuse_form(request, form)
    data = form.cleaned_data
    visitor, slug, key = visitor_of(request, writing=True), data["scenario"], data["policy"]
    base = data["overwrite"] or data["base_version"]
    try:
        is_first = find_own(visitor, slug) is None
        version = save_policy(visitor, slug, key, data["text"], base)
    except EditConflict as conflict:
        return _show_conflict(request, visitor, form, conflict)
    except PolicyRefused as refusal:
        return _show_refusal(request, visitor, form, refusal)
    except SandboxError as error:
        return error_response(request, 404, str(error))
    notice = f"Saved as v{version.number}."
    return show_stored(request, visitor, form, f"{notice} {_OWN_COPY}" if is_first else notice)


def show_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a fragment to htmx, and a whole page around it to a browser without scripts."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, template, context, status=status)
    page = {**context, "fragment": template, "alone": True}
    return render(request, "lab/policy_page.html", page, status=status)


def show_stored(
    request: HttpRequest, visitor: Visitor, form: PlaceForm, notice: str
) -> HttpResponse:
    """Return the pane after a write, with the event that drops the unsaved text; or go back.

    A save sends the text that is no draft any more; anything else puts the draft aside.
    """
    data = form.cleaned_data
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, notice)
        return HttpResponseRedirect(
            lab_address(data["back"], data["scenario"], data["policy"], data["holder"])
        )
    sandbox = open_sandbox(visitor, data["scenario"])
    pane = policy_pane(sandbox, data["policy"], holder=data["holder"])
    response = render(request, "lab/_policy.html", {"pane": pane, "back": data["back"]})
    detail = {
        "key": pane.key,
        "version": pane.current.number,
        "notice": notice,
        "restored": not isinstance(form, SaveForm),
    }
    return trigger_client_event(response, "policy:stored", detail)


def _question_behind(request: HttpRequest) -> str | None:
    """Return the query of the lab page that htmx asks from, None when it asks from another."""
    address = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
    return address.query if address.path == reverse("lab:lab") else None


def _refuse_form(request: HttpRequest, form: SaveForm) -> HttpResponse:
    """Answer a text that is no text, beside the editor; anything else is not from our page."""
    if set(form.errors) != {"text"}:
        return error_response(request, 400, form.sentence())
    response = render(request, "lab/_findings.html", {"problem": form.sentence()}, status=422)
    return _beside_editor(response, "#policy-findings")


def _show_refusal(
    request: HttpRequest, visitor: Visitor, form: SaveForm, refusal: PolicyRefused
) -> HttpResponse:
    """Say why a text was not stored, and leave it in the editor."""
    status = _REFUSED.get(refusal.code, 422)
    context: dict[str, Any] = {"problem": f"Not saved. {refusal}", "findings": refusal.findings}
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "lab/_findings.html", context, status=status)
        return _beside_editor(response, "#policy-findings")
    if status == 403:
        return error_response(request, 403, str(refusal))
    context |= {"pane": typed_pane(visitor, form), "back": form.cleaned_data["back"]}
    return show_fragment(request, "lab/_policy.html", context, status)


def _show_conflict(
    request: HttpRequest, visitor: Visitor, form: SaveForm, conflict: EditConflict
) -> HttpResponse:
    """Show what was saved in the meantime beside what was typed; nothing of either is lost."""
    pane = typed_pane(visitor, form)
    context = {
        "pane": pane,
        "back": form.cleaned_data["back"],
        "conflict": conflict,
        "conflict_name": f"v{conflict.current.number}",
        "difference": compare_texts(conflict.current.text, conflict.text),
    }
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "lab/_conflict.html", context, status=409)
        return _beside_editor(response, "#policy-conflict")
    return show_fragment(request, "lab/_policy.html", context, 409)


def typed_pane(visitor: Visitor, form: SaveForm, text: str | None = None) -> PolicyPane:
    """Return the pane as it was sent: the text that was typed, on the version it started from.

    `text` takes the place of what was typed. Raises ScenarioNotFound and PolicyNotFound.
    """
    data = form.cleaned_data
    return policy_pane(
        open_sandbox(visitor, data["scenario"]),
        data["policy"],
        {data["policy"]: data["text"] if text is None else text},
        base_version=data["base_version"],
        holder=data["holder"],
    )


def _beside_editor(response: HttpResponse, target: str) -> HttpResponse:
    return reswap(retarget(response, target), "innerHTML")
