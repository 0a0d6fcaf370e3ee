"""Timelines of credentials, drawn: geometry and words as data, for the instant a reader picks."""

from lessons.timelines.answers import Answer
from lessons.timelines.axis import Tick
from lessons.timelines.drawing import Drawing, draw
from lessons.timelines.lanes import Bar, Lane, Mark
from lessons.timelines.stops import Stop, chosen_instant

__all__ = ["Answer", "Bar", "Drawing", "Lane", "Mark", "Stop", "Tick", "chosen_instant", "draw"]
