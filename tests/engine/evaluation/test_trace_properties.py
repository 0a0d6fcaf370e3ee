"""What must hold of every explanation: statements, layers and near misses, on random policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from iamlab.engine.evaluation import (
    POLICY_LAYERS,
    Authorizer,
    Layer,
    LayerTrace,
    PolicyTrace,
    StatementTrace,
    Trace,
    Verdict,
)

from .organizations import ORGANIZATIONS, QUESTIONS, Organization

Question = dict[str, Any]
EXAMPLES = settings(max_examples=100, deadline=None)


def explain(organization: Organization, question: Question) -> Trace:
    return Authorizer(organization.snapshot()).explain(organization.request(**question))


def statements_of(layer: LayerTrace) -> Iterator[tuple[PolicyTrace, StatementTrace]]:
    for level in layer.levels:
        for policy in level.policies:
            for statement in policy.statements:
                yield policy, statement


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_a_statement_matches_when_none_of_its_elements_fails(
    organization: Organization, question: Question
) -> None:
    """M5, C1: all elements together."""
    for layer in explain(organization, question).layers:
        for _, statement in statements_of(layer):
            failing = [item for item in statement.elements if item.matched is False]
            assert statement.matched is not bool(failing)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_the_statements_that_match_are_those_of_the_decision(
    organization: Organization, question: Question
) -> None:
    """M2, M3: the long story and the short one name the same statements."""
    trace = explain(organization, question)
    told = {
        (layer.layer, policy.policy.key, statement.index)
        for layer in trace.layers
        for policy, statement in statements_of(layer)
        if statement.matched
    }
    assert told == {(item.layer, item.policy_key, item.index) for item in trace.decision.matched}


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_a_layer_says_what_its_statements_say(
    organization: Organization, question: Question
) -> None:
    """E4: a Deny before an Allow, and silence without either."""
    for layer in explain(organization, question).layers:
        effects = {item.effect for _, item in statements_of(layer) if item.matched}
        if "Deny" in effects:
            assert layer.says == "deny"
        elif layer.layer in (Layer.RCP, Layer.SCP) or not layer.applies:
            assert layer.says in ("allow", "silent", "none")
        else:
            assert layer.says == ("allow" if effects else "silent")


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_an_explicit_deny_is_reported_at_the_first_layer_that_denies(
    organization: Organization, question: Question
) -> None:
    """E4: RCP, SCP, endpoint, resource, identity, boundary, session."""
    trace = explain(organization, question)
    denying = [layer.layer for layer in trace.layers if layer.says == "deny"]
    explicit = trace.decision.verdict is Verdict.EXPLICIT_DENY
    assert explicit is bool(denying)
    if explicit:
        assert trace.decision.layer is min(denying, key=POLICY_LAYERS.index)
        assert all(item.effect == "Deny" for item in trace.decision.deciding)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_an_allowed_request_has_a_statement_that_grants_it_or_is_of_root(
    organization: Organization, question: Question
) -> None:
    """E3, M3: nothing is allowed without a matching Allow."""
    trace = explain(organization, question)
    if trace.decision.verdict is not Verdict.ALLOWED:
        return
    deciding = trace.decision.deciding
    assert deciding or trace.caller.arn.endswith(":root")
    assert all(item.effect == "Allow" for item in deciding)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_a_silent_layer_with_an_allow_has_a_nearest_miss(
    organization: Organization, question: Question
) -> None:
    """M5: it names the first element that fails, with wanted versus got."""
    trace = explain(organization, question)
    if trace.decision.verdict is not Verdict.IMPLICIT_DENY:
        return
    for layer in trace.layers:
        if layer.says != "silent":
            continue
        misses = [miss for miss in trace.misses if miss.layer is layer.layer]
        assert misses
        if any(item.effect == "Allow" for _, item in statements_of(layer)):
            assert any(miss.policy is not None for miss in misses)


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_a_nearest_miss_is_an_allow_and_names_an_element_that_fails(
    organization: Organization, question: Question
) -> None:
    """M5."""
    trace = explain(organization, question)
    by_place = {
        (layer.layer, policy.policy.key, statement.index): statement
        for layer in trace.layers
        for policy, statement in statements_of(layer)
    }
    for miss in trace.misses:
        assert miss.why
        if miss.policy is None:
            continue
        statement = by_place[miss.layer, miss.policy.key, miss.index]
        assert statement.effect == "Allow"
        failing = {item.name for item in statement.elements if item.matched is False}
        assert miss.element in failing
        assert miss.wanted


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_an_implicit_deny_reports_a_miss_in_its_own_layer(
    organization: Organization, question: Question
) -> None:
    """M4, M5: unless the layer is not there at all."""
    trace = explain(organization, question)
    if trace.decision.verdict is not Verdict.IMPLICIT_DENY:
        return
    reported = next(item for item in trace.layers if item.layer is trace.decision.layer)
    assert reported.decides
    assert (trace.nearest_miss is not None) is reported.applies


@EXAMPLES
@given(ORGANIZATIONS, QUESTIONS)
def test_misses_are_told_only_of_an_implicit_deny(
    organization: Organization, question: Question
) -> None:
    """M5."""
    trace = explain(organization, question)
    if trace.decision.verdict is not Verdict.IMPLICIT_DENY:
        assert trace.misses == ()
