"""Predictions: a verdict that a learner commits to before the trace is shown."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine import EngineError, Trace, Verdict
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.markdown import VERDICT_WORDS
from lessons.content.shapes.asks import Ask
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.lessons import PredictBlock
from lessons.judging.questions.worlds import World, believers_of, make_world
from lessons.judging.worlds import request_of
from lessons.models import BlockAnswer
from lessons.services.blocks.answers import commit_answer
from lessons.services.blocks.asking import AnsweredAsk, answer_ask
from lessons.services.blocks.policies import ShownPolicy, shown_policies
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.errors import AnswerRefused
from lessons.services.reading import BlockPiece

CONFIDENCE = {1: "guessing", 2: "fairly sure", 3: "certain"}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a learner sent: a verdict's code, and how sure they are, 1 to 3, or 0 unsaid."""

    choice: str = ""
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class Belief:
    """A misconception that leads to the learner's verdict, and the lesson that cures it."""

    belief: str
    truth: str
    lesson: str
    lesson_title: str


@dataclass(frozen=True, slots=True)
class PredictView:
    """A `predict` block. Before the commitment it holds nothing of the answer.

    `answered` and `policies` are of the lesson's start, whatever the learner has edited since: the
    prose speaks of it, and nobody's right answer turns wrong afterwards.
    """

    template = "lessons/blocks/_predict.html"
    confidences = tuple(CONFIDENCE.items())
    verdicts = tuple(VERDICT_WORDS.items())

    piece: BlockPiece
    answered: AnsweredAsk
    policies: tuple[ShownPolicy, ...]
    chosen: Prediction
    committed: bool
    right: bool
    beliefs: tuple[Belief, ...]
    problem: str = ""

    @property
    def status(self) -> int:
        """The response's status: 422 when there was nothing to commit to."""
        return 422 if self.problem else 200

    @property
    def trace(self) -> Trace | None:
        """How it was decided; None before the commitment."""
        return self.answered.trace if self.committed else None


def show_predict(
    world: LessonWorld,
    piece: BlockPiece,
    shape: PredictBlock,
    answer: BlockAnswer | None,
    sent: Prediction | None = None,
    problem: str = "",
) -> PredictView:
    """Return a `predict` block: open once an answer is committed to, closed before."""
    answered = answer_ask(world, shape.ask, snapshot=world.start)
    trace = answered.trace if answer is not None else None
    chosen = sent or Prediction()
    if answer is not None:
        chosen = Prediction(str(answer.answer.get("choice", "")), answer.confidence)
    return PredictView(
        piece=piece,
        answered=answered,
        policies=shown_policies(world, shape.show, trace, at_start=True),
        chosen=chosen,
        committed=answer is not None,
        right=answer is not None and answer.is_right,
        beliefs=() if answer is None or answer.is_right else _known(world, answer),
        problem=problem,
    )


def commit_prediction(
    visitor: Visitor, world: LessonWorld, shape: PredictBlock, sent: Prediction
) -> BlockAnswer:
    """Keep a learner's first prediction and return it; a later one changes nothing.

    Raises AnswerRefused for what is no verdict, and VisitorUnknown without a session.
    """
    if sent.choice not in set(Verdict):
        raise AnswerRefused("Choose one of the three verdicts first.")
    judge = _judge(world)
    truth = judge.aws.decide(request_of(judge.snapshot, shape.ask)).verdict
    is_right = sent.choice == truth
    beliefs = () if is_right else _beliefs(judge, shape.ask, Verdict(sent.choice))
    kept, _ = commit_answer(
        visitor,
        world,
        shape.id,
        answer={"choice": sent.choice},
        confidence=sent.confidence,
        is_right=is_right,
        misconceptions=[item.id for item in beliefs],
    )
    return kept


def _judge(world: LessonWorld) -> World:
    believers = believers_of(world.course, [], world.lesson.folder)
    return make_world(world.scenario, {}, believers)


def _beliefs(judge: World, asked: Ask, verdict: Verdict) -> tuple[Misconception, ...]:
    """Return the beliefs whose evaluator gives this verdict."""
    try:
        request = request_of(judge.snapshot, asked)
    except EngineError:
        return ()
    return judge.held_by(lambda engine: engine.decide(request).verdict is verdict)


def _known(world: LessonWorld, answer: BlockAnswer) -> tuple[Belief, ...]:
    """Return the beliefs that were noted with an answer, as far as the course still has them."""
    found = []
    for name in answer.misconceptions:
        item = world.course.misconceptions.get(str(name))
        if item is not None:
            lesson = world.course.lesson(item.remedy)
            elsewhere = lesson is not None and lesson.slug != world.lesson.slug
            found.append(
                Belief(
                    belief=item.belief,
                    truth=item.truth,
                    lesson=lesson.slug if lesson and elsewhere else "",
                    lesson_title=lesson.title if lesson and elsewhere else "",
                )
            )
    return tuple(found)
