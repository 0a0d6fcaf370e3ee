"""The lab page: the organization, a policy, a question with its answer; works as plain HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iamlab.engine import Snapshot, condition_key, condition_keys_for_action
from iamlab.engine.scenarios import Question
from iamlab.lab.asking import Outcome, ask
from iamlab.lab.branches import tree_branches
from iamlab.lab.forms.question import QuestionForm
from iamlab.lab.options import OptionGroup, principal_options, resource_options
from iamlab.lab.panes import policy_pane
from iamlab.lab.presets import presets_of, start_question
from iamlab.lab.questions import LabQuestion, passed_policies
from iamlab.lab.repairs import suggest
from iamlab.lab.templatetags.traces import lit
from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox, template_of
from iamlab.sandbox.services.errors import PolicyNotFound, ScenarioNotFound
from iamlab.sandbox.services.questions import question_from_data
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.tree import organization_tree
from iamlab.site.errors import error_response

DEFAULT_SCENARIO = "acme"
_COMMON_KEYS = (
    *("aws:CurrentTime", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent"),
    *("aws:PrincipalOrgID", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceAccount"),
    *("aws:SourceArn", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:UserAgent"),
    *("aws:CalledVia", "aws:ViaAWSService", "aws:TagKeys", "aws:PrincipalTag/team"),
    *("aws:RequestTag/team", "aws:ResourceTag/team"),
)
_PANES = ("side", "main", "result")
_LINES = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")


@require_safe
def show_lab(request: HttpRequest) -> HttpResponse:
    """Show the lab with the question of the address, or with the scenario's first one."""
    slug = request.GET.get("scenario") or DEFAULT_SCENARIO
    try:
        sandbox = open_sandbox(visitor_of(request), slug)
        template = sandbox if sandbox.is_template else template_of(slug)
    except ScenarioNotFound as error:
        return error_response(request, 404, str(error))
    presets = [question_from_data(data) for data in template.questions]
    snapshot = snapshot_of(sandbox)
    form = QuestionForm(request.GET)
    is_valid = form.is_valid()
    asked = form.question() if is_valid else form.typed()
    outcome = Outcome()
    if not is_valid:
        outcome = refuse(form)
    else:
        if not (asked.principal or asked.action or asked.resource):
            asked = start_question(snapshot, presets, template.start)
        if asked != LabQuestion():
            outcome = ask(snapshot, asked, presets)
    policy = request.GET.get("policy") or _policy_to_show(outcome, template)
    context = question_context(sandbox, snapshot, asked, outcome, presets)
    context["presets"] = presets_of(snapshot, slug, presets)
    if request.GET.get("repairs") and outcome.answer:
        context["suggestions"] = suggest(snapshot, outcome.answer.asked, slug, presets)
    tree = organization_tree(sandbox)
    context |= {
        "principals": _values(principal_options(tree)),
        "resources": _values(resource_options(snapshot, presets, "", context["asked"].action)),
        "show": _pane_to_show(request),
        "section": request.GET.get("section", ""),
    }
    context["branches"] = tree_branches(tree, policy)
    try:
        context["pane"] = _pane(request, sandbox, policy, outcome) if policy else None
    except PolicyNotFound as error:
        return error_response(request, 404, str(error))
    status = 200 if outcome.answer or asked == LabQuestion() else 422
    return render(request, "lab/lab.html", context, status=status)


def refuse(form: QuestionForm) -> Outcome:
    """Return what is wrong with a form, each sentence beside its field."""
    errors = {name: str(items[0]) for name, items in form.errors.items() if name != "__all__"}
    general = form.non_field_errors()
    if general:
        errors["context"] = str(general[0])
    problem = errors.pop("drafts", "") or errors.pop("parent", "")
    return Outcome(errors=errors, problem=problem)


def question_context(
    sandbox: Sandbox,
    snapshot: Snapshot,
    asked: LabQuestion,
    outcome: Outcome,
    presets: list[Question],
) -> dict[str, Any]:
    """Return what the templates of the question and of the answer read."""
    answer = outcome.answer
    asked = answer.asked if answer else asked
    query = asked.query(sandbox.scenario)
    context: dict[str, Any] = {
        "sandbox": sandbox,
        "scenario": sandbox.scenario,
        "asked": asked,
        "outcome": outcome,
        "answer": answer,
        "query": query,
        "back": query,
        "passed": [] if outcome.problem else passed_policies(asked, presets),
        "off_switches": True,
        "known_keys": _known_keys(asked.action),
    }
    if answer is not None:
        context |= {
            "trace": answer.trace,
            "lit": lit(answer.trace),
            "draft_keys": answer.draft_keys,
            "draft_names": answer.draft_names,
            "off_addresses": off_addresses(asked, sandbox.scenario),
            "all_on": replace(asked, off=()).query(sandbox.scenario),
        }
    return context


def _known_keys(action: str) -> list[str]:
    """Return the condition keys that the field for a further key suggests."""
    keys = (*condition_keys_for_action(action), *map(condition_key, _COMMON_KEYS))
    return [key.name for key in keys if key is not None and "$" not in key.name]


def off_addresses(asked: LabQuestion, scenario: str) -> dict[str, str]:
    """Return the query string of the question with each layer or policy left out or taken back."""
    return {name: asked.toggled(name).query(scenario) for name in asked.switchable}


def _values(groups: list[OptionGroup]) -> list[str]:
    """Return what fields without scripts suggest; services are too many to be any help."""
    return [option.value for group in groups for option in group.options]


def _pane_to_show(request: HttpRequest) -> str:
    """Return which pane a narrow window shows: the policy for a link that points into one."""
    wanted = request.GET.get("show", "")
    if wanted in _PANES:
        return wanted
    return "main" if "light" in request.GET else "result"


def _policy_to_show(outcome: Outcome, template: Sandbox) -> str:
    """Return the key of the policy that decided, or the one that the scenario begins with."""
    light = lit(outcome.answer.trace) if outcome.answer else None
    return light.policy if light else str(template.start.get("policy", ""))


def _pane(request: HttpRequest, sandbox: Sandbox, policy: str, outcome: Outcome) -> Any:
    found = _LINES.fullmatch(request.GET.get("light", ""))
    light = None
    if found and outcome.answer:
        verdict = outcome.answer.trace.decision.verdict.value
        light = (int(found.group(1)), int(found.group(2)), verdict)
    return policy_pane(sandbox, policy, holder=request.GET.get("holder", ""), light=light)
