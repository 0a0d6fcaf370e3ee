"""Which of these requests are allowed? The engine says it of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from iamlab.engine import Authorizer, Request, Trace
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import MatchesQuestion
from lessons.judging.questions.display import (
    asked_in_words,
    change_in_words,
    common_part,
    passed_policies,
    varied_parts,
)
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import chosen, texts_of
from lessons.judging.questions.shapes import (
    Answer,
    Mark,
    OptionNote,
    Posed,
    PosedOption,
    RightAnswer,
    Samples,
    ShownTrace,
)
from lessons.judging.questions.worlds import Answers, is_allowed
from lessons.judging.worlds import changed_ask, request_of


class MatchesJudge(Judge[MatchesQuestion]):
    """Judges questions of the kind `matches`."""

    @cached_property
    def _labels(self) -> list[str]:
        """What sets each request apart, in the order of the file."""
        varied = varied_parts(self.shape.choices)
        snapshot = self.world.snapshot
        ask = self.shape.ask
        return [change_in_words(snapshot, ask, item, varied) for item in self.shape.choices]

    @cached_property
    def _requests(self) -> dict[str, Request]:
        """The requests by their option, in the order in which they are offered."""
        ask, labels = self.shape.ask, self._labels
        return {
            self.setting.name(labels[place]): request_of(
                self.world.snapshot, changed_ask(ask, self.shape.choices[place])
            )
            for place in self.setting.shuffled(labels)
        }

    @cached_property
    def _traces(self) -> dict[str, Trace]:
        return {name: self.world.trace(request) for name, request in self._requests.items()}

    @cached_property
    def _key(self) -> frozenset[str]:
        return self._allowed.of(self.world.aws)

    def pose(self) -> Posed:
        """Return the question with its requests in a seeded order."""
        posed = self.posed()
        asked = asked_in_words(self.world.snapshot, self.shape.ask)
        labels = {self.setting.name(label): label for label in self._labels}
        return replace(
            posed,
            asked=common_part(asked, varied_parts(self.shape.choices)),
            shown=posed.shown + passed_policies(self.shape.ask),
            options=tuple(PosedOption(name, labels[name]) for name in self._requests),
        )

    def read(self, form: Form) -> Answer:
        """Return `{"choices": [option, …]}`."""
        return {"choices": chosen(form, "choices", self._requests)}

    def missing(self, answer: Answer) -> str:
        """Ask for at least one request: in every question some are allowed."""
        return "" if texts_of(answer, "choices") else "Tick at least one request."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the requests that the engine allows; of each, say who thinks otherwise."""
        given = frozenset(texts_of(answer, "choices"))
        labels = {self.setting.name(label): label for label in self._labels}
        notes = {}
        for name, trace in self._traces.items():
            is_wrong = (name in given) != (name in self._key)
            beliefs = self._beliefs_about(name) if is_wrong else ()
            notes[name] = OptionNote(
                is_right=name in self._key,
                chosen=name in given,
                say=trace.summary,
                beliefs=tuple(item.id for item in beliefs),
            )
        held: tuple[Misconception, ...] = ()
        if given != self._key:
            held = self.world.held_by(lambda engine: self._allowed.of(engine) == given)
        right = [name for name in self._requests if name in self._key]
        return Mark(
            is_right=given == self._key,
            right=RightAnswer({"choices": right}, "; ".join(labels[name] for name in right)),
            say=self.shape.why,
            notes=notes,
            held=self.setting.held(held),
            traces=tuple(
                ShownTrace(labels[name], trace, option=name) for name, trace in self._traces.items()
            ),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse repeated choices, and a question that has nothing to tick."""
        labels = self._labels
        for number, label in enumerate(labels):
            if label in labels[:number]:
                yield Fault(f"choices[{number}]", f"the choice {label} is there twice")
        if not self._key:
            yield Fault("choices", "none of the requests is allowed, so there is nothing to tick")

    def samples(self) -> Samples:
        """Return the allowed requests, and answers with one too many or one too few."""
        names = list(self._requests)
        wrong = [
            [name for name in names if (name in self._key) != (name == changed)]
            for changed in names
        ]
        right = [name for name in names if name in self._key]
        return Samples({"choices": right}, tuple({"choices": item} for item in wrong if item))

    @property
    def keyed_by(self) -> str:
        """An evaluator allows some of the requests."""
        return "choices"

    def is_misled(self, engine: Authorizer) -> bool:
        """Tell whether an evaluator allows others of the requests."""
        return self._allowed.of(engine) != self._key

    @cached_property
    def _allowed(self) -> Answers[frozenset[str]]:
        """The requests that an evaluator allows."""
        requests = self._requests
        return Answers(
            lambda engine: frozenset(
                name for name, request in requests.items() if is_allowed(engine, request)
            )
        )

    def _beliefs_about(self, name: str) -> tuple[Misconception, ...]:
        """Return the beliefs that turn one request around."""
        truth = name in self._key
        return self.world.held_by(lambda engine: (name in self._allowed.of(engine)) is not truth)
