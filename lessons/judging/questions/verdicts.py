"""Allowed, explicit deny or implicit deny? The engine says, and each belief says its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from iamlab.engine import Authorizer, Request, Trace, Verdict
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import VerdictQuestion
from lessons.judging.questions.display import asked_in_words, passed_policies
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import chosen, text_of
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
from lessons.judging.questions.worlds import Answers
from lessons.judging.worlds import request_of

WORDS = {
    Verdict.ALLOWED: "Allowed",
    Verdict.EXPLICIT_DENY: "Explicit deny",
    Verdict.IMPLICIT_DENY: "Implicit deny",
}


class VerdictJudge(Judge[VerdictQuestion]):
    """Judges questions of the kind `verdict`."""

    @cached_property
    def request(self) -> Request:
        """The request that is asked about."""
        return request_of(self.world.snapshot, self.shape.ask)

    @cached_property
    def trace(self) -> Trace:
        """AWS's decision."""
        return self.world.trace(self.request)

    @cached_property
    def _verdicts(self) -> Answers[Verdict]:
        return Answers(lambda engine: engine.decide(self.request).verdict)

    def pose(self) -> Posed:
        """Return the question with the three verdicts, always in the same order."""
        posed = self.posed()
        return replace(
            posed,
            request=self.request,
            asked=asked_in_words(self.world.snapshot, self.shape.ask),
            shown=posed.shown + passed_policies(self.shape.ask),
            options=tuple(
                PosedOption(verdict.value, words, verdict=verdict.value)
                for verdict, words in WORDS.items()
            ),
        )

    def read(self, form: Form) -> Answer:
        """Return `{"choice": verdict}`."""
        picked = chosen(form, "choice", [verdict.value for verdict in WORDS])
        return {"choice": picked[0]} if picked else {}

    def missing(self, answer: Answer) -> str:
        """Ask for a verdict."""
        return "" if text_of(answer, "choice") in WORDS else "Choose a verdict."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the engine's verdict; a wrong one is what its believers' engines say."""
        truth = self.trace.decision.verdict
        given = text_of(answer, "choice")
        notes = {
            verdict.value: OptionNote(
                is_right=verdict is truth,
                chosen=verdict.value == given,
                say=self.trace.summary if verdict is truth else "",
                beliefs=tuple(item.id for item in self._beliefs(verdict)),
            )
            for verdict in WORDS
        }
        wrong = Verdict(given) if given in WORDS and given != truth else None
        held = () if wrong is None else self.setting.held(self._beliefs(wrong), wrong.value)
        return Mark(
            is_right=given == truth,
            right=RightAnswer({"choice": truth.value}, WORDS[truth]),
            say=self.shape.why,
            notes=notes,
            held=held,
            traces=(ShownTrace("How it was decided", self.trace),),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse a request that cannot be asked."""
        _ = self.trace
        yield from ()

    @property
    def keyed_by(self) -> str:
        """An evaluator gives a verdict."""
        return "ask"

    def is_misled(self, engine: Authorizer) -> bool:
        """Tell whether an evaluator's verdict is another one."""
        return self._verdicts.of(engine) is not self.trace.decision.verdict

    def samples(self) -> Samples:
        """Return the engine's verdict and the two others."""
        truth = self.trace.decision.verdict
        wrong = tuple({"choice": item.value} for item in WORDS if item is not truth)
        return Samples({"choice": truth.value}, wrong)

    def _beliefs(self, verdict: Verdict) -> tuple[Misconception, ...]:
        if verdict is self.trace.decision.verdict:
            return ()
        return self.world.held_by(lambda engine: self._verdicts.of(engine) is verdict)
