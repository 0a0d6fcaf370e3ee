"""`iam:PassRole` and `iam:CreateServiceLinkedRole`: six ways to reach each (section 1a)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import validate

ACCOUNT = "arn:aws:iam::111122223333"
ROLE = f"{ACCOUNT}:role/report-builder"
LINKED = f"{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
TO_LAMBDA = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}


def found(
    statement: dict[str, Any], *others: dict[str, Any], type: PolicyType = PolicyType.IDENTITY
) -> list[Finding]:
    """Return the findings of the two families in a policy, in the order of their places."""
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}, *others]}
    findings = validate(json.dumps(document), type)
    return [item for item in findings if item.code.startswith(("PASS_ROLE", "CREATE_SLR"))]


def codes(prefix: str, *arguments: Any, **options: Any) -> list[str]:
    return [
        item.code.removeprefix(prefix)
        for item in found(*arguments, **options)
        if item.code.startswith(prefix)
    ]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"Action": "iam:PassRole", "Resource": "*"}, "STAR_IN_RESOURCE"),
        ({"Action": "IAM:passrole", "Resource": "*"}, "STAR_IN_RESOURCE"),
        ({"Action": "iam:PassRole", "NotResource": ROLE}, "NOT_RESOURCE"),
        ({"Action": "iam:Pass*", "Resource": "*"}, "STAR_IN_ACTION_AND_RESOURCE"),
        ({"Action": "iam:?assRole", "Resource": "*"}, "STAR_IN_ACTION_AND_RESOURCE"),
        ({"Action": "*", "Resource": "*"}, "STAR_IN_ACTION_AND_RESOURCE"),
        ({"Action": "iam:*", "NotResource": ROLE}, "STAR_IN_ACTION_AND_NOT_RESOURCE"),
        ({"NotAction": "s3:*", "Resource": "*"}, "STAR_IN_RESOURCE_AND_NOT_ACTION"),
        ({"NotAction": "iam:Get*", "NotResource": ROLE}, "NOT_ACTION_AND_NOT_RESOURCE"),
        # Written out beside a wildcard: written out counts.
        ({"Action": ["iam:*", "iam:PassRole"], "Resource": "*"}, "STAR_IN_RESOURCE"),
    ],
)
def test_way_decides_the_code_of_passing(statement: dict[str, Any], code: str) -> None:
    assert codes("PASS_ROLE_WITH_", statement) == [code]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"Action": "iam:CreateServiceLinkedRole", "Resource": "*"}, "STAR_IN_RESOURCE"),
        ({"Action": "iam:CreateServiceLinkedRole", "NotResource": LINKED}, "NOT_RESOURCE"),
        ({"Action": "iam:Create*", "Resource": "*"}, "STAR_IN_ACTION_AND_RESOURCE"),
        ({"Action": "iam:*", "NotResource": LINKED}, "STAR_IN_ACTION_AND_NOT_RESOURCE"),
        ({"NotAction": "s3:*", "Resource": "*"}, "STAR_IN_RESOURCE_AND_NOT_ACTION"),
        ({"NotAction": "s3:*", "NotResource": LINKED}, "NOT_ACTION_AND_NOT_RESOURCE"),
    ],
)
def test_way_decides_the_code_of_creating(statement: dict[str, Any], code: str) -> None:
    assert codes("CREATE_SLR_WITH_", statement) == [code]


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "iam:PassRole", "Resource": ROLE},
        {"Action": "iam:*", "Resource": ROLE},
        {"Action": "iam:Get*", "Resource": "*"},
        {"NotAction": "iam:*", "Resource": "*"},
        {"NotAction": ["s3:*", "iam:P*"], "Resource": "*"},
        {"NotAction": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"},
        # No role is passed to another account, so an open account opens nothing.
        {"Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/report-builder"},
        # These cover no role at all.
        {"Action": "*", "Resource": "arn:aws:s3:::acme-receipts/*"},
        {"Action": "iam:*", "Resource": f"{ACCOUNT}:user/*"},
        # The name says which service the roles are for.
        {"Action": "iam:PassRole", "Resource": f"{ACCOUNT}:role/lambda-*"},
        # A variable is no wildcard.
        {"Action": "iam:PassRole", "Resource": f"{ACCOUNT}:role/${{aws:username}}"},
        {"Action": [], "Resource": "*"},
        {"Action": "iam:PassRole", "Resource": []},
    ],
)
def test_passing_stays_silent(statement: dict[str, Any]) -> None:
    assert codes("PASS_ROLE", statement) == []


@pytest.mark.parametrize(
    "resource",
    [
        f"{ACCOUNT}:role/*",
        f"{ACCOUNT}:role/service-role/*",
        f"{ACCOUNT}:role/report-?",
        "arn:aws:iam::*:role/*",
        "arn:aws:iam:*:*:*",
        "arn:aws:*:*:*:r*",
        [ROLE, f"{ACCOUNT}:role/report-*"],
    ],
)
def test_wildcard_in_the_role_counts(resource: Any) -> None:
    [item] = found({"Action": "iam:PassRole", "Resource": resource})
    assert item.code == "PASS_ROLE_WITH_STAR_IN_RESOURCE"
    assert item.severity is Severity.SECURITY_WARNING


@pytest.mark.parametrize(
    ("condition", "silent"),
    [
        (TO_LAMBDA, True),
        ({"StringLike": {"IAM:passedtoservice": ["ec2.*", "lambda.*"]}}, True),
        ({"StringEqualsIfExists": {"iam:PassedToService": "lambda.amazonaws.com"}}, True),
        ({"ForAllValues:StringLike": {"iam:PassedToService": "lambda.*"}}, True),
        ({"StringLike": {"iam:PassedToService": "*"}}, False),
        ({"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}, False),
        ({"Null": {"iam:PassedToService": "false"}}, False),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, False),
        ({"Nonsense": {"iam:PassedToService": "lambda.amazonaws.com"}}, False),
    ],
)
@pytest.mark.parametrize("action", [{"Action": "iam:PassRole"}, {"Action": "iam:P*"},
                                    {"NotAction": "s3:*"}])  # fmt: skip
def test_services_named_by_a_condition_are_the_cure(
    action: dict[str, Any], condition: dict[str, Any], silent: bool
) -> None:
    statement = {**action, "Resource": "*", "Condition": condition}
    assert (codes("PASS_ROLE", statement) == []) is silent


def test_condition_is_no_cure_for_not_resource() -> None:
    statement = {"Action": "iam:PassRole", "NotResource": ROLE, "Condition": TO_LAMBDA}
    assert codes("PASS_ROLE_WITH_", statement) == ["NOT_RESOURCE"]


def test_no_condition_is_a_cure_for_creating() -> None:
    condition = {"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}}
    statement = {"Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": condition}
    assert codes("CREATE_SLR_WITH_", statement) == ["STAR_IN_RESOURCE"]


def test_deny_elsewhere_changes_nothing() -> None:
    deny = {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}
    statement = {"Action": "iam:PassRole", "Resource": "*"}
    assert codes("PASS_ROLE_WITH_", statement, deny) == ["STAR_IN_RESOURCE"]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (LINKED, []),
        # One service, whatever the suffix of the role and the account: nothing is left open.
        ("arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/*", []),
        (f"{ACCOUNT}:role/team-*", []),
        (f"{ACCOUNT}:role/aws-service-role/*", ["STAR_IN_RESOURCE"]),
        (f"{ACCOUNT}:role/aws-service-role/*.amazonaws.com/AWS*", ["STAR_IN_RESOURCE"]),
        (f"{ACCOUNT}:role/aws-service-role/ec?.amazonaws.com/AWS*", ["STAR_IN_RESOURCE"]),
        (f"{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com*", ["STAR_IN_RESOURCE"]),
        (f"{ACCOUNT}:role/*", ["STAR_IN_RESOURCE"]),
    ],
)
def test_creating_for_one_service_is_no_open_resource(resource: str, expected: list[str]) -> None:
    statement = {"Action": "iam:CreateServiceLinkedRole", "Resource": resource}
    assert codes("CREATE_SLR_WITH_", statement) == expected


@pytest.mark.parametrize("type", [PolicyType.BOUNDARY, PolicyType.SESSION])
def test_boundaries_and_session_policies_are_judged_too(type: PolicyType) -> None:
    statement = {"Action": "iam:PassRole", "Resource": "*"}
    assert codes("PASS_ROLE_WITH_", statement, type=type) == ["STAR_IN_RESOURCE"]


def test_guardrails_are_not_judged() -> None:
    statement = {"Action": "*", "Resource": "*"}
    assert found(statement, type=PolicyType.SCP) == []


@pytest.mark.parametrize(
    ("statement", "path"),
    [
        ({"Action": "iam:PassRole", "Resource": [ROLE, "*"]}, ("Resource", 1)),
        ({"Action": ["s3:*", "iam:P*"], "Resource": "*"}, ("Action", 1)),
        ({"NotAction": ["iam:C*"], "Resource": "*"}, ("NotAction",)),
        ({"Action": "iam:PassRole", "NotResource": ROLE}, ("NotResource",)),
    ],
)
def test_place_is_what_has_to_change(statement: dict[str, Any], path: tuple[Any, ...]) -> None:
    [item] = found(statement)
    assert item.path == ("Statement", 0, *path)


def test_each_statement_is_judged_by_itself() -> None:
    """The role is named in one statement and open in the next."""
    narrow = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": ROLE}
    [item] = found(narrow, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"})
    assert item.path == ("Statement", 1, "Resource")
