"""What STS refuses, and what passes down a role chain (S3 to S7)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.credentials import CredentialError, Session, Timeline

from .organizations import (
    ANA,
    DEPLOYER,
    DEPLOYMENT,
    FEDERATED,
    FROM_GITHUB,
    GITHUB,
    HOME,
    KEY,
    READING,
    ROLE_SESSION,
    ROOT_KEY,
    USER_SESSION,
    build,
    event,
    revoked,
)

NEXT = ROLE_SESSION | {
    "id": "ASIANEXT",
    "by": "ASIADEPLOY",
    "issued": "+1:10",
    "principal": READING,
}
TASK = {
    "name": "S3UnlockBucketPolicy",
    "document": {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]},
}
ROOT_TASK: dict[str, Any] = {
    "id": "ASIATASK",
    "kind": "AssumeRoot",
    "principal": f"arn:aws:iam::{HOME}:root",
    "by": "AKIAANA",
    "session_policies": [TASK],
}


def fields(*sessions: dict[str, Any], **rest: Any) -> list[str]:
    """Return the fields at fault, in order; none when the timeline is fine."""
    try:
        build(*sessions, **({"keys": (KEY, ROOT_KEY)} | rest))
    except CredentialError as error:
        return [fault.field for fault in error.faults]
    return []


def session_of(timeline: Timeline, name: str) -> Session:
    found = timeline.credentials[name]
    assert isinstance(found, Session)
    return found


@pytest.mark.parametrize(
    "shape",
    [ROLE_SESSION, USER_SESSION, FEDERATED, FROM_GITHUB, ROOT_TASK],
    ids=lambda s: s["kind"],
)
def test_each_kind_of_session_can_be_made(shape: dict[str, Any]) -> None:
    """The five rows of the table, before anything is changed in them."""
    assert fields(shape) == []


def test_root_cannot_assume_roles() -> None:
    """E13."""
    assert fields(ROLE_SESSION | {"by": "AKIAROOT"}) == ["sessions[0].by"]
    token = USER_SESSION | {"by": "AKIAROOT"}
    assert fields(token, ROLE_SESSION | {"by": "ASIAUSER"}) == ["sessions[1].by"]


def test_root_cannot_call_assume_root() -> None:
    """The table before S5: management or delegated administrator."""
    assert fields(ROOT_TASK | {"by": "AKIAROOT"}) == ["sessions[0].by"]


@pytest.mark.parametrize("second", [USER_SESSION, FEDERATED], ids=lambda shape: shape["kind"])
@pytest.mark.parametrize("first", [ROLE_SESSION, USER_SESSION, FEDERATED], ids=lambda s: s["kind"])
def test_temporary_credentials_get_no_tokens(first: dict[str, Any], second: dict[str, Any]) -> None:
    """The table before S5: no GetSessionToken and no GetFederationToken."""
    shape = second | {"id": "ASIASECOND", "by": first["id"], "issued": "+1:05"}
    assert "sessions[1].by" in fields(first, shape)


def test_a_federated_user_cannot_assume_roles() -> None:
    """The table before S5: of STS only GetCallerIdentity."""
    assert fields(FEDERATED, ROLE_SESSION | {"by": "ASIAGUEST"}) == ["sessions[1].by"]


def test_a_users_session_can_assume_roles() -> None:
    """The table before S5: of STS only AssumeRole and GetCallerIdentity."""
    assert fields(USER_SESSION, ROLE_SESSION | {"by": "ASIAUSER"}) == []
    assert fields(USER_SESSION, ROOT_TASK | {"by": "ASIAUSER", "issued": "+1:00"}) == [
        "sessions[1].by"
    ]


@pytest.mark.parametrize(
    ("shape", "principal"),
    [
        (ROLE_SESSION, ANA),
        (ROLE_SESSION, DEPLOYER),
        (ROLE_SESSION, DEPLOYMENT[:-2]),  # a session's name of one character
        (USER_SESSION, f"arn:aws:iam::{HOME}:root"),
        (FEDERATED, ANA),
        (ROOT_TASK, ANA),
        (FROM_GITHUB, GITHUB),
        (ROLE_SESSION, f"arn:aws:sts::{HOME}:assumed-role/Nobody/ana"),
    ],
)
def test_a_session_speaks_for_what_its_call_makes(shape: dict[str, Any], principal: str) -> None:
    """AssumeRole makes a session of a role, and so on."""
    assert fields(shape | {"principal": principal}) == ["sessions[0].principal"]


def test_a_session_comes_from_one_place() -> None:
    """A credential, a service or an identity provider."""
    assert fields(ROLE_SESSION | {"service": "ec2.amazonaws.com"}) == ["sessions[0]"]
    assert fields({key: value for key, value in ROLE_SESSION.items() if key != "by"}) == [
        "sessions[0]"
    ]


def test_only_a_provider_backs_a_web_identity() -> None:
    """S4: the call is unsigned."""
    signed = FROM_GITHUB | {"provider": None, "by": "AKIAANA"}
    assert fields(signed) == ["sessions[0].provider"]
    assert fields(ROLE_SESSION | {"by": None, "provider": GITHUB}) == ["sessions[0].provider"]


def test_the_source_must_work_when_the_session_is_issued() -> None:
    """E1: an inactive key signs nothing."""
    off = (event("+0:30", "deactivated"),)
    assert fields(ROLE_SESSION, events=off) == ["sessions[0].by"]
    assert fields(ROLE_SESSION, keys=(KEY | {"created": "+1:01"},)) == ["sessions[0].by"]
    assert fields(ROLE_SESSION, NEXT | {"issued": "+2:00"}) == ["sessions[1].by"]
    assert fields(ROLE_SESSION, NEXT | {"issued": "+1:59"}) == []


def test_a_revoked_session_makes_no_other() -> None:
    """S9: everything it asks is denied."""
    assert fields(ROLE_SESSION, NEXT, events=(revoked("+1:05"),)) == ["sessions[1].by"]
    assert fields(ROLE_SESSION, NEXT, events=(revoked("+1:15"),)) == []


def test_only_transitive_tags_pass_down_a_chain() -> None:
    """S6."""
    first = ROLE_SESSION | {"tags": {"project": "moon", "cost": "7"}, "transitive": ["project"]}
    third = NEXT | {"id": "ASIATHIRD", "by": "ASIANEXT", "principal": DEPLOYMENT}
    timeline = build(first, NEXT | {"tags": {"ticket": "12"}}, third)
    assert session_of(timeline, "ASIANEXT").tags == {"project": "moon", "ticket": "12"}
    assert session_of(timeline, "ASIATHIRD").tags == {"project": "moon"}


@pytest.mark.parametrize("key", ["project", "Project"])
def test_a_transitive_tag_cannot_be_passed_again(key: str) -> None:
    """S6: whatever its value; tag keys differ by more than case."""
    first = ROLE_SESSION | {"tags": {"project": "moon"}, "transitive": ["project"]}
    assert fields(first, NEXT | {"tags": {key: "moon"}}) == [f"sessions[1].tags.{key}"]


def test_tags_keep_within_their_limits() -> None:
    """S6: 50 tags, keys of 128 characters, values of 256."""
    many = {f"k{number}": "v" for number in range(51)}
    assert fields(ROLE_SESSION | {"tags": many}) == ["sessions[0].tags"]
    del many["k50"]
    assert fields(ROLE_SESSION | {"tags": many}) == []
    assert fields(ROLE_SESSION | {"tags": {"k" * 128: "v" * 256}}) == []
    assert fields(ROLE_SESSION | {"tags": {"k": "v" * 257}}) == ["sessions[0].tags.k"]
    assert len(fields(ROLE_SESSION | {"tags": {"k" * 129: "v"}})) == 1
    assert fields(ROLE_SESSION | {"tags": {"a": "1", "A": "1"}}) == ["sessions[0].tags.A"]


def test_some_calls_take_no_tags() -> None:
    """S6: and a federated user's are not transitive."""
    tags = {"tags": {"project": "moon"}}
    assert fields(USER_SESSION | tags) == ["sessions[0].tags"]
    assert fields(ROOT_TASK | tags) == ["sessions[0].tags"]
    assert fields(FEDERATED | tags) == []
    assert fields(FEDERATED | tags | {"transitive": ["project"]}) == ["sessions[0].transitive"]
    assert fields(ROLE_SESSION | {"transitive": ["project"]}) == ["sessions[0].transitive"]


