"""Which layers apply: absent, null and empty ones do not, and one that allows nothing does."""

from __future__ import annotations

from typing import Any

import pytest

from .lines import ALLOWING, EMPTY, FULL, OPEN_TO_ALL, decide, level, policy, statement

ALLOWED = ("allowed", "IDENTITY_ALLOW")
SESSION = {"principal": "arn:aws:sts::111122223333:assumed-role/App/run"}
OPTIONAL_LAYERS = (
    "permissions_boundary",
    "session_policies",
    "resource_policy",
    "service_control_policies",
    "resource_control_policies",
    "endpoint_policies",
)


@pytest.mark.parametrize("name", OPTIONAL_LAYERS)
@pytest.mark.parametrize("nothing", [None, []])
def test_layer_that_is_null_or_empty_does_not_apply(name: str, nothing: Any) -> None:
    layers: dict[str, Any] = {name: nothing}
    assert decide(SESSION, identity_policies=[ALLOWING], **layers) == ALLOWED


def test_absent_layers_do_not_apply() -> None:
    assert decide(identity_policies=[ALLOWING]) == ALLOWED


@pytest.mark.parametrize("nothing", [None, []])
def test_identity_policies_that_are_null_or_empty_grant_nothing(nothing: Any) -> None:
    assert decide(identity_policies=nothing) == ("implicitDeny", "NO_IDENTITY_ALLOW")


def test_scp_level_without_policies_denies() -> None:
    levels = [level("r-root", FULL), level("ou-prod"), level("111122223333", FULL)]
    assert decide(identity_policies=[ALLOWING], service_control_policies=levels) == (
        "implicitDeny",
        "NO_SCP_ALLOW",
    )


def test_every_scp_level_must_allow() -> None:
    other = policy("OnlySqs", statement(action="sqs:*"))
    for place in range(3):
        levels = [level("r-root", FULL), level("ou-prod", FULL), level("111122223333", FULL)]
        assert decide(identity_policies=[ALLOWING], service_control_policies=levels) == ALLOWED
        levels[place] = level("r-root", other)
        assert decide(identity_policies=[ALLOWING], service_control_policies=levels) == (
            "implicitDeny",
            "NO_SCP_ALLOW",
        )


def test_levels_count_by_position_so_a_target_may_stand_twice() -> None:
    twice = [level("r-root", FULL), level("r-root", FULL)]
    assert decide(identity_policies=[ALLOWING], service_control_policies=twice) == ALLOWED
    for empty in (0, 1):
        twice = [level("r-root", FULL), level("r-root", FULL)]
        twice[empty] = level("r-root")
        assert decide(identity_policies=[ALLOWING], service_control_policies=twice) == (
            "implicitDeny",
            "NO_SCP_ALLOW",
        )


def test_policies_of_one_level_add_up() -> None:
    both = level("r-root", policy("OnlySqs", statement(action="sqs:*")), ALLOWING)
    assert decide(identity_policies=[ALLOWING], service_control_policies=[both]) == ALLOWED


@pytest.mark.parametrize("nothing", [EMPTY, {"name": "braces", "document": {}}])
def test_boundary_without_statements_denies(nothing: Any) -> None:
    assert decide(identity_policies=[ALLOWING], permissions_boundary=nothing) == (
        "implicitDeny",
        "NO_BOUNDARY_ALLOW",
    )


@pytest.mark.parametrize("nothing", [EMPTY, {"name": "braces", "document": {}}])
def test_session_policy_without_statements_denies(nothing: Any) -> None:
    assert decide(SESSION, identity_policies=[ALLOWING], session_policies=[nothing]) == (
        "implicitDeny",
        "NO_SESSION_ALLOW",
    )


def test_session_policies_add_up() -> None:
    layers = {"identity_policies": [ALLOWING], "session_policies": [EMPTY, ALLOWING]}
    assert decide(SESSION, **layers) == ALLOWED


def test_endpoint_policy_without_statements_denies() -> None:
    assert decide(identity_policies=[ALLOWING], endpoint_policies=[EMPTY]) == (
        "implicitDeny",
        "NO_ENDPOINT_ALLOW",
    )


def test_endpoint_policy_that_allows_lets_through() -> None:
    assert decide(identity_policies=[ALLOWING], endpoint_policies=[OPEN_TO_ALL]) == ALLOWED


def test_rcp_level_without_policies_allows_through_the_implicit_full_access() -> None:
    levels = [level("r-root"), level("ou-prod"), level("111122223333")]
    assert decide(identity_policies=[ALLOWING], resource_control_policies=levels) == ALLOWED


def test_rcp_denies_beside_the_implicit_full_access() -> None:
    deny = policy("NoReports", statement("Deny", Principal="*"))
    levels = [level("r-root"), level("111122223333", deny)]
    assert decide(identity_policies=[ALLOWING], resource_control_policies=levels) == (
        "explicitDeny",
        "EXPLICIT_DENY",
    )


def test_rcp_binds_an_anonymous_caller_to_a_bucket_whose_owner_nobody_names() -> None:
    deny = policy("NoStrangers", statement("Deny", Principal="*"))
    asked = {"principal": "anonymous"}
    assert decide(asked, resource_policy=OPEN_TO_ALL) == ("allowed", "RESOURCE_ALLOW")
    assert decide(
        asked, resource_policy=OPEN_TO_ALL, resource_control_policies=[level("r-root", deny)]
    ) == ("explicitDeny", "EXPLICIT_DENY")


def test_trust_policy_is_the_resource_policy_of_its_role() -> None:
    role = "arn:aws:iam::111122223333:role/App"
    asked = {"action": "sts:AssumeRole", "resource": role}
    trust = {
        "name": "trust",
        "document": {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"},
                "Action": "sts:AssumeRole",
            },
        },
    }
    admin = policy("Admin", statement(action="*"))
    assert decide(asked, resource_policy=trust) == ("allowed", "RESOURCE_ALLOW")
    assert decide({**asked, "principal": "arn:aws:iam::111122223333:user/bob"}) == (
        "implicitDeny",
        "NO_TRUST_ALLOW",
    )
    assert decide(asked, identity_policies=[admin]) == ("implicitDeny", "NO_TRUST_ALLOW")
