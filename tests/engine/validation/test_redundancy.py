"""Checks for what changes nothing (A1 to A4, R1)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.looking import allow, deny, mended, message, spots

ACTION, RESOURCE, STATEMENT = "REDUNDANT_ACTION", "REDUNDANT_RESOURCE", "REDUNDANT_STATEMENT"


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        (["s3:Get*", "s3:GetObject"], ["s3:GetObject"]),
        (["s3:GetObject", "s3:Get*"], ["s3:GetObject"]),
        (["s3:GetObject", "S3:getobject"], ["S3:getobject"]),
        (["*", "s3:GetObject", "iam:*"], ["s3:GetObject", "iam:*"]),
        (["s3:*", "s3:Get*"], ["s3:Get*"]),
        (["s3:Get*", "s3:Get*Tagging"], ["s3:Get*Tagging"]),
        (["s3:G?tObject", "s3:GetObject"], ["s3:GetObject"]),
        (["s3:*", "s3:*"], ["s3:*"]),
        # Overlap is not cover.
        (["s3:Get*", "s3:*Object"], []),
        (["s3:Get*", "s3:PutObject"], []),
        (["s3:G?t*", "s3:G*"], ["s3:G?t*"]),
        (["s3:G?tObject", "s3:G*tObject"], ["s3:G?tObject"]),
        # What can be no action covers nothing and is covered by nothing.
        (["s*:GetObject", "s3:GetObject"], []),
        (["*", "s3 GetObject"], []),
        (["s3:GetObject"], []),
        ("s3:GetObject", []),
        ([], []),
    ],
)
@pytest.mark.parametrize("element", ["Action", "NotAction"])
def test_redundant_actions(actions: Any, found: list[str], element: str) -> None:
    statement = {"Effect": "Deny", element: actions, "Resource": "*"}
    assert sorted(spots(ACTION, statement)) == sorted(found)


def test_wider_action_is_named_and_kept() -> None:
    statement = allow(["s3:GetObject", "s3:Get*", "s3:PutObject"])
    assert "`s3:Get*` already covers `s3:GetObject`" in message(ACTION, statement)
    assert mended(ACTION, statement)[0]["Action"] == ["s3:Get*", "s3:PutObject"]


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_type_of_policy_is_looked_at(policy_type: PolicyType) -> None:
    statement = allow(["sts:*", "sts:AssumeRole"], Principal="*")
    assert spots(ACTION, statement, type=policy_type) == ["sts:AssumeRole"]


def test_other_statements_do_not_count() -> None:
    assert spots(ACTION, allow("s3:*"), allow("s3:GetObject")) == []


@pytest.mark.parametrize(
    ("resources", "found"),
    [
        (["arn:aws:s3:::a/*", "arn:aws:s3:::a/b"], ["arn:aws:s3:::a/b"]),
        (["*", "arn:aws:s3:::a"], ["arn:aws:s3:::a"]),
        (["arn:aws:s3:::a", "arn:aws:s3:::a"], ["arn:aws:s3:::a"]),
        (["arn:aws:s3:::a*", "arn:aws:s3:::a/*"], ["arn:aws:s3:::a/*"]),
        (
            ["arn:aws:s3:::a/*", "arn:aws:s3:::a/${aws:username}"],
            ["arn:aws:s3:::a/${aws:username}"],
        ),
        (
            ["arn:aws:sqs:*:*:jobs", "arn:aws:sqs:eu-west-1:*:jobs"],
            ["arn:aws:sqs:eu-west-1:*:jobs"],
        ),
        # A bucket and its objects are two things; letter case counts (R2).
        (["arn:aws:s3:::a", "arn:aws:s3:::a/*"], []),
        (["arn:aws:s3:::A*", "arn:aws:s3:::a"], []),
        (["arn:aws:sqs:*:jobs", "arn:aws:sqs:eu-west-1:111122223333:jobs"], []),
        (["*", "acme"], []),
        (["arn:aws:s3:::a"], []),
    ],
)
@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_redundant_resources(resources: list[str], found: list[str], element: str) -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", element: resources}
    assert spots(RESOURCE, statement) == found


def test_redundant_resource_can_go() -> None:
    statement = allow("s3:GetObject", ["arn:aws:s3:::a/b", "arn:aws:s3:::a/*"])
    assert mended(RESOURCE, statement)[0]["Resource"] == ["arn:aws:s3:::a/*"]


SAME = [
    (allow("s3:GetObject"), allow("s3:GetObject")),
    (allow(["s3:GetObject"], Sid="One"), allow("S3:GETOBJECT", ["*"], Sid="Two")),
    (allow(["a:B", "c:D"]), allow(["c:D", "a:B"])),
    (
        allow("s3:*", Condition={"StringEquals": {"aws:username": ["a", "b"]}}),
        allow("s3:*", Condition={"stringequals": {"aws:UserName": ["b", "a"]}}),
    ),
]
DIFFERENT = [
    (allow("s3:GetObject"), deny("s3:GetObject")),
    (allow("s3:GetObject"), allow("s3:GetObject", "arn:aws:s3:::a")),
    (allow("s3:*", "arn:aws:s3:::a"), allow("s3:*", "arn:aws:s3:::A")),
    (allow("s3:*"), {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}),
    (allow("s3:*"), {"Effect": "Allow", "Action": "s3:*", "NotResource": "*"}),
    (allow("s3:*"), allow("s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}})),
]


@pytest.mark.parametrize("pair", SAME)
def test_equal_statements_are_found(pair: tuple[Any, Any]) -> None:
    assert len(spots(STATEMENT, *pair)) == 1
    assert mended(STATEMENT, *pair) == [pair[0]]


@pytest.mark.parametrize("pair", DIFFERENT)
def test_different_statements_are_left_alone(pair: tuple[Any, Any]) -> None:
    assert spots(STATEMENT, *pair) == []


def test_principals_make_a_difference() -> None:
    one = allow("s3:GetObject", Principal={"AWS": "111122223333"})
    exempt = allow("s3:GetObject", NotPrincipal={"AWS": "111122223333"})
    other = allow("s3:GetObject", Principal={"AWS": "444455556666"})
    assert spots(STATEMENT, one, other, exempt, type=PolicyType.RESOURCE) == []
    assert len(spots(STATEMENT, one, one, type=PolicyType.RESOURCE)) == 1


def test_earlier_statement_is_named_by_its_sid_or_number() -> None:
    assert "`Read`" in message(STATEMENT, allow("s3:*", Sid="Read"), allow("s3:*"))
    assert "statement 2" in message(STATEMENT, deny("s3:*"), allow("s3:*"), allow("s3:*"))
