"""The scenarios that come with the product: sound, well formatted, and worth exploring."""

from __future__ import annotations

import json

import pytest

from iamlab.engine.documents import Severity, parse_policy
from iamlab.engine.evaluation import Authorizer
from iamlab.engine.evaluation.trace import Decision
from iamlab.engine.evaluation.words import Layer, Reason, Verdict
from iamlab.engine.scenarios import build_snapshot, make_request, read_scenario


@pytest.fixture(scope="module")
def decisions(acme_files: dict[str, str]) -> dict[str, Decision]:
    """What the evaluator says to each preset question of Acme Receipts."""
    scenario = read_scenario(acme_files)
    snapshot = build_snapshot(scenario)
    authorizer = Authorizer(snapshot)
    return {
        question.id: authorizer.decide(make_request(snapshot, question))
        for question in scenario.questions
    }


def test_every_document_is_free_of_errors(shipped_files: dict[str, str]) -> None:
    snapshot = build_snapshot(read_scenario(shipped_files))
    errors = [
        (key, finding.message)
        for key, policy in snapshot.policies().items()
        for finding in parse_policy(policy.text, policy.type).findings
        if finding.severity is Severity.ERROR
    ]
    assert errors == []


def test_every_policy_file_is_used_and_is_json_in_narrow_lines(
    shipped_files: dict[str, str],
) -> None:
    organization = shipped_files["organization.yaml"]
    for path, text in shipped_files.items():
        if path != "organization.yaml":
            assert path in organization
            assert json.loads(text)["Version"] == "2012-10-17"
            assert max(map(len, text.splitlines())) <= 100
            assert text.endswith("}\n")


def test_identifiers_have_the_length_that_aws_gives_them(shipped_files: dict[str, str]) -> None:
    snapshot = build_snapshot(read_scenario(shipped_files))
    ids = [identity.unique_id for identity in snapshot.identities.values()]
    assert {len(item or "") for item in ids} == {21}
    assert len(set(ids)) == len(ids)


def test_the_laboratory_opens_with_a_policy_and_a_question(shipped_files: dict[str, str]) -> None:
    scenario = read_scenario(shipped_files)
    assert scenario.start is not None
    assert scenario.start.policy in build_snapshot(scenario).policies()
    assert scenario.start.question in {question.id for question in scenario.questions}


def test_every_title_is_a_question_of_its_own(shipped_files: dict[str, str]) -> None:
    titles = [item.title for item in read_scenario(shipped_files).questions]
    assert [title for title in titles if not (title.startswith("Can ") and title[-1] == "?")] == []
    assert len(set(titles)) == len(titles)


def test_the_presets_meet_every_verdict(decisions: dict[str, Decision]) -> None:
    assert {decision.verdict for decision in decisions.values()} == set(Verdict)


def test_the_presets_meet_many_ways_to_a_verdict(decisions: dict[str, Decision]) -> None:
    ways = {(decision.reason, decision.layer) for decision in decisions.values()}
    assert len(decisions) >= 14
    assert len(ways) >= 12


@pytest.mark.parametrize(
    ("reason", "layer"),
    [
        (Reason.IDENTITY_ALLOW, Layer.IDENTITY),
        (Reason.RESOURCE_ALLOW, Layer.RESOURCE),
        (Reason.CROSS_ACCOUNT_ALLOW, Layer.RESOURCE),
        (Reason.ROOT_ALLOW, Layer.IDENTITY),
        (Reason.ALWAYS_ALLOWED, Layer.SERVICE),
        (Reason.EXPLICIT_DENY, Layer.RCP),
        (Reason.EXPLICIT_DENY, Layer.SCP),
        (Reason.EXPLICIT_DENY, Layer.RESOURCE),
        (Reason.EXPLICIT_DENY, Layer.IDENTITY),
        (Reason.NO_SCP_ALLOW, Layer.SCP),
        (Reason.NO_ENDPOINT_ALLOW, Layer.ENDPOINT),
        (Reason.NO_RESOURCE_ALLOW, Layer.RESOURCE),
        (Reason.NO_TRUST_ALLOW, Layer.RESOURCE),
        (Reason.NO_IDENTITY_ALLOW, Layer.IDENTITY),
        (Reason.NO_BOUNDARY_ALLOW, Layer.BOUNDARY),
        (Reason.NO_SESSION_ALLOW, Layer.SESSION),
    ],
)
def test_each_kind_of_outcome_has_a_preset(
    decisions: dict[str, Decision], reason: Reason, layer: Layer
) -> None:
    assert (reason, layer) in {(item.reason, item.layer) for item in decisions.values()}


def test_the_right_branch_and_the_wrong_branch_differ(decisions: dict[str, Decision]) -> None:
    assert decisions["main-branch-deploys"].verdict != decisions["feature-branch-deploys"].verdict


def test_the_first_question_is_a_near_miss_on_one_element(acme_files: dict[str, str]) -> None:
    scenario = read_scenario(acme_files)
    snapshot = build_snapshot(scenario)
    assert scenario.start is not None
    first = next(item for item in scenario.questions if item.id == scenario.start.question)
    miss = Authorizer(snapshot).explain(make_request(snapshot, first)).nearest_miss
    assert miss is not None
    assert miss.policy is not None
    assert (miss.policy.key, miss.element) == (scenario.start.policy, "Resource")
