"""The drawing says what the engine says, at the instant that was picked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.credentials import TimelineQuestion, state_at
from lessons.timelines import Bar, Drawing, Lane, chosen_instant, draw

from .stories import LEAK, ROTATION, acme, story

MINUTE, HOUR = 60, 3_600


def at(hours: float, text: str = LEAK) -> Drawing:
    timeline = story(text)
    return draw(timeline, acme(), timeline.questions, timeline.start + int(hours * HOUR))


def lane(drawing: Drawing, credential: str) -> Lane:
    return next(item for item in drawing.lanes if item.credential == credential)


def test_each_credential_has_a_lane_in_the_authors_order() -> None:
    """Keys first."""
    assert [item.credential for item in at(0).lanes] == [
        "AKIALAPTOP",
        "AKIANEW",
        "ASIAREADER",
        "ASIATHIEF",
        "ASIALATER",
    ]


@pytest.mark.parametrize(
    ("hours", "credential", "word", "code", "status"),
    [
        (0.5, "ASIAREADER", "Rejected", "InvalidClientTokenId", "Not issued yet"),
        (1.5, "ASIAREADER", "Allowed", "", "Works until 11:00"),
        (2, "ASIAREADER", "Rejected", "ExpiredToken", "Expired since 11:00"),
        (0.5, "AKIALAPTOP", "Implicit deny", "", "Works, never expires"),
        (4, "AKIALAPTOP", "Rejected", "InvalidClientTokenId", "Inactive since 13:00"),
        (8, "AKIALAPTOP", "Rejected", "InvalidClientTokenId", "Deleted since 17:00"),
        (4, "ASIATHIEF", "Allowed", "", "Works until 13:10"),
        (4.25, "ASIATHIEF", "Explicit deny", "", "Revoked since 13:10"),
        (4.5, "ASIATHIEF", "Rejected", "ExpiredToken", "Expired since 13:30"),
        (6.75, "ASIALATER", "Allowed", "", "Works until 16:30"),
        (1, "AKIANEW", "Rejected", "InvalidClientTokenId", "Not created yet"),
    ],
)
def test_a_lane_tells_the_answer_at_the_instant(
    hours: float, credential: str, word: str, code: str, status: str
) -> None:
    """E1, S9: rejected before any policy is read, or decided by policies."""
    found = lane(at(hours), credential)
    (answer,) = found.answers
    assert (answer.word, answer.code, found.status) == (word, code, status)
    assert bool(answer.verdict) is (word != "Rejected")


def test_an_edited_policy_changes_the_answer_of_a_running_session() -> None:
    """S10: a session of 18:30, from 18:00 on without `s3:GetObject`."""
    later = LEAK.replace("issued: +6:30", "issued: +8:30")
    assert lane(at(8.9, later), "ASIALATER").answers[0].word == "Allowed"
    assert lane(at(9, later), "ASIALATER").answers[0].word == "Implicit deny"


def spans(bars: tuple[Bar, ...]) -> list[tuple[str, int, int]]:
    """Return the kinds of bars, and the minutes of twelve hours from which and until which."""
    return [(bar.kind, round(bar.x * 7.2), round((bar.x + bar.width) * 7.2)) for bar in bars]


def test_bars_lie_where_a_credential_works() -> None:
    """The session of the thief: from +3:30, revoked at +4:10, expired at +4:30."""
    drawing = at(0)
    assert spans(lane(drawing, "ASIATHIEF").bars) == [("works", 210, 250), ("revoked", 250, 270)]
    assert spans(lane(drawing, "AKIALAPTOP").bars) == [("works", 0, 240), ("inactive", 240, 480)]
    assert spans(lane(drawing, "AKIANEW").bars) == [("works", 225, 720)]


def test_a_leak_is_drawn_from_the_leak_to_its_end() -> None:
    """A key until it is deactivated, a session until it expires."""
    drawing = at(0)
    assert spans(lane(drawing, "AKIALAPTOP").exposed) == [("exposed", 120, 240)]
    assert spans(lane(drawing, "ASIAREADER").exposed) == [("exposed", 90, 120)]
    assert lane(drawing, "ASIALATER").exposed == ()


def test_the_length_of_each_leak_is_said() -> None:
    """The key: 2 hours; the session: half an hour, by itself; what the thief made: 40 minutes."""
    assert at(0).exposures == (
        "Ana’s laptop key is of use to a stranger for 2 hours, until 13:00.",
        "Ana reads production is of use to a stranger for 30 minutes, until 11:00.",
        "The thief reads production is of use to a stranger for 40 minutes, until 13:10.",
    )


def test_a_leak_that_nobody_ends_is_said_to_last() -> None:
    """S8."""
    text = "\n".join(line for line in LEAK.splitlines() if "AKIALAPTOP}" not in line)
    open_ended = [sentence for sentence in at(0, text).exposures if "laptop" in sentence]
    assert open_ended == [
        "Ana’s laptop key is of use to a stranger for 10 hours, and still is at the end."
    ]


def test_an_outage_is_said() -> None:
    """S8: deactivated half an hour before the new key was in use."""
    (sentence,) = at(0, ROTATION).outages
    assert "for 30 minutes, from 11:00 on 3 March" in sentence
    assert at(0).outages == ()


def test_written_events_are_numbered_and_stand_on_their_lanes() -> None:
    """What begins and ends by itself shows in the bars."""
    drawing = at(0)
    assert [stop.number for stop in drawing.stops if stop.number] == [1, 2, 3, 4, 5, 6, 7]
    numbers = {item.credential: [mark.number for mark in item.marks] for item in drawing.lanes}
    assert numbers == {
        "AKIALAPTOP": [2, 3, 5, 6],
        "AKIANEW": [],
        "ASIAREADER": [1],
        "ASIATHIEF": [4],
        "ASIALATER": [],
    }
    assert [mark.number for mark in drawing.elsewhere] == [7]
    assert [mark.failed for mark in lane(drawing, "AKIALAPTOP").marks] == [
        False,
        False,
        True,
        False,
    ]


def test_marks_that_would_touch_stand_below_one_another() -> None:
    """Half an hour of three days."""
    first, second, third = lane(at(0, ROTATION), "AKIAOLD").marks
    assert second.y > first.y
    assert third.y == first.y


def test_lanes_stand_below_one_another() -> None:
    """Each after the marks of the one before, all within the picture."""
    drawing = at(0)
    for above, below in zip(drawing.lanes, drawing.lanes[1:], strict=False):
        lowest = max([above.bar_y, *(mark.y for mark in above.marks)])
        assert lowest < above.bottom < below.name_y
    assert drawing.lanes[-1].bottom <= drawing.height


@pytest.mark.parametrize(
    ("hours", "previous", "following"),
    [(0, None, 60), (1, None, 90), (1.25, 60, 90), (12, 540, None)],
)
def test_one_can_go_from_event_to_event(
    hours: float, previous: int | None, following: int | None
) -> None:
    """Events at the very instant are passed over."""
    drawing = at(hours)
    assert (drawing.previous, drawing.next) == (previous, following)


def test_the_slider_reaches_every_event() -> None:
    """In steps of five minutes where all events allow it, else of one."""
    assert at(0).step == 1  # as long as twelve hours, and no longer
    assert at(0, ROTATION).step == 15
    odd = at(0, ROTATION.replace("+1d 2:30", "+1d 2:31"))
    assert odd.step == 1
    assert all(stop.minutes % 15 == 0 for stop in at(0, ROTATION).stops)


def test_the_picture_is_said_in_words() -> None:
    """For those who do not see it."""
    summary = at(4).summary
    assert summary.startswith("At 13:00: Ana’s laptop key: Inactive since 13:00;")
    assert "The thief reads production: Works until 13:10" in summary


def test_the_table_says_from_when_and_until_when() -> None:
    """A key has no end; a session that is revoked ends with that."""
    drawing = at(0)
    assert (lane(drawing, "AKIANEW").usable_from, lane(drawing, "AKIANEW").until) == (
        "12:45",
        "no end",
    )
    assert lane(drawing, "ASIATHIEF").until == "13:10"
    assert lane(drawing, "AKIALAPTOP").usable_from == "09:00 on 2 December 2025"


def test_a_question_that_cannot_be_asked_has_its_reason() -> None:
    """No crash, no verdict."""
    timeline = story(ROTATION)
    nonsense = TimelineQuestion("read", "*")
    drawing = draw(timeline, acme(), [nonsense], timeline.start)
    (answer,) = drawing.lanes[0].answers
    assert (answer.word, answer.verdict, answer.code) == ("No answer", "", "")
    assert "`read` is not an action" in answer.why


def test_origins_are_told_in_a_few_words() -> None:
    """Who made it, with what."""
    drawing = at(0)
    assert lane(drawing, "AKIALAPTOP").origin == "access key of user/ana"
    assert lane(drawing, "ASIAREADER").origin == "AssumeRole by AKIALAPTOP"


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [
        ({}, 0),
        ({"at": "95"}, 95),
        ({"at": "95", "to": "120"}, 120),
        ({"at": "95", "to": ""}, 95),
        ({"at": " 95 "}, 95),
        ({"at": "-5"}, 0),
        ({"at": "1e3"}, 0),
        ({"at": "٣"}, 0),
        ({"at": "noon"}, 0),
        ({"at": "99999"}, 720),
        ({"at": "9" * 10_000}, 720),
    ],
)
def test_what_a_form_sends_is_an_instant(sent: dict[str, str], minutes: int) -> None:
    """Whatever it sends."""
    timeline = story(LEAK)
    assert chosen_instant(timeline, sent) == timeline.start + minutes * MINUTE


def test_an_instant_beyond_the_timeline_is_its_end() -> None:
    """The picture has nothing to say after it."""
    assert at(100).minutes == 720
    assert at(-5).minutes == 0


@given(st.integers(0, 720))
def test_what_is_drawn_is_what_holds(minutes: int) -> None:
    """The line of the instant crosses a bar that says how each credential stands."""
    timeline = story(LEAK)
    instant = timeline.start + minutes * MINUTE
    drawing = draw(timeline, acme(), (), instant)
    for item in drawing.lanes:
        standing = state_at(timeline, item.credential, instant)
        crossed = {
            bar.kind
            for bar in item.bars
            if bar.x < drawing.now_x - 0.01 and drawing.now_x + 0.01 < bar.x + bar.width
        }
        if crossed:
            assert ("works" in crossed) is standing.works
            assert ("revoked" in crossed) is standing.revoked
