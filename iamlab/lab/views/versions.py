"""The versions of a policy: list them, compare two, put one in force, start over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from iamlab.lab.addresses import lab_address
from iamlab.lab.differences import compare_texts
from iamlab.lab.forms.policy import CompareForm, PlaceForm, RestoreForm
from iamlab.lab.meaning import compare_meaning
from iamlab.lab.panes import policy_pane
from iamlab.lab.views.policies import show_fragment, show_stored
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.errors import SandboxError, ScenarioNotFound
from iamlab.sandbox.services.policies import (
    edited_keys,
    restore_all,
    restore_start,
    restore_version,
)
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.site.errors import error_response

UNSAVED = 0
"""The number that stands for the text that is not saved, among the numbers of versions."""


@require_safe
def list_versions(request: HttpRequest) -> HttpResponse:
    """Show every version that is kept of a policy."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    try:
        sandbox = open_sandbox(visitor_of(request), data["scenario"])
        pane = policy_pane(sandbox, data["policy"], holder=data["holder"])
    except SandboxError as error:
        return error_response(request, 404, str(error))
    return show_fragment(request, "lab/_versions.html", {"pane": pane, "back": data["back"]})


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Put a version in force."""
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    visitor = visitor_of(request, writing=True)
    try:
        version = restore_version(visitor, data["scenario"], data["policy"], data["version"])
    except SandboxError as error:
        return error_response(request, 404, str(error))
    return show_stored(request, visitor, form, f"v{version.number} is in force.")


@require_POST
def restore_to_start(request: HttpRequest) -> HttpResponse:
    """Put the text that the scenario begins with in force."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    visitor = visitor_of(request)
    try:
        version = restore_start(visitor, data["scenario"], data["policy"])
    except SandboxError as error:
        return error_response(request, 404, str(error))
    notice = f"The starting text, v{version.number}, is in force."
    return show_stored(request, visitor, form, notice)


@require_http_methods(["GET", "HEAD", "POST"])
def start_over(request: HttpRequest) -> HttpResponse:
    """Ask whether to put the whole organization back to its starting state, and do it."""
    sent = request.POST if request.method == "POST" else request.GET
    form = PlaceForm({**sent.dict(), "policy": "all"})
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    slug, visitor = form.cleaned_data["scenario"], visitor_of(request)
    try:
        sandbox = open_sandbox(visitor, slug)
        if request.method != "POST":
            context = {
                "sandbox": sandbox,
                "scenario": slug,
                "edited": sorted(edited_keys(sandbox)),
                "back": form.cleaned_data["back"],
            }
            return show_fragment(request, "lab/_start_over.html", context)
        restore_all(visitor, slug)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    messages.success(request, "Every policy has its starting text again.")
    address = lab_address(form.cleaned_data["back"], slug)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Show the difference between two versions, or between one and the text not saved yet."""
    form = CompareForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    try:
        sandbox = open_sandbox(visitor_of(request), data["scenario"])
        pane = policy_pane(sandbox, data["policy"], holder=data["holder"])
    except SandboxError as error:
        return error_response(request, 404, str(error))
    texts = {version.number: version.text for version in pane.versions}
    if data["text"] is not None and data["text"] != pane.current.text:
        texts[UNSAVED] = data["text"]
    current = pane.current.number
    new = data["new"] if data["new"] is not None else UNSAVED if UNSAVED in texts else current
    old = data["old"] if data["old"] is not None else _version_before(texts, new, current)
    if old not in texts or new not in texts:
        missing = old if old not in texts else new
        return error_response(request, 404, f"This policy has no version {missing}.")
    context = {
        "pane": pane,
        "back": data["back"],
        "old": old,
        "new": new,
        "old_name": _name(old),
        "new_name": _name(new),
        "unsaved_text": texts.get(UNSAVED),
        "difference": compare_texts(texts[old], texts[new]),
        "meaning": compare_meaning(snapshot_of(sandbox), pane.key, texts[old], texts[new]),
    }
    return show_fragment(request, "lab/_compare.html", context)


def _version_before(texts: dict[int, str], new: int, current: int) -> int:
    """Return what to compare with when nothing was chosen: the version in force or before."""
    if new == UNSAVED:
        return current
    return max((number for number in texts if UNSAVED < number < new), default=new)


def _name(number: int) -> str:
    return "your unsaved text" if number == UNSAVED else f"v{number}"
