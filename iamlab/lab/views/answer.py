"""Answers a question from the form: the fragment for htmx, a redirect to its address otherwise."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, replace_url, reswap, retarget

from iamlab.lab.asking import FIELDS, Outcome, ask
from iamlab.lab.forms.question import QuestionForm
from iamlab.lab.views.page import DEFAULT_SCENARIO, question_context, refuse
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.access import open_with_template
from iamlab.sandbox.services.errors import ScenarioNotFound
from iamlab.sandbox.services.questions import question_from_data
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.site.errors import error_response

_OF_PANE = ("policy", "holder")


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer with the unsaved edits; the last answer stays when this one cannot be given."""
    slug = request.POST.get("scenario") or DEFAULT_SCENARIO
    try:
        sandbox, template = open_with_template(visitor_of(request), slug)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    form = QuestionForm(request.POST)
    is_valid = form.is_valid()
    asked = form.question() if is_valid else form.typed()
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{reverse('lab:lab')}?{asked.query(slug)}")
    needs_presets = bool(request.POST.getlist("with"))
    presets = [question_from_data(data) for data in template.questions] if needs_presets else []
    snapshot = snapshot_of(sandbox)
    outcome = refuse(form)
    if is_valid:
        outcome = ask(snapshot, asked, presets, form.cleaned_data["drafts"])
    context = question_context(sandbox, snapshot, asked, outcome, presets)
    context |= {"fields": FIELDS, "swap": True}
    if outcome.answer is None:
        return _show_errors(request, context)
    context["rows_changed"] = _rows_changed(request, outcome)
    response = render(request, "lab/_answer.html", context)
    return _push(request, response, str(context["query"]))


def _show_errors(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "lab/_refusal.html", context, status=422)
    return reswap(retarget(response, "#answer-notice"), "innerHTML")


def _rows_changed(request: HttpRequest, outcome: Outcome) -> bool:
    """Whether the rows of condition keys on the page are other ones by now."""
    rows = outcome.answer.rows if outcome.answer else ()
    columns = (request.POST.getlist(name) for name in ("key", "value", "shown"))
    sent = [
        tuple("\n".join(item.splitlines()) for item in row) for row in zip(*columns, strict=True)
    ]
    # The last row is the empty one for a further key.
    return [(row.key, row.value, row.shown) for row in rows] != sent[:-1]


def _push(request: HttpRequest, response: HttpResponse, query: str) -> HttpResponse:
    """Give the page the address of this question, with the policy that is open there."""
    current = parse_qsl(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    pane = [(name, value) for name, value in current if name in _OF_PANE]
    question = [(name, value) for name, value in current if name not in (*_OF_PANE, "light")]
    if question == parse_qsl(query):
        return response
    address = f"{reverse('lab:lab')}?{query}"
    if pane:
        address += f"&{urlencode(pane)}"
    # The page that was opened without a question showed this one, so Back need not come here.
    is_first = not any(name == "principal" for name, _ in question)
    return replace_url(response, address) if is_first else push_url(response, address)
