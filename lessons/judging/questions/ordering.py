"""Steps to put in order: the author's order is the right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from lessons.content.shapes.questions import OrderQuestion
from lessons.judging.questions.errors import AnswerUnreadable, Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import first_text
from lessons.judging.questions.shapes import (
    Answer,
    Mark,
    OptionNote,
    Posed,
    PosedOption,
    RightAnswer,
    Samples,
)

_MOST_DIGITS = 3
FIELD = "place-"
"""What the name of a step's input begins with; the step's ID follows."""


class OrderJudge(Judge[OrderQuestion]):
    """Judges questions of the kind `order`."""

    @cached_property
    def _steps(self) -> dict[str, str]:
        """The steps by their IDs, in the right order."""
        return {self.setting.name(step): step for step in self.shape.steps}

    def pose(self) -> Posed:
        """Return the question with its steps in a seeded order, which is never the right one."""
        steps = list(self._steps.items())
        order = self.setting.shuffled(self._steps.values())
        if order == sorted(order):
            order = [*order[1:], order[0]]
        options = tuple(PosedOption(*steps[place]) for place in order)
        return replace(self.posed(), options=options)

    def read(self, form: Form) -> Answer:
        """Return `{"places": {step: place from 1 on}}` with the places that are given."""
        places = {}
        for name in self._steps:
            field = f"{FIELD}{name}"
            text = first_text(form, field, _MOST_DIGITS)
            if not text:
                continue
            if not (text.isascii() and text.isdigit() and 1 <= int(text) <= len(self._steps)):
                message = f"Give each step a place from 1 to {len(self._steps)}."
                raise AnswerUnreadable(field, message)
            places[name] = int(text)
        return {"places": places}

    def missing(self, answer: Answer) -> str:
        """Ask for a place of its own for each step."""
        places = self._places(answer)
        if len(places) < len(self._steps):
            return "Give every step its place."
        taken = list(places.values())
        twice = sorted({place for place in taken if taken.count(place) > 1})
        if twice:
            return f"Two steps are in place {twice[0]}; give each step a place of its own."
        return ""

    def mark(self, answer: Answer) -> Mark:
        """Compare with the author's order, and say of each step what it comes after."""
        places = self._places(answer)
        given = sorted(places, key=lambda name: places[name])
        right = list(self._steps)
        notes = {
            name: OptionNote(
                is_right=self._before(right, name) == self._before(given, name),
                chosen=True,
                say=self._say(right, name),
            )
            for name in given
        }
        good = sum(note.is_right for note in notes.values())
        is_right = given == right and not self.missing(answer)
        follow = "comes" if good == 1 else "come"
        remark = f"{good} of {len(right)} steps {follow} right after the one before it."
        return Mark(
            is_right=is_right,
            right=RightAnswer(self._answer(right), "; ".join(self._steps.values())),
            say=self.shape.why,
            notes=notes,
            remarks=() if is_right else (remark,),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse repeated steps: their order could not be told."""
        steps = [step.strip() for step in self.shape.steps]
        for number, step in enumerate(steps):
            if step in steps[:number]:
                yield Fault(f"steps[{number}]", f"the step “{step}” is there twice")

    def samples(self) -> Samples:
        """Return the author's order, the reverse, and every exchange of two neighbors."""
        right = list(self._steps)
        wrong = [right[::-1]]
        for place in range(len(right) - 1):
            swapped = right.copy()
            swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
            wrong.append(swapped)
        return Samples(self._answer(right), tuple(self._answer(names) for names in wrong))

    def _places(self, answer: Answer) -> dict[str, int]:
        given = answer.get("places")
        if not isinstance(given, Mapping):
            return {}
        return {
            name: place
            for name in self._steps
            if isinstance(place := given.get(name), int) and 1 <= place <= len(self._steps)
        }

    def _say(self, right: list[str], name: str) -> str:
        before = self._before(right, name)
        return "It comes first." if before is None else f"It comes after: {self._steps[before]}"

    @staticmethod
    def _before(order: list[str], name: str) -> str | None:
        place = order.index(name)
        return order[place - 1] if place else None

    @staticmethod
    def _answer(names: list[str]) -> Answer:
        return {"places": {name: place for place, name in enumerate(names, start=1)}}
