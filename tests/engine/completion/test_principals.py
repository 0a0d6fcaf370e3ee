"""Principals: kinds, accounts and identities of the sandbox, services, providers (P)."""

from __future__ import annotations

import pytest

from iamlab.engine import PolicyType
from tests.engine.completion.places import (
    GROUP,
    HOME,
    OTHER,
    PROVIDER,
    ROLE,
    USER,
    accept,
    labels,
    statement,
)

TRUST, RESOURCE = PolicyType.TRUST, PolicyType.RESOURCE


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [
        (RESOURCE, ["AWS", "Service", "Federated", "CanonicalUser", "*"]),
        (PolicyType.ENDPOINT, ["AWS", "Service", "Federated", "CanonicalUser", "*"]),
        (TRUST, ["Service", "AWS", "Federated"]),  # the bare star is refused there
        (PolicyType.RCP, ["*"]),
    ],
)
def test_what_may_follow_principal(policy_type: PolicyType, expected: list[str]) -> None:
    assert labels(statement('"Principal": |'), policy_type) == expected


def test_kind_brings_its_braces() -> None:
    assert accept('{"Statement": {"Principal": |}}', "AWS", TRUST) == (
        '{"Statement": {"Principal": {\n  "AWS": "|"\n}}}'
    )


def test_kinds_that_are_there_are_not_offered_again() -> None:
    marked = statement('"Principal": {"AWS": "*", |}')
    assert labels(marked, RESOURCE) == ["Service", "Federated", "CanonicalUser"]


def test_accounts_come_first_then_users_and_roles_and_no_groups() -> None:
    found = labels(statement('"Principal": {"AWS": "|"}'), TRUST)
    assert found == [
        f"arn:aws:iam::{HOME}:root",
        f"arn:aws:iam::{OTHER}:root",
        ROLE,
        USER,
        "*",
    ]
    assert GROUP not in found


def test_services_are_found_by_name() -> None:
    found = labels(statement('"Principal": {"Service": "lamb|"}'), TRUST)
    assert found[0] == "lambda.amazonaws.com"
    assert all("lamb" in name for name in found)


def test_providers_of_the_sandbox_come_first() -> None:
    assert labels(statement('"Principal": {"Federated": "|"}'), TRUST)[0] == PROVIDER


def test_canonical_users_are_those_that_are_known() -> None:
    assert labels(statement('"Principal": {"CanonicalUser": "|"}'), RESOURCE) == ["c" * 64]


def test_listed_principals_are_not_offered_again() -> None:
    marked = statement(f'"Principal": {{"AWS": ["{ROLE}", "|"]}}')
    assert ROLE not in labels(marked, RESOURCE)
