"""A timeline as a drawing: everything that its template writes down, worked out beforehand.

Across, the picture is measured in percent, so that it fits any screen; down, in rem, so that text
keeps its size. Nothing here knows HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.engine import Snapshot
from iamlab.engine.credentials import (
    Timeline,
    TimelineQuestion,
    exposure,
    outages,
    say_day,
    say_duration,
    say_instant,
)
from lessons.timelines.answers import Answerer
from lessons.timelines.axis import Axis, Tick, anchor
from lessons.timelines.lanes import Lane, Mark, make_lane, place_marks
from lessons.timelines.stops import MINUTE, Stop, make_stops, slider_step

_TOP = 3.1
"""Rem: below the instant's label, the times and their gap."""

_ELSEWHERE_Y = 3.2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline at one instant.

    `minutes`, `longest` and `step` are those of the slider; `previous` and `next` the minutes of
    the neighboring events, None beyond the first and last. `elsewhere` are marks that belong to no
    lane, `rail_y` where they stand. `exposures` and `outages` are sentences about the whole
    timeline. `questions` are what is asked, in the order of each lane's answers.
    """

    day: str
    several_days: bool
    start: str
    end: str
    time: str
    minutes: int
    longest: int
    step: int
    previous: int | None
    next: int | None
    now_x: float
    now_anchor: str
    height: float
    ticks: tuple[Tick, ...]
    elsewhere: tuple[Mark, ...]
    lanes: tuple[Lane, ...]
    stops: tuple[Stop, ...]
    questions: tuple[TimelineQuestion, ...]
    kinds: frozenset[str]
    exposures: tuple[str, ...]
    outages: tuple[str, ...]
    summary: str


def draw(
    timeline: Timeline,
    snapshot: Snapshot,
    questions: Sequence[TimelineQuestion],
    at: int,
) -> Drawing:
    """Return the drawing of a timeline at an instant, in epoch seconds.

    `snapshot` is the organization before any event, such as a learner's copy; `questions` are asked
    with every credential. A question that cannot be asked is answered with the reason.
    """
    at = min(max(at, timeline.start), timeline.end)
    axis = Axis(timeline.start, timeline.end)
    stops = make_stops(timeline, snapshot)
    loose = [stop for stop in stops if stop.number and not stop.credentials]
    elsewhere = place_marks(axis, loose, timeline.start, _ELSEWHERE_Y)
    top = _TOP if not elsewhere else max(mark.y for mark in elsewhere) + 1.4
    answerer = Answerer(timeline, snapshot, questions, at)
    lanes: list[Lane] = []
    for credential in timeline.credentials.values():
        answers = answerer.answers(credential.id)
        lanes.append(make_lane(timeline, credential, at, stops, top, answers))
        top = lanes[-1].bottom
    minutes = (at - timeline.start) // MINUTE
    bars = [bar for lane in lanes for bar in (*lane.bars, *lane.exposed)]
    return Drawing(
        day=say_day(timeline.start),
        several_days=axis.several_days,
        start=say_instant(timeline.start, timeline.start),
        end=say_instant(timeline.end, timeline.start),
        time=say_instant(at, timeline.start),
        minutes=minutes,
        longest=(timeline.end - timeline.start) // MINUTE,
        step=slider_step(timeline, stops),
        previous=max((stop.minutes for stop in stops if stop.minutes < minutes), default=None),
        next=min((stop.minutes for stop in stops if stop.minutes > minutes), default=None),
        now_x=axis.x(at),
        now_anchor=anchor(axis.x(at), with_day=axis.several_days),
        height=round(top, 2),
        ticks=axis.ticks(),
        elsewhere=elsewhere,
        lanes=tuple(lanes),
        stops=stops,
        questions=tuple(questions),
        kinds=frozenset(bar.kind for bar in bars),
        exposures=tuple(_exposures(timeline)),
        outages=tuple(_outages(timeline)),
        summary=_summary(lanes, say_instant(at, timeline.start)),
    )


def _exposures(timeline: Timeline) -> list[str]:
    found = []
    for credential in timeline.credentials.values():
        leak = exposure(timeline, credential.id)
        if leak is None:
            continue
        if leak.seconds == 0:
            found.append(f"{credential.name} was of no use any more when it leaked.")
            continue
        until = "and still is at the end"
        if leak.stopped_at is not None:
            until = f"until {say_instant(leak.stopped_at, timeline.start)}"
        found.append(
            f"{credential.name} is of use to a stranger for {say_duration(leak.seconds)}, {until}."
        )
    return found


def _outages(timeline: Timeline) -> list[str]:
    return [
        f"The application stands still for {say_duration(item.end - item.start)}, from "
        f"{say_instant(item.start, timeline.start)}: it signs with `{item.credential}`. "
        f"{item.reason}"
        for item in outages(timeline)
    ]


def _summary(lanes: Sequence[Lane], time: str) -> str:
    """Return the picture in words, for those who do not see it."""
    states = "; ".join(f"{lane.name}: {lane.status}" for lane in lanes)
    return f"At {time}: {states}."
