"""The options of the question's pickers, as fragments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iamlab.lab.asking import ask
from iamlab.lab.branches import find_section, tree_branches
from iamlab.lab.forms.question import PickerForm, QuestionForm
from iamlab.lab.options import OptionGroup, action_options, principal_options, resource_options
from iamlab.lab.views.page import DEFAULT_SCENARIO, question_context, refuse
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox, template_of
from iamlab.sandbox.services.errors import ScenarioNotFound
from iamlab.sandbox.services.questions import question_from_data
from iamlab.sandbox.services.snapshots import picture_of
from iamlab.sandbox.services.tree import organization_tree
from iamlab.site.errors import error_response


@require_safe
def principals(request: HttpRequest) -> HttpResponse:
    """Offer who may ask, found by the words in `q`."""
    form = PickerForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    try:
        sandbox = _sandbox(request)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    tree = organization_tree(sandbox)
    return _show(request, principal_options(tree, form.cleaned_data["q"]), "principal")


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Offer actions, found by the words in `q`; those that fit `resource` come first."""
    form = PickerForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    data = form.cleaned_data
    return _show(request, action_options(data["q"], data["resource"]), "action")


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Offer resources, found by the words in `q`; those that `action` fits come first."""
    form = PickerForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400, form.sentence())
    try:
        sandbox = _sandbox(request)
        template = sandbox if sandbox.is_template else template_of(sandbox.scenario)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    presets = [question_from_data(data) for data in template.questions]
    data = form.cleaned_data
    snapshot = picture_of(sandbox).snapshot
    found = resource_options(snapshot, presets, data["q"], data["action"])
    return _show(request, found, "resource")


@require_safe
def tree_section(request: HttpRequest) -> HttpResponse:
    """Show the rows of the tree that the page left out for their number."""
    try:
        sandbox = _sandbox(request)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    name = request.GET.get("section", "")
    section = find_section(tree_branches(organization_tree(sandbox), ""), name) if name else None
    if section is None:
        return error_response(request, 404, "There is no such part of the organization.")
    parts = {"branches": section.children, "scenario": sandbox.scenario}
    parts["query"] = f"scenario={sandbox.scenario}"
    return render(request, "lab/_section.html", parts)


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """Show the condition keys in play of a question as rows; an empty part when it has none."""
    form = QuestionForm(request.GET)
    try:
        sandbox = _sandbox(request)
        template = sandbox if sandbox.is_template else template_of(sandbox.scenario)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    presets = [question_from_data(data) for data in template.questions]
    snapshot = picture_of(sandbox).snapshot
    is_valid = form.is_valid()
    asked = form.question() if is_valid else form.typed()
    outcome = ask(snapshot, asked, presets) if is_valid else refuse(form)
    parts = question_context(sandbox, snapshot, asked, outcome, presets)
    return render(request, "lab/_context.html", parts, status=200 if outcome.answer else 422)


def _sandbox(request: HttpRequest) -> Sandbox:
    return open_sandbox(visitor_of(request), request.GET.get("scenario") or DEFAULT_SCENARIO)


def _show(request: HttpRequest, groups: list[OptionGroup], field: str) -> HttpResponse:
    return render(request, "lab/_picker.html", {"groups": groups, "field": field})
