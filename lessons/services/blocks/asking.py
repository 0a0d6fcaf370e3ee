"""Questions of live blocks, put to the engine as the lab puts its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from iamlab.engine import EngineError, Snapshot, Trace
from iamlab.lab.asking import Outcome, ask
from iamlab.lab.questions import LabQuestion, preset_question
from lessons.content.shapes.asks import Ask
from lessons.content.shapes.lessons import AskBlock, TraceBlock
from lessons.judging.questions.display import asked_in_words
from lessons.judging.questions.shapes import Asked
from lessons.judging.worlds import question_of
from lessons.services.blocks.policies import ShownPolicy, shown_policies
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.reading import BlockPiece

PARTS = ("principal", "action", "resource")
_LABELS = {"principal": "Can", "action": "do", "resource": "on"}
MAX_PART = 2_048
"""Characters of a principal, an action or a resource."""

_TOO_LONG = f"This is longer than anything AWS takes here: {MAX_PART:,} characters are the most."


@dataclass(frozen=True, slots=True)
class SentAsk:
    """What a learner sent of a request: the parts as typed, and the keys of policies left out."""

    parts: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskField:
    """A part of the question: to read, to choose (`choices`) or to type; `error` is about it."""

    name: str
    label: str
    value: str
    editable: bool
    choices: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class AnsweredAsk:
    """A request with its answer, or what stood in its way; `query` opens it in the lab."""

    asked: Asked
    outcome: Outcome
    query: str

    @property
    def trace(self) -> Trace | None:
        """How it was decided, None when it was not."""
        return self.outcome.answer.trace if self.outcome.answer else None

    @property
    def problem(self) -> str:
        """Why there is no answer, as one sentence; empty when there is one."""
        return self.outcome.problem or next(iter(self.outcome.errors.values()), "")


@dataclass(frozen=True, slots=True)
class AskView:
    """An `ask` block with its present answer."""

    template = "lessons/blocks/_ask.html"

    piece: BlockPiece
    fields: tuple[AskField, ...]
    context: tuple[tuple[str, str], ...]
    answered: AnsweredAsk
    policies: tuple[ShownPolicy, ...]

    @property
    def status(self) -> int:
        """The response's status: 422 for a question that cannot be asked."""
        return 200 if self.answered.trace else 422

    @property
    def switchable(self) -> bool:
        """Whether a policy can be taken out of force."""
        return any(policy.switchable for policy in self.policies)

    @property
    def interactive(self) -> bool:
        """Whether there is anything to change and ask again."""
        return self.switchable or any(item.editable for item in self.fields)


@dataclass(frozen=True, slots=True)
class TraceView:
    """A `trace` block: a fixed question with every layer of its answer."""

    template = "lessons/blocks/_trace.html"
    status = 200

    piece: BlockPiece
    answered: AnsweredAsk
    policies: tuple[ShownPolicy, ...]


def answer_ask(
    world: LessonWorld,
    asked: Ask,
    *,
    parts: Mapping[str, str] | None = None,
    off: Collection[str] = (),
    snapshot: Snapshot | None = None,
    drafts: Mapping[str, str] | None = None,
) -> AnsweredAsk:
    """Ask in the learner's copy, or in another `snapshot`, with `drafts` in the place of texts.

    `parts` replaces parts of the request, `off` are the keys of policies that are left out.
    """
    snapshot = world.snapshot if snapshot is None else snapshot
    parts = parts or {}
    long = {name: _TOO_LONG for name, text in parts.items() if len(text) > MAX_PART}
    if long:
        return AnsweredAsk(_words(snapshot, asked), Outcome(errors=long), "")
    changed = asked.model_copy(update={name: parts[name] for name in parts if parts[name]})
    preset = question_of(asked)
    try:
        question = preset_question(snapshot, preset)
    except EngineError as error:
        return AnsweredAsk(_words(snapshot, changed), Outcome(problem=str(error)), "")
    question = replace(
        question,
        principal=parts.get("principal", question.principal),
        action=parts.get("action", question.action),
        resource=parts.get("resource", question.resource),
        off=tuple(off),
    )
    outcome = ask(snapshot, question, [preset], drafts)
    return AnsweredAsk(_words(snapshot, changed), outcome, _query(world, outcome, question))


def show_ask(
    world: LessonWorld, piece: BlockPiece, shape: AskBlock, sent: SentAsk | None = None
) -> AskView:
    """Return an `ask` block, answered as it was sent or else as the lesson puts it."""
    sent = sent or SentAsk()
    editable: set[str] = {*shape.editable, *shape.choices}
    parts = {name: text for name, text in sent.parts.items() if name in editable}
    switchable = {world.place(reference).key for reference in shape.switch}
    off = tuple(key for key in sent.off if key in switchable)
    answered = answer_ask(world, shape.ask, parts=parts, off=off)
    errors = answered.outcome.errors
    return AskView(
        piece=piece,
        fields=tuple(
            AskField(
                name=name,
                label=_LABELS[name],
                value=parts.get(name, getattr(shape.ask, name)),
                editable=name in editable,
                choices=_choices(shape, name, parts.get(name, "")),
                error=errors.get(name, ""),
            )
            for name in PARTS
        ),
        context=answered.asked.context,
        answered=answered,
        policies=shown_policies(
            world, shape.show, answered.trace, switch=shape.switch, off=frozenset(off)
        ),
    )


def show_trace(world: LessonWorld, piece: BlockPiece, shape: TraceBlock) -> TraceView:
    """Return a `trace` block with its answer in the learner's copy."""
    answered = answer_ask(world, shape.ask)
    return TraceView(piece, answered, shown_policies(world, shape.show, answered.trace))


def _choices(shape: AskBlock, name: str, typed: str) -> tuple[str, ...]:
    """Return what can be chosen: the lesson's own value is always among it, as is what was sent."""
    given = next((values for part, values in shape.choices.items() if part == name), [])
    if not given:
        return ()
    return tuple(filter(None, dict.fromkeys((*given, getattr(shape.ask, name), typed))))


def _words(snapshot: Snapshot, asked: Ask) -> Asked:
    try:
        return asked_in_words(snapshot, asked)
    except EngineError:
        return Asked(who=asked.principal, action=asked.action, resource=asked.resource)


def _query(world: LessonWorld, outcome: Outcome, question: LabQuestion) -> str:
    """Return the question as the lab's address has it.

    The lab knows nothing of policies that this question brought along, so it is not asked there.
    """
    if question.passed:
        return LabQuestion().query(world.slug)
    return (outcome.answer.asked if outcome.answer else question).query(world.slug)
