"""How long STS lets a session last; asking above a limit is an error, not a clamp (S5)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.credentials import CredentialError, Session

from .organizations import (
    FEDERATED,
    FROM_GITHUB,
    HOME,
    HOUR,
    KEY,
    MINUTE,
    OTHER,
    READING,
    ROLE_SESSION,
    ROOT_KEY,
    USER_SESSION,
    build,
)

CHAINED = ROLE_SESSION | {"id": "ASIACHAIN", "by": "ASIADEPLOY", "issued": "+1:10"}
BY_EC2 = {
    "id": "ASIAEC",
    "kind": "AssumeRole",
    "principal": READING,
    "service": "ec2.amazonaws.com",
}
ROOT_TOKEN = USER_SESSION | {"by": "AKIAROOT"}
ROOT_GUEST = FEDERATED | {"by": "AKIAROOT"}
ROOT_TASK = {
    "id": "ASIATASK",
    "kind": "AssumeRoot",
    "principal": f"arn:aws:iam::{OTHER}:root",
    "by": "AKIAANA",
    "session_policies": [
        {
            "name": "S3UnlockBucketPolicy",
            "document": {
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:DeleteBucketPolicy", "Resource": "*"}
                ]
            },
        }
    ],
}
OUTSIDE = ROLE_SESSION | {"principal": f"arn:aws:sts::{OTHER}:assumed-role/Partner/ana"}

LIMITS = [
    pytest.param((), ROLE_SESSION, 15 * MINUTE, HOUR, 4 * HOUR, id="AssumeRole, the role's 4 h"),
    pytest.param((), OUTSIDE, 15 * MINUTE, HOUR, 12 * HOUR, id="AssumeRole, unknown role"),
    pytest.param((), FROM_GITHUB, 15 * MINUTE, HOUR, 4 * HOUR, id="web identity"),
    pytest.param((ROLE_SESSION,), CHAINED, 15 * MINUTE, HOUR, HOUR, id="chained"),
    pytest.param((), BY_EC2, 15 * MINUTE, HOUR, 12 * HOUR, id="delivered by EC2"),
    pytest.param((), USER_SESSION, 15 * MINUTE, 12 * HOUR, 36 * HOUR, id="GetSessionToken"),
    pytest.param((), ROOT_TOKEN, 15 * MINUTE, HOUR, HOUR, id="GetSessionToken of root"),
    pytest.param((), FEDERATED, 15 * MINUTE, 12 * HOUR, 36 * HOUR, id="GetFederationToken"),
    pytest.param((), ROOT_GUEST, 15 * MINUTE, HOUR, HOUR, id="GetFederationToken of root"),
    pytest.param((), ROOT_TASK, MINUTE, 15 * MINUTE, 15 * MINUTE, id="AssumeRoot"),
]


def made(before: tuple[dict[str, Any], ...], shape: dict[str, Any], **change: Any) -> Session:
    timeline = build(*before, shape | change, keys=(KEY, ROOT_KEY))
    session = timeline.credentials[shape["id"]]
    assert isinstance(session, Session)
    return session


@pytest.mark.parametrize(("before", "shape", "shortest", "default", "longest"), LIMITS)
def test_a_duration_within_the_limits_is_given(
    before: tuple[dict[str, Any], ...],
    shape: dict[str, Any],
    shortest: int,
    default: int,
    longest: int,
) -> None:
    """S5: the table of calls."""
    assert made(before, shape, duration=shortest).duration == shortest
    assert made(before, shape, duration=longest).duration == longest
    assert made(before, shape).duration == default


@pytest.mark.parametrize(("before", "shape", "shortest", "default", "longest"), LIMITS)
def test_a_duration_beyond_the_limits_is_an_error(
    before: tuple[dict[str, Any], ...],
    shape: dict[str, Any],
    shortest: int,
    default: int,
    longest: int,
) -> None:
    """S5."""
    place = len(before)
    for seconds in (longest + MINUTE, shortest - MINUTE):
        with pytest.raises(CredentialError) as caught:
            made(before, shape, duration=seconds)
        assert caught.value.field == f"sessions[{place}].duration"


def test_the_error_says_that_nothing_is_shortened() -> None:
    """S5: an error, and the reason for the limit."""
    with pytest.raises(CredentialError, match=r"asks for 5 hours; .* 4 hours at most"):
        made((), ROLE_SESSION, duration="5:00")
    with pytest.raises(CredentialError, match="role chaining"):
        made((ROLE_SESSION,), CHAINED, duration="1:01")


@pytest.mark.parametrize(("shape", "chained"), [(ROLE_SESSION, False), (BY_EC2, False)])
def test_a_first_session_is_not_chained(shape: dict[str, Any], chained: bool) -> None:
    """S5: credentials delivered by EC2 are no chaining by themselves."""
    assert made((), shape).chained is chained


def test_a_session_of_another_role_made_with_a_session_is_chained() -> None:
    """S5: also when EC2 delivered the first."""
    assert made((ROLE_SESSION,), CHAINED).chained
    assert made((BY_EC2,), CHAINED | {"by": "ASIAEC", "issued": "+0:10"}).chained


def test_a_role_assumed_with_a_users_session_is_not_chained() -> None:
    """S5: GetSessionToken makes no role."""
    long = ROLE_SESSION | {"by": "ASIAUSER", "issued": "+2:00"}
    assert made((USER_SESSION,), long, duration="4:00").duration == 4 * HOUR


@pytest.mark.parametrize("duration", [3_630, 0, -3_600, "1:60", "an hour", "", "1", "+1:00"])
def test_a_duration_that_is_none_names_its_field(duration: object) -> None:
    """Whole minutes, in seconds or in hours and minutes."""
    with pytest.raises(CredentialError) as caught:
        made((), ROLE_SESSION, duration=duration)
    assert caught.value.field.startswith("sessions[0].duration")


@pytest.mark.parametrize(
    ("written", "seconds"), [(1_800, 1_800), ("0:30", 1_800), ("2:30", 9_000), ("04:00", 14_400)]
)
def test_a_duration_is_seconds_or_hours_and_minutes(written: object, seconds: int) -> None:
    """STS takes seconds; people write hours."""
    assert made((), ROLE_SESSION, duration=written).duration == seconds


def test_a_day_can_be_written_as_one() -> None:
    """`1d` is 24 hours."""
    assert made((), USER_SESSION, duration="1d 12:00").duration == 36 * HOUR


def test_home_is_known() -> None:
    """The tests above would pass for unknown roles too, were it not."""
    assert made((), ROLE_SESSION).identity == f"arn:aws:iam::{HOME}:role/teams/Deployer"
