"""A text that a learner put in the place of a policy, and what becomes of the goals with it."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine import Authorizer, EngineError, Snapshot
from iamlab.engine.comparison import Witness, with_outsider
from lessons.content.references import Place
from lessons.judging.questions.intents import (
    Goal,
    Missed,
    beliefs_behind,
    missed_goals,
    problem_in,
)
from lessons.judging.questions.settings import Setting
from lessons.judging.questions.shapes import HeldBelief, Mark, RightAnswer, ShownTrace
from lessons.judging.questions.widths import Sides, find_width
from lessons.judging.questions.worlds import World

_UNDECIDED = (
    "Your policy does what it should. Whether it allows more than it should could not be decided "
    "in time, so this counts neither for nor against you. Fewer wildcards and conditions help."
)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a text: `problem` when AWS would not take it, else the goals that it misses,
    a request too many, or why it is not known whether there is one."""

    problem: str = ""
    missed: tuple[Missed, ...] = ()
    witness: Witness | None = None
    undecided: str = ""

    @property
    def is_right(self) -> bool | None:
        """Whether the text is right; None when it could not be decided."""
        if self.problem or self.missed or self.witness is not None:
            return False
        return None if self.undecided else True


@dataclass(frozen=True, slots=True)
class Trial:
    """One policy of a question that the learner writes. With `tight` it must not be wider than
    `reference`."""

    setting: Setting
    world: World
    place: Place
    goals: tuple[Goal, ...]
    reference: str
    tight: bool

    def run(self, text: str) -> Result:
        """Return what comes of a text; nothing is raised for what learners write."""
        problem = problem_in(text, self.place.type)
        if problem:
            return Result(problem)
        world = self.world.with_snapshot(self._snapshot(text))
        try:
            missed = missed_goals(world, self.goals)
        except EngineError as error:
            return Result(f"This cannot be evaluated: {error}")
        if missed:
            return Result(missed=missed)
        if not self.tight:
            return Result()
        width = find_width(
            Sides(
                self.place,
                tuple(goal.ask for goal in self.goals),
                world.snapshot,
                self._snapshot(self.reference),
                text,
                self.reference,
            )
        )
        return Result(witness=width.witness, undecided=width.undecided)

    def mark(self, text: str, right: RightAnswer, say: str) -> Mark:
        """Return the mark of a text, with the decisions on every goal that it misses."""
        result = self.run(text)
        remarks = [result.problem] if result.problem else []
        remarks += [f"Missed: {item.goal.words}." for item in result.missed]
        traces = [ShownTrace(item.goal.words, item.trace) for item in result.missed]
        if result.witness is not None:
            request = result.witness.request
            remarks.append(
                f"It does what it should, but it allows more: `{request.action}` on "
                f"`{request.resource}`."
            )
            traces += self._witness_trace(text, result.witness)
        return Mark(
            is_right=result.is_right,
            right=right,
            say=say,
            held=self._held(text) if result.missed else (),
            traces=tuple(traces),
            remarks=tuple(remarks),
            undecided=f"{_UNDECIDED} ({result.undecided})" if result.undecided else "",
        )

    def _held(self, text: str) -> tuple[HeldBelief, ...]:
        """Return the beliefs under which the text reaches every goal."""
        world = self.world.with_snapshot(self._snapshot(text))
        return self.setting.held(beliefs_behind(world, self.goals))

    def _witness_trace(self, text: str, witness: Witness) -> list[ShownTrace]:
        request = witness.request
        try:
            snapshot = with_outsider(
                self._snapshot(text), request.principal, powerless=witness.powerless
            )
            trace = Authorizer(snapshot).explain(request)
        except EngineError:
            return []
        return [ShownTrace("What your policy allows beyond the task", trace)]

    def _snapshot(self, text: str) -> Snapshot:
        return self.setting.snapshot_with(self.place, text)
