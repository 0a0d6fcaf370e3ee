"""A leak's length, what its finder holds, and rotations that go wrong."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import CredentialState
from iamlab.engine.credentials import (
    Exposure,
    Timeline,
    exposure,
    fails,
    holders_at,
    hours_until_expiry,
    outages,
    seconds_until_expiry,
)

from .organizations import (
    FEDERATED,
    HOUR,
    KEY,
    MINUTE,
    READING,
    ROLE_SESSION,
    START,
    USER_SESSION,
    build,
    event,
    revoked,
)

NEW = KEY | {"id": "AKIANEW", "created": "+1:00"}
KEYS = (KEY, NEW)


def test_a_leaked_key_works_until_somebody_acts() -> None:
    """S8: two days later it still does."""
    timeline = build(events=(event("+1:00", "leaked"),))
    assert exposure(timeline, "AKIAANA") == Exposure("AKIAANA", START + HOUR, None, 47 * HOUR)


@pytest.mark.parametrize("kind", ["deactivated", "deleted"])
def test_a_leaked_key_ends_when_it_is_switched_off(kind: str) -> None:
    """S8."""
    timeline = build(events=(event("+1:00", "leaked"), event("+6:00", kind)))
    assert exposure(timeline, "AKIAANA") == Exposure(
        "AKIAANA", START + HOUR, START + 6 * HOUR, 5 * HOUR
    )


def test_a_leaked_session_ends_by_itself() -> None:
    """S5: within the hour."""
    timeline = build(ROLE_SESSION, events=(event("+1:15", "leaked", "ASIADEPLOY"),))
    assert exposure(timeline, "ASIADEPLOY") == Exposure(
        "ASIADEPLOY", START + 75 * MINUTE, START + 2 * HOUR, 45 * MINUTE
    )


def test_a_leaked_session_ends_earlier_when_it_is_revoked() -> None:
    """S9."""
    timeline = build(
        ROLE_SESSION, events=(event("+1:15", "leaked", "ASIADEPLOY"), revoked("+1:20"))
    )
    found = exposure(timeline, "ASIADEPLOY")
    assert found is not None
    assert (found.stopped_at, found.seconds) == (START + 80 * MINUTE, 5 * MINUTE)


def test_activating_a_leaked_key_opens_it_again() -> None:
    """S8: only the time in which it works counts."""
    timeline = build(
        events=(
            event("+1:00", "leaked"),
            event("+2:00", "deactivated"),
            event("+10:00", "activated"),
            event("+11:00", "deleted"),
        )
    )
    assert exposure(timeline, "AKIAANA") == Exposure(
        "AKIAANA", START + HOUR, START + 11 * HOUR, 2 * HOUR
    )


def test_a_leak_of_what_has_ended_is_none() -> None:
    """Of an expired session, a deactivated key."""
    timeline = build(
        ROLE_SESSION,
        events=(
            event("+3:00", "leaked", "ASIADEPLOY"),
            event("+4:00", "deactivated"),
            event("+5:00", "leaked"),
        ),
    )
    for name, hours in (("ASIADEPLOY", 3), ("AKIAANA", 5)):
        at = START + hours * HOUR
        assert exposure(timeline, name) == Exposure(name, at, at, 0)


def test_what_has_not_leaked_is_not_exposed() -> None:
    """None, and not zero seconds."""
    assert exposure(build(ROLE_SESSION), "ASIADEPLOY") is None


def test_the_first_leak_counts() -> None:
    """A second changes nothing."""
    timeline = build(events=(event("+1:00", "leaked"), event("+2:00", "leaked")))
    found = exposure(timeline, "AKIAANA")
    assert found is not None
    assert found.leaked_at == START + HOUR


def incident() -> Timeline:
    """A key leaks, its finder makes a session of 36 hours, the key is switched off."""
    thief = USER_SESSION | {
        "id": "ASIATHIEF",
        "stolen": True,
        "issued": "+2:00",
        "duration": "36:00",
    }
    onward = ROLE_SESSION | {
        "id": "ASIAONWARD",
        "by": "ASIATHIEF",
        "stolen": True,
        "issued": "+3:00",
    }
    return build(
        thief,
        onward,
        ROLE_SESSION | {"issued": "+2:30"},  # Ana's own, which the thief never saw
        events=(event("+1:00", "leaked"), event("+2:45", "deactivated")),
    )


@pytest.mark.parametrize(
    ("hours", "held"),
    [
        (0.99, {}),
        (1, {"AKIAANA": "active"}),
        (2.5, {"AKIAANA": "active", "ASIATHIEF": "active"}),
        (3.5, {"AKIAANA": "inactive", "ASIATHIEF": "active", "ASIAONWARD": "active"}),
        (4, {"AKIAANA": "inactive", "ASIATHIEF": "active", "ASIAONWARD": "expired"}),
        (38, {"AKIAANA": "inactive", "ASIATHIEF": "expired", "ASIAONWARD": "expired"}),
    ],
)
def test_a_thief_holds_what_was_made_with_the_leak(hours: float, held: dict[str, str]) -> None:
    """S9: deactivating the key recalls no session; Ana's own session is never in those hands."""
    found = holders_at(incident(), "AKIAANA", START + int(hours * HOUR))
    assert {item.credential: item.state.value for item in found} == held


def test_a_stolen_session_is_exposed_from_its_issue() -> None:
    """For all of its 36 hours."""
    found = exposure(incident(), "ASIATHIEF")
    assert found is not None
    assert (found.leaked_at, found.seconds) == (START + 2 * HOUR, 36 * HOUR)


