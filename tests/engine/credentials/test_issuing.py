"""Whether an organization's policies would let a session begin (S0 to S4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine import RequestError, Snapshot, replace_policy
from iamlab.engine.credentials import Timeline, find_issuing_faults, issuing_requests

from .organizations import (
    ALLOW_ALL,
    ANA,
    DEPLOYER,
    FEDERATED,
    FROM_GITHUB,
    GITHUB,
    HOME,
    OTHER,
    READING,
    ROLE_SESSION,
    ROOT,
    TRUST,
    USER_SESSION,
    build,
    organization,
    text_of,
)

TRUST_KEY = f"{HOME}/role/Deployer/trust"
OWN_KEY = f"{HOME}/user/ana/inline/all"


def fields(timeline: Timeline, snapshot: Snapshot | None = None) -> list[str]:
    return [fault.field for fault in find_issuing_faults(timeline, snapshot or organization())]


def trusting(*statements: dict[str, Any]) -> Snapshot:
    return replace_policy(organization(), TRUST_KEY, text_of(*statements))


@pytest.mark.parametrize("shape", [ROLE_SESSION, USER_SESSION, FEDERATED, FROM_GITHUB])
def test_a_session_that_policies_allow_has_no_fault(shape: dict[str, Any]) -> None:
    """Ana may do everything, and the role trusts her account and GitHub."""
    assert fields(build(shape)) == []


def test_an_administrator_needs_the_roles_trust() -> None:
    """S0.4: denied, even for admins."""
    assert fields(build(ROLE_SESSION), trusting(TRUST | {"Principal": {"AWS": OTHER}})) == [
        "sessions[0]"
    ]


def test_a_trusted_account_is_not_enough() -> None:
    """S0.2: the identity's own policies must allow it too."""
    narrow = replace_policy(organization(), OWN_KEY, text_of(ALLOW_ALL | {"Action": "s3:*"}))
    assert fields(build(ROLE_SESSION), narrow) == ["sessions[0]"]


def test_a_user_by_name_is_enough() -> None:
    """S0.1: in the same account."""
    named = trusting(TRUST | {"Principal": {"AWS": ANA}})
    narrow = replace_policy(named, OWN_KEY, text_of(ALLOW_ALL | {"Action": "s3:*"}))
    assert fields(build(ROLE_SESSION), narrow) == []


def test_tags_and_source_identity_need_their_own_permission() -> None:
    """S3: missing either fails the whole call."""
    bare = trusting(TRUST | {"Action": "sts:AssumeRole"})
    assert fields(build(ROLE_SESSION), bare) == []
    assert fields(build(ROLE_SESSION | {"tags": {"a": "b"}}), bare) == ["sessions[0]"]
    assert fields(build(ROLE_SESSION | {"source_identity": "ana"}), bare) == ["sessions[0]"]
    assert fields(build(ROLE_SESSION | {"source_identity": "ana", "tags": {"a": "b"}})) == []


def test_a_trust_policy_that_asks_for_mfa() -> None:
    """X2: tested with the code that the caller gives."""
    asks = trusting(
        TRUST | {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
    )
    assert fields(build(ROLE_SESSION), asks) == ["sessions[0]"]
    assert fields(build(ROLE_SESSION | {"mfa": True}), asks) == []
    through = ROLE_SESSION | {"by": "ASIAUSER", "issued": "+2:00"}
    assert fields(build(USER_SESSION | {"mfa": True}, through), asks) == []
    assert fields(build(USER_SESSION, through), asks) == ["sessions[1]"]


def test_a_trust_policy_that_asks_for_an_external_id() -> None:
    """S13: it comes with the call."""
    asks = trusting(TRUST | {"Condition": {"StringEquals": {"sts:ExternalId": "e-17"}}})
    assert fields(build(ROLE_SESSION), asks) == ["sessions[0]"]
    assert fields(build(ROLE_SESSION | {"context": {"sts:ExternalId": "e-17"}}), asks) == []


def test_a_token_is_held_against_the_trust_policy() -> None:
    """S4: the claims are the call's context."""
    claim = "token.actions.githubusercontent.com:sub"
    asks = trusting(
        {
            "Effect": "Allow",
            "Principal": {"Federated": GITHUB},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {claim: "repo:acme/site:ref:refs/heads/main"}},
        }
    )
    main = {"context": {claim: "repo:acme/site:ref:refs/heads/main"}}
    assert fields(build(FROM_GITHUB | main), asks) == []
    assert fields(build(FROM_GITHUB), asks) == ["sessions[0]"]


