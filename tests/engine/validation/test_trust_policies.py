"""Role trust policies: their elements, and whether principals and actions go together."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.principal_policies import (
    BUILDER,
    PROVIDER,
    SAML,
    TRUST,
    errors,
    findings,
    mended,
    spots,
    trust,
)

MISMATCH = "MISMATCHED_ACTION_FOR_PRINCIPAL"
ANYWHERE = "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"
REDUNDANT = "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY"
ASSUME, WITH_SAML, WITH_OIDC = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
)
OIDC = {"Federated": PROVIDER}
LAMBDA = {"Service": "lambda.amazonaws.com"}
NIGHTLY = "arn:aws:sts::111122223333:assumed-role/builder/nightly"


def test_not_principal_is_refused() -> None:
    statement = {"Effect": "Deny", "NotPrincipal": {"AWS": BUILDER}, "Action": ASSUME}
    assert len(findings("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", TRUST, statement)) == 1


def test_bare_star_is_refused_and_mended_only_where_it_denies() -> None:
    code = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
    assert spots(code, TRUST, trust("*")) == ["*"]
    assert mended(code, TRUST, trust("*")) is None
    fixed = mended(code, TRUST, trust("*", Effect="Deny"))
    assert fixed[0]["Principal"] == {"AWS": "*"}
    assert errors(TRUST, *fixed) == set()


def test_star_under_aws_is_no_error() -> None:
    code = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
    assert findings(code, TRUST, trust({"AWS": "*"})) == []
    assert findings(code, PolicyType.RESOURCE, trust("*", Resource="*")) == []


@pytest.mark.parametrize("name", ["Resource", "NotResource"])
def test_resource_is_removed(name: str) -> None:
    statement = trust({"AWS": BUILDER}) | {name: "arn:aws:iam::111122223333:role/a"}
    fixed = mended("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", TRUST, statement)
    assert fixed == [trust({"AWS": BUILDER})]


@pytest.mark.parametrize(
    ("principal", "action"),
    [
        ({"AWS": BUILDER}, ASSUME),
        ({"AWS": BUILDER}, "STS:assumerole"),
        ({"AWS": BUILDER}, [ASSUME, "sts:TagSession", "sts:SetSourceIdentity"]),
        (LAMBDA, ASSUME),
        (OIDC, WITH_OIDC),
        ({"Federated": "cognito-identity.amazonaws.com"}, WITH_OIDC),
        ({"Federated": SAML}, [WITH_SAML, "sts:TagSession"]),
        # One statement for several kinds of principal, each with its action.
        ({"AWS": BUILDER, "Federated": [SAML, PROVIDER]}, [ASSUME, WITH_SAML, WITH_OIDC]),
        ({"AWS": BUILDER, "Federated": SAML}, "sts:AssumeRole*"),
        ({"Federated": PROVIDER}, "sts:*"),
        # Everyone can use any of the actions, with a token or without.
        ({"AWS": "*"}, WITH_OIDC),
        ("*", WITH_SAML),
        # A statement about tags alone.
        (OIDC, "sts:TagSession"),
        # Whatever other checks report says nothing about the action.
        ({"Federated": "nonsense"}, ASSUME),
        ({"Federated": "*"}, ASSUME),
        ({"aws": BUILDER}, WITH_OIDC),
        ({}, ASSUME),
        ({"AWS": []}, WITH_SAML),
    ],
)
def test_fitting_and_unsure_pairs_are_left_alone(principal: Any, action: Any) -> None:
    assert findings(MISMATCH, TRUST, trust(principal, action)) == []


@pytest.mark.parametrize(
    ("principal", "action", "places", "expected"),
    [
        (OIDC, ASSUME, [ASSUME], WITH_OIDC),
        ({"Federated": SAML}, WITH_OIDC, [WITH_OIDC], WITH_SAML),
        ({"Federated": SAML}, ASSUME, [ASSUME], WITH_SAML),
        ({"AWS": BUILDER}, WITH_OIDC, [WITH_OIDC], ASSUME),
        (LAMBDA, [WITH_SAML], [WITH_SAML], [ASSUME]),
        ({"Federated": "www.amazon.com"}, "sts:assumerole", ["sts:assumerole"], WITH_OIDC),
        # The fitting action is there already: the other one goes.
        (OIDC, [ASSUME, WITH_OIDC], [ASSUME], [WITH_OIDC]),
        # A principal whose action is missing beside another's.
        (
            {"AWS": BUILDER, "Federated": PROVIDER},
            ASSUME,
            [PROVIDER],
            [ASSUME, WITH_OIDC],
        ),
        ({"AWS": BUILDER, "Federated": SAML}, [WITH_SAML], [BUILDER], [WITH_SAML, ASSUME]),
    ],
)
def test_mismatch_is_found_and_mended(
    principal: Any, action: Any, places: list[str], expected: Any
) -> None:
    assert spots(MISMATCH, TRUST, trust(principal, action)) == places
    fixed = mended(MISMATCH, TRUST, trust(principal, action))
    assert fixed[0]["Action"] == expected
    assert findings(MISMATCH, TRUST, *fixed) == []


def test_action_between_two_fitting_ones_needs_judgment() -> None:
    statement = trust({"AWS": BUILDER, "Federated": PROVIDER}, WITH_SAML)
    assert spots(MISMATCH, TRUST, statement) == [WITH_SAML]
    assert mended(MISMATCH, TRUST, statement) is None


def test_action_that_cannot_carry_the_condition_keys_is_not_proposed() -> None:
    """A repair must not trade one mistake for another: `sts:ExternalId` is of AssumeRole only."""
    statement = trust(OIDC, ASSUME, Condition={"StringEquals": {"sts:ExternalId": "a"}})
    assert spots(MISMATCH, TRUST, statement) == [ASSUME]
    assert mended(MISMATCH, TRUST, statement) is None


def test_claims_of_the_provider_go_with_its_action() -> None:
    statement = trust(OIDC, ASSUME, Condition={"StringEquals": {"oidc.example.com/a:sub": "a"}})
    assert mended(MISMATCH, TRUST, statement)[0]["Action"] == WITH_OIDC


def test_mismatch_is_an_error_in_deny_statements_too() -> None:
    assert spots(MISMATCH, TRUST, trust(OIDC, ASSUME, Effect="Deny")) == [ASSUME]


ROLES_ANYWHERE = {"Service": "rolesanywhere.amazonaws.com"}
ALL_THREE = [ASSUME, "sts:SetSourceIdentity", "sts:TagSession"]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (ASSUME, ALL_THREE),
        ([ASSUME, "sts:TagSession"], [ASSUME, "sts:TagSession", "sts:SetSourceIdentity"]),
        (["sts:TagSession"], ["sts:TagSession", ASSUME, "sts:SetSourceIdentity"]),
    ],
)
def test_roles_anywhere_gets_its_missing_actions(action: Any, expected: list[str]) -> None:
    assert mended(ANYWHERE, TRUST, trust(ROLES_ANYWHERE, action))[0]["Action"] == expected


@pytest.mark.parametrize("action", [ALL_THREE, "sts:*", ["sts:AssumeRole", "sts:*S*"]])
def test_roles_anywhere_is_content_with_all_three(action: Any) -> None:
    assert findings(ANYWHERE, TRUST, trust(ROLES_ANYWHERE, action)) == []


def test_roles_anywhere_may_get_its_actions_from_two_statements() -> None:
    first, second = trust(ROLES_ANYWHERE, ALL_THREE[0]), trust(ROLES_ANYWHERE, ALL_THREE[1:])
    assert findings(ANYWHERE, TRUST, first, second) == []
    assert len(findings(ANYWHERE, TRUST, first, second | {"Effect": "Deny"})) == 1
    assert findings(ANYWHERE, TRUST, trust(LAMBDA)) == []


def test_session_beside_its_role_is_redundant() -> None:
    statement = trust({"AWS": [BUILDER, NIGHTLY]})
    assert spots(REDUNDANT, TRUST, statement) == [NIGHTLY]
    assert mended(REDUNDANT, TRUST, statement)[0]["Principal"] == {"AWS": [BUILDER]}


def test_path_of_a_role_is_not_part_of_its_sessions() -> None:
    role = "arn:aws:iam::111122223333:role/ci/builder"
    assert spots(REDUNDANT, TRUST, trust({"AWS": [NIGHTLY, role]})) == [NIGHTLY]


@pytest.mark.parametrize(
    "other",
    [
        "arn:aws:iam::111122223333:role/tester",
        "arn:aws:iam::444455556666:role/builder",
        "arn:aws-cn:iam::111122223333:role/builder",
        "111122223333",  # an account lets in only whom its own policies allow
        NIGHTLY,
    ],
)
def test_session_of_another_role_is_not_redundant(other: str) -> None:
    assert findings(REDUNDANT, TRUST, trust({"AWS": [other, NIGHTLY]})) == []
