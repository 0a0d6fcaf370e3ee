"""The checks that are about all requests: no wider, no narrower, not public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from iamlab.engine.comparison import (
    Comparison,
    Ignored,
    Outcome,
    Tightness,
    compare_access,
    compare_policies,
    compare_resource,
    public_access,
    tightness,
)
from iamlab.engine.scenarios import resolve_resource
from lessons.content.shapes.exercises import CeilingCheck, FloorCheck, PublicCheck
from lessons.judging.exercises import results
from lessons.judging.exercises.results import CheckResult
from lessons.judging.exercises.subjects import Caller, Subject, Target, subjects_of
from lessons.judging.exercises.titles import title_of
from lessons.judging.exercises.trials import Trial

Compare = Callable[[float], Comparison]
"""Compares within a limit in seconds."""

_LEAST = 0.05  # seconds for a comparison when the others have used up the time
_UNDECIDED = (
    "This could not be proven in time, so it is neither passed nor failed. A simpler policy, with "
    "fewer wildcards and conditions, can be decided."
)


_TOO_LONG = "This is too long to be compared for all requests, so it is neither passed nor failed."
_EVERYTHING = Ignored()


@dataclass(frozen=True, slots=True)
class Weighing:
    """A learner's solution against the author's: what only the one allows, and only the other.

    The candidate of `wider` is the learner's, that of `narrower` the author's. `excess` counts what
    `whose`, an ARN, may do beyond the author's; None where nobody's rights were weighed as a whole.
    """

    wider: Comparison
    narrower: Comparison
    whose: str = ""
    excess: Tightness | None = None

    @property
    def same(self) -> bool:
        """Whether both were proven to allow the same."""
        return self.wider.outcome is self.narrower.outcome is Outcome.NO_WIDER

    @property
    def decided(self) -> bool:
        """Whether both directions were decided."""
        return Outcome.UNKNOWN not in (self.wider.outcome, self.narrower.outcome)


class Clock:
    """The seconds that are left for all comparisons of one judgement together."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    @property
    def left(self) -> float:
        """What is left; never nothing, so that an easy comparison is still made."""
        return max(self._end - monotonic(), _LEAST)


def check_ceiling(check: CeilingCheck, trial: Trial, hidden: bool, clock: Clock) -> CheckResult:
    """Look for a request that the learner's policies allow and the reference's do not."""
    ignored = Ignored(actions=tuple(check.ignoring.actions))
    subjects = subjects_of(trial.variant, trial.candidate, check.principals, trial.changed)
    asked = [_comparing(trial, item, ignored, swap=False) for item in subjects]
    return _first(check, hidden, asked, trial, clock)


def check_floor(check: FloorCheck, trial: Trial, hidden: bool, clock: Clock) -> CheckResult:
    """Look for a request that the reference's policies allow and the learner's do not."""
    ignored = Ignored(actions=tuple(check.ignoring.actions))
    subjects = subjects_of(trial.variant, trial.candidate, check.principals, trial.changed)
    asked = [_comparing(trial, item, ignored, swap=True) for item in subjects]
    return _first(check, hidden, asked, trial, clock)


def check_public(check: PublicCheck, trial: Trial, hidden: bool, clock: Clock) -> CheckResult:
    """Look for a request of a stranger's that is allowed."""
    resource = resolve_resource(trial.candidate, check.not_public)

    def ask(limit: float) -> Comparison:
        return public_access(trial.candidate, resource, limit=limit)

    return _first(check, hidden, [ask], trial, clock)


def weigh(trial: Trial, limit: float) -> Weighing:
    """Look for requests that only one of the two solutions allows, in both directions."""
    clock = Clock(limit)
    subjects = subjects_of(trial.variant, trial.candidate, changed=trial.changed)
    both = [
        _look(
            [_comparing(trial, item, _EVERYTHING, swap=swap) for item in subjects],
            clock,
            too_long=trial.is_long,
        )
        for swap in (False, True)
    ]
    callers = {item.principal for item in subjects if isinstance(item, Caller)}
    witness = both[0].witness
    if witness is None or witness.request.principal not in callers:
        return Weighing(wider=both[0], narrower=both[1])
    whose = witness.request.principal
    excess = tightness(trial.candidate, trial.reference, whose)
    return Weighing(wider=both[0], narrower=both[1], whose=whose, excess=excess)


def _comparing(trial: Trial, subject: Subject, ignored: Ignored, *, swap: bool) -> Compare:
    """Return the comparison of one subject; swapped it is the reference that may be wider."""
    sides = (trial.candidate, trial.reference)
    first, second = reversed(sides) if swap else sides

    def compare(limit: float) -> Comparison:
        if isinstance(subject, Caller):
            return compare_access(first, second, subject.principal, ignoring=ignored, limit=limit)
        if isinstance(subject, Target):
            return compare_resource(first, second, subject.resource, ignoring=ignored, limit=limit)
        texts = (trial.texts[subject.policy], trial.variant.reference[subject.policy])
        wider, narrower = reversed(texts) if swap else texts
        kind = trial.variant.places[subject.policy].type
        return compare_policies(wider, narrower, kind, ignoring=ignored, limit=limit)

    return compare


def _look(comparisons: list[Compare], clock: Clock, *, too_long: bool) -> Comparison:
    """Return the first that is wider; without one, anything undecided leaves all undecided."""
    if too_long and comparisons:
        return Comparison(Outcome.UNKNOWN, reason=_TOO_LONG)
    result = Comparison(Outcome.NO_WIDER)
    for compare in comparisons:
        found = compare(clock.left)
        if found.outcome is Outcome.WIDER and found.witness is not None:
            return found
        if found.outcome is not Outcome.NO_WIDER:
            result = Comparison(Outcome.UNKNOWN, reason=found.reason)
    return result


def _first(
    check: CeilingCheck | FloorCheck | PublicCheck,
    hidden: bool,
    comparisons: list[Compare],
    trial: Trial,
    clock: Clock,
) -> CheckResult:
    found = _look(comparisons, clock, too_long=trial.is_long)
    is_floor, witness = isinstance(check, FloorCheck), found.witness
    decision = None
    if witness is not None:
        decision = witness.reference if is_floor else witness.candidate
    return CheckResult(
        id=check.id,
        title=title_of(check),
        kind=_KINDS[type(check)],
        outcome=_OUTCOMES[found.outcome],
        points=check.points if found.outcome is Outcome.NO_WIDER else 0,
        of=check.points,
        hidden=hidden,
        request=witness.request if witness is not None else None,
        intent=None if witness is None else "allowed" if is_floor else "denied",
        decision=decision,
        witness=witness,
        says=_why(found),
    )


def _why(found: Comparison) -> str:
    """Return what is said of a comparison that was not decided."""
    if found.outcome is not Outcome.UNKNOWN:
        return ""
    return _TOO_LONG if found.reason == _TOO_LONG else _UNDECIDED


_OUTCOMES = {
    Outcome.NO_WIDER: results.Outcome.PASSED,
    Outcome.WIDER: results.Outcome.FAILED,
    Outcome.UNKNOWN: results.Outcome.UNKNOWN,
}
_KINDS = {
    CeilingCheck: "no_wider_than",
    FloorCheck: "no_narrower_than",
    PublicCheck: "not_public",
}
