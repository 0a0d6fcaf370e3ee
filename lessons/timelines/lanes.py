"""One lane of the picture for each credential: bars for what it is good for, marks for events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine import CredentialState
from iamlab.engine.credentials import (
    Credential,
    Session,
    Standing,
    Timeline,
    leaked_at,
    say_instant,
    standings,
    state_at,
    usable,
)
from lessons.timelines.answers import Answer
from lessons.timelines.axis import Axis
from lessons.timelines.stops import MINUTE, Stop

_NEAR = 6.5
"""Percent: marks that are closer than this stand below one another, for a phone's sake."""

_NAME, _STATUS, _BAR, _BAR_HEIGHT, _MARKS, _MARK_ROW, _GAP = 1.0, 2.2, 2.75, 0.85, 4.5, 1.4, 1.35
"""Heights in rem, from the top of a lane; the first two are base lines of text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane: `x` and `width` in percent, `kind` is works, inactive or revoked."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a lane: `x` in percent, `y` in rem."""

    x: float
    y: float
    number: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A credential: where its parts stand, in rem from the picture's top, and what is said of it.

    `exposed` are the stretches in which a stranger can use it. `state` is a word for the instant,
    `status` the same with its time; `usable_from` and `until` are for the table.
    """

    credential: str
    name: str
    origin: str
    state: str
    status: str
    reason: str
    usable_from: str
    until: str
    works: bool
    name_y: float
    status_y: float
    bar_y: float
    bar_height: float
    exposed_y: float
    bars: tuple[Bar, ...]
    exposed: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    bottom: float
    answers: tuple[Answer, ...] = ()


def make_lane(
    timeline: Timeline,
    credential: Credential,
    at: int,
    stops: tuple[Stop, ...],
    top: float,
    answers: tuple[Answer, ...],
) -> Lane:
    """Return a credential's lane, its top at `top` rem, as it stands at an instant."""
    axis = Axis(timeline.start, timeline.end)
    standing = state_at(timeline, credential.id, at)
    marks, rows = _marks(axis, credential.id, stops, timeline.start, top + _MARKS)
    usable_from, until = _usable_words(timeline, credential)
    return Lane(
        credential=credential.id,
        name=credential.name,
        origin=_origin(timeline, credential),
        state=_state(credential, standing),
        status=_status(timeline, credential, standing),
        reason=standing.reason,
        usable_from=usable_from,
        until=until,
        works=standing.works,
        name_y=round(top + _NAME, 2),
        status_y=round(top + _STATUS, 2),
        bar_y=round(top + _BAR, 2),
        bar_height=_BAR_HEIGHT,
        exposed_y=round(top + _BAR + _BAR_HEIGHT + 0.1, 2),
        bars=tuple(_bars(axis, timeline, credential.id)),
        exposed=tuple(_exposed(axis, timeline, credential.id)),
        marks=marks,
        bottom=round(top + _MARKS + rows * _MARK_ROW + _GAP - _MARK_ROW / 2, 2),
        answers=answers,
    )


def place_marks(axis: Axis, stops: list[Stop], start: int, top: float) -> tuple[Mark, ...]:
    """Return the marks of numbered stops, below one another where they would touch."""
    rows: list[float] = []
    marks = []
    for stop in stops:
        x = axis.x(start + stop.minutes * MINUTE)
        row = next((row for row, last in enumerate(rows) if x - last >= _NEAR), len(rows))
        rows[row : row + 1] = [x]
        marks.append(Mark(x, round(top + row * _MARK_ROW, 2), stop.number, stop.failed))
    return tuple(marks)


def _marks(
    axis: Axis, credential: str, stops: tuple[Stop, ...], start: int, top: float
) -> tuple[tuple[Mark, ...], int]:
    own = [stop for stop in stops if stop.number and credential in stop.credentials]
    marks = place_marks(axis, own, start, top)
    return marks, len({mark.y for mark in marks})


def _bars(axis: Axis, timeline: Timeline, credential: str) -> Iterator[Bar]:
    kinds = {CredentialState.ACTIVE: "works", CredentialState.INACTIVE: "inactive"}
    for standing in standings(timeline, credential):
        kind = "revoked" if standing.revoked else kinds.get(standing.state)
        if kind is not None and standing.since is not None:
            bar = _bar(axis, timeline, standing.since, standing.until, kind)
            if bar.width > 0:
                yield bar


def _exposed(axis: Axis, timeline: Timeline, credential: str) -> Iterator[Bar]:
    leak = leaked_at(timeline, credential)
    if leak is None:
        return
    for interval in usable(timeline, credential):
        if interval.end is None or interval.end > leak:
            bar = _bar(axis, timeline, max(leak, interval.start), interval.end, "exposed")
            if bar.width > 0:
                yield bar


def _bar(axis: Axis, timeline: Timeline, start: int, end: int | None, kind: str) -> Bar:
    left = axis.x(start)
    right = axis.x(timeline.end if end is None else end)
    return Bar(left, round(right - left, 3), kind)


def _origin(timeline: Timeline, credential: Credential) -> str:
    """Return where a credential comes from, in a few words."""
    if not isinstance(credential, Session):
        return f"access key of {_short(credential.owner)}"
    source = timeline.credentials.get(credential.source)
    maker = source.id if source is not None else credential.source.rpartition("/")[2]
    chained = ", chained" if credential.chained else ""
    return f"{credential.kind.value} by {maker}{chained}"


def _state(credential: Credential, standing: Standing) -> str:
    if standing.revoked:
        return "revoked"
    if standing.state is CredentialState.ACTIVE:
        return "works"
    if standing.state is CredentialState.UNKNOWN:
        if standing.since is not None:
            return "deleted"
        return "not issued yet" if isinstance(credential, Session) else "not created yet"
    return standing.state.value


def _status(timeline: Timeline, credential: Credential, standing: Standing) -> str:
    state = _state(credential, standing)
    word = f"{state[:1].upper()}{state[1:]}"
    if standing.works and isinstance(credential, Session) and standing.until is not None:
        return f"{word} until {say_instant(standing.until, timeline.start)}"
    if standing.works:
        return f"{word}, never expires" if not isinstance(credential, Session) else word
    if standing.since is None:
        return word
    return f"{word} since {say_instant(standing.since, timeline.start)}"


def _usable_words(timeline: Timeline, credential: Credential) -> tuple[str, str]:
    """Return from when and until when a credential is of use; pauses in between are said."""
    times = usable(timeline, credential.id)
    if not times:
        return "never", "never"
    pauses = len(times) - 1
    note = f", with {pauses} pause{'s' if pauses > 1 else ''}" if pauses else ""
    end = times[-1].end
    until = "no end" if end is None else say_instant(end, timeline.start)
    return say_instant(times[0].start, timeline.start), until + note


def _short(arn: str) -> str:
    return arn.rpartition(":")[2]
