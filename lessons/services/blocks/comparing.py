"""Two texts for one policy side by side, and a request on which they differ."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine import Snapshot, Trace
from lessons.content.references import Place
from lessons.content.shapes.lessons import CompareBlock, Side
from lessons.judging import worlds
from lessons.services.blocks.asking import AnsweredAsk, answer_ask
from lessons.services.blocks.policies import CodeLine, code_lines, lights_of, tag_of
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.reading import BlockPiece


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of the two policies with its answer; lines are marked where the other one differs."""

    title: str
    lines: tuple[CodeLine, ...]
    verdict: str
    answered: AnsweredAsk

    @property
    def trace(self) -> Trace | None:
        """How it was decided with this text, None when it was not."""
        return self.answered.trace


@dataclass(frozen=True, slots=True)
class CompareView:
    """A `compare` block. All but the policy that is compared is as the lesson begins."""

    template = "lessons/blocks/_compare.html"
    status = 200

    piece: BlockPiece
    name: str
    tag: str
    sides: tuple[ComparedSide, ComparedSide]


def show_compare(world: LessonWorld, piece: BlockPiece, shape: CompareBlock) -> CompareView:
    """Return a `compare` block with both answers."""
    place = world.place(shape.policy)
    sides = (
        _side(world, shape, place, shape.left, shape.right),
        _side(world, shape, place, shape.right, shape.left),
    )
    return CompareView(piece, place.name, tag_of(world.scenario, place), sides)


def _side(
    world: LessonWorld, shape: CompareBlock, place: Place, side: Side, other: Side
) -> ComparedSide:
    text = side.document.text.rstrip("\n")
    answered = answer_ask(world, shape.ask, snapshot=_with(world, place, text))
    lights, verdict = lights_of(answered.trace)
    here = lights.get(place.key, [])
    lines = code_lines(text, here, other.document.text)
    return ComparedSide(side.title, lines, verdict if here else "", answered)


def _with(world: LessonWorld, place: Place, text: str) -> Snapshot:
    return worlds.snapshot_of(world.scenario, {place.key: text})