def test_what_never_leaked_has_no_finder() -> None:
    """Nobody but its owner holds it."""
    assert holders_at(build(), "AKIAANA", START) == ()


@pytest.mark.parametrize(("hours", "left"), [(1, 1.0), (1.5, 0.5), (2, 0.0), (9, 0.0)])
def test_hours_until_expiry_count_down_to_zero(hours: float, left: float) -> None:
    """A session of one hour, from 10:00."""
    timeline = build(ROLE_SESSION)
    at = START + int(hours * HOUR)
    assert hours_until_expiry(timeline, "ASIADEPLOY", at) == left
    assert seconds_until_expiry(timeline, "ASIADEPLOY", at) == int(left * HOUR)


def test_a_key_has_no_hours_until_expiry() -> None:
    """S8."""
    assert hours_until_expiry(build(), "AKIAANA", START) is None


def test_the_right_order_of_a_rotation_has_no_outage() -> None:
    """S8: create, deploy, deactivate, delete."""
    timeline = build(
        keys=KEYS,
        events=(
            event("+2:00", "rotated", to="AKIANEW"),
            event("+3:00", "deactivated"),
            event("+24:00", "deleted"),
        ),
    )
    assert outages(timeline) == ()


@pytest.mark.parametrize("kind", ["deactivated", "deleted"])
def test_switching_the_old_key_off_first_is_an_outage(kind: str) -> None:
    """S8: from then until the new one is deployed."""
    timeline = build(
        keys=KEYS, events=(event("+1:30", kind), event("+2:00", "rotated", to="AKIANEW"))
    )
    (outage,) = outages(timeline)
    assert (outage.credential, outage.start, outage.end) == (
        "AKIAANA",
        START + 90 * MINUTE,
        START + 2 * HOUR,
    )
    assert "10:30" in outage.reason


def test_deploying_a_key_that_does_not_exist_yet_is_an_outage() -> None:
    """S8: create comes first."""
    timeline = build(keys=KEYS, events=(event("+0:30", "rotated", to="AKIANEW"),))
    (outage,) = outages(timeline)
    assert (outage.credential, outage.start, outage.end) == (
        "AKIANEW",
        START + 30 * MINUTE,
        START + HOUR,
    )


def test_activating_the_old_key_again_ends_the_outage() -> None:
    """S8: that is why one deactivates before one deletes."""
    timeline = build(
        keys=KEYS,
        events=(
            event("+1:30", "deactivated"),
            event("+1:40", "activated"),
            event("+2:00", "rotated", to="AKIANEW"),
            event("+2:00", "deactivated"),
        ),
    )
    assert [(item.start, item.end) for item in outages(timeline)] == [
        (START + 90 * MINUTE, START + 100 * MINUTE)
    ]


def test_switching_the_wrong_key_off_lasts_to_the_end() -> None:
    """S8: the new one, by mistake."""
    timeline = build(
        keys=KEYS,
        events=(
            event("+2:00", "rotated", to="AKIANEW"),
            event("+3:00", "deactivated", "AKIANEW"),
        ),
    )
    assert [(item.credential, item.start, item.end) for item in outages(timeline)] == [
        ("AKIANEW", START + 3 * HOUR, timeline.end)
    ]


def test_two_rotations_are_one_application() -> None:
    """The second goes on where the first ended."""
    third = KEY | {"id": "AKIATHIRD", "created": "+5:00"}
    timeline = build(
        keys=(*KEYS, third),
        events=(
            event("+2:00", "rotated", to="AKIANEW"),
            event("+3:00", "deleted"),
            event("+6:00", "rotated", "AKIANEW", to="AKIATHIRD"),
            event("+7:00", "deleted", "AKIANEW"),
        ),
    )
    assert outages(timeline) == ()


def test_without_a_rotation_no_application_is_known() -> None:
    """So nothing stands still."""
    assert outages(build(events=(event("+1:00", "deactivated"),))) == ()


@pytest.mark.parametrize(
    ("at", "credential", "failed"),
    [
        ("+1:59", "ASIADEPLOY", False),
        ("+2:00", "ASIADEPLOY", True),
        ("+2:59", "AKIAANA", False),
        ("+3:00", "AKIAANA", True),
    ],
)
def test_a_use_fails_when_the_credential_does_not_work(
    at: str, credential: str, failed: bool
) -> None:
    """E1."""
    events: tuple[dict[str, Any], ...] = (
        event("+3:00", "deactivated"),
        event(at, "used", credential),
    )
    timeline = build(ROLE_SESSION, events=events)
    (use,) = (item for item in timeline.events if item.kind == "used")
    assert fails(timeline, use) is failed


def test_a_federated_session_made_before_the_key_was_deleted_stays_open() -> None:
    """S9: the reason why deleting the key is not the end of an incident."""
    timeline = build(
        FEDERATED | {"stolen": True},
        events=(event("+0:30", "leaked"), event("+1:10", "deleted")),
    )
    key, session = holders_at(timeline, "AKIAANA", START + 12 * HOUR)
    assert key.state is CredentialState.UNKNOWN
    assert session.works


def test_the_session_of_a_role_is_not_told_by_its_name() -> None:
    """Two sessions of one role with one name expire each for itself."""
    second = ROLE_SESSION | {"id": "ASIASECOND", "issued": "+1:30"}
    other = ROLE_SESSION | {"id": "ASIAREAD", "principal": READING}
    timeline = build(ROLE_SESSION, second, other)
    at = START + 2 * HOUR
    assert [
        seconds_until_expiry(timeline, name, at)
        for name in ("ASIADEPLOY", "ASIASECOND", "ASIAREAD")
    ] == [0, 30 * MINUTE, 0]
