"""The organization of a question with its evaluators: AWS's, and one for each belief."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from iamlab.engine import (
    AWS_RULES,
    Authorizer,
    EngineError,
    EvaluationRules,
    Request,
    Snapshot,
    Trace,
    Verdict,
)
from iamlab.engine.scenarios import Scenario
from lessons.content.course import Course
from lessons.content.shapes.courses import Misconception
from lessons.judging.worlds import snapshot_of

MOST_BELIEFS = 3
"""More than these say nothing any more about what somebody believes."""

_KEPT_AUTHORIZERS = 512
_KEPT_SNAPSHOTS = 256

_Found = TypeVar("_Found")


class Kept(OrderedDict[object, _Found]):
    """The values met last, at most so many; safe to share between threads."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._lock = Lock()

    def get_or_make(self, key: object, make: Callable[[], _Found]) -> _Found:
        """Return the value kept under a key, made when there is none."""
        with self._lock:
            if key in self:
                self.move_to_end(key)
                return self[key]
        value = make()
        with self._lock:
            self[key] = value
            while len(self) > self._most:
                self.popitem(last=False)
        return value


# Snapshots and scenarios hash by what they hold, which is long; so their number is the key, and
# they are kept beside the value, lest the number be given to another one.
_authorizers: Kept[tuple[Snapshot, Authorizer]] = Kept(_KEPT_AUTHORIZERS)
_snapshots: Kept[tuple[Scenario, Snapshot]] = Kept(_KEPT_SNAPSHOTS)


@dataclass(frozen=True, slots=True)
class Believer:
    """A belief and the rules of an evaluator that shares it."""

    belief: Misconception
    rules: EvaluationRules
    own: bool


class World:
    """One organization, and what AWS and each believer say in it.

    `believers` come in the order of their specificity: the question's own, then those that the
    question's lesson cures, then those with the fewest wrong rules.
    """

    def __init__(self, snapshot: Snapshot, believers: tuple[Believer, ...], *, keep: bool) -> None:
        self.snapshot = snapshot
        self.believers = believers
        self._keep = keep
        self.aws = self.engine(AWS_RULES)

    def with_snapshot(self, snapshot: Snapshot, *, keep: bool = False) -> World:
        """Return the same believers in another organization; `keep` if it will be asked again."""
        return World(snapshot, self.believers, keep=keep)

    def engine(self, rules: EvaluationRules) -> Authorizer:
        """Return the evaluator that goes by some rules."""
        if not self._keep:
            return Authorizer(self.snapshot, rules=rules)
        key = (id(self.snapshot), rules)
        snapshot = self.snapshot
        kept = _authorizers.get_or_make(key, lambda: (snapshot, Authorizer(snapshot, rules=rules)))
        return kept[1]

    def held_by(self, would: Callable[[Authorizer], bool]) -> tuple[Misconception, ...]:
        """Return the beliefs whose evaluator passes the test, three at most.

        The question's own alone when any of them does. An evaluator that cannot answer fails it.
        """
        found: list[Misconception] = []
        has_own = False
        for believer in self.believers:
            if len(found) == MOST_BELIEFS or (has_own and not believer.own):
                break
            if _passes(would, self.engine(believer.rules)):
                found.append(believer.belief)
                has_own = believer.own
        return tuple(found)

    def anybody(self, would: Callable[[Authorizer], bool], belief: str = "") -> bool:
        """Tell whether a believer's evaluator passes the test: of one belief, by its ID, or any."""
        return any(
            _passes(would, self.engine(item.rules))
            for item in self.believers
            if belief in ("", item.belief.id)
        )

    def trace(self, request: Request) -> Trace:
        """Return AWS's whole story. Raises EngineError."""
        return self.aws.explain(request)


class Answers(Generic[_Found]):
    """What each evaluator of one organization answers to one question, asked once."""

    def __init__(self, ask: Callable[[Authorizer], _Found]) -> None:
        self._ask = ask
        self._found: dict[EvaluationRules, _Found] = {}

    def of(self, engine: Authorizer) -> _Found:
        """Return an evaluator's answer. Raises EngineError when it has none."""
        if engine.rules not in self._found:
            self._found[engine.rules] = self._ask(engine)
        return self._found[engine.rules]


def is_allowed(authorizer: Authorizer, request: Request) -> bool:
    """Tell whether an evaluator allows a request. Raises EngineError."""
    return authorizer.decide(request).verdict is Verdict.ALLOWED


def make_world(
    scenario: Scenario, texts: Mapping[str, str], believers: tuple[Believer, ...]
) -> World:
    """Return the scenario's organization with other texts for some policies, by their keys."""
    key = (id(scenario), frozenset(texts.items()))
    kept = _snapshots.get_or_make(key, lambda: (scenario, snapshot_of(scenario, texts)))
    return World(kept[1], believers, keep=True)


def believers_of(course: Course, own: list[str], home: str) -> tuple[Believer, ...]:
    """Return the course's beliefs that an evaluator can have, the most specific ones first.

    `own` are those that a question names, `home` is its lesson's folder.
    """
    order = {name: number for number, name in enumerate(own)}
    beliefs = [item for item in course.misconceptions.values() if item.wrong]
    beliefs.sort(
        key=lambda item: (order.get(item.id, len(own)), item.remedy != home, len(item.wrong))
    )
    return tuple(
        Believer(item, EvaluationRules(**item.wrong), item.id in order) for item in beliefs
    )


def _passes(would: Callable[[Authorizer], bool], authorizer: Authorizer) -> bool:
    try:
        return would(authorizer)
    except EngineError:
        return False
