"""What a question stands on: its source, its course, its seed and its organization."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from iamlab.engine import Snapshot
from iamlab.engine.scenarios import Scenario
from lessons.content.course import Course
from lessons.content.questions import QuestionSource
from lessons.content.references import (
    Place,
    UnknownPolicy,
    find_place,
    policy_text,
    with_policies,
)
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import Question
from lessons.judging.questions.errors import Fault, QuestionUnfit
from lessons.judging.questions.shapes import HeldBelief
from lessons.judging.questions.worlds import World, believers_of, make_world
from lessons.judging.worlds import snapshot_of

_NO_SCENARIO = QuestionUnfit(Fault("scenario", "name the scenario that the question is about"))


@dataclass(frozen=True, slots=True)
class Setting:
    """A question's variant in its course. `texts` are the policies it replaces, by their keys."""

    source: QuestionSource
    course: Course
    seed: int
    shape: Question
    scenario: Scenario | None
    texts: dict[str, str]
    shown: tuple[Place, ...]

    def place(self, reference: str, field: str) -> Place:
        """Return the place of a policy that the question names. Raises QuestionUnfit."""
        return _place(self.organization, reference, field)

    @property
    def organization(self) -> Scenario:
        """The scenario with the question's own policies in it. Raises QuestionUnfit without one."""
        if self.scenario is None:
            raise _NO_SCENARIO
        return with_policies(self.scenario, self.texts)

    def world(self) -> World:
        """Return the organization with its evaluators. Raises QuestionUnfit without a scenario."""
        if self.scenario is None:
            raise _NO_SCENARIO
        own = list(self.shape.misconceptions)
        believers = believers_of(self.course, own, self.source.home)
        return make_world(self.scenario, self.texts, believers)

    def snapshot_with(self, place: Place, text: str) -> Snapshot:
        """Return the organization with another text for one policy. Nothing of it is kept."""
        if self.scenario is None:
            raise _NO_SCENARIO
        return snapshot_of(self.scenario, {**self.texts, place.key: text})

    def text_in(self, place: Place) -> str:
        """Return the text of the policy in a place, empty when there is none."""
        if place.key in self.texts:
            return self.texts[place.key]
        found = None if self.scenario is None else policy_text(self.scenario, place)
        return found or ""

    def held(self, beliefs: Iterable[Misconception], says: str = "") -> tuple[HeldBelief, ...]:
        """Return beliefs with their texts; `says` is the verdict that they all lead to."""
        return tuple(self._held(belief, says) for belief in beliefs)

    def name(self, text: str) -> str:
        """Return a short ID for one of the question's options that tells nothing about it."""
        return sha256(f"{self.source.id}\n{self.seed}\n{text}".encode()).hexdigest()[:8]

    def shuffled(self, texts: Iterable[str]) -> list[int]:
        """Return the places of texts in an order that depends on the seed and on nothing else."""
        named = [(sha256(f"order\n{self.name(text)}".encode()).digest(), text) for text in texts]
        return sorted(range(len(named)), key=lambda place: (named[place][0], place))

    def _held(self, belief: Misconception, says: str) -> HeldBelief:
        lesson = self.course.lesson(belief.remedy)
        title = "" if lesson is None else lesson.title
        slug = belief.remedy if lesson is None else lesson.slug
        return HeldBelief(belief.id, belief.belief, belief.truth, slug, title, belief.source, says)


def make_setting(source: QuestionSource, course: Course, seed: int) -> Setting:
    """Return what a question stands on. Raises QuestionUnfit, and CourseError for a bad variant."""
    shape = source.variant(seed)
    scenario = None
    if shape.scenario is not None:
        scenario = course.scenarios.get(shape.scenario)
        if scenario is None:
            raise QuestionUnfit(Fault("scenario", f"the course has no scenario `{shape.scenario}`"))
    elif shape.policies or shape.show:
        raise QuestionUnfit(Fault("scenario", "name the scenario whose policies these are"))
    texts: dict[str, str] = {}
    shown: list[Place] = []
    if scenario is not None:
        for reference, document in shape.policies.items():
            place = _place(scenario, reference, f"policies.{reference}")
            texts[place.key] = document.text
            shown.append(place)
        if shape.show is not None:
            changed = with_policies(scenario, texts)
            shown = [
                _place(changed, reference, f"show[{number}]")
                for number, reference in enumerate(shape.show)
            ]
    return Setting(source, course, seed, shape, scenario, texts, tuple(shown))


def _place(scenario: Scenario, reference: str, field: str) -> Place:
    try:
        return find_place(scenario, reference)
    except UnknownPolicy as error:
        raise QuestionUnfit(Fault(field, str(error))) from error
