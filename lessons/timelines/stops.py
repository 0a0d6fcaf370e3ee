"""The instants that a reader goes to: what happens, in words, and the instant that was picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine import Policy, PolicyType, Snapshot
from iamlab.engine.credentials import (
    Event,
    EventKind,
    Session,
    Timeline,
    fails,
    say_instant,
    state_at,
)

MINUTE = 60
_COMPUTED = frozenset({EventKind.ISSUED, EventKind.EXPIRED})
_LONGEST_NUMBER = 9
_DEEDS = {
    EventKind.LEAKED: "leaks",
    EventKind.DEACTIVATED: "is deactivated",
    EventKind.ACTIVATED: "is activated again",
    EventKind.DELETED: "is deleted",
    EventKind.EXPIRED: "expires",
}
_STEPS = (60, 15, 5)
_STEP_FROM = {60: 7 * 24 * 60, 15: 48 * 60, 5: 12 * 60}
"""Minutes: the step of the slider, and the length from which on it is used."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An event: `minutes` after the start, the time in words, what happens, the author's note.

    `number` marks it in the picture; 0 for what begins and ends by itself, which the bars show.
    `failed` is a use that comes to nothing.
    """

    minutes: int
    time: str
    text: str
    note: str
    number: int
    credentials: tuple[str, ...]
    failed: bool = False


def make_stops(timeline: Timeline, snapshot: Snapshot) -> tuple[Stop, ...]:
    """Return all events as stops, in the order in which they happen; `snapshot` names policies."""
    policies = snapshot.policies()
    stops = []
    number = 0
    for event in timeline.events:
        written = event.kind not in _COMPUTED
        number += written
        stops.append(
            Stop(
                minutes=(event.at - timeline.start) // MINUTE,
                time=say_instant(event.at, timeline.start),
                text=_text(timeline, event, policies),
                note=event.note,
                number=number if written else 0,
                credentials=_lanes_of(timeline, event),
                failed=fails(timeline, event),
            )
        )
    return tuple(stops)


def slider_step(timeline: Timeline, stops: tuple[Stop, ...]) -> int:
    """Return the minutes of one step: as long as is handy, and every event can be reached."""
    length = (timeline.end - timeline.start) // MINUTE
    for step in _STEPS:
        if length > _STEP_FROM[step] and all(stop.minutes % step == 0 for stop in stops):
            return step
    return 1


def chosen_instant(timeline: Timeline, sent: Mapping[str, str]) -> int:
    """Return the instant that a form asks for, in epoch seconds: `to` of a button, else `at`.

    Both are minutes after the start. What is no number means the start; beyond an end, that end.
    """
    text = (sent.get("to") or sent.get("at") or "").strip()
    minutes = 0
    if text.isascii() and text.isdigit():
        minutes = int(text[: _LONGEST_NUMBER + 1])
    return min(timeline.start + minutes * MINUTE, timeline.end)


def _lanes_of(timeline: Timeline, event: Event) -> tuple[str, ...]:
    """Return the credentials that an event is drawn beside."""
    named = tuple(name for name in (event.credential, event.to) if name is not None)
    if event.kind is not EventKind.REVOKED:
        return named
    return tuple(
        session.id
        for session in timeline.sessions()
        if session.identity == event.identity and session.issued_at < event.at < session.expires_at
    )


def _text(timeline: Timeline, event: Event, policies: Mapping[str, Policy]) -> str:
    if event.kind is EventKind.REVOKED:
        noun = (event.identity or "").rpartition(":")[2]
        return f"The older sessions of `{noun}` are revoked"
    if event.kind is EventKind.CHANGED:
        policy = policies.get(event.policy or "")
        if policy is not None and policy.type is PolicyType.TRUST:
            return f"{policy.name} is changed"
        return f"The policy `{event.policy if policy is None else policy.name}` is changed"
    known = timeline.credentials[event.credential or ""]
    if event.kind is EventKind.ROTATED:
        return f"The application goes over from `{event.credential}` to `{event.to}`"
    if event.kind is EventKind.ISSUED:
        return f"{known.name} is {'issued' if isinstance(known, Session) else 'created'}"
    if event.kind is EventKind.USED:
        if not fails(timeline, event):
            return f"{known.name} is used"
        return f"{known.name} is used, and fails. {state_at(timeline, known.id, event.at).reason}"
    return f"{known.name} {_DEEDS[event.kind]}"
