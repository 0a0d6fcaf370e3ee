"""How a credential stands at an instant: the instant belongs to what begins at it."""

from __future__ import annotations

import pytest

from iamlab.engine import CredentialState
from iamlab.engine.credentials import Interval, Timeline, standings, state_at, usable

from .organizations import ANA as USER
from .organizations import (
    DEPLOYER,
    FEDERATED,
    HOUR,
    KEY,
    READER,
    READING,
    ROLE_SESSION,
    START,
    USER_SESSION,
    build,
    event,
    revoked,
)

ACTIVE, INACTIVE = CredentialState.ACTIVE, CredentialState.INACTIVE
EXPIRED, UNKNOWN = CredentialState.EXPIRED, CredentialState.UNKNOWN


def states(timeline: Timeline, credential: str, *hours: float) -> list[CredentialState]:
    return [state_at(timeline, credential, START + int(at * HOUR)).state for at in hours]


def test_a_session_expires_at_its_last_instant() -> None:
    """S5: issued at 10:00 for an hour, refused at 11:00 and not a second before."""
    timeline = build(ROLE_SESSION)
    edge = START + 2 * HOUR
    assert state_at(timeline, "ASIADEPLOY", edge - 1).state is ACTIVE
    assert state_at(timeline, "ASIADEPLOY", edge).state is EXPIRED


def test_a_session_works_from_the_instant_of_its_issue() -> None:
    """Before, AWS does not know it."""
    timeline = build(ROLE_SESSION)
    assert state_at(timeline, "ASIADEPLOY", START + HOUR - 1).state is UNKNOWN
    assert state_at(timeline, "ASIADEPLOY", START + HOUR).state is ACTIVE


def test_a_key_never_expires() -> None:
    """S8: active years later, unless somebody acts."""
    timeline = build()
    assert states(timeline, "AKIAANA", 0, 48, 100_000) == [ACTIVE, ACTIVE, ACTIVE]
    assert state_at(timeline, "AKIAANA", START).until is None


def test_a_key_is_unknown_before_it_is_created() -> None:
    """S8."""
    timeline = build(keys=(KEY | {"created": "+2:00"},))
    assert states(timeline, "AKIAANA", 1.99, 2) == [UNKNOWN, ACTIVE]


def test_deactivating_can_be_undone_and_deleting_cannot() -> None:
    """S8: Active and Inactive are reversible."""
    timeline = build(
        events=(
            event("+1:00", "deactivated"),
            event("+2:00", "activated"),
            event("+3:00", "deleted"),
        )
    )
    assert states(timeline, "AKIAANA", 0.99, 1, 1.99, 2, 2.99, 3, 40) == [
        ACTIVE,
        INACTIVE,
        INACTIVE,
        ACTIVE,
        ACTIVE,
        UNKNOWN,
        UNKNOWN,
    ]


@pytest.mark.parametrize("kind", ["deactivated", "deleted"])
@pytest.mark.parametrize("session", [ROLE_SESSION, USER_SESSION, FEDERATED])
def test_sessions_outlive_the_key_they_were_made_with(
    session: dict[str, object], kind: str
) -> None:
    """S9: STS credentials cannot be recalled, and do not hang on the key."""
    timeline = build(session | {"duration": 3_600}, events=(event("+1:10", kind),))
    name = str(session["id"])
    assert states(timeline, name, 1.5, 1.99, 2) == [ACTIVE, ACTIVE, EXPIRED]


def test_a_chained_session_outlives_the_session_it_was_made_with() -> None:
    """S9: each lasts for its own time."""
    chained = ROLE_SESSION | {
        "id": "ASIANEXT",
        "by": "ASIADEPLOY",
        "issued": "+1:50",
        "principal": READING,
    }
    timeline = build(ROLE_SESSION, chained)
    assert states(timeline, "ASIADEPLOY", 2) == [EXPIRED]
    assert states(timeline, "ASIANEXT", 2, 2.8, 2.84) == [ACTIVE, ACTIVE, EXPIRED]


