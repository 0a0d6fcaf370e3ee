"""Principal and NotPrincipal as elements: shape, keys, and the policies they belong in."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.principal_policies import (
    BUILDER,
    RCP,
    RESOURCE,
    TRUST,
    errors,
    findings,
    grant,
    mended,
    spots,
    trust,
)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (BUILDER, {"AWS": BUILDER}),
        ([BUILDER, "111122223333"], {"AWS": [BUILDER, "111122223333"]}),
        ("lambda.amazonaws.com", {"Service": "lambda.amazonaws.com"}),
        (["*"], "*"),
        # A role that exists no longer is still a form that AWS knows.
        ("AROADBQP57FF2AEXAMPLE", {"AWS": "AROADBQP57FF2AEXAMPLE"}),
    ],
)
def test_bare_principal_is_put_under_its_type(principal: Any, expected: Any) -> None:
    code = "INVALID_PRINCIPAL_FORMAT"
    assert len(findings(code, RESOURCE, grant(principal))) == 1
    assert mended(code, RESOURCE, grant(principal))[0]["Principal"] == expected


@pytest.mark.parametrize("principal", [7, None, True, [], "bob", "", [BUILDER, "bob"]])
def test_bare_principal_of_no_known_form_has_no_repair(principal: Any) -> None:
    code = "INVALID_PRINCIPAL_FORMAT"
    assert len(findings(code, RESOURCE, grant(principal))) == 1
    assert mended(code, RESOURCE, grant(principal)) is None


def test_bare_star_of_a_trust_policy_is_not_about_the_format() -> None:
    assert findings("INVALID_PRINCIPAL_FORMAT", TRUST, trust("*")) == []


def test_list_with_a_star_in_a_trust_policy_goes_under_aws() -> None:
    fixed = mended("INVALID_PRINCIPAL_FORMAT", TRUST, trust(["*"]))
    assert fixed[0]["Principal"] == {"AWS": ["*"]}


def test_resource_control_policy_gets_no_typed_principal() -> None:
    assert mended("INVALID_PRINCIPAL_FORMAT", RCP, grant([BUILDER], Effect="Deny")) is None


@pytest.mark.parametrize(
    ("principal", "kind"),
    [
        ({"aws": BUILDER}, "AWS"),
        ({"Aws": "*"}, "AWS"),
        ({"Services": ["s3.amazonaws.com", "sns.amazonaws.com"]}, "Service"),
        # What stands under an unknown word tells its type.
        ({"User": "arn:aws:iam::111122223333:user/ana"}, "AWS"),
        ({"Account": "111122223333"}, "AWS"),
        ({"Canonical": "7" * 64}, "CanonicalUser"),
    ],
)
def test_unknown_type_of_principal_is_renamed(principal: dict[str, Any], kind: str) -> None:
    code, (key, names) = "INVALID_PRINCIPAL_KEY", next(iter(principal.items()))
    assert spots(code, RESOURCE, grant(principal)) == [key]
    assert mended(code, RESOURCE, grant(principal))[0]["Principal"] == {kind: names}


@pytest.mark.parametrize(
    ("policy_type", "statement"),
    [
        (RESOURCE, grant({"*": "*"})),  # would become public
        (RESOURCE, grant({"aws": BUILDER, "AWS": "111122223333"})),  # a key twice
        (RESOURCE, grant({"federated": "accounts.google.com"})),  # only in trust policies
        (RESOURCE, grant({"service": "lambda"})),  # a malformed service
        (TRUST, trust({"federated": "accounts.google.com"})),  # with the wrong action
        (TRUST, trust({"service": "rolesanywhere.amazonaws.com"})),  # with too few actions
        (RESOURCE, grant({"people": "bob"})),
    ],
)
def test_renaming_a_type_never_makes_another_mistake(
    policy_type: PolicyType, statement: Any
) -> None:
    code = "INVALID_PRINCIPAL_KEY"
    assert len(findings(code, policy_type, statement)) == 1
    assert mended(code, policy_type, statement) is None


@pytest.mark.parametrize(
    "policy_type", [PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION]
)
@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_principal_is_removed_from_identity_policies(policy_type: PolicyType, name: str) -> None:
    statement = grant(None) | {name: {"AWS": BUILDER}}
    if name == "NotPrincipal":
        del statement["Principal"]
    fixed = mended("UNSUPPORTED_PRINCIPAL", policy_type, statement)
    assert name not in fixed[0]
    assert errors(policy_type, *fixed) == set()


def test_resource_policies_may_name_principals() -> None:
    assert findings("UNSUPPORTED_PRINCIPAL", RESOURCE, grant({"AWS": BUILDER})) == []


def test_endpoint_policy_takes_no_not_principal() -> None:
    statement = {"Effect": "Deny", "NotPrincipal": {"AWS": BUILDER}, "Action": "*", "Resource": "*"}
    code = "UNSUPPORTED_NOT_PRINCIPAL"
    assert len(findings(code, PolicyType.ENDPOINT, statement)) == 1
    assert findings(code, RESOURCE, statement) == []


@pytest.mark.parametrize("policy_type", [RESOURCE, PolicyType.ENDPOINT])
def test_federated_principal_belongs_in_trust_policies(policy_type: PolicyType) -> None:
    code, google = "FEDERATED_PRINCIPAL_NOT_SUPPORTED", {"Federated": "accounts.google.com"}
    assert spots(code, policy_type, grant(google)) == ["Federated"]
    assert spots(code, policy_type, grant({"AWS": BUILDER})) == []
    assert findings(code, TRUST, trust(google, "sts:AssumeRoleWithWebIdentity")) == []


def test_federated_is_found_beside_other_types_and_in_not_principal() -> None:
    mixed = {"AWS": BUILDER, "Federated": ["accounts.google.com", "www.amazon.com"]}
    statement = grant(mixed, Effect="Deny")
    statement["NotPrincipal"] = statement.pop("Principal")
    assert spots("FEDERATED_PRINCIPAL_NOT_SUPPORTED", RESOURCE, statement) == ["Federated"]


@pytest.mark.parametrize(("effect", "count"), [("Allow", 1), ("Deny", 0)])
def test_not_principal_is_risky_where_it_allows(effect: str, count: int) -> None:
    statement = grant(None, Effect=effect) | {"NotPrincipal": {"AWS": BUILDER}}
    del statement["Principal"]
    assert spots("ALLOW_WITH_NOT_PRINCIPAL", RESOURCE, statement) == ["NotPrincipal"] * count
