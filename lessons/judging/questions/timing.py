"""How long a credential still works, in whole minutes or hours."""

from __future__ import annotations

from iamlab.engine import Snapshot
from iamlab.engine.credentials import (
    CredentialError,
    Names,
    Timeline,
    read_instant,
    timeline_from_mapping,
    usable,
)
from iamlab.engine.scenarios import resolve_principal, resolve_resource
from lessons.content.shapes.questions import CountTime
from lessons.judging.questions.errors import Fault, QuestionUnfit

NAMES = Names(resolve_principal, resolve_resource)
"""A course's timeline names principals and resources as its questions do."""

_SECONDS = {"minutes": 60, "hours": 3_600}


def time_left(count: CountTime, snapshot: Snapshot) -> int:
    """Return how many minutes or hours a credential has left at the instant; 0 once it is over.

    Raises QuestionUnfit when that is no whole number, or has no end.
    """
    timeline = read_timeline(count, snapshot)
    if count.credential not in timeline.credentials:
        raise _unfit("credential", f"the timeline has no credential `{count.credential}`")
    try:
        at = read_instant(count.at, timeline.start)
    except ValueError as error:
        raise _unfit("at", str(error)) from error
    for interval in usable(timeline, count.credential):
        if at < interval.start or (interval.end is not None and at >= interval.end):
            continue
        if interval.end is None:
            raise _unfit("credential", "it works until somebody ends it, so there is no number")
        number, rest = divmod(interval.end - at, _SECONDS[count.unit])
        if rest:
            raise _unfit("unit", f"what is left is no whole number of {count.unit}")
        return number
    return 0


def read_timeline(count: CountTime, snapshot: Snapshot) -> Timeline:
    """Return the timeline that a question gives. Raises QuestionUnfit with its first fault."""
    try:
        return timeline_from_mapping(count.timeline, snapshot, NAMES)
    except CredentialError as error:
        fault = error.faults[0]
        place = ".".join(str(part) for part in fault.location)
        raise _unfit(f"timeline.{place}" if place else "timeline", fault.message) from error


def _unfit(field: str, message: str) -> QuestionUnfit:
    return QuestionUnfit(Fault(f"time.{field}", message))
