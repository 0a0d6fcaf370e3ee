"""What the practice organization adds to a question (X0 and the table of section 6)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.scenarios import (
    build_snapshot,
    find_owner,
    make_request,
    practice_context,
    scenario_from_mapping,
)

ANA = "arn:aws:iam::222233334444:user/ana"
OUTSIDER = "arn:aws:iam::333344445555:user/ana"
SESSION = "arn:aws:sts::222233334444:assumed-role/fn/i-1"
QUEUE = "arn:aws:sqs:eu-west-1:222233334444:uploads"
OBJECT = "arn:aws:s3:::acme-receipts/1.pdf"


@pytest.fixture
def snapshot(data: dict[str, Any]) -> Snapshot:
    return build_snapshot(scenario_from_mapping(data))


def test_a_call_uses_tls_and_has_an_address(snapshot: Snapshot) -> None:
    context = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE)
    assert context["aws:SecureTransport"] is True
    assert "aws:SourceIp" in context


def test_a_call_through_an_endpoint_has_no_public_address(snapshot: Snapshot) -> None:
    context = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE, through_endpoint=True)
    assert "aws:SourceIp" not in context


def test_a_user_and_a_session_bring_the_tags_of_the_identity(snapshot: Snapshot) -> None:
    user = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE)
    session = practice_context(snapshot, SESSION, "sqs:SendMessage", QUEUE)
    assert user["aws:PrincipalTag/team"] == "web"
    assert session["aws:PrincipalTag/team"] == "receipts"


def test_a_member_brings_its_organization_and_an_outsider_none(snapshot: Snapshot) -> None:
    member = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE)
    outsider = practice_context(snapshot, OUTSIDER, "sqs:SendMessage", QUEUE)
    assert member["aws:PrincipalOrgID"] == "o-a1b2c3d4e5"
    assert member["aws:PrincipalOrgPaths"] == [
        "o-a1b2c3d4e5/r-ab12/ou-ab12-work1234/ou-ab12-prod1234/"
    ]
    assert "aws:PrincipalOrgID" not in outsider
    assert outsider["aws:ResourceOrgID"] == "o-a1b2c3d4e5"


@pytest.mark.parametrize("principal", ["anonymous", "s3.amazonaws.com"])
def test_services_and_strangers_bring_no_organization(snapshot: Snapshot, principal: str) -> None:
    context = practice_context(snapshot, principal, "sqs:SendMessage", QUEUE)
    assert not [key for key in context if key.startswith("aws:Principal")]


def test_a_resource_brings_its_tags_and_a_role_too(snapshot: Snapshot) -> None:
    queue = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE)
    role = practice_context(
        snapshot, ANA, "iam:PassRole", "arn:aws:iam::222233334444:role/service/fn"
    )
    assert queue["aws:ResourceTag/team"] == "receipts"
    assert role["aws:ResourceTag/team"] == "receipts"


def test_a_bucket_does_not_bring_its_tags(snapshot: Snapshot) -> None:
    context = practice_context(snapshot, ANA, "s3:ListBucket", "arn:aws:s3:::acme-receipts")
    assert not [key for key in context if key.startswith("aws:ResourceTag")]


@pytest.mark.parametrize(
    ("action", "resource", "region"),
    [
        ("sqs:SendMessage", "arn:aws:sqs:ap-northeast-1:222233334444:q", "ap-northeast-1"),
        ("s3:GetObject", OBJECT, "eu-west-1"),
        ("iam:ListUsers", "*", "us-east-1"),
        ("Organizations:LeaveOrganization", "*", "us-east-1"),
    ],
)
def test_the_region_is_that_of_the_resource_or_of_the_service(
    snapshot: Snapshot, action: str, resource: str, region: str
) -> None:
    assert practice_context(snapshot, ANA, action, resource)["aws:RequestedRegion"] == region


def test_mfa_is_never_made_up(snapshot: Snapshot) -> None:
    context = practice_context(snapshot, ANA, "sqs:SendMessage", QUEUE)
    assert "aws:MultiFactorAuthPresent" not in context


def test_an_object_is_owned_by_the_owner_of_its_bucket(snapshot: Snapshot) -> None:
    assert find_owner(snapshot, OBJECT) == "222233334444"
    assert find_owner(snapshot, "arn:aws:s3:::unknown/1.pdf") is None
    assert find_owner(snapshot, QUEUE) == "222233334444"
    assert find_owner(snapshot, "*") is None


def test_what_a_question_says_wins_whatever_its_case(data: dict[str, Any]) -> None:
    data["questions"] = [
        {
            "id": "q",
            "title": "Over plain HTTP?",
            "kind": "conditions",
            "principal": "production/user/ana",
            "action": "s3:GetObject",
            "resource": OBJECT,
            "context": {"AWS:securetransport": False},
        }
    ]
    scenario = scenario_from_mapping(data)
    request = make_request(build_snapshot(scenario), scenario.questions[0])
    assert request.context["AWS:securetransport"] is False
    assert "aws:SecureTransport" not in request.context
    assert request.context["aws:PrincipalTag/team"] == "web"


def test_policies_that_a_question_brings_go_with_the_request(data: dict[str, Any]) -> None:
    data["questions"] = [
        {
            "id": "q",
            "title": "In a small session?",
            "kind": "session",
            "principal": "production/session/fn/i-1",
            "action": "s3:GetObject",
            "resource": OBJECT,
            "session_policies": [{"name": "small", "document": {}}],
            "endpoint_policies": [{"name": "door", "document": {}}],
        }
    ]
    scenario = scenario_from_mapping(data)
    request = make_request(build_snapshot(scenario), scenario.questions[0])
    assert [policy.key for policy in request.session_policies] == ["question/q/session/small"]
    assert [policy.key for policy in request.endpoint_policies] == ["question/q/endpoint/door"]
    assert "aws:SourceIp" not in request.context
