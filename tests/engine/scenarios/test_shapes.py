"""What the shapes of a scenario accept, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.scenarios import ScenarioError, scenario_from_mapping


def field_at_fault(data: dict[str, Any]) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    return caught.value.field


@pytest.mark.parametrize(
    ("part", "value"),
    [("id", "o-A1"), ("root", "ou-ab12-work1234"), ("management_account", "1111")],
)
def test_organization_identifiers_have_the_form_of_aws(
    data: dict[str, Any], part: str, value: str
) -> None:
    data["organization"][part] = value
    assert field_at_fault(data) == f"organization.{part}"


def test_a_name_has_the_characters_that_iam_allows(data: dict[str, Any]) -> None:
    data["accounts"][1]["users"][0]["name"] = "ana smith"
    assert field_at_fault(data) == "accounts[1].users[0].name"


def test_the_name_of_an_inline_policy_is_checked_too(data: dict[str, Any]) -> None:
    data["accounts"][1]["users"][0]["inline"] = {"my policy": {}}
    assert field_at_fault(data) == "accounts[1].users[0].inline.my policy"


@pytest.mark.parametrize("path", ["", "team", "/team", "team/"])
def test_a_path_begins_and_ends_with_a_slash(data: dict[str, Any], path: str) -> None:
    data["accounts"][1]["roles"][0]["path"] = path
    assert field_at_fault(data) == "accounts[1].roles[0].path"


@pytest.mark.parametrize("seconds", [3599, 43201])
def test_a_role_session_lasts_one_to_twelve_hours_at_most(
    data: dict[str, Any], seconds: int
) -> None:
    data["accounts"][1]["roles"][0]["max_session_duration"] = seconds
    assert field_at_fault(data) == "accounts[1].roles[0].max_session_duration"


def test_the_identifier_of_a_role_is_not_that_of_a_user(data: dict[str, Any]) -> None:
    data["accounts"][1]["roles"][0]["id"] = "AIDAEXAMPLEFN00000000"
    assert field_at_fault(data) == "accounts[1].roles[0].id"


def test_a_resource_is_named_by_an_arn(data: dict[str, Any]) -> None:
    data["accounts"][1]["resources"][0]["arn"] = "acme-receipts"
    assert field_at_fault(data) == "accounts[1].resources[0].arn"


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"document": {}, "versions": [{}]},
        {"versions": [{}, {}], "default_version": 3},
        {"document": {}, "default_version": 2},
    ],
)
def test_a_managed_policy_has_one_document_or_versions_with_a_default(
    data: dict[str, Any], parts: dict[str, Any]
) -> None:
    data["accounts"][1]["policies"].append({"name": "Other", **parts})
    assert field_at_fault(data) == "accounts[1].policies[3]"


def test_a_managed_policy_has_five_versions_at_most(data: dict[str, Any]) -> None:
    data["accounts"][1]["policies"].append({"name": "Other", "versions": [{}] * 6})
    assert field_at_fault(data) == "accounts[1].policies[3].versions"


def test_a_guardrail_is_an_scp_or_an_rcp(data: dict[str, Any]) -> None:
    data["guardrails"][0]["type"] = "SCP"
    assert field_at_fault(data) == "guardrails[0].type"


@pytest.mark.parametrize("key", ["verdict", "expect", "answer"])
def test_a_question_cannot_state_its_answer(data: dict[str, Any], key: str) -> None:
    question = {"id": "q", "title": "Can Ana?", "kind": "identity", "action": "s3:GetObject"}
    data["questions"] = [
        {**question, "principal": "production/user/ana", "resource": "*", key: "allowed"}
    ]
    assert field_at_fault(data) == f"questions[0].{key}"