def test_the_source_identity_stays_along_a_chain() -> None:
    """Section 6: once set it persists, and cannot be changed."""
    first = ROLE_SESSION | {"source_identity": "ana"}
    assert session_of(build(first, NEXT), "ASIANEXT").source_identity == "ana"
    assert fields(first, NEXT | {"source_identity": "ana"}) == []
    assert fields(first, NEXT | {"source_identity": "ben"}) == ["sessions[1].source_identity"]
    assert fields(ROLE_SESSION, NEXT | {"source_identity": "ben"}) == []
    assert fields(USER_SESSION | {"source_identity": "ana"}) == ["sessions[0].source_identity"]
    assert fields(ROLE_SESSION | {"source_identity": "aws:x"}) == ["sessions[0].source_identity"]


@pytest.mark.parametrize(
    ("shape", "fine"),
    [(ROLE_SESSION, True), (USER_SESSION, True), (FEDERATED, False), (FROM_GITHUB, False)],
)
def test_a_user_gives_an_mfa_code_with_two_calls(shape: dict[str, Any], fine: bool) -> None:
    """X2: AssumeRole and GetSessionToken take SerialNumber and TokenCode."""
    assert (fields(shape | {"mfa": True}) == []) is fine


def test_a_role_has_no_mfa_device() -> None:
    """X2: so none in a role chain."""
    assert fields(ROLE_SESSION, NEXT | {"mfa": True}) == ["sessions[1].mfa"]


