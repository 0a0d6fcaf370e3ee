"""Which matching statements count for an evaluator that ranks them: by order, or by detail.

AWS ranks nothing but Deny over Allow (E4), so by its rules every matching statement counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.plan import Candidate
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer

_GRANTING = frozenset({Layer.RESOURCE, Layer.IDENTITY})

Detail = tuple[int, int]
"""How much of the resource and of the action a statement spells out, in characters."""


def find_overruled(
    matched: Sequence[Candidate], case: Case, rules: EvaluationRules
) -> frozenset[Candidate]:
    """Return the candidates whose word does not count; `matched` is in order of evaluation."""
    if rules.first_match_wins:
        return _later_ones(matched)
    if rules.specific_allow_wins:
        return _vaguer_denies(matched, case)
    return frozenset()


def _later_ones(matched: Sequence[Candidate]) -> frozenset[Candidate]:
    """Find what contradicts the first statement that matches, level by level."""
    first: dict[tuple[int, int], bool] = {}
    return frozenset(
        candidate
        for candidate in matched
        if first.setdefault((candidate.layer, candidate.level), candidate.statement.deny)
        is not candidate.statement.deny
    )


def _vaguer_denies(matched: Sequence[Candidate], case: Case) -> frozenset[Candidate]:
    """Find the Denies that spell out less than some granting Allow."""
    most = max(
        (
            _detail(candidate.statement, case)
            for candidate in matched
            if not candidate.statement.deny and POLICY_LAYERS[candidate.layer] in _GRANTING
        ),
        default=(0, 0),
    )
    return frozenset(
        candidate
        for candidate in matched
        if candidate.statement.deny and _detail(candidate.statement, case) < most
    )


def _detail(statement: CompiledStatement, case: Case) -> Detail:
    """Measure the entries that cover the request; NotAction and NotResource spell nothing out."""
    resources = [
        pattern.source
        for pattern in statement.resources or ()
        if pattern.matcher is None or pattern.matcher(case.target)
    ]
    actions = [
        pattern.source for pattern in statement.actions or () if pattern.matches(case.action_lower)
    ]
    return _spelled_out(resources), _spelled_out(actions)


def _spelled_out(entries: list[str]) -> int:
    return max((len(entry) - entry.count("*") - entry.count("?") for entry in entries), default=0)
