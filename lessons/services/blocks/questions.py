"""Questions of a quiz or a bank that a lesson asks in passing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iamlab.engine import EngineError
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.errors import CourseError
from lessons.content.shapes.lessons import QuestionBlock
from lessons.judging.questions import (
    Answer,
    AnswerUnreadable,
    Mark,
    Posed,
    QuestionUnfit,
    mark,
    pose,
    read_answer,
    what_is_missing,
)
from lessons.models import BlockAnswer
from lessons.services.blocks.answers import commit_answer
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.errors import AnswerRefused, QuestionNotFound
from lessons.services.reading import BlockPiece
from lessons.services.skills import record

_SEED = 0
"""All readers of a lesson see the same variant; quizzes and reviews draw others."""


class UnfitAnswer(AnswerRefused):
    """An answer that cannot be marked; `draft` is what of it could be read."""

    def __init__(self, message: str, draft: Answer) -> None:
        super().__init__(message)
        self.draft = draft


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A `question` block: open, or answered once and for all with its `mark`.

    `posed` is None for a question that cannot be asked.
    """

    template = "lessons/blocks/_question.html"

    piece: BlockPiece
    posed: Posed | None
    answer: Answer
    mark: Mark | None
    confidence: int = 0
    problem: str = ""

    @property
    def status(self) -> int:
        """The response's status: 422 for an answer that cannot be taken."""
        return 422 if self.problem else 200


def show_question(
    world: LessonWorld,
    piece: BlockPiece,
    shape: QuestionBlock,
    kept: BlockAnswer | None,
    draft: Answer | None = None,
    problem: str = "",
) -> QuestionView:
    """Return a `question` block, marked once it was answered; `draft` is what was just sent."""
    try:
        posed = _pose(world, shape)
    except (QuestionNotFound, QuestionUnfit, CourseError, EngineError):
        return QuestionView(piece, None, {}, None)
    if kept is None:
        return QuestionView(piece, posed, draft or {}, None, problem=problem)
    answer = dict(kept.answer)
    return QuestionView(piece, posed, answer, mark(posed, answer), kept.confidence)


def commit_question(
    visitor: Visitor,
    world: LessonWorld,
    shape: QuestionBlock,
    form: Mapping[str, Sequence[str]],
    confidence: int = 0,
) -> BlockAnswer:
    """Keep a learner's first answer, and what it says about the question's skills.

    `confidence` is 1 to 3, 0 where it was not asked. A later answer changes nothing. Raises
    QuestionNotFound, UnfitAnswer for what cannot be marked, and VisitorUnknown without a session.
    """
    try:
        posed = _pose(world, shape)
    except (QuestionUnfit, CourseError, EngineError) as error:
        raise QuestionNotFound from error
    try:
        answer = read_answer(posed, form)
    except AnswerUnreadable as error:
        raise UnfitAnswer(str(error), {}) from error
    missing = what_is_missing(posed, answer)
    if missing:
        raise UnfitAnswer(missing, answer)
    marked = mark(posed, answer)
    if marked.is_right is None:
        raise UnfitAnswer(marked.undecided, answer)
    kept, is_new = commit_answer(
        visitor,
        world,
        shape.id,
        answer=answer,
        confidence=confidence,
        is_right=marked.is_right,
        misconceptions=list(marked.beliefs),
    )
    if is_new:
        course = world.course.slug
        record(visitor, course, posed.skills, right=marked.is_right, confidence=confidence)
    return kept


def _pose(world: LessonWorld, shape: QuestionBlock) -> Posed:
    source = world.course.questions.get(shape.question)
    if source is None:
        raise QuestionNotFound
    return pose(source, world.course, _SEED)