def test_a_service_delivers_what_trusts_it() -> None:
    """S12: `ec2.amazonaws.com`."""
    shape = {
        "id": "ASIAEC",
        "kind": "AssumeRole",
        "principal": READING,
        "service": "ec2.amazonaws.com",
    }
    assert fields(build(shape)) == []
    assert fields(build(shape | {"service": "lambda.amazonaws.com"})) == ["sessions[0]"]


def test_a_policy_that_changed_by_then_counts() -> None:
    """S10: for the call itself too."""
    change = {
        "at": "+0:30",
        "kind": "changed",
        "policy": TRUST_KEY,
        "document": text_of(TRUST | {"Principal": {"AWS": OTHER}}),
    }
    assert fields(build(ROLE_SESSION, events=(change,))) == ["sessions[0]"]
    assert fields(build(ROLE_SESSION, events=(change | {"at": "+1:30"},))) == []


def test_a_role_that_nobody_knows_is_passed_over() -> None:
    """Of an account outside the picture."""
    outside = ROLE_SESSION | {"principal": f"arn:aws:sts::{OTHER}:assumed-role/Partner/ana"}
    assert fields(build(outside)) == []


def test_a_role_that_a_learner_removed_is_a_fault() -> None:
    """Of an account in the picture."""
    whole = organization()
    rest = {arn: item for arn, item in whole.identities.items() if arn != DEPLOYER}
    first = build(ROLE_SESSION)
    chained = build(
        ROLE_SESSION,
        ROLE_SESSION | {"id": "ASIANEXT", "by": "ASIADEPLOY", "principal": READING},
    )
    smaller = replace(whole, identities=rest)
    assert fields(first, smaller) == ["sessions[0]"]
    assert fields(chained, smaller) == ["sessions[0]", "sessions[1]"]


def test_the_call_carries_what_aws_lets_policies_test() -> None:
    """Section 8: duration, name of the session, tags, source identity."""
    shape = ROLE_SESSION | {
        "duration": "2:00",
        "tags": {"project": "moon"},
        "transitive": ["project"],
        "source_identity": "ana",
    }
    requests = issuing_requests(build(shape), organization(), "ASIADEPLOY")
    assert [request.action for request in requests] == [
        "sts:AssumeRole",
        "sts:TagSession",
        "sts:SetSourceIdentity",
    ]
    for request in requests:
        assert (request.principal, request.resource) == (ANA, DEPLOYER)
        assert {
            "sts:DurationSeconds": "7200",
            "sts:RoleSessionName": "ana",
            "aws:TagKeys": ["project"],
            "aws:RequestTag/project": "moon",
            "sts:TransitiveTagKeys": ["project"],
            "sts:SourceIdentity": "ana",
        }.items() <= dict(request.context).items()


def test_a_root_task_is_asked_of_the_member_account() -> None:
    """The table before S5: `sts:AssumeRoot` on the account's root."""
    task = {
        "id": "ASIATASK",
        "kind": "AssumeRoot",
        "principal": ROOT,
        "by": "AKIAANA",
        "session_policies": [{"name": "S3UnlockBucketPolicy", "document": text_of(ALLOW_ALL)}],
    }
    timeline = build(task)
    (request,) = issuing_requests(timeline, organization(), "ASIATASK")
    assert (request.action, request.resource) == ("sts:AssumeRoot", ROOT)
    assert fields(timeline) == []
    narrow = replace_policy(organization(), OWN_KEY, text_of(ALLOW_ALL | {"Action": "s3:*"}))
    assert fields(timeline, narrow) == ["sessions[0]"]


def test_a_key_is_not_issued_by_a_call() -> None:
    """It is created."""
    with pytest.raises(RequestError):
        issuing_requests(build(), organization(), "AKIAANA")


def test_a_trust_policy_that_cannot_be_read_is_a_fault() -> None:
    """G10: nothing can be decided from it, so nobody is let in."""
    broken = replace_policy(organization(), TRUST_KEY, '{"Statement": [')
    assert fields(build(ROLE_SESSION), broken) == ["sessions[0]"]