def test_session_policies_where_a_call_takes_them() -> None:
    """The table before S5: GetSessionToken takes none, AssumeRoot exactly one task policy."""
    assert fields(ROLE_SESSION | {"session_policies": [TASK]}) == []
    assert fields(USER_SESSION | {"session_policies": [TASK]}) == ["sessions[0].session_policies"]
    assert fields(ROOT_TASK | {"session_policies": []}) == ["sessions[0].session_policies"]
    assert fields(ROOT_TASK | {"session_policies": [TASK, TASK]}) == [
        "sessions[0].session_policies"
    ]
    mine = TASK | {"name": "mine"}
    assert fields(ROOT_TASK | {"session_policies": [mine]}) == ["sessions[0].session_policies"]


def test_a_session_policy_must_be_readable() -> None:
    """G10."""
    broken = {"name": "broken", "document": '{"Statement": [}'}
    assert fields(ROLE_SESSION | {"session_policies": [broken]}) == [
        "sessions[0].session_policies[0].document"
    ]


def test_a_thief_makes_sessions_with_what_has_leaked() -> None:
    """A stolen session needs a stolen source."""
    stolen = ROLE_SESSION | {"stolen": True}
    assert fields(stolen) == ["sessions[0].stolen"]
    assert fields(stolen, events=(event("+1:01", "leaked"),)) == ["sessions[0].stolen"]
    leak = (event("+1:00", "leaked"),)
    assert fields(stolen, events=leak) == []
    assert fields(stolen, NEXT | {"stolen": True}, events=leak) == []
    assert fields(ROLE_SESSION, NEXT | {"stolen": True}, events=leak) == ["sessions[1].stolen"]
    assert fields(FROM_GITHUB | {"stolen": True}) == ["sessions[0].stolen"]


def test_names_are_given_once_and_earlier() -> None:
    """IDs are unique; a source stands above what it makes."""
    assert fields(ROLE_SESSION, ROLE_SESSION) == ["sessions[1].id"]
    assert fields(NEXT, ROLE_SESSION) == ["sessions[0].by"]
    assert fields(ROLE_SESSION | {"id": "AKIADEPLOY"}) == ["sessions[0].id"]


def test_the_source_decides_whose_session_a_token_is() -> None:
    """GetSessionToken speaks for the owner of the key."""
    session = session_of(build(USER_SESSION), "ASIAUSER")
    assert (session.principal, session.identity) == (ANA, ANA)
    guest = session_of(build(FEDERATED), "ASIAGUEST")
    assert guest.identity == ANA


def test_every_fault_is_reported() -> None:
    """With its field, in the author's order."""
    assert fields(
        ROLE_SESSION | {"duration": "9:00", "tags": {"k": "v" * 300}},
        USER_SESSION | {"duration": 60},
    ) == ["sessions[0].duration", "sessions[0].tags.k", "sessions[1].duration"]
