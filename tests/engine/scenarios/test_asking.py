"""A preset question as a request: names in full, context filled in, policies brought along."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation.request import Request
from iamlab.engine.scenarios import build_snapshot, make_request, scenario_from_mapping
from iamlab.engine.scenarios.asking import plain_request

QUESTION: dict[str, Any] = {
    "id": "q",
    "title": "Can the function read it?",
    "kind": "identity",
    "principal": "production/session/fn/i-1",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/1.pdf",
}


@pytest.fixture
def ask(data: dict[str, Any]) -> Any:
    def make(**changes: object) -> Request:
        scenario = scenario_from_mapping({**data, "questions": [{**QUESTION, **changes}]})
        return make_request(build_snapshot(scenario), scenario.questions[0])

    return make


def test_names_are_given_in_full(ask: Any) -> None:
    request = ask(action="iam:PassRole", resource="production/role/fn")
    assert request.principal == "arn:aws:sts::222233334444:assumed-role/fn/i-1"
    assert request.resource == "arn:aws:iam::222233334444:role/service/fn"


def test_the_tags_and_the_organization_of_the_caller_are_filled_in(ask: Any) -> None:
    context = ask().context
    assert context["aws:PrincipalTag/team"] == "receipts"
    assert context["aws:PrincipalOrgID"] == "o-a1b2c3d4e5"


def test_an_outsider_brings_no_organization(ask: Any) -> None:
    context = ask(principal="partner/user/nadia").context
    assert "aws:PrincipalOrgID" not in context
    assert context["aws:ResourceOrgID"] == "o-a1b2c3d4e5"


def test_mfa_is_never_made_up(ask: Any) -> None:
    context = ask(principal="production/user/ana").context
    assert "aws:MultiFactorAuthPresent" not in context


def test_what_the_question_states_wins_whatever_its_case(ask: Any) -> None:
    context = ask(context={"AWS:securetransport": False}).context
    assert context["AWS:securetransport"] is False
    assert "aws:SecureTransport" not in context


def test_the_plain_request_has_only_the_stated_context(data: dict[str, Any]) -> None:
    stated = {"s3:prefix": ["a/", "b/"]}
    data["questions"] = [{**QUESTION, "context": stated}]
    scenario = scenario_from_mapping(data)
    request = plain_request(build_snapshot(scenario), scenario.questions[0])
    assert request.context == stated


def test_the_user_behind_a_federated_user_may_be_short(ask: Any) -> None:
    request = ask(principal="production/federated-user/guest", parent="production/user/ana")
    assert request.parent == "arn:aws:iam::222233334444:user/ana"


def test_policies_that_the_question_brings_go_with_the_request(ask: Any) -> None:
    request = ask(
        session_policies=[{"name": "small", "document": {}}],
        endpoint_policies=[{"name": "door", "document": {}}],
    )
    session, endpoint = request.session_policies[0], request.endpoint_policies[0]
    assert (session.key, session.type) == ("question/q/session/small", PolicyType.SESSION)
    assert (endpoint.key, endpoint.type) == ("question/q/endpoint/door", PolicyType.ENDPOINT)
