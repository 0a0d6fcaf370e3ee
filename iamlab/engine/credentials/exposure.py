"""What a leak amounts to: for how long it is of use, and what its finder holds at an instant.

Also the other way to get keys wrong: applications that stand still because of a rotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.credentials.credentials import Session
from iamlab.engine.credentials.instants import HOUR
from iamlab.engine.credentials.standings import Interval, Standing, state_at, usable
from iamlab.engine.credentials.timelines import Event, EventKind, Timeline


@dataclass(frozen=True, slots=True)
class Exposure:
    """How long a leaked credential is of use to whoever found it; instants in epoch seconds.

    `stopped_at` is the instant from which it never works again within the timeline, None when it
    still works at the end. `seconds` counts only the time in which it works.
    """

    credential: str
    leaked_at: int
    stopped_at: int | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which an application signs with a key that AWS refuses."""

    credential: str
    start: int
    end: int
    reason: str


def leaked_at(timeline: Timeline, credential: str) -> int | None:
    """Return when a stranger first held a credential: by a leak, or by making it; None if never."""
    known = timeline.credentials[credential]
    if isinstance(known, Session) and known.stolen:
        return known.issued_at
    return next(
        (
            event.at
            for event in timeline.events
            if event.kind is EventKind.LEAKED and event.credential == credential
        ),
        None,
    )


def exposure(timeline: Timeline, credential: str) -> Exposure | None:
    """Return for how long a leaked credential was of use within the timeline; None if none leaked.

    Sessions that the finder makes with it count for themselves: each is exposed from its issue.
    """
    leak = leaked_at(timeline, credential)
    if leak is None:
        return None
    seconds, stopped = 0, None
    for interval in usable(timeline, credential):
        end = timeline.end if interval.end is None else min(interval.end, timeline.end)
        if end > leak:
            seconds += end - max(interval.start, leak)
        stopped = interval.end
    open_ended = stopped is None or stopped > timeline.end
    stop = None if open_ended or stopped is None else max(stopped, leak)
    return Exposure(credential, leak, stop, seconds)


def holders_at(timeline: Timeline, credential: str, at: int) -> tuple[Standing, ...]:
    """Return how all stands that the finder of a leaked credential holds at an instant.

    That is the credential itself, from the leak on, and every session that the finder has made with
    it or with one of those (`stolen`).
    """
    leak = leaked_at(timeline, credential)
    if leak is None or leak > at:
        return ()
    held = [credential]
    for session in timeline.sessions():
        if session.stolen and session.source in held and session.issued_at <= at:
            held.append(session.id)
    return tuple(state_at(timeline, name, at) for name in held)


def seconds_until_expiry(timeline: Timeline, credential: str, at: int) -> int | None:
    """Return the seconds until AWS refuses a session by itself, 0 afterwards.

    None for an access key, which never expires.
    """
    known = timeline.credentials[credential]
    return max(0, known.expires_at - at) if isinstance(known, Session) else None


def hours_until_expiry(timeline: Timeline, credential: str, at: int) -> float | None:
    """Return `seconds_until_expiry` in hours."""
    seconds = seconds_until_expiry(timeline, credential, at)
    return None if seconds is None else seconds / HOUR


def fails(timeline: Timeline, event: Event) -> bool:
    """Tell whether a use of a credential comes to nothing, because it does not work then."""
    if event.kind is not EventKind.USED or event.credential is None:
        return False
    return not state_at(timeline, event.credential, event.at).works


def outages(timeline: Timeline) -> tuple[Outage, ...]:
    """Return the times in which an application has a key that does not work, in order.

    An application is known by its `rotated` events: it uses the first key from the beginning, and
    each next one from its rotation on.
    """
    found = [
        Outage(name, start, end, state_at(timeline, name, start).reason)
        for name, used in _uses(timeline)
        for start, end in _gaps(used, usable(timeline, name))
    ]
    return tuple(sorted(found, key=lambda outage: outage.start))


def _uses(timeline: Timeline) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each key that an application uses, and from when until when."""
    current: dict[str, int] = {}
    for event in timeline.events:
        if event.kind is not EventKind.ROTATED or event.credential is None or event.to is None:
            continue
        created = timeline.credentials[event.credential].issued_at
        start = current.pop(event.credential, max(timeline.start, created))
        yield event.credential, (start, event.at)
        current[event.to] = event.at
    for name, start in current.items():
        yield name, (start, timeline.end)


def _gaps(used: tuple[int, int], works: tuple[Interval, ...]) -> Iterator[tuple[int, int]]:
    start, end = used
    for interval in works:
        if interval.start > start:
            yield start, min(interval.start, end)
        start = end if interval.end is None else max(start, interval.end)
        if start >= end:
            return
    if start < end:
        yield start, end
