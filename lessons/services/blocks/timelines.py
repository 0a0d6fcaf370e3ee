"""Credentials over time in a lesson, at the instant that a learner picks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iamlab.engine import EngineError, Snapshot
from iamlab.engine.credentials import (
    CredentialError,
    Timeline,
    TimelineQuestion,
    timeline_from_mapping,
)
from iamlab.engine.scenarios import resolve_resource
from lessons.content.shapes.lessons import EditQuestion, TimelineBlock
from lessons.judging.questions.timing import NAMES
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.reading import BlockPiece
from lessons.timelines import Drawing, chosen_instant, draw


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A `timeline` block at one instant, or why it cannot be drawn in the learner's copy."""

    template = "lessons/blocks/_timeline_block.html"
    status = 200

    piece: BlockPiece
    drawing: Drawing | None
    problem: str = ""

    @property
    def part(self) -> str:
        """The template of what changes with the instant."""
        return "lessons/blocks/_timeline_part.html" if self.drawing else self.template


def show_timeline(
    world: LessonWorld,
    piece: BlockPiece,
    shape: TimelineBlock,
    sent: Mapping[str, str] | None = None,
) -> TimelineView:
    """Return a `timeline` block at the instant that was sent, or at its start."""
    try:
        timeline = timeline_from_mapping(shape.timeline, world.snapshot, NAMES)
        questions = _questions(world.snapshot, timeline, shape.asks)
    except CredentialError as error:
        return TimelineView(piece, None, error.faults[0].message)
    except EngineError as error:
        return TimelineView(piece, None, str(error))
    at = chosen_instant(timeline, sent or {})
    return TimelineView(piece, draw(timeline, world.snapshot, questions, at))


def _questions(
    snapshot: Snapshot, timeline: Timeline, asks: Sequence[EditQuestion]
) -> tuple[TimelineQuestion, ...]:
    """Return what is asked with each credential: the block's questions, else the timeline's."""
    if not asks:
        return timeline.questions
    return tuple(
        TimelineQuestion(
            action=item.ask.action,
            resource=resolve_resource(snapshot, item.ask.resource),
            title=item.title,
            context=item.ask.context,
        )
        for item in asks
    )
