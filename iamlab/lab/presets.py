"""The preset questions of a scenario, as links that carry the whole question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.engine import RequestError, Snapshot
from iamlab.engine.scenarios import Question
from iamlab.lab.questions import LabQuestion, preset_question

MAX_PRESETS = 20

_KIND_WORDS = {"mfa": "MFA", "pass-role": "PassRole"}


@dataclass(frozen=True, slots=True)
class Preset:
    """One line of the menu: `query` is the lab page's query string, `topic` what it shows."""

    title: str
    topic: str
    query: str


def choose_presets(questions: Sequence[Question]) -> list[Question]:
    """Return at most MAX_PRESETS questions, in their order, with every kind among them."""
    if len(questions) <= MAX_PRESETS:
        return list(questions)
    by_kind: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        by_kind.setdefault(question.kind, []).append(number)
    chosen: list[int] = []
    rounds = max(len(numbers) for numbers in by_kind.values())
    for place in range(rounds):
        chosen += [numbers[place] for numbers in by_kind.values() if place < len(numbers)]
    return [questions[number] for number in sorted(chosen[:MAX_PRESETS])]


def presets_of(snapshot: Snapshot, scenario: str, questions: Sequence[Question]) -> list[Preset]:
    """Return the menu of presets; one whose principal or resource is gone is left out."""
    found = []
    for question in choose_presets(questions):
        try:
            asked = preset_question(snapshot, question)
        except RequestError:
            continue
        topic = _KIND_WORDS.get(question.kind, question.kind.replace("-", " ").capitalize())
        found.append(Preset(question.title, topic, asked.query(scenario)))
    return found


def start_question(
    snapshot: Snapshot, questions: Sequence[Question], start: dict[str, str]
) -> LabQuestion:
    """Return the question that the lab opens with; an empty one when the scenario names none."""
    wanted = start.get("question")
    for question in questions:
        if question.id == wanted or wanted is None:
            return preset_question(snapshot, question)
    return LabQuestion()
