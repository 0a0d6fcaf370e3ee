"""What the live blocks of a lesson claim, held against the engine in the lesson's organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from pydantic import ValidationError

from iamlab.engine import EngineError, Snapshot
from iamlab.engine.credentials import (
    CredentialError,
    Names,
    TimelineShape,
    build_timeline,
    find_issuing_faults,
)
from iamlab.engine.scenarios import (
    Location,
    Problem,
    Scenario,
    resolve_principal,
    resolve_resource,
)
from lessons.content.course import Course, Lesson
from lessons.content.lines import FieldLines
from lessons.content.reading import plain_faults
from lessons.content.references import UnknownPolicy, find_place, policy_text
from lessons.content.shapes.asks import Ask, Intent
from lessons.content.shapes.lessons import (
    AskBlock,
    Block,
    CompareBlock,
    EditBlock,
    EditQuestion,
    PredictBlock,
    QuestionBlock,
    TimelineBlock,
    TraceBlock,
)
from lessons.judging.worlds import snapshot_of
from lessons.proofs.asks import WORDS, Fault, ask_faults, intent_fault, verdict_of

_MOST_ASKED = 400
_SHORT_NAMES = Names(principal=resolve_principal, resource=resolve_resource)


def prove_lesson(course: Course, lesson: Lesson, lines: FieldLines) -> list[Problem]:
    """Return the faults of a lesson's live blocks."""
    scenario = course.scenarios[lesson.text.head.scenario]
    file = f"{lesson.folder}/lesson.md"
    try:
        snapshot = snapshot_of(scenario)
    except EngineError as error:
        message = f"the organization cannot be built: {error}"
        return [lines.problem(file, ("scenario",), message)]
    return [
        lines.problem(file, where, message, block.line)
        for block in lesson.text.blocks
        for where, message in block_faults(scenario, snapshot, block.shape)
    ]


def block_faults(scenario: Scenario, snapshot: Snapshot, block: Block) -> Iterator[Fault]:
    """Yield the faults of one block, each with the field that has it."""
    match block:
        case AskBlock():
            yield from _ask(snapshot, block.ask, block.intent)
            yield from _shown(scenario, block.show)
            yield from _switched(scenario, snapshot, block.switch)
            yield from _choices(snapshot, block)
        case TraceBlock():
            yield from _ask(snapshot, block.ask, block.intent)
            yield from _shown(scenario, block.show)
        case PredictBlock():
            yield from _ask(snapshot, block.ask, None)
            yield from _shown(scenario, block.show)
        case EditBlock():
            yield from _shown(scenario, [block.policy], "policy")
            yield from _questions(snapshot, block.questions, "questions")
        case CompareBlock():
            yield from _compare(scenario, block)
        case TimelineBlock():
            yield from timeline_faults(snapshot, block.timeline)
            yield from _questions(snapshot, block.asks, "asks")
        case QuestionBlock():
            pass  # whether the question is there, and is a good one, is proven elsewhere


def timeline_faults(snapshot: Snapshot, timeline: Mapping[str, object]) -> Iterator[Fault]:
    """Yield what AWS would not let happen in a timeline, and what it does not name rightly."""
    try:
        shape = TimelineShape.model_validate(timeline)
        built = build_timeline(shape, snapshot, _SHORT_NAMES)
        faults = find_issuing_faults(built, snapshot)
    except ValidationError as error:
        for where, message in plain_faults(error, timeline):
            yield ("timeline", *where), message
        return
    except CredentialError as error:
        faults = error.faults
    for fault in faults:
        yield ("timeline", *fault.location), fault.message


def _ask(
    snapshot: Snapshot, ask: Ask, intent: Intent | None, here: Location = ("ask",)
) -> Iterator[Fault]:
    faults = [((*here, *where), message) for where, message in ask_faults(snapshot, ask)]
    yield from faults
    if not faults and (message := intent_fault(snapshot, ask, intent)):
        yield (*here[:-1], "intent"), message


def _questions(snapshot: Snapshot, questions: Sequence[EditQuestion], part: str) -> Iterator[Fault]:
    for index, question in enumerate(questions):
        yield from _ask(snapshot, question.ask, question.intent, (part, index, "ask"))


def _shown(scenario: Scenario, references: Sequence[str], part: str = "show") -> Iterator[Fault]:
    for index, reference in enumerate(references):
        here: Location = (part, index) if part == "show" else (part,)
        try:
            place = find_place(scenario, reference)
        except UnknownPolicy as error:
            yield here, str(error)
            continue
        if policy_text(scenario, place) is None:
            yield here, f"there is no policy `{reference}` in this scenario"


def _switched(scenario: Scenario, snapshot: Snapshot, references: Sequence[str]) -> Iterator[Fault]:
    in_force = snapshot.policies()
    for index, reference in enumerate(references):
        try:
            place = find_place(scenario, reference)
        except UnknownPolicy as error:
            yield ("switch", index), str(error)
            continue
        if place.key not in in_force:
            yield ("switch", index), f"`{reference}` is not in force, so it cannot be switched off"


def _choices(snapshot: Snapshot, block: AskBlock) -> Iterator[Fault]:
    """Find choices that cannot be asked."""
    parts: list[str] = list(block.choices)
    lists = {str(part): values for part, values in block.choices.items()}
    seen: set[Location] = set()
    for values in islice(product(*lists.values()), _MOST_ASKED):
        changed = dict(zip(parts, values, strict=True))
        for where, message in ask_faults(snapshot, block.ask.model_copy(update=changed)):
            part = next((item for item in parts if item in where), None)
            if part is None:
                continue
            place: Location = ("choices", part, lists[part].index(changed[part]))
            if place not in seen:
                yield place, message
            seen.add(place)


def _compare(scenario: Scenario, block: CompareBlock) -> Iterator[Fault]:
    try:
        place = find_place(scenario, block.policy)
    except UnknownPolicy as error:
        yield ("policy",), str(error)
        return
    sides = {}
    for side in ("left", "right"):
        snapshot = snapshot_of(scenario, {place.key: getattr(block, side).document.text})
        faults = list(ask_faults(snapshot, block.ask))
        for where, message in faults:
            yield (("ask", *where) if where else (side, "document")), message
        if faults:
            return
        sides[side] = verdict_of(snapshot, block.ask)
    if sides["left"] == sides["right"]:
        verdict = WORDS[sides["left"]]
        yield ("ask",), f"the two sides must differ, but the engine says {verdict} for both"
