"""The live blocks of lessons: what they show, and what learners do in them."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.content.shapes.lessons import (
    AskBlock,
    CompareBlock,
    EditBlock,
    PredictBlock,
    QuestionBlock,
    TimelineBlock,
    TraceBlock,
)
from lessons.models import BlockAnswer
from lessons.services.blocks.asking import AskView, TraceView, show_ask, show_trace
from lessons.services.blocks.comparing import CompareView, show_compare
from lessons.services.blocks.editing import EditView, show_edit
from lessons.services.blocks.predicting import PredictView, show_predict
from lessons.services.blocks.questions import QuestionView, show_question
from lessons.services.blocks.timelines import TimelineView, show_timeline
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.reading import BlockPiece

BlockView = AskView | TraceView | EditView | PredictView | CompareView | TimelineView | QuestionView


def show_block(
    world: LessonWorld, piece: BlockPiece, answers: Mapping[str, BlockAnswer]
) -> BlockView:
    """Return a block as it stands before anything is sent; `answers` go by the blocks' IDs."""
    shape = piece.shape
    answer = answers.get(shape.id)
    match shape:
        case AskBlock():
            return show_ask(world, piece, shape)
        case TraceBlock():
            return show_trace(world, piece, shape)
        case EditBlock():
            return show_edit(world, piece, shape)
        case PredictBlock():
            return show_predict(world, piece, shape, answer)
        case CompareBlock():
            return show_compare(world, piece, shape)
        case QuestionBlock():
            return show_question(world, piece, shape, answer)
        case TimelineBlock():
            return show_timeline(world, piece, shape)
