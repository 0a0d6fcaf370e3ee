"""What an answer holds: its keys, its words, warnings, AWS's own message and the trace."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine.evaluation import Layer, Reason
from iamlab.engine.simulation import Simulator

from .lines import (
    ALICE,
    ALLOWING,
    OPEN_TO_ALL,
    REPORT,
    answer,
    answer_text,
    level,
    line,
    policy,
    statement,
)

KEYS = {
    "id",
    "decision",
    "reason",
    "layer",
    "matched_statements",
    "nearest_miss",
    "missing_context_keys",
    "message",
    "warnings",
}
DENYING = policy("NoS3", statement("Deny", Sid="Never"))
OPENING = f"User: {ALICE} is not authorized to perform: s3:GetObject on resource: {REPORT}"


@pytest.mark.parametrize(
    ("layers", "decision"),
    [
        ({"identity_policies": [ALLOWING]}, "allowed"),
        ({"identity_policies": [ALLOWING, DENYING]}, "explicitDeny"),
        ({"identity_policies": [policy("p", statement(Resource="arn:aws:s3:::x"))]},
         "implicitDeny"),
    ],
)  # fmt: skip
def test_every_verdict_has_the_same_keys(layers: dict[str, Any], decision: str) -> None:
    result = answer(**layers)
    assert set(result) == KEYS
    assert result["id"] == "q1"
    assert result["decision"] == decision
    assert result["reason"] in set(Reason)
    assert result["layer"] in set(Layer)
    assert isinstance(result["matched_statements"], list)
    assert isinstance(result["missing_context_keys"], list)
    assert isinstance(result["warnings"], list)
    assert (result["message"] is None) is (decision == "allowed")
    assert (result["nearest_miss"] is None) is (decision != "implicitDeny")


def test_matched_statements_name_layer_policy_index_sid_and_effect() -> None:
    full = policy("FullAWSAccess", statement(action="*"))
    two = policy("Two", statement(action="sqs:*"), statement(Sid="Read"))
    result = answer(identity_policies=[two], service_control_policies=[level("r-root", full)])
    assert result["matched_statements"] == [
        {"layer": "scp", "policy": "FullAWSAccess", "index": 0, "sid": None, "effect": "Allow"},
        {"layer": "identity", "policy": "Two", "index": 1, "sid": "Read", "effect": "Allow"},
    ]


def test_explicit_deny_reports_the_denying_layer() -> None:
    result = answer(
        identity_policies=[ALLOWING], service_control_policies=[level("r-root", DENYING)]
    )
    assert (result["reason"], result["layer"]) == ("EXPLICIT_DENY", "scp")


def test_nearest_miss_names_the_element_that_failed() -> None:
    bucket = policy("ReadReports", statement(action="s3:ListBucket"), statement(
        action="s3:GetObject", Resource="arn:aws:s3:::reports"))  # fmt: skip
    miss = answer(identity_policies=[bucket])["nearest_miss"]
    assert {key: miss[key] for key in ("layer", "policy", "index", "element")} == {
        "layer": "identity",
        "policy": "ReadReports",
        "index": 1,
        "element": "Resource",
    }
    assert set(miss) == {"layer", "policy", "index", "element", "why"}
    assert "arn:aws:s3:::reports" in miss["why"]
    assert "bucket" in miss["why"]


def test_nearest_miss_is_null_where_there_is_no_statement() -> None:
    assert answer()["nearest_miss"] is None


def test_missing_context_keys_are_those_that_statements_ask_for() -> None:
    with_mfa = statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    result = answer(identity_policies=[policy("p", with_mfa)])
    assert result["missing_context_keys"] == ["aws:MultiFactorAuthPresent"]


@pytest.mark.parametrize(
    ("layers", "ending"),
    [
        ({}, " because no identity-based policy allows the s3:GetObject action"),
        (
            {"identity_policies": [ALLOWING], "permissions_boundary": policy("b")},
            " because no permissions boundary allows the s3:GetObject action",
        ),
        (
            {"identity_policies": [ALLOWING], "service_control_policies": [level("r-root")]},
            " because no service control policy allows the s3:GetObject action",
        ),
        (
            {"identity_policies": [ALLOWING], "endpoint_policies": [policy("e")]},
            " because no VPC endpoint policy allows the s3:GetObject action",
        ),
        ({"identity_policies": [DENYING]}, " with an explicit deny in an identity-based policy"),
        (
            {"permissions_boundary": DENYING},
            " with an explicit deny in a permissions boundary",
        ),
        (
            {"service_control_policies": [level("r-root", DENYING)]},
            " with an explicit deny in a service control policy",
        ),
        (
            {"resource_policy": policy("b", statement("Deny", Principal="*"))},
            " with an explicit deny in a resource-based policy",
        ),
    ],
)
def test_message_is_worded_as_aws_words_it(layers: dict[str, Any], ending: str) -> None:
    assert answer(**layers)["message"] == OPENING + ending


def test_message_across_accounts_blames_the_resource_policy() -> None:
    result = answer({"resource_account": "444455556666"}, identity_policies=[ALLOWING])
    ending = " because no resource-based policy allows the s3:GetObject action"
    assert result["message"] == OPENING + ending


def test_message_for_a_session_names_the_session() -> None:
    session = "arn:aws:sts::111122223333:assumed-role/App/run"
    result = answer(
        {"principal": session}, identity_policies=[ALLOWING], session_policies=[policy("s")]
    )
    assert result["message"] == OPENING.replace(ALICE, session) + (
        " because no session policy allows the s3:GetObject action"
    )


def test_message_about_a_role_blames_its_trust_policy() -> None:
    role = "arn:aws:iam::111122223333:role/App"
    result = answer({"action": "sts:AssumeRole", "resource": role})
    assert result["message"] == (
        f"User: {ALICE} is not authorized to perform: sts:AssumeRole on resource: {role} "
        "because no role trust policy allows the sts:AssumeRole action"
    )


def test_ill_formed_documents_are_evaluated_with_warnings() -> None:
    bad_effect = policy("Shouting", statement("ALLOW"), statement())
    result = answer(identity_policies=[bad_effect])
    assert result["decision"] == "allowed"
    assert [item["index"] for item in result["matched_statements"]] == [1]
    warning = result["warnings"][0]
    assert set(warning) == {
        "layer", "policy", "code", "severity", "message", "line", "column",
    }  # fmt: skip
    assert (warning["layer"], warning["policy"]) == ("identity", "Shouting")
    assert warning["severity"] == "ERROR"
    assert warning["line"] == 1


def test_warnings_come_from_every_layer() -> None:
    versionless = {"name": "old", "document": {"Statement": [statement(Principal="*")]}}
    result = answer(
        {"principal": "arn:aws:sts::111122223333:assumed-role/App/run"},
        identity_policies=[versionless],
        permissions_boundary=versionless,
        session_policies=[versionless],
        resource_policy=versionless,
        service_control_policies=[level("r-root", versionless)],
        resource_control_policies=[level("r-root", versionless)],
        endpoint_policies=[versionless],
    )
    layers = {item["layer"] for item in result["warnings"]}
    assert layers == {"identity", "boundary", "session", "resource", "scp", "rcp", "endpoint"}


def test_warnings_about_a_trust_policy_belong_to_the_resource_layer() -> None:
    role = "arn:aws:iam::111122223333:role/App"
    result = answer(
        {"action": "sts:AssumeRole", "resource": role},
        resource_policy={"name": "trust", "document": {}},
    )
    assert {item["layer"] for item in result["warnings"]} == {"resource"}


def test_clean_policies_give_no_warnings() -> None:
    assert answer(identity_policies=[ALLOWING], resource_policy=OPEN_TO_ALL)["warnings"] == []


def test_action_that_aws_does_not_have_is_a_warning() -> None:
    result = answer({"action": "s3:GetObjekt"}, identity_policies=[ALLOWING])
    assert [item["code"] for item in result["warnings"]] == ["INVALID_ACTION"]
    assert "s3:GetObject" in result["warnings"][0]["message"]


def test_trace_is_included_only_on_demand() -> None:
    assert "trace" not in answer(identity_policies=[ALLOWING])
    result = answer(trace=True, identity_policies=[ALLOWING])
    assert set(result) == {*KEYS, "trace"}
    trace = result["trace"]
    assert trace["principal"] == ALICE
    assert [item["layer"] for item in trace["layers"]] == [
        "rcp", "scp", "endpoint", "resource", "identity", "boundary", "session",
    ]  # fmt: skip
    assert trace["context"]["aws:username"] == ["alice"]
    identity = trace["layers"][4]
    assert identity["says"] == "allow"
    [first] = identity["levels"][0]["policies"][0]["statements"]
    assert first["matched"] is True
    assert [item["element"] for item in first["elements"]] == ["Action", "Resource"]


@pytest.mark.parametrize("layers", [{}, {"identity_policies": [DENYING]}])
def test_trace_changes_nothing_else(layers: dict[str, Any]) -> None:
    result = answer(trace=True, **layers)
    del result["trace"]
    assert result == answer(**layers)


@pytest.mark.parametrize("identifier", ["q1", "", 7, 1.5, True, None, "\ud800", "😀\x00", 10**400])
def test_id_is_given_back_as_it_is(identifier: Any) -> None:
    assert answer(id=identifier)["id"] == identifier


def test_line_without_id_is_answered_with_null() -> None:
    from_line = answer(id=None)
    assert from_line["id"] is None


def test_lone_surrogates_in_names_and_policies_are_no_obstacle() -> None:
    odd = policy("na\ud800me", statement(Sid="si\udfffd", Resource="arn:aws:s3:::reports/\ud800"))
    result = answer({"resource": "arn:aws:s3:::reports/\ud800"}, identity_policies=[odd])
    assert result["decision"] == "allowed"
    assert result["matched_statements"][0]["policy"] == "na\ud800me"


def test_answers_do_not_depend_on_the_lines_before() -> None:
    role = {"action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/App"}
    elsewhere = {"resource_account": "444455556666"}
    deny = level("r-root", policy("d", statement("Deny", Principal="*")))
    lines = [
        line(identity_policies=[ALLOWING]),
        line(elsewhere, identity_policies=[ALLOWING]),
        line(identity_policies=[ALLOWING], permissions_boundary=policy("b")),
        line(resource_policy=OPEN_TO_ALL),
        line(elsewhere, resource_policy=OPEN_TO_ALL),
        line({"principal": "anonymous"}, resource_policy=OPEN_TO_ALL),
        line({**elsewhere, "resource": "*"}, resource_policy=OPEN_TO_ALL),
        line(role, resource_policy=policy("t", statement(action="sts:*", Principal="*"))),
        line({**role, "action": "sts:GetCallerIdentity"}, resource_policy=OPEN_TO_ALL),
        line(identity_policies=[ALLOWING], resource_control_policies=[deny]),
        line({"resource": "arn:aws:s3:::b"}, identity_policies=[ALLOWING]),
    ]
    texts = [json.dumps(item) for item in lines]
    alone = [answer_text(text) for text in texts]
    simulator = Simulator()
    for order in (range(len(texts)), reversed(range(len(texts)))):
        for place in order:
            assert simulator.answer(texts[place], 7, 1_780_000_000.0)[0] == alone[place]
