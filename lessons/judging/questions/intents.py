"""What a policy that a learner wrote must do, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.engine import (
    Authorizer,
    EngineError,
    PolicyType,
    Request,
    Severity,
    Trace,
    Verdict,
    parse_policy,
)
from lessons.content.shapes.asks import Ask, IntendedAsk
from lessons.content.shapes.courses import Misconception
from lessons.judging.questions.display import asked_in_words
from lessons.judging.questions.shapes import Asked
from lessons.judging.questions.worlds import World, is_allowed
from lessons.judging.worlds import request_of


@dataclass(frozen=True, slots=True)
class Goal:
    """A request and whether it is to be allowed."""

    ask: Ask
    asked: Asked
    request: Request
    allowed: bool

    @property
    def words(self) -> str:
        """What is wanted, in a few words with code in backticks."""
        what = "Allow" if self.allowed else "Deny"
        plain = f"{what} `{self.asked.action}` on `{self.asked.resource}` to `{self.asked.who}`"
        return self.asked.title or plain


@dataclass(frozen=True, slots=True)
class Missed:
    """A goal that a policy misses, with AWS's decision."""

    goal: Goal
    trace: Trace


def make_goals(world: World, intents: Sequence[IntendedAsk]) -> tuple[Goal, ...]:
    """Return the goals as requests. Raises RequestError when a name means nothing."""
    return tuple(
        Goal(
            item.ask,
            asked_in_words(world.snapshot, item.ask, item),
            request_of(world.snapshot, item.ask),
            item.intent == "allowed",
        )
        for item in intents
    )


def problem_in(text: str, kind: PolicyType) -> str:
    """Return why AWS would not take a text as a policy, as a plain sentence; empty if it would."""
    document = parse_policy(text, kind)
    errors = [item for item in document.findings if item.severity is Severity.ERROR]
    if errors:
        line = errors[0].span.start.line
        sentence = errors[0].message.removeprefix(f"Line {line}: ")
        return f"AWS would not take this policy. Line {line}: {sentence}"
    return "" if document.readable else "This is no policy that can be read."


def missed_goals(world: World, goals: Sequence[Goal]) -> tuple[Missed, ...]:
    """Return the goals that AWS's decision misses. Raises EngineError."""
    missed = []
    for goal in goals:
        decision = world.aws.decide(goal.request)
        if (decision.verdict is Verdict.ALLOWED) is not goal.allowed:
            missed.append(Missed(goal, world.trace(goal.request)))
    return tuple(missed)


def reaches_all(engine: Authorizer, goals: Sequence[Goal]) -> bool:
    """Tell whether an evaluator finds every goal reached. Raises EngineError."""
    return all(is_allowed(engine, goal.request) is goal.allowed for goal in goals)


def beliefs_behind(world: World, goals: Sequence[Goal]) -> tuple[Misconception, ...]:
    """Return the beliefs under which everything is reached."""
    return world.held_by(lambda engine: reaches_all(engine, goals))


def can_be_asked(world: World, goals: Sequence[Goal]) -> str:
    """Return why a goal cannot be asked, empty when all can."""
    for goal in goals:
        try:
            world.aws.decide(goal.request)
        except EngineError as error:
            return str(error)
    return ""
