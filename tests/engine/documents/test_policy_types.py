"""What each policy type requires, forbids and reads differently (section 1, G8 to G10)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.documents import PolicyType
from tests.engine.documents.parsing import (
    BASE,
    WITH_PRINCIPAL,
    codes,
    parse,
    parse_one,
    texts,
    without,
)

IDENTITY, RESOURCE, TRUST = PolicyType.IDENTITY, PolicyType.RESOURCE, PolicyType.TRUST


# G10


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        (IDENTITY, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.BOUNDARY, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.SESSION, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.SCP, "SCP_SYNTAX_ERROR_PRINCIPAL"),
    ],
)
@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_principal_is_ignored_where_it_is_forbidden(
    policy_type: PolicyType, code: str, name: str
) -> None:
    statement, found = parse_one({**BASE, name: {"AWS": "111122223333"}}, policy_type)
    assert found == [code]
    assert statement.principals is statement.not_principals is None
    assert statement.skipped is None


@pytest.mark.parametrize("policy_type", [RESOURCE, TRUST])
def test_missing_principal_matches_nobody(policy_type: PolicyType) -> None:
    dropped = ("Principal", "Resource") if policy_type is TRUST else ("Principal",)
    statement, found = parse_one(without(*dropped), policy_type)
    assert found == ["MISSING_PRINCIPAL"]
    assert statement.principals is statement.not_principals is None


@pytest.mark.parametrize("policy_type", [PolicyType.RCP, PolicyType.ENDPOINT])
def test_missing_principal_means_anyone(policy_type: PolicyType) -> None:
    statement, found = parse_one({**BASE, "Effect": "Deny"}, policy_type)
    assert found == ["MISSING_PRINCIPAL"]
    assert statement.principals is not None
    assert [(p.kind, p.text) for p in statement.principals] == [("*", "*")]
    assert statement.principals[0].span == statement.span


@pytest.mark.parametrize(
    ("principal", "expected", "code"),
    [
        ("*", [("*", "*")], None),
        ({"AWS": "*"}, [("AWS", "*")], None),
        ({"AWS": ["1", "2"]}, [("AWS", "1"), ("AWS", "2")], None),
        ({"AWS": "1", "Service": "x"}, [("AWS", "1"), ("Service", "x")], None),
        ({"Federated": "f"}, [("Federated", "f")], None),
        ({"CanonicalUser": "c"}, [("CanonicalUser", "c")], None),
        ("111122223333", [("AWS", "111122223333")], "INVALID_PRINCIPAL_FORMAT"),
        (["1", "*"], [("AWS", "1"), ("AWS", "*")], "INVALID_PRINCIPAL_FORMAT"),
        (5, [], "INVALID_PRINCIPAL_FORMAT"),
        (None, [], "INVALID_PRINCIPAL_FORMAT"),
        ({"aws": "1"}, [("aws", "1")], "INVALID_PRINCIPAL_KEY"),
        ({"*": "*"}, [], "INVALID_PRINCIPAL_KEY"),
        ({"AWS": 1}, [], "DATA_TYPE_MISMATCH"),
        ({"AWS": ["1", {}]}, [("AWS", "1")], "DATA_TYPE_MISMATCH"),
    ],
)  # fmt: skip
def test_forms_of_principal(
    principal: Any, expected: list[tuple[str, str]], code: str | None
) -> None:
    statement, found = parse_one({**BASE, "Principal": principal}, RESOURCE)
    assert statement.principals is not None
    assert [(p.kind, p.text) for p in statement.principals] == expected
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [(RESOURCE, []), (PolicyType.ENDPOINT, []), (IDENTITY, ["INVALID_POLICY_ELEMENT"])],
)
def test_id_belongs_to_policies_of_resources(policy_type: PolicyType, expected: list[str]) -> None:
    base = BASE if policy_type is IDENTITY else WITH_PRINCIPAL
    document = parse({"Version": "2012-10-17", "Id": "x", "Statement": base}, policy_type)
    assert codes(document) == expected
    assert document.readable


@pytest.mark.parametrize("policy_type", [t for t in PolicyType if t is not TRUST])
def test_missing_resource_is_reported_and_left_to_the_evaluator(policy_type: PolicyType) -> None:
    statement, found = parse_one(without("Resource") | {"Effect": "Deny"}, policy_type)
    assert "MISSING_RESOURCE" in found
    assert statement.resources is None
    assert statement.skipped is None


def test_resource_in_a_trust_policy_is_reported_and_kept() -> None:
    statement, found = parse_one({**BASE, "Principal": {"AWS": "111122223333"}}, TRUST)
    assert found == ["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"]
    assert texts(statement.resources) == ["*"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Principal": "*"}, "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"),
        ({"NotPrincipal": {"AWS": "1"}}, "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"),
    ],
)
def test_trust_policy_rules(change: dict[str, Any], code: str) -> None:
    base = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    assert parse_one({**base, **change}, TRUST)[1] == [code]


def test_trust_policy_takes_anyone_written_as_an_object() -> None:
    base = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    assert parse_one(base, TRUST)[1] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"Effect": "Allow"}, ["RCP_SYNTAX_ERROR_ALLOW"]),
        ({"Action": "*"}, ["RCP_SYNTAX_ERROR_ACTION"]),
        ({"Principal": {"AWS": "*"}}, ["RCP_SYNTAX_ERROR_PRINCIPAL"]),
        ({"Effect": "Allow", "Action": "*"}, []),
    ],
)
def test_rcp_rules(change: dict[str, Any], expected: list[str]) -> None:
    base = {**WITH_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}
    assert parse_one({**base, **change}, PolicyType.RCP)[1] == expected


def test_rcp_takes_neither_not_action_nor_not_principal() -> None:
    base = {"Effect": "Deny", "NotAction": "s3:*", "NotPrincipal": "*", "Resource": "*"}
    assert set(parse_one(base, PolicyType.RCP)[1]) == {
        "RCP_SYNTAX_ERROR_NOTACTION",
        "RCP_SYNTAX_ERROR_PRINCIPAL",
    }


def test_scp_takes_the_whole_language_since_2025() -> None:
    """G8: conditions, named resources, NotAction and NotResource with Allow."""
    for change in ({"NotAction": "s3:*"}, {"Action": "s3:*Object"}):
        statement = {
            "Effect": "Allow",
            "NotResource": "arn:aws:s3:::x",
            "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            **change,
        }
        assert parse_one(statement, PolicyType.SCP)[1] == []


def test_endpoint_policy_takes_no_not_principal() -> None:
    base = {**BASE, "NotPrincipal": {"AWS": "1"}}
    assert parse_one(base, PolicyType.ENDPOINT)[1] == ["UNSUPPORTED_NOT_PRINCIPAL"]
