"""Instants and durations, as they are written and as they are said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from iamlab.engine.credentials import (
    CredentialError,
    iso_instant,
    read_duration,
    read_instant,
    say_clock,
    say_day,
    say_duration,
    say_instant,
)

from .organizations import DAY, HOUR, MINUTE, START, build


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+0:00", 0),
        ("+1:30", 90 * MINUTE),
        ("+36:00", 36 * HOUR),
        ("-90d", -90 * DAY),
        ("+2d 4:05", 2 * DAY + 4 * HOUR + 5 * MINUTE),
        ("-0:01", -MINUTE),
        ("2026-03-02T09:00Z", 0),
        ("2026-03-02T10:00:00Z", HOUR),
        ("2026-03-02T10:00+01:00", 0),
        ("2026-03-03", 15 * HOUR),
    ],
)
def test_an_instant_is_an_offset_or_a_date(text: str, seconds: int) -> None:
    """Offsets count from the start: 2 March 2026, 09:00 UTC."""
    assert read_instant(text, START) == START + seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "-", "1:30", "+1:60", "+1", "+1:5", "2026", "1772442000", "tomorrow"),
        *("2026-03-02T09:00:30Z", "2026-13-01", "1999-12-31", "2026-03-02T09:00"),
        *("+99999d", "+1:30\n"),
    ],
)
def test_anything_else_is_an_error_for_the_author(text: str) -> None:
    """With what to write instead."""
    with pytest.raises(ValueError, match=r"write `\+1:30`"):
        read_instant(text, START)


@pytest.mark.parametrize(
    "start",
    [datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, 0)],  # noqa: DTZ001 - from YAML
)
def test_a_date_that_yaml_has_read_already_is_one(start: datetime) -> None:
    """YAML reads `2026-03-02T09:00:00Z` as a date, in UTC."""
    assert build(start=start).start == START


def test_a_day_that_yaml_has_read_already_is_its_first_instant() -> None:
    """YAML reads `2026-03-02` as a day."""
    assert build(start=date(2026, 3, 2)).start == START - 9 * HOUR


@pytest.mark.parametrize("start", ["+1:00", "noon", "2026", 1_772_442_000, None])
def test_a_timeline_starts_at_a_date(start: object) -> None:
    """An offset would be one from nowhere."""
    with pytest.raises(CredentialError) as caught:
        build(start=start)
    assert caught.value.field == "start"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "30 seconds"),
        (MINUTE, "1 minute"),
        (HOUR, "1 hour"),
        (90 * MINUTE, "1 hour 30 minutes"),
        (36 * HOUR, "36 hours"),
        (48 * HOUR, "2 days"),
        (49 * HOUR + MINUTE, "2 days 1 hour 1 minute"),
    ],
)
def test_a_duration_is_said_in_words(seconds: int, words: str) -> None:
    """Days from two on: STS's limits are hours."""
    assert say_duration(seconds) == words


def test_an_instant_is_said_with_its_day_when_that_is_another() -> None:
    """In UTC."""
    assert say_instant(START + HOUR, START) == "10:00"
    assert say_instant(START + DAY, START) == "09:00 on 3 March"
    assert say_instant(START - 90 * DAY, START) == "09:00 on 2 December 2025"
    assert say_clock(START) == "09:00"
    assert say_day(START) == "2 March 2026"
    assert iso_instant(START) == "2026-03-02T09:00:00Z"


def test_a_duration_is_read_in_seconds() -> None:
    """As STS takes it."""
    assert read_duration(900) == 900
    assert read_duration("0:15") == 900
