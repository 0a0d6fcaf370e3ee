"""Days as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lessons.services.day_words import day_in_words

MONDAY = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "today"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "today"),
        (datetime(2026, 11, 24, 0, 1, tzinfo=UTC), "tomorrow"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "on Thursday"),
        (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), "on Sunday"),
        (datetime(2026, 11, 30, 9, 0, tzinfo=UTC), "on November 30"),
        (datetime(2027, 1, 12, 9, 0, tzinfo=UTC), "on January 12, 2027"),
    ],
)
def test_a_day_is_named_as_it_is_said_today(day: datetime, words: str) -> None:
    assert day_in_words(day, MONDAY) == words
