"""Shares a question: a plain address, or a link that keeps the edited policies too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from iamlab.lab.asking import ask
from iamlab.lab.forms.question import QuestionForm
from iamlab.lab.listing import list_lines
from iamlab.lab.questions import question_from
from iamlab.lab.views.page import DEFAULT_SCENARIO, question_context, refuse
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.models import SharedQuestion
from iamlab.sandbox.services.access import open_sandbox, own_sandbox, template_of
from iamlab.sandbox.services.errors import (
    PolicyNotFound,
    SandboxError,
    ScenarioNotFound,
    SharedNotFound,
)
from iamlab.sandbox.services.policies import edited_keys, get_policy, save_policy
from iamlab.sandbox.services.questions import question_from_data
from iamlab.sandbox.services.sharing import open_shared, share_question, shared_snapshot
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.site.errors import error_response


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Make a link to the question: its own address, or one that keeps the edited policies."""
    # Without scripts the question comes as the query string of the page it was asked on.
    data = request.POST if "action" in request.POST else QueryDict(request.POST.get("question", ""))
    slug = data.get("scenario") or DEFAULT_SCENARIO
    visitor = visitor_of(request)
    form = QuestionForm(data)
    try:
        sandbox = open_sandbox(visitor, slug)
        template = sandbox if sandbox.is_template else template_of(slug)
        presets = [question_from_data(data) for data in template.questions]
        snapshot = snapshot_of(sandbox)
        outcome = refuse(form)
        if form.is_valid():
            outcome = ask(snapshot, form.question(), presets, form.cleaned_data["drafts"])
        answer = outcome.answer
        if answer is None:
            sentence = outcome.problem or next(iter(outcome.errors.values()), "")
            return error_response(request, 400, f"Not shared. {sentence}")
        drafts = {key: form.cleaned_data["drafts"][key] for key in answer.changed}
        if not drafts and not edited_keys(sandbox):
            path = f"{reverse('lab:lab')}?{answer.asked.query(slug)}"
        else:
            shared = share_question(visitor, slug, answer.asked.as_data(), drafts)
            path = reverse("lab:shared", args=[shared.token])
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    except SandboxError as error:
        return error_response(request, 400, str(error))
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(path)
    address = request.build_absolute_uri(path)
    return render(request, "lab/_share.html", {"address": address, "kept": "/q/" in path})


@require_safe
def show_shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a shared question with its answer and its policies, to read, for anyone."""
    try:
        shared = open_shared(token)
        template = template_of(shared.scenario)
    except SandboxError as error:
        return error_response(request, 404, str(error))
    presets = [question_from_data(data) for data in template.questions]
    snapshot = shared_snapshot(shared)
    asked = question_from(shared.question)
    outcome = ask(snapshot, asked, presets)
    context = question_context(template, snapshot, asked, outcome, presets)
    context |= {"shared": shared, "read_only": True, "off_switches": False}
    context |= _policies(request, shared, context)
    return render(request, "lab/shared.html", context, status=200 if outcome.answer else 422)


@require_POST
def continue_shared(request: HttpRequest, token: str) -> HttpResponse:
    """Save the shared policies as new versions in the visitor's own copy, and go on there."""
    visitor = visitor_of(request, writing=True)
    try:
        shared = open_shared(token)
        slug = shared.scenario
        sandbox = own_sandbox(visitor, slug)
        for key, text in shared.texts.items():
            try:
                base = get_policy(sandbox, key).version
            except PolicyNotFound:
                continue  # the scenario has lost the policy since
            save_policy(visitor, slug, key, text, base)
    except SharedNotFound as error:
        return error_response(request, 404, str(error))
    except SandboxError as error:
        return error_response(request, 409, str(error))
    query = question_from(shared.question).query(slug)
    return HttpResponseRedirect(f"{reverse('lab:lab')}?{query}")


def _policies(
    request: HttpRequest, shared: SharedQuestion, context: dict[str, Any]
) -> dict[str, Any]:
    """Return the policy to read: the one asked for, else the one that decided, else an edited one.

    `texts` are all those in the trace by key, so that only what bears on the answer is shown.
    """
    trace = context.get("trace")
    if trace is None:
        return {"texts": []}
    policies = {
        policy.policy.key: policy.policy
        for layer in trace.layers
        for level in layer.levels
        for policy in level.policies
    }
    light = context["lit"]
    wanted = request.GET.get("policy", "")
    key = wanted if wanted in policies else light.policy if light else next(iter(policies), "")
    lit_here = light is not None and light.policy == key
    policy = policies.get(key)
    span = (light.first, light.last) if lit_here else (0, 0)
    return {
        "policy": policy,
        "lines": list_lines(policy.text, *span) if policy else (),
        "texts": [
            {"policy": item, "edited": item.key in shared.texts, "current": item.key == key}
            for item in policies.values()
        ],
    }
