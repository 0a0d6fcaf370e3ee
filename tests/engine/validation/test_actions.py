"""Checks of the names in Action and NotAction (A1 to A5)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from iamlab.engine.validation.action_entries import Naming, naming_of, tidied
from tests.engine.validation.looking import allow, deny, errors, findings, mended, message, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", Naming.EVERYTHING),
        ("*:*", Naming.EVERYTHING),
        ("s3:GetObject", Naming.KNOWN),
        ("S3:getobject", Naming.KNOWN),
        ("s3:Get*", Naming.KNOWN),
        ("s3:*", Naming.KNOWN),
        ("s3:GetObjec?", Naming.KNOWN),
        ("s3:GetObjects", Naming.UNKNOWN_ACTION),
        ("s3:Gett*", Naming.UNKNOWN_ACTION),
        ("s3", Naming.SHAPELESS),
        ("GetObject", Naming.SHAPELESS),
        ("", Naming.SHAPELESS),
        ("s3: GetObject", Naming.SHAPELESS),
        ("s3:GetObject,s3:PutObject", Naming.SHAPELESS),
        ("s3:", Naming.SHAPELESS),
        (":GetObject", Naming.SHAPELESS),
        ("aws:s3:GetObject", Naming.SHAPELESS),
        ("dynamo:GetItem", Naming.UNKNOWN_SERVICE),
        ("dynamo:*", Naming.UNKNOWN_SERVICE),
        ("s*:GetObject", Naming.WILD_SERVICE),
        ("*:Describe*", Naming.WILD_SERVICE),
        ("s3:${aws:username}", Naming.VARIABLE),
        ("evidently:GetProject", Naming.UNLISTED),
        ("evidently:*", Naming.UNLISTED),
        ("builderid:ListInvitations", Naming.UNLISTED),
        ("budgets:UpdateBudget", Naming.UNLISTED),
        ("Budgets:updatebudget", Naming.UNLISTED),
        ("budgets:UpdateBudgets", Naming.UNKNOWN_ACTION),
        # Lower-casing the Kelvin sign gives a k: no action of KMS for all that.
        ("\u212ams:Decrypt", Naming.SHAPELESS),
        ("x" * 100_000, Naming.SHAPELESS),
    ],
)
def test_naming_of(text: str, expected: Naming) -> None:
    assert naming_of(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3: GetObject", "s3:GetObject"),
        (" s3:GetObject ", "s3:GetObject"),
        ("s3:GetObject,", "s3:GetObject"),
        ("s3.GetObject", "s3:GetObject"),
        ("s3/GetObject", "s3:GetObject"),
        ("aws:s3:GetObject", "s3:GetObject"),
        ("s3 :Get*", "s3:Get*"),
        ("s3::GetObject", "s3:GetObject"),
        ("s3;GetObject", "s3:GetObject"),
        ("s3-GetObject", "s3:GetObject"),
        ("aws.s3.GetObject", "s3:GetObject"),
        ("rds-db.connect", "rds-db:connect"),
        ("s3:GetObject:*", ""),
        ("s3:GetObject", ""),
        ("s3:GetObject, s3:PutObject", ""),
        ("GetObject", ""),
        ("", ""),
    ],
)
def test_tidied(text: str, expected: str) -> None:
    assert tidied(text) == expected


@pytest.mark.parametrize("element", ["Action", "NotAction"])
@pytest.mark.parametrize("policy_type", [PolicyType.IDENTITY, PolicyType.SCP])
def test_typing_error_is_found_at_its_entry(element: str, policy_type: PolicyType) -> None:
    statement = {"Effect": "Deny", element: ["s3:GetObject", "s3:PutObjet"], "Resource": "*"}
    assert spots("INVALID_ACTION", statement, type=policy_type) == ["s3:PutObjet"]
    assert mended("INVALID_ACTION", statement, type=policy_type)[0][element] == [
        "s3:GetObject",
        "s3:PutObject",
    ]


def test_path_leads_to_the_entry() -> None:
    (found,) = findings("INVALID_ACTION", allow(["s3:GetObject", "s3:PutObjet"]))
    assert found.path == ("Statement", 0, "Action", 1)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        # API operations whose permission has another name (A5).
        ("s3:ListObjectsV2", "s3:ListBucket"),
        ("s3:HeadObject", "s3:GetObject"),
        ("lambda:Invoke", "lambda:InvokeFunction"),
        ("s3:CopyObject", ["s3:GetObject", "s3:PutObject"]),
        (["s3:ListBucket", "s3:CopyObject"], ["s3:ListBucket", "s3:GetObject", "s3:PutObject"]),
        (["s3:GetObject", "s3:CopyObject"], ["s3:GetObject", "s3:PutObject"]),
        (["s3:GetObject", "s3:HeadObject"], ["s3:GetObject"]),
        ("s3: GetObject", "s3:GetObject"),
        ("GetObject", "s3:GetObject"),
        # A reading action never becomes a writing one.
        ("s3:ListObject", "s3:ListBucket"),
        ("sqs:Send", "sqs:SendMessage"),
    ],
)
def test_action_is_mended(action: Any, expected: Any) -> None:
    assert mended("INVALID_ACTION", allow(action))[0]["Action"] == expected


def test_api_operation_is_called_one() -> None:
    text = message("INVALID_ACTION", allow("s3:CopyObject"))
    assert "API operation" in text
    assert "`s3:GetObject` and `s3:PutObject`" in text


def test_beginning_of_several_names_is_not_mended() -> None:
    assert "`dynamodb:PutItem`" in message("INVALID_ACTION", allow("dynamodb:Put"))
    assert mended("INVALID_ACTION", allow("dynamodb:Put")) is None


def test_service_alone_is_not_widened_by_a_repair() -> None:
    assert "`s3:*`" in message("INVALID_ACTION", allow("s3"))
    assert mended("INVALID_ACTION", allow("s3")) is None


def test_pattern_that_matches_nothing_is_found() -> None:
    assert spots("INVALID_ACTION", allow("s3:Gett*")) == ["s3:Gett*"]


@pytest.mark.parametrize(
    "action",
    ["*", "*:*", "s3:*", "S3:GETOBJECT", "evidently:GetProject", "budgets:UpdateBudget", []],
)
def test_what_aws_accepts_is_no_error(action: Any) -> None:
    assert errors(allow(action)) == set()


def test_variable_in_an_action_is_another_checks_business() -> None:
    assert spots("INVALID_ACTION", allow("s3:${aws:username}")) == []


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("dynamo:GetItem", "dynamodb:GetItem"),
        ("stepfunctions:StartExecution", "states:StartExecution"),
        ("s33:GetObject", "s3:GetObject"),
        ("cloudwatchlogs:*", "logs:*"),
    ],
)
def test_service_is_mended(action: str, expected: str) -> None:
    assert mended("INVALID_SERVICE_IN_ACTION", allow(action))[0]["Action"] == expected


def test_star_of_a_far_service_is_not_mended() -> None:
    assert mended("INVALID_SERVICE_IN_ACTION", allow("aws:*")) is None


def test_unknown_service_without_a_neighbor_has_no_repair() -> None:
    assert spots("INVALID_SERVICE_IN_ACTION", allow("qqqqqqqq:Zzzzzz")) == ["qqqqqqqq:Zzzzzz"]
    assert mended("INVALID_SERVICE_IN_ACTION", allow("qqqqqqqq:Zzzzzz")) is None


def test_one_mistake_has_one_code() -> None:
    assert errors(allow("dynamo:GetItem")) == {"INVALID_SERVICE_IN_ACTION"}
    assert errors(allow("s3:GetObjects")) == {"INVALID_ACTION"}


@pytest.mark.parametrize("pattern", ["s*:GetObject", "*:Describe*", "?3:GetObject"])
def test_wildcard_before_the_colon_of_an_action_matches_nothing(pattern: str) -> None:
    (found,) = findings("WILDCARD_IN_SERVICE_NAME", deny(pattern))
    assert found.severity is Severity.WARNING
    assert "matches nothing" in found.message
    assert errors(deny(pattern)) == set()


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        ("arn:aws:s*:::acme", True),
        ("arn:aws:*:*:*:*", True),
        ("arn:aws:s3:*:*:*", False),
        ("arn:*:s3:::acme*", False),
        ("*", False),
    ],
)
def test_wildcard_in_the_service_of_an_arn(resource: str, found: bool) -> None:
    expected = [resource] if found else []
    assert spots("WILDCARD_IN_SERVICE_NAME", allow("s3:GetObject", resource)) == expected


def test_closed_service_is_named_and_can_go() -> None:
    statement = allow(["iotevents:ListInputs", "s3:ListAllMyBuckets"])
    assert "AWS IoT Events" in message("RETIRED_SERVICE", statement)
    assert mended("RETIRED_SERVICE", statement)[0]["Action"] == ["s3:ListAllMyBuckets"]


def test_lone_action_of_a_closed_service_is_not_taken_out() -> None:
    assert mended("RETIRED_SERVICE", allow("iotevents:ListInputs")) is None


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("budgets:UpdateBudget", True),
        ("payments:GetAccountB*", True),
        ("builderid:ListInvitations", True),
        ("budgets:ViewBudget", False),
        ("budgets:*", False),
        ("evidently:GetProject", False),
    ],
)
def test_unlisted_actions(action: str, found: bool) -> None:
    assert spots("UNLISTED_ACTION", allow(action)) == ([action] if found else [])
