"""How long a credential still works, in whole minutes or hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iamlab.engine import Snapshot
from iamlab.engine.credentials import (
    Credential,
    CredentialError,
    EventKind,
    Names,
    Session,
    Timeline,
    read_instant,
    say_day,
    say_duration,
    say_instant,
    timeline_from_mapping,
    usable,
)
from iamlab.engine.scenarios import resolve_principal, resolve_resource
from lessons.content.shapes.questions import CountTime
from lessons.judging.questions.errors import Fault, QuestionUnfit

NAMES = Names(resolve_principal, resolve_resource)
"""A course's timeline names principals and resources as its questions do."""

_DEEDS = {
    EventKind.LEAKED: "leaks",
    EventKind.DEACTIVATED: "is deactivated",
    EventKind.ACTIVATED: "is activated again",
    EventKind.DELETED: "is deleted",
    EventKind.REVOKED: "has all its sessions until then revoked",
}

_SECONDS = {"minutes": 60, "hours": 3_600}


@dataclass(frozen=True, slots=True)
class Story:
    """A timeline, and the credential and the instant (epoch seconds) that a question is about."""

    timeline: Timeline
    snapshot: Snapshot
    credential: str
    at: int

    def told(self) -> tuple[str, ...]:
        """Return what happens, in plain sentences with code in backticks, and the instant last.

        When a session ends is left out: that is what is asked.
        """
        start = self.timeline.start
        sentences = [_introduce(item, self.timeline) for item in self.timeline.credentials.values()]
        for event in self.timeline.events:
            if event.kind in _DEEDS:
                what = f"`{event.credential or event.identity}` {_DEEDS[event.kind]}"
                sentences.append(f"At {say_instant(event.at, start)} {what}.")
        now = f"It is {say_instant(self.at, start)} on {say_day(self.at)}, UTC."
        return (*sentences, now)


def read_story(count: CountTime, snapshot: Snapshot) -> Story:
    """Return the story of a question. Raises QuestionUnfit with its first fault."""
    timeline = read_timeline(count, snapshot)
    if count.credential not in timeline.credentials:
        raise _unfit("credential", f"the timeline has no credential `{count.credential}`")
    try:
        at = read_instant(count.at, timeline.start)
    except ValueError as error:
        raise _unfit("at", str(error)) from error
    return Story(timeline, snapshot, count.credential, at)


def time_left(story: Story, unit: Literal["minutes", "hours"]) -> int:
    """Return how many minutes or hours a credential has left at the instant; 0 once it is over.

    Raises QuestionUnfit when that is no whole number, or has no end.
    """
    at = story.at
    for interval in usable(story.timeline, story.credential):
        if at < interval.start or (interval.end is not None and at >= interval.end):
            continue
        if interval.end is None:
            raise _unfit("credential", "it works until somebody ends it, so there is no number")
        number, rest = divmod(interval.end - at, _SECONDS[unit])
        if rest:
            raise _unfit("unit", f"what is left is no whole number of {unit}")
        return number
    return 0


def read_timeline(count: CountTime, snapshot: Snapshot) -> Timeline:
    """Return the timeline that a question gives. Raises QuestionUnfit with its first fault."""
    try:
        return timeline_from_mapping(count.timeline, snapshot, NAMES)
    except CredentialError as error:
        fault = error.faults[0]
        field = f"timeline.{fault.field}" if fault.field else "timeline"
        raise _unfit(field, fault.message) from error


def _introduce(credential: Credential, timeline: Timeline) -> str:
    when = say_instant(credential.issued_at, timeline.start)
    if not isinstance(credential, Session):
        return f"`{credential.id}` is an access key, created at {when}."
    origin = "made with" if credential.source in timeline.credentials else "by way of"
    how = f"{credential.kind.value}, {origin} `{credential.source}`"
    length = say_duration(credential.duration)
    return f"`{credential.id}` is a session ({how}), issued at {when} for {length}."


def _unfit(field: str, message: str) -> QuestionUnfit:
    return QuestionUnfit(Fault(f"time.{field}", message))
