"""Instants and durations: as an author writes them, and in words that a learner reads.

An instant is `+1:30` (hours and minutes after the timeline's start), `-90d` or `+2d 4:00` (days,
hours), or a date in UTC such as `2026-03-02T09:00Z`. A duration is a number of seconds, as STS
takes it, or `1:30`, `15:00`, `2d`. Everything is in whole minutes: a learner moves by minutes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from iamlab.engine.conditions import parse_instant

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_SPAN = r"(?:([0-9]{1,5})d)?\s?(?:([0-9]{1,5}):([0-5][0-9]))?"
_OFFSET = re.compile(rf"([+-]){_SPAN}", re.ASCII)
_DURATION = re.compile(_SPAN, re.ASCII)
_DATE = re.compile(r"[0-9]{4}-.+", re.ASCII)
_FIRST, _LAST = 946_684_800, 4_102_444_800  # the years 2000 and 2100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written_instant(value: object) -> object:
    """Return a date that YAML has already read as text again; anything else unchanged."""
    if isinstance(value, datetime):
        known = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def parse_offset(text: str) -> int | None:
    """Return the seconds of `+1:30`, `-90d` or `+2d 4:00`; None when it is no offset."""
    found = _OFFSET.fullmatch(text)
    if found is None or len(text) < 2:
        return None
    seconds = _seconds(found.groups()[1:])
    return -seconds if found[1] == "-" else seconds


def parse_date(text: str) -> int | None:
    """Return a date in UTC as epoch seconds; None unless it is one, in this century."""
    seconds = parse_instant(text) if _DATE.fullmatch(text) else None
    if seconds is None or not _FIRST <= seconds < _LAST or seconds % MINUTE:
        return None
    return int(seconds)


def read_instant(text: str, start: int) -> int:
    """Return an instant as epoch seconds, `start` being the timeline's.

    Raises ValueError with a sentence for the author.
    """
    offset = parse_offset(text)
    at = start + offset if offset is not None else parse_date(text)
    if at is None or not _FIRST <= at < _LAST:
        raise ValueError(
            f"`{text}` is no instant; write `+1:30` (hours and minutes after the start), `-90d`, "
            "or a date in UTC in whole minutes such as `2026-03-02T09:00Z`"
        )
    return at


def read_duration(value: int | str) -> int:
    """Return a duration in seconds. Raises ValueError with a sentence for the author."""
    seconds = value
    if isinstance(seconds, str):
        found = _DURATION.fullmatch(seconds) if seconds else None
        seconds = _seconds(found.groups()) if found is not None else 0
    if seconds <= 0 or seconds % MINUTE:
        raise ValueError(
            f"`{value}` is no duration; write seconds, in whole minutes, or hours and minutes "
            "such as `1:30`"
        )
    return seconds


def say_duration(seconds: int) -> str:
    """Return a duration in words, such as `1 hour 30 minutes`; days only from two on."""
    if seconds < MINUTE:
        return f"{seconds} seconds"
    days = seconds // DAY if seconds >= 2 * DAY else 0
    hours, rest = divmod(seconds - days * DAY, HOUR)
    parts = ((days, "day"), (hours, "hour"), (rest // MINUTE, "minute"))
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)


def say_clock(at: int) -> str:
    """Return the time of day in UTC, such as `09:00`."""
    return _moment(at).strftime("%H:%M")


def say_day(at: int) -> str:
    """Return the day in UTC, such as `2 March 2026`."""
    moment = _moment(at)
    return f"{moment.day} {moment:%B} {moment.year}"


def say_instant(at: int, near: int) -> str:
    """Return an instant in words: the time of day, and the day unless it is that of `near`."""
    if at // DAY == near // DAY:
        return say_clock(at)
    moment = _moment(at)
    year = "" if moment.year == _moment(near).year else f" {moment.year}"
    return f"{say_clock(at)} on {moment.day} {moment:%B}{year}"


def iso_instant(at: int) -> str:
    """Return an instant as AWS writes it in condition keys, such as `2026-03-02T09:00:00Z`."""
    return _moment(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(seconds=at)


def _seconds(parts: tuple[str | None, ...]) -> int:
    days, hours, minutes = (int(part or 0) for part in parts)
    return days * DAY + hours * HOUR + minutes * MINUTE