def test_a_revoked_session_is_accepted_and_useless() -> None:
    """S9: revocation is a Deny, not a recall."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30"),))
    before, after = (state_at(timeline, "ASIADEPLOY", START + at * 60) for at in (89, 90))
    assert before.works
    assert not before.revoked
    assert (after.state, after.revoked, after.works) == (ACTIVE, True, False)
    assert states(timeline, "ASIADEPLOY", 2) == [EXPIRED]


def test_a_session_issued_at_the_revocation_or_later_is_spared() -> None:
    """S9: `DateLessThan`, so the very instant is not before itself."""
    same = ROLE_SESSION | {"id": "ASIASAME", "issued": "+1:30"}
    later = ROLE_SESSION | {"id": "ASIALATER", "issued": "+1:31"}
    timeline = build(ROLE_SESSION, same, later, events=(revoked("+1:30"),))
    at = START + 95 * 60
    assert [
        state_at(timeline, name, at).works for name in ("ASIADEPLOY", "ASIASAME", "ASIALATER")
    ] == [False, True, True]


def test_revoking_one_role_spares_another_and_what_was_chained_from_it() -> None:
    """S9: the Deny hangs on one role."""
    chained = ROLE_SESSION | {"id": "ASIANEXT", "by": "ASIADEPLOY", "principal": READING}
    timeline = build(ROLE_SESSION, chained, events=(revoked("+1:30"),))
    at = START + 95 * 60
    assert not state_at(timeline, "ASIADEPLOY", at).works
    assert state_at(timeline, "ASIANEXT", at).works
    other = build(ROLE_SESSION, events=(revoked("+1:30", READER),))
    assert state_at(other, "ASIADEPLOY", at).works


def test_revoking_a_user_ends_both_kinds_of_its_sessions_and_not_its_key() -> None:
    """S9: a key has no `aws:TokenIssueTime`, so the Deny passes it over."""
    timeline = build(USER_SESSION, FEDERATED, ROLE_SESSION, events=(revoked("+2:00", USER),))
    at = START + 2 * HOUR
    assert not state_at(timeline, "ASIAUSER", at).works
    assert not state_at(timeline, "ASIAGUEST", at).works
    assert state_at(timeline, "AKIAANA", at).works


def test_the_standings_follow_one_another_without_gaps() -> None:
    """From before all time to after it."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30"),))
    found = standings(timeline, "ASIADEPLOY")
    assert found[0].since is None
    assert found[-1].until is None
    assert [item.until for item in found[:-1]] == [item.since for item in found[1:]]
    assert [(item.state, item.works) for item in found] == [
        (UNKNOWN, False),
        (ACTIVE, True),
        (ACTIVE, False),
        (EXPIRED, False),
    ]


def test_two_changes_at_one_instant_leave_the_last() -> None:
    """In the order in which the author wrote them."""
    timeline = build(events=(event("+1:00", "deactivated"), event("+1:00", "activated")))
    assert usable(timeline, "AKIAANA") == (
        Interval(timeline.credentials["AKIAANA"].issued_at, None),
    )


def test_usable_times_are_those_in_which_it_gets_anywhere() -> None:
    """Neither inactive nor revoked."""
    timeline = build(
        ROLE_SESSION,
        events=(event("+2:00", "deactivated"), event("+3:00", "activated"), revoked("+1:15")),
    )
    created = timeline.credentials["AKIAANA"].issued_at
    assert usable(timeline, "AKIAANA") == (
        Interval(created, START + 2 * HOUR),
        Interval(START + 3 * HOUR, None),
    )
    assert usable(timeline, "ASIADEPLOY") == (Interval(START + HOUR, START + 75 * 60),)


@pytest.mark.parametrize(
    ("minutes", "part"),
    [
        (30, "does not exist before 10:00"),
        (80, "works until 11:00"),
        (100, "Deny on `role/teams/Deployer`"),
        (120, "expired at 11:00"),
    ],
)
def test_the_reason_is_said_in_one_sentence(minutes: int, part: str) -> None:
    """With the instant that it hangs on."""
    timeline = build(ROLE_SESSION, events=(revoked("+1:30", DEPLOYER),))
    reason = state_at(timeline, "ASIADEPLOY", START + minutes * 60).reason
    assert part in reason
    assert reason.count(". ") == 0
    assert reason.endswith(".")


def test_another_day_is_named() -> None:
    """The timeline lasts for two days."""
    timeline = build(USER_SESSION | {"duration": "36:00"})
    assert "22:00 on 3 March" in state_at(timeline, "ASIAUSER", START + 2 * HOUR).reason
