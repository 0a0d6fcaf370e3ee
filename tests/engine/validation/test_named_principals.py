"""The single names under Principal: wildcards, unique IDs, and what AWS does not know."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.principal_policies import (
    BUILDER,
    PROVIDER,
    RESOURCE,
    SAML,
    TRUST,
    findings,
    grant,
    mended,
    spots,
    trust,
)

ORIGIN = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE"


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "arn:aws:iam::111122223333:role/team-*"},
        {"AWS": "arn:aws:iam::*:root"},
        {"AWS": "arn:aws:sts::111122223333:assumed-role/builder/*"},
        {"AWS": "11112222333?"},
        {"AWS": "**"},
        {"Service": "*"},
        {"Service": "*.amazonaws.com"},
        {"CanonicalUser": "*"},
    ],
)
@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_wildcards_inside_names_are_found(principal: dict[str, str], name: str) -> None:
    statement = grant(None, Effect="Deny") | {name: principal}
    if name == "NotPrincipal":
        del statement["Principal"]
    expected = list(principal.values())
    assert spots("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", RESOURCE, statement) == expected


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["*", BUILDER]}])
def test_lone_star_is_a_wildcard_that_aws_knows(principal: Any) -> None:
    assert findings("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", RESOURCE, grant(principal)) == []


def test_wildcard_in_a_provider_is_found_in_trust_policies() -> None:
    statement = trust({"Federated": "*.google.com"}, "sts:AssumeRoleWithWebIdentity")
    assert spots("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", TRUST, statement) == ["*.google.com"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("INVALID_ROLE_REFERENCE", "AROADBQP57FF2AEXAMPLE"),
        ("INVALID_USER_REFERENCE", "AIDACKCEVSQ6C2EXAMPLE"),
    ],
)
def test_unique_ids_are_told_apart(code: str, text: str) -> None:
    both = {"AWS": ["AROADBQP57FF2AEXAMPLE", BUILDER, "AIDACKCEVSQ6C2EXAMPLE"]}
    found = findings(code, RESOURCE, grant(both))
    assert spots(code, RESOURCE, grant(both)) == [text]
    assert found[0].path == ("Statement", 0, "Principal", "AWS", both["AWS"].index(text))
    assert spots(code, TRUST, trust({"AWS": text})) == [text]
    assert findings(code, RESOURCE, grant({"Service": text})) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("bob", "matches nobody"),
        ("arn:aws:iam::111122223333:group/admins", "A group does not call AWS"),
        ("arn:aws:iam::111122223333:instance-profile/web", "An instance profile"),
        ("lambda.amazonaws.com", "under `Service`"),
        (PROVIDER, "under `Federated`"),
        ("11112222333", "12 digits"),
    ],
)
def test_unknown_aws_principal_is_explained(text: str, part: str) -> None:
    found = findings("UNKNOWN_PRINCIPAL", RESOURCE, grant({"AWS": text}))
    assert [part in item.message for item in found] == [True]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": [BUILDER, "111122223333", "*", "AROADBQP57FF2AEXAMPLE", ORIGIN]},
        {"AWS": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1"},
        {"AWS": "arn:aws:iam::111122223333:user/${aws:username}"},  # another check's business
        {"AWS": "arn:aws:iam::111122223333:role/team-*"},
        {"Service": "some-new-thing.amazonaws.com"},
        {"Service": "ec2.amazonaws.com.cn"},
        {"Service": "lamda"},  # malformed, so another check's business
        {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
    ],
)
def test_known_and_unsure_principals_are_left_alone(principal: Any) -> None:
    assert findings("UNKNOWN_PRINCIPAL", RESOURCE, grant(principal)) == []


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"AWS": "1111-2222-3333"}, {"AWS": "111122223333"}),
        ({"Service": "lamda.amazonaws.com"}, {"Service": "lambda.amazonaws.com"}),
        ({"Service": "cloudfrnt.amazonaws.com"}, {"Service": "cloudfront.amazonaws.com"}),
    ],
)
def test_slips_are_mended(principal: Any, expected: Any) -> None:
    assert mended("UNKNOWN_PRINCIPAL", RESOURCE, grant(principal))[0]["Principal"] == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("token.actions.githubusercontent.com", 1),
        ("accounts.google.com", 0),
        ("cognito-identity.amazonaws.com", 0),
        ("cognito-identity-us-gov.amazonaws.com", 0),
        (PROVIDER, 0),
        (SAML, 0),
    ],
)
def test_only_built_in_providers_go_by_their_domain(text: str, count: int) -> None:
    statement = trust({"Federated": text}, "sts:AssumeRoleWithWebIdentity")
    assert spots("UNKNOWN_PRINCIPAL", TRUST, statement) == [text] * count


def test_canonical_user_id_has_64_digits() -> None:
    statement = grant({"CanonicalUser": ["7" * 64, "7" * 63, "X" * 64]})
    assert spots("UNKNOWN_PRINCIPAL", RESOURCE, statement) == ["7" * 63, "X" * 64]


def test_endpoint_policies_are_looked_at_as_well() -> None:
    assert spots("UNKNOWN_PRINCIPAL", PolicyType.ENDPOINT, grant({"AWS": "bob"})) == ["bob"]
