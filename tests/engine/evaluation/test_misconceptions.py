"""Evaluators with one rule wrong: what each says of a question, and that its story holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlab.engine.evaluation import (
    AWS_RULES,
    Authorizer,
    EvaluationRules,
    LayerTrace,
    Trace,
    Verdict,
)

from .cases import Case, load_cases, question_of
from .organizations import ORGANIZATIONS, QUESTIONS, Organization

Question = dict[str, Any]
EXAMPLES = settings(max_examples=300, deadline=None)
BELIEVED = [
    (case, believed["wrong"], believed) for case in load_cases() for believed in case.believed
]
SWITCHES = EvaluationRules.names()


def turned(name: str) -> EvaluationRules:
    return EvaluationRules(**{name: not getattr(AWS_RULES, name)})


RULES = st.sampled_from(SWITCHES).map(turned) | st.sets(
    st.sampled_from(SWITCHES), min_size=2, max_size=4
).map(lambda names: EvaluationRules(**{name: not getattr(AWS_RULES, name) for name in names}))
"""Evaluators with one rule wrong, and with a few."""


def _name(item: object) -> str:
    if isinstance(item, Case):
        return item.id
    return "+".join(item) if isinstance(item, dict) and "wrong" not in item else ""


@pytest.mark.parametrize(("case", "wrong", "believed"), BELIEVED, ids=_name)
def test_what_an_evaluator_with_a_rule_wrong_says(
    case: Case, wrong: dict[str, bool], believed: dict[str, Any]
) -> None:
    """Section 10; the file states what AWS says of the same question."""
    snapshot, request = question_of(case.given)
    authorizer = Authorizer(snapshot, EvaluationRules(**wrong))
    decision = authorizer.decide(request)
    assert authorizer.explain(request).decision == decision
    for name in ("reason", "layer"):
        assert getattr(decision, name) == believed.get(name, getattr(decision, name))
    assert decision.verdict == believed["decision"]


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_has_a_question_on_which_it_matters(name: str) -> None:
    value = not getattr(AWS_RULES, name)
    assert [
        case.id
        for case, wrong, believed in BELIEVED
        if wrong == {name: value} and believed["decision"] != case.expect["decision"]
    ]


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_has_a_question_near_by_on_which_it_does_not_matter(name: str) -> None:
    value = not getattr(AWS_RULES, name)
    assert [
        case.id
        for case, wrong, believed in BELIEVED
        if wrong == {name: value} and believed["decision"] == case.expect["decision"]
    ]


def test_switches_are_turned_away_from_what_aws_does() -> None:
    for _, wrong, _ in BELIEVED:
        assert all(getattr(AWS_RULES, name) is not value for name, value in wrong.items())


def rungs(trace: Trace) -> list[LayerTrace]:
    return [layer for layer in trace.layers if layer.layer is trace.decision.layer]


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, RULES)
def test_an_explanation_explains_the_decision(
    organization: Organization, question: Question, rules: EvaluationRules
) -> None:
    """M1, for every evaluator."""
    request = organization.request(**question)
    trace = Authorizer(organization.snapshot(), rules).explain(request)
    assert trace.decision == Authorizer(organization.snapshot(), rules).decide(request)
    assert trace.summary


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, RULES)
def test_the_statements_that_match_are_those_of_the_decision(
    organization: Organization, question: Question, rules: EvaluationRules
) -> None:
    """M2, M3, for every evaluator."""
    trace = Authorizer(organization.snapshot(), rules).explain(organization.request(**question))
    told = {
        (layer.layer, policy.policy.key, statement.index, statement.effect)
        for layer in trace.layers
        for level in layer.levels
        for policy in level.policies
        for statement in policy.statements
        if statement.matched
    }
    assert told == {
        (item.layer, item.policy_key, item.index, item.effect) for item in trace.decision.matched
    }


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, RULES)
def test_the_rung_that_decides_says_what_the_verdict_says(
    organization: Organization, question: Question, rules: EvaluationRules
) -> None:
    """M4, for every evaluator: no rung contradicts the verdict that it makes."""
    trace = Authorizer(organization.snapshot(), rules).explain(organization.request(**question))
    said = {
        Verdict.ALLOWED: {"allow"},
        Verdict.EXPLICIT_DENY: {"deny"},
        Verdict.IMPLICIT_DENY: {"silent", "none"},
    }[trace.decision.verdict]
    if trace.caller.arn.endswith(":root"):
        said = said | {"none"}
    deciding = rungs(trace)
    assert deciding
    assert all(layer.decides for layer in deciding)
    assert all(layer.says in said for layer in trace.layers if layer.decides), trace.summary


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS, RULES)
def test_an_allowed_request_has_a_statement_that_counts(
    organization: Organization, question: Question, rules: EvaluationRules
) -> None:
    """E3, for every evaluator: nothing is allowed by nothing or by what is overruled."""
    decision = Authorizer(organization.snapshot(), rules).decide(organization.request(**question))
    assert set(decision.overruled) <= set(decision.matched)
    assert not set(decision.overruled) & set(decision.deciding)
    if decision.verdict is Verdict.ALLOWED and not question["principal"].endswith(":root"):
        assert decision.deciding


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_by_the_rules_of_aws_no_statement_is_overruled(
    organization: Organization, question: Question
) -> None:
    """E4: every statement that matches counts."""
    assert Authorizer(organization.snapshot()).decide(organization.request(**question))[5] == ()
