"""How an evaluator reads a statement: the switches of its rules that change what matches."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, TypeVar

from iamlab.engine.conditions import ConditionReading
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.matching import ResourceReading

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class StatementReading:
    """The switches of EvaluationRules that bear on a statement as a whole, under their names."""

    unmet_deny_allows: bool = False
    pass_role_assumes: bool = False
    principal_wildcards: bool = False
    not_principal_needs_chain: bool = True
    action_case_counts: bool = False
    not_action_denies: bool = False
    deny_not_action_grants: bool = False
    variables_need_version: bool = True
    every_condition_counts: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """All switches that change what a policy's statements match."""

    statements: StatementReading
    resources: ResourceReading
    conditions: ConditionReading


_BY_AWS = Reading(StatementReading(), ResourceReading(), ConditionReading())


@lru_cache(maxsize=256)
def reading_of(rules: EvaluationRules) -> Reading | None:
    """Return how an evaluator with these rules reads statements, None when as AWS does."""
    reading = Reading(
        _part(StatementReading, rules),
        _part(ResourceReading, rules),
        _part(ConditionReading, rules),
    )
    return None if reading == _BY_AWS else reading


def _part(kind: type[_Part], rules: EvaluationRules) -> _Part:
    switches: Any = kind
    return kind(**{item.name: getattr(rules, item.name) for item in fields(switches)})
