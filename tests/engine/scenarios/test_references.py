"""Names that point at nothing, or stand twice, are found in every place."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.scenarios import ScenarioError, scenario_from_mapping

Place = tuple[str | int, ...]
PRODUCTION: Place = ("accounts", 1)
ANA: Place = (*PRODUCTION, "users", 0)
FN: Place = (*PRODUCTION, "roles", 0)
QUESTION = {
    "id": "q",
    "title": "Can Ana?",
    "kind": "identity",
    "principal": "production/user/ana",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/1",
}
OTHER_QUEUE = "arn:aws:sqs:eu-west-1:111122223333:uploads"


def put(data: Any, place: Place, value: object) -> None:
    """Set one field of the organization, wherever it is."""
    for part in place[:-1]:
        data = data[part]
    data[place[-1]] = value


def asking(**changes: str) -> list[dict[str, str]]:
    return [{**QUESTION, **changes}]


DANGLING: list[tuple[str, Place, object]] = [
    ("units[1].parent", ("units", 1, "parent"), "ou-ab12-none1234"),
    ("units[0].parent", ("units", 0, "parent"), "ou-ab12-prod1234"),
    ("guardrails[1].targets[0]", ("guardrails", 1, "targets"), ["r-zz99"]),
    ("guardrails[1].targets[0]", ("guardrails", 1, "targets"), ["333344445555"]),
    ("accounts[1].parent", (*PRODUCTION, "parent"), "ou-ab12-none1234"),
    ("accounts[0]", ("accounts", 0, "parent"), None),
    ("accounts[1].groups[0].attached[0]", (*PRODUCTION, "groups", 0, "attached"), ["X"]),
    ("accounts[1].users[0].attached[0]", (*ANA, "attached"), ["X"]),
    ("accounts[1].users[0].boundary", (*ANA, "boundary"), "X"),
    ("accounts[1].roles[0].attached[0]", (*FN, "attached"), ["X"]),
    ("accounts[1].roles[0].boundary", (*FN, "boundary"), "X"),
    ("accounts[1].instance_profiles[0].role", (*PRODUCTION, "instance_profiles", 0, "role"), "X"),
    ("accounts[1].resources[1].arn", (*PRODUCTION, "resources", 1, "arn"), OTHER_QUEUE),
    ("accounts[2].users[0].attached[0]", ("accounts", 2, "users", 0, "attached"), ["Read"]),
    ("start.question", ("start",), {"policy": "scp/FullAWSAccess", "question": "r"}),
    ("start.policy", ("start",), {"policy": "scp/Nothing", "question": "q"}),
    ("questions[0].principal", ("questions",), asking(principal="production/user/zoe")),
    ("questions[0].resource", ("questions",), asking(resource="production/role/zoe")),
    ("questions[0].action", ("questions",), asking(action="GetObject")),
]

REPEATED: list[tuple[str, Place, object]] = [
    ("units[1]", ("units", 1, "id"), "ou-ab12-work1234"),
    ("guardrails[1].targets[1]", ("guardrails", 1, "targets"), ["r-ab12", "r-ab12"]),
    ("accounts[2]", ("accounts", 2, "id"), "222233334444"),
    ("accounts[2]", ("accounts", 2, "name"), "management"),
    ("accounts[1].policies[1]", (*PRODUCTION, "policies", 1, "name"), "Read"),
    ("accounts[2].users[1]", ("accounts", 2, "users", 1, "name"), "ANA"),
    ("accounts[1].users[0].groups[1]", (*ANA, "groups"), ["Developers", "Developers"]),
    ("accounts[1].roles[0].attached[1]", (*FN, "attached"), ["Read", "Read"]),
    (
        "accounts[1].resources[1].arn",
        (*PRODUCTION, "resources", 1, "arn"),
        "arn:aws:s3:::acme-receipts",
    ),
    (
        "accounts[2].policies[0].name",
        ("accounts", 2, "policies"),
        [{"name": "AdministratorAccess", "document": {}, "aws_managed": True}],
    ),
    ("questions[1]", ("questions",), [QUESTION, QUESTION]),
]


def test_the_unchanged_organization_has_no_fault(data: dict[str, Any]) -> None:
    assert scenario_from_mapping(data).title == "Acme"


@pytest.mark.parametrize(("field", "place", "value"), DANGLING)
def test_a_name_that_points_at_nothing_is_reported_where_it_stands(
    data: dict[str, Any], field: str, place: Place, value: object
) -> None:
    data["questions"] = [QUESTION]
    put(data, place, value)
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    assert field in [problem.field for problem in caught.value.problems]


@pytest.mark.parametrize(("field", "place", "value"), REPEATED)
def test_a_name_given_twice_is_reported_at_its_second_place(
    data: dict[str, Any], field: str, place: Place, value: object
) -> None:
    data["questions"] = [QUESTION]
    put(data, place, value)
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    problem = next(item for item in caught.value.problems if item.field == field)
    assert "twice" in problem.message


def test_a_guardrail_is_given_once_for_its_type(data: dict[str, Any]) -> None:
    data["guardrails"].append(data["guardrails"][0])
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    assert caught.value.field == "guardrails[2]"


def test_an_scp_and_an_rcp_may_share_a_name(data: dict[str, Any]) -> None:
    data["guardrails"][1]["name"] = "FullAWSAccess"
    assert len(scenario_from_mapping(data).guardrails) == 2


def test_an_aws_managed_policy_can_be_attached_in_every_account(data: dict[str, Any]) -> None:
    data["accounts"][2]["users"][0]["attached"] = ["AdministratorAccess"]
    assert scenario_from_mapping(data).accounts[2].users[0].attached == ["AdministratorAccess"]


def test_guardrails_need_an_organization(data: dict[str, Any]) -> None:
    del data["organization"]
    with pytest.raises(ScenarioError) as caught:
        scenario_from_mapping(data)
    fields = [problem.field for problem in caught.value.problems]
    assert {"units", "guardrails"} <= set(fields)


def test_the_management_account_may_be_one_that_is_not_shown(data: dict[str, Any]) -> None:
    del data["accounts"][0]
    assert scenario_from_mapping(data).organization is not None
