"""Which statement decides? The statements of the shown policies are the options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from iamlab.engine import (
    Authorizer,
    Decision,
    Request,
    StatementTrace,
    Trace,
    Verdict,
    parse_policy,
)
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import DecidingQuestion
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

NONE = "none"
"""The option that no statement decides, because none allows the request."""

Place = tuple[str, int]
"""A statement: its policy's key, and its place in the policy from 0 on."""


@dataclass(frozen=True, slots=True)
class _Pickable:
    """A statement that can be picked."""

    option: PosedOption
    place: Place


class DecidingJudge(Judge[DecidingQuestion]):
    """Judges questions of the kind `deciding-statement`."""

    @cached_property
    def request(self) -> Request:
        """The request that is asked about."""
        return request_of(self.world.snapshot, self.shape.ask)

    @cached_property
    def trace(self) -> Trace:
        """AWS's decision."""
        return self.world.trace(self.request)

    @cached_property
    def _pickable(self) -> tuple[_Pickable, ...]:
        found = []
        shown = self.posed().shown + passed_policies(self.shape.ask)
        for number, policy in enumerate(shown):
            for item in parse_policy(policy.text, policy.type).statements:
                option = PosedOption(
                    id=f"p{number}s{item.index}",
                    label=item.sid or f"statement {item.index + 1}",
                    policy=policy.key,
                    effect=item.effect or "",
                    first_line=item.span.start.line,
                    last_line=item.span.end.line,
                )
                found.append(_Pickable(option, (policy.key, item.index)))
        return tuple(found)

    @cached_property
    def _key(self) -> frozenset[str]:
        return self._picks(self.trace.decision)

    @cached_property
    def _picked(self) -> Answers[frozenset[str]]:
        return Answers(lambda engine: self._picks(engine.decide(self.request)))

    def pose(self) -> Posed:
        """Return the question with every statement of the shown policies, and none of them."""
        posed = self.posed()
        none = PosedOption(NONE, "None of them: no statement allows it, so it is denied by default")
        return replace(
            posed,
            request=self.request,
            asked=asked_in_words(self.world.snapshot, self.shape.ask),
            shown=posed.shown + passed_policies(self.shape.ask),
            options=(*(item.option for item in self._pickable), none),
        )

    def read(self, form: Form) -> Answer:
        """Return `{"choice": option}`."""
        picked = chosen(form, "choice", self._ids)
        return {"choice": picked[0]} if picked else {}

    def missing(self, answer: Answer) -> str:
        """Ask for a statement."""
        return "" if text_of(answer, "choice") in self._ids else "Choose a statement, or none."

    def mark(self, answer: Answer) -> Mark:
        """Compare with the statement that decides; each wrong one gets its own reason."""
        given = text_of(answer, "choice")
        held: tuple[Misconception, ...] = ()
        if given in self._ids and given not in self._key:
            held = self._beliefs(given)
        notes = {
            name: OptionNote(
                is_right=name in self._key,
                chosen=name == given,
                say=self._why(name),
                beliefs=tuple(item.id for item in held) if name == given else (),
            )
            for name in self._ids
        }
        return Mark(
            is_right=given in self._key,
            right=self._right(),
            say=self.shape.why,
            notes=notes,
            held=self.setting.held(held),
            traces=(ShownTrace("How it was decided", self.trace),),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse a question without exactly one deciding statement among those shown."""
        decision = self.trace.decision
        places = _deciding(decision)
        known = {item.place for item in self._pickable}
        if not known:
            yield Fault("show", "no policy is shown, so there is no statement to choose")
        elif decision.verdict is Verdict.ALLOWED and not places:
            yield Fault("ask", "no statement decides this request: AWS lets it through without one")
        elif len(places) > 1:
            names = " and ".join(f"statement {index + 1} of `{key}`" for key, index in places)
            yield Fault("ask", f"more than one statement decides: {names}")
        elif not set(places) <= known:
            yield Fault(
                "show", f"the deciding statement is in `{places[0][0]}`, which is not shown"
            )

    def samples(self) -> Samples:
        """Return the deciding statement and every other option."""
        wrong = tuple({"choice": name} for name in self._ids if name not in self._key)
        return Samples(self._right().answer, wrong)

    @property
    def _ids(self) -> list[str]:
        return [*(item.option.id for item in self._pickable), NONE]

    def _picks(self, decision: Decision) -> frozenset[str]:
        """Return the options that an evaluator's decision makes right."""
        places = set(_deciding(decision))
        if not places:
            return frozenset({NONE}) if decision.verdict is Verdict.IMPLICIT_DENY else frozenset()
        return frozenset(item.option.id for item in self._pickable if item.place in places)

    @property
    def keyed_by(self) -> str:
        """An evaluator has statements that decide."""
        return "ask"

    def is_misled(self, engine: Authorizer) -> bool:
        """Tell whether an evaluator picks another of the options."""
        picks = self._picked.of(engine)
        return bool(picks) and picks.isdisjoint(self._key)

    def _beliefs(self, given: str) -> tuple[Misconception, ...]:
        return self.world.held_by(lambda engine: given in self._picked.of(engine))

    def _right(self) -> RightAnswer:
        name = next(iter(sorted(self._key)), "")
        for item in self._pickable:
            if item.option.id == name:
                words = f"{item.option.label}, lines {item.option.first_line} to "
                return RightAnswer({"choice": name}, f"{words}{item.option.last_line}")
        return RightAnswer({"choice": name}, "None of them")

    def _why(self, name: str) -> str:
        decision = self.trace.decision
        if name == NONE:
            return "" if decision.verdict is Verdict.IMPLICIT_DENY else "A statement does decide."
        place = next(item.place for item in self._pickable if item.option.id == name)
        statement = self._statements.get(place)
        if statement is None:
            return "Its policy has no say in this request."
        if statement.skipped:
            return f"It is not evaluated: {statement.skipped}"
        if not statement.matched:
            failed = next((item for item in statement.elements if item.matched is False), None)
            return "It does not match." if failed is None else f"It does not match: {failed.why}"
        return _outcome(statement, name in self._key, decision.verdict)

    @cached_property
    def _statements(self) -> dict[Place, StatementTrace]:
        return {
            (policy.policy.key, statement.index): statement
            for layer in self.trace.layers
            if layer.applies
            for level in layer.levels
            for policy in level.policies
            for statement in policy.statements
        }


def _deciding(decision: Decision) -> tuple[Place, ...]:
    """Return the statements that decide; one that hangs on several levels counts once."""
    return tuple(dict.fromkeys((item.policy_key, item.index) for item in decision.deciding))


def _outcome(statement: StatementTrace, decides: bool, verdict: Verdict) -> str:
    if decides:
        return f"It matches, and its {statement.effect} decides."
    if statement.effect == "Allow" and verdict is Verdict.EXPLICIT_DENY:
        return "It matches, but a Deny that matches settles the question."
    if statement.effect == "Allow" and verdict is Verdict.IMPLICIT_DENY:
        return "It matches, but another layer must allow too, and nothing there does."
    return "It matches, but it does not settle the question."
