"""The axis of time: where an instant lies across the picture, and the times written along it."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.credentials import say_clock, say_day

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_STEPS = (
    *(5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR),
    *(12 * HOUR, DAY, 2 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY),
)
_MOST_STEPS = 6
"""So that the times do not touch on a phone."""

_EDGE = 6.0
"""Percent: a time such as `09:00` that is nearer to an edge of a phone's picture would leave it."""

_WIDE_EDGE = 18.0
"""The same for a time with its day."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on the axis: `x` in percent, and at which end of the label that is."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The time from `start` to `end`, in epoch seconds, laid across the whole width."""

    start: int
    end: int

    @property
    def several_days(self) -> bool:
        """Whether midnight lies in between."""
        return self.start // DAY != self.end // DAY

    def x(self, at: int) -> float:
        """Return where an instant lies, in percent; what lies beyond is at the edge."""
        within = min(max(at, self.start), self.end)
        return round((within - self.start) * 100 / (self.end - self.start), 3)

    def ticks(self) -> tuple[Tick, ...]:
        """Return round times, a handful of them."""
        length = self.end - self.start
        step = next((step for step in _STEPS if length <= step * _MOST_STEPS), _STEPS[-1])
        first = -(-self.start // step) * step
        return tuple(
            Tick(self.x(at), self._label(at, step), anchor(self.x(at)))
            for at in range(first, self.end + 1, step)
        )

    def _label(self, at: int, step: int) -> str:
        if step >= DAY or (self.several_days and at % DAY == 0):
            day, month, _ = say_day(at).split()
            return f"{day} {month[:3]}"
        return say_clock(at)


def anchor(x: float, *, with_day: bool = False) -> str:
    """Return where a label is held so that it stays inside the picture."""
    edge = _WIDE_EDGE if with_day else _EDGE
    if x < edge:
        return "start"
    return "end" if x > 100 - edge else "middle"
