"""Days as people say them: today, tomorrow, on Thursday, on January 12."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

_WEEK = 7


def day_in_words(when: datetime, now: datetime | None = None) -> str:
    """Return the day of an instant, as it ends a sentence; what is past is today."""
    today = timezone.localtime(now or timezone.now()).date()
    day = timezone.localtime(when).date()
    days = (day - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < _WEEK:
        return f"on {date_format(day, 'l')}"
    return f"on {date_format(day, 'F j' if day.year == today.year else 'F j, Y')}"
