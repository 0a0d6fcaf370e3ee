"""What a question promises, proven in every variant: one right answer, and none in its file."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from iamlab.engine.scenarios import Location, Problem
from lessons.content.course import Course
from lessons.content.lines import FieldLines
from lessons.content.questions import QuestionSource
from lessons.content.shapes.asks import Ask
from lessons.content.shapes.questions import (
    ChoiceQuestion,
    FillQuestion,
    MultiQuestion,
    Question,
)
from lessons.judging.questions import faults_of
from lessons.proofs.asks import unknown_names
from lessons.proofs.ledger import Ledger
from lessons.proofs.placeholders import find_unresolved_in_question

_ALL_VARIANTS = 0
"""With this seed `faults_of` says what concerns a question as a whole, too."""

_VERDICTS = frozenset(
    {
        *("allowed", "denied", "explicit deny", "explicitly denied", "explicitdeny"),
        *("implicit deny", "implicitly denied", "implicitdeny", "access denied", "it is allowed"),
        *("it is denied", "yes, it is allowed", "no, it is denied"),
    }
)


def prove_question(
    course: Course, source: QuestionSource, lines: FieldLines, seeds: int
) -> tuple[list[Problem], int]:
    """Return a question's faults, and how many variants were tried, at most `seeds`."""
    here: Location = ("questions", source.index)
    faults = list(find_unresolved_in_question(source, lines))
    faults += [
        lines.problem(source.file, (*here, *where), message)
        for where, message in _stated_verdicts(source.shape)
    ]
    if faults:
        return faults, 0
    ledger = Ledger(lines, source.shape.params, seeds)
    for seed in ledger.seeds:
        ledger.at(seed)
        for where, message in _faults(source, course, seed):
            ledger.add(source.file, (*here, *where), message)
    if not ledger.has_faults:
        whole = _faults(source, course, _ALL_VARIANTS)
        faults = [lines.problem(source.file, (*here, *where), text) for where, text in whole]
    return [*faults, *ledger.problems()], len(ledger.seeds)


def _faults(source: QuestionSource, course: Course, seed: int) -> list[tuple[Location, str]]:
    found = faults_of(source, course, seed)
    faults = [(find_field(source.data, fault.field), fault.message) for fault in found]
    return faults or [
        ((*where, *part), message)
        for where, ask in _asks(source.variant(seed))
        for part, message in unknown_names(ask)
    ]


def _asks(part: object, where: Location = ()) -> Iterator[tuple[Location, Ask]]:
    """Yield the requests of a question with their places."""
    if isinstance(part, Ask):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _asks(getattr(part, name), (*where, name))
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from _asks(item, (*where, index))


def _stated_verdicts(shape: Question) -> Iterator[tuple[Location, str]]:
    """Find verdicts that the author states in words: nobody but the engine may say them."""
    message = "this states a verdict; ask for it with `kind: verdict`, and the engine answers"
    if isinstance(shape, ChoiceQuestion | MultiQuestion):
        for index, option in enumerate(shape.options):
            if option.right and _is_verdict(option.text):
                yield ("options", index, "text"), message
    elif isinstance(shape, FillQuestion) and shape.policy is None and _is_verdict(shape.answer):
        yield ("answer",), message


def _is_verdict(text: str) -> bool:
    return text.replace("`", "").strip(" .!").casefold() in _VERDICTS


def find_field(data: object, text: str) -> Location:
    """Return the place that a field's path such as `ask.context.aws:SourceIp` means in plain data.

    The longest key that fits is taken, since keys may have dots in them. What is not there ends
    the place.
    """
    place: list[int | str] = []
    rest = text
    while rest:
        part, rest = _next_part(data, rest)
        if part is None:
            break
        place.append(part)
        data = data[part] if isinstance(data, list | dict) else None  # type: ignore[index]
    return tuple(place)


def _next_part(data: object, text: str) -> tuple[int | str | None, str]:
    text = text.removeprefix(".")
    if isinstance(data, list) and text.startswith("["):
        number, _, rest = text[1:].partition("]")
        if number.isdigit() and int(number) < len(data):
            return int(number), rest
    if isinstance(data, dict):
        for key in sorted(map(str, data), key=len, reverse=True):
            rest = text.removeprefix(key)
            if text.startswith(key) and (not rest or rest[0] in ".["):
                return key, rest
    return None, ""
