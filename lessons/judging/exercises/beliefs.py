"""Which misconceptions explain a failing check: with that rule wrong, it would pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from iamlab.engine import (
    AWS_RULES,
    EngineError,
    EvaluationRules,
    Verdict,
)
from lessons.content.shapes.courses import Misconception
from lessons.judging.exercises.results import CheckResult
from lessons.judging.exercises.trials import Evaluators, Trial


class Believers:
    """The course's wrong evaluators over one trial."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._rules = {
            item.id: rules_of(item) for item in trial.course.misconceptions.values() if item.wrong
        }

    def would_pass(self, belief: str, result: CheckResult) -> bool:
        """Tell whether a check that failed by a request passes in the eyes of a believer."""
        rules = self._rules.get(belief)
        return rules is not None and _meets(self._trial.evaluators, result, rules)

    def explaining(self, results: Iterable[CheckResult]) -> tuple[str, ...]:
        """Return the beliefs that explain failing checks, those that explain the most first.

        A belief that is as wrong about what the learner was given explains nothing that he or she
        wrote: only where it agrees with AWS on the start does it count. Nor does a belief about a
        caller without any policy, whom the comparison made up. Of very long texts no belief is
        looked for: each has to be compiled once for every evaluator.
        """
        if self._trial.is_long:
            return ()
        explained: Counter[str] = Counter()
        for result in results:
            for belief in () if result.powerless else self._rules:
                if self.would_pass(belief, result) and self._agrees_on_start(belief, result):
                    explained[belief] += 1
        order = list(self._rules)
        return tuple(sorted(explained, key=lambda item: (-explained[item], order.index(item))))

    def _agrees_on_start(self, belief: str, result: CheckResult) -> bool:
        evaluators = self._trial.start_evaluators
        return _meets(evaluators, result, self._rules[belief]) == _meets(evaluators, result)


def rules_of(misconception: Misconception) -> EvaluationRules:
    """Return the evaluator's rules as somebody with this misconception has them."""
    return EvaluationRules(**misconception.wrong) if misconception.wrong else AWS_RULES


def _meets(evaluators: Evaluators, result: CheckResult, rules: EvaluationRules = AWS_RULES) -> bool:
    """Tell whether an evaluator answers as intended; it does not where it cannot answer."""
    if result.request is None or result.intent is None:
        return False
    try:
        evaluator = evaluators.of(result.request, rules, powerless=result.powerless)
        verdict = evaluator.decide(result.request).verdict
    except EngineError:
        return False
    return (verdict is Verdict.ALLOWED) == (result.intent == "allowed")
