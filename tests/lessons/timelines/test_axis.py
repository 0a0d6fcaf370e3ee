"""Where instants lie across the picture, and which times are written along it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.timelines.axis import Axis, anchor

START = 1_772_442_000
"""2 March 2026, 09:00 UTC, in epoch seconds."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def test_the_ends_of_the_time_are_the_ends_of_the_picture() -> None:
    """In percent; what lies beyond is at the edge."""
    axis = Axis(START, START + 10 * HOUR)
    assert [axis.x(START + hours * HOUR) for hours in (0, 5, 10, -3, 12)] == [0, 50, 100, 0, 100]


def test_the_hours_of_a_day_are_round() -> None:
    """Twelve hours from 09:00: every second hour."""
    ticks = Axis(START, START + 12 * HOUR).ticks()
    assert [tick.label for tick in ticks] == [
        "10:00",
        "12:00",
        "14:00",
        "16:00",
        "18:00",
        "20:00",
    ]
    assert ticks[1].x == 25


def test_midnight_is_a_day_where_there_are_several() -> None:
    """Two days from 09:00."""
    labels = [tick.label for tick in Axis(START, START + 2 * DAY).ticks()]
    assert labels == ["12:00", "3 Mar", "12:00", "4 Mar"]


def test_midnight_is_a_time_within_one_day() -> None:
    """From 00:00."""
    midnight = START - 9 * HOUR
    assert Axis(midnight, midnight + 6 * HOUR).ticks()[0].label == "00:00"


@given(st.integers(5 * MINUTE, 400 * DAY))
def test_a_phone_has_room_for_the_times(length: int) -> None:
    """Never more than seven, and at least one."""
    ticks = Axis(START, START + length).ticks()
    assert 1 <= len(ticks) <= 7
    assert all(0 <= tick.x <= 100 for tick in ticks)
    assert [tick.x for tick in ticks] == sorted({tick.x for tick in ticks})


@pytest.mark.parametrize(
    ("x", "where"), [(0, "start"), (5, "start"), (50, "middle"), (95, "end"), (100, "end")]
)
def test_a_label_stays_inside_the_picture(x: float, where: str) -> None:
    """Held at its start on the left edge, at its end on the right one."""
    assert anchor(x) == where


@pytest.mark.parametrize(("x", "where"), [(12, "start"), (50, "middle"), (88, "end")])
def test_a_longer_label_is_held_earlier(x: float, where: str) -> None:
    """`11:15 on 3 March` is a third of a phone wide."""
    assert anchor(x) == "middle"
    assert anchor(x, with_day=True) == where
