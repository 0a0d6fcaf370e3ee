"""What can happen to keys, roles and policies (S8 to S10), and when."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.credentials import CredentialError, EventKind

from .organizations import (
    ANA,
    DEPLOYER,
    HOME,
    HOUR,
    KEY,
    LINKED,
    ROLE_SESSION,
    ROOT_KEY,
    START,
    build,
    event,
    revoked,
    text_of,
)

SECOND = KEY | {"id": "AKIASECOND", "created": "+1:00"}
THIRD = KEY | {"id": "AKIATHIRD", "created": "+2:00"}


def fields(*events: dict[str, Any], **rest: Any) -> list[str]:
    """Return the fields at fault, in order; none when the timeline is fine."""
    try:
        build(*rest.pop("sessions", ()), events=events, **rest)
    except CredentialError as error:
        return [fault.field for fault in error.faults]
    return []


def test_a_user_has_two_keys_at_most() -> None:
    """S8: whether active or not."""
    assert fields(keys=(KEY, SECOND)) == []
    assert fields(keys=(KEY, SECOND, THIRD)) == ["keys[2].created"]
    assert fields(event("+1:30", "deactivated"), keys=(KEY, SECOND, THIRD)) == ["keys[2].created"]
    assert fields(event("+1:30", "deleted"), keys=(KEY, SECOND, THIRD)) == []
    assert fields(event("+2:00", "deleted"), keys=(KEY, SECOND, THIRD)) == []
    assert fields(event("+2:01", "deleted"), keys=(KEY, SECOND, THIRD)) == ["keys[2].created"]


def test_the_limit_counts_for_each_owner() -> None:
    """S8."""
    assert fields(keys=(KEY, SECOND, ROOT_KEY)) == []


def test_keys_created_together_count_in_the_authors_order() -> None:
    """S8: one of three is too many, and it is the last."""
    same = [KEY | {"id": f"AKIA{name}", "created": "+0:00"} for name in ("ONE", "TWO", "TREE")]
    assert fields(keys=tuple(same)) == ["keys[2].created"]


def test_only_users_and_root_have_keys() -> None:
    """S8: a role has no long-term credentials."""
    assert fields(keys=(KEY | {"owner": DEPLOYER},)) == ["keys[0].owner"]
    assert fields(keys=(KEY | {"owner": f"arn:aws:iam::{HOME}:user/nobody"},)) == ["keys[0].owner"]


@pytest.mark.parametrize(
    ("kinds", "fault"),
    [
        (["deactivated", "activated", "deactivated", "deleted"], []),
        (["activated"], ["events[0].kind"]),
        (["deactivated", "deactivated"], ["events[1].kind"]),
        (["deleted", "activated"], ["events[1].credential"]),
        (["deleted", "deleted"], ["events[1].credential"]),
        (["deleted", "used", "leaked"], []),
    ],
)
def test_a_key_goes_from_state_to_state(kinds: list[str], fault: list[str]) -> None:
    """S8."""
    events = [event(f"+{place}:00", kind) for place, kind in enumerate(kinds)]
    assert fields(*events) == fault


@pytest.mark.parametrize("kind", ["deactivated", "activated", "deleted"])
def test_a_session_cannot_be_switched_off(kind: str) -> None:
    """S9: STS credentials cannot be recalled."""
    assert fields(event("+1:30", kind, "ASIADEPLOY"), sessions=(ROLE_SESSION,)) == [
        "events[0].credential"
    ]


def test_a_session_can_be_used_and_leaked() -> None:
    """Like a key."""
    used, leaked = (event("+1:30", kind, "ASIADEPLOY") for kind in ("used", "leaked"))
    assert fields(used, leaked, sessions=(ROLE_SESSION,)) == []


def test_nothing_happens_before_a_credential_exists_or_outside_the_timeline() -> None:
    """48 hours from 09:00."""
    assert fields(event("+0:59", "used", "ASIADEPLOY"), sessions=(ROLE_SESSION,)) == [
        "events[0].at"
    ]
    assert fields(event("-0:01", "used")) == ["events[0].at"]
    assert fields(event("+48:01", "used")) == ["events[0].at"]
    assert fields(event("+48:00", "used"), event("+0:00", "used")) == []


def test_a_rotation_goes_to_another_key_of_the_same_user() -> None:
    """S8: create, deploy, deactivate, delete."""
    keys = (KEY, SECOND, ROOT_KEY)
    assert fields(event("+1:30", "rotated", to="AKIASECOND"), keys=keys) == []
    assert fields(event("+1:30", "rotated", to="AKIAROOT"), keys=keys) == ["events[0].to"]
    assert fields(event("+1:30", "rotated", to="AKIAANA"), keys=keys) == ["events[0].to"]
    assert fields(event("+1:30", "rotated", to="AKIANONE"), keys=keys) == ["events[0].to"]


def test_a_revocation_needs_a_role_or_user_of_the_organization() -> None:
    """S9: and never a service-linked role."""
    assert fields(revoked("+1:00")) == []
    assert fields(revoked("+1:00", ANA)) == []
    assert fields(revoked("+1:00", LINKED)) == ["events[0].principal"]
    assert fields(revoked("+1:00", f"arn:aws:iam::{HOME}:root")) == ["events[0].principal"]
    assert fields(revoked("+1:00", f"{DEPLOYER}x")) == ["events[0].principal"]


def test_a_policy_that_changes_must_exist_and_be_readable() -> None:
    """S10."""
    change = {"at": "+1:00", "kind": "changed", "policy": f"{HOME}/role/Deployer/inline/all"}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    assert fields(change | {"document": text_of(deny)}) == []
    assert fields(change | {"document": {"Statement": [deny]}}) == []
    assert fields(change | {"document": '{"Statement"'}) == ["events[0].document"]
    assert fields(change | {"document": "no-such-file.json"}) == ["events[0].document"]
    assert fields(change | {"policy": "x", "document": {"Statement": [deny]}}) == [
        "events[0].policy"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "+1:00", "kind": "leaked"},
        {"at": "+1:00", "kind": "leaked", "credential": "AKIAANA", "to": "AKIASECOND"},
        {"at": "+1:00", "kind": "revoked", "credential": "AKIAANA"},
        {"at": "+1:00", "kind": "changed", "policy": "x"},
        {"at": "+1:00", "kind": "rotated", "credential": "AKIAANA"},
    ],
)
def test_an_event_has_the_parts_of_its_kind(wrong: dict[str, Any]) -> None:
    """No more and no fewer."""
    assert fields(wrong) == ["events[0]"]


@pytest.mark.parametrize("kind", ["issued", "expired", "stolen", ""])
def test_an_author_writes_only_what_does_not_follow(kind: str) -> None:
    """ISSUED and EXPIRED are computed."""
    assert fields(event("+1:00", kind)) == ["events[0].kind"]


def test_events_stand_in_the_order_in_which_they_happen() -> None:
    """Whatever the order in the file; what begins stands before what is written, then the ends."""
    timeline = build(
        ROLE_SESSION,
        events=(
            event("+2:00", "deactivated"),
            event("+1:00", "used"),
            event("+0:30", "leaked"),
        ),
    )
    assert [(item.at - START, item.kind) for item in timeline.events] == [
        (HOUR // 2, EventKind.LEAKED),
        (HOUR, EventKind.ISSUED),
        (HOUR, EventKind.USED),
        (2 * HOUR, EventKind.DEACTIVATED),
        (2 * HOUR, EventKind.EXPIRED),
    ]


def test_the_events_of_a_session_include_its_roles_revocation() -> None:
    """And not what happens to others."""
    timeline = build(
        ROLE_SESSION, events=(revoked("+1:30"), revoked("+1:40", ANA), event("+1:10", "used"))
    )
    assert [item.kind for item in timeline.events_of("ASIADEPLOY")] == [
        EventKind.ISSUED,
        EventKind.REVOKED,
        EventKind.EXPIRED,
    ]


@pytest.mark.parametrize("end", ["+0:00", "-1:00", "+401d", "2026-03-02T08:00Z"])
def test_a_timeline_ends_after_it_starts(end: str) -> None:
    """Within 400 days."""
    assert fields(end=end) == ["end"]


def test_a_timeline_has_a_credential() -> None:
    """Or there is nothing to draw."""
    assert fields(keys=()) == ["keys"]


def test_what_is_asked_must_be_a_question() -> None:
    """An action and a resource."""
    good = {"action": "s3:GetObject", "resource": "*"}
    assert fields(ask=[good]) == []
    assert fields(ask=[good | {"action": "read"}]) == ["ask[0].action"]
    assert fields(ask=[good] * 5) == ["ask"]


def test_a_verdict_can_be_stated_nowhere() -> None:
    """Unknown keys are errors: no file states what the engine computes."""
    assert fields(ask=[{"action": "s3:GetObject", "resource": "*", "verdict": "allowed"}]) == [
        "ask[0].verdict"
    ]
