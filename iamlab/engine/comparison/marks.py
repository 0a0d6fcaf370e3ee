"""What statements and checks say, as values to compare: those with equal marks match alike."""

from __future__ import annotations

from iamlab.engine.conditions import ConditionCheck
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.matching import ResourcePattern


def fingerprint(statement: CompiledStatement) -> tuple[object, ...]:
    """Return what a statement says of resources and conditions; equal ones match alike."""
    return (
        _patterns(statement.resources),
        _patterns(statement.not_resources),
        frozenset(mark_of(check) for check in statement.checks),
        statement.own_resource,
    )


def mark_of(check: ConditionCheck) -> tuple[object, ...]:
    """Return what a check says; equal ones match alike."""
    return check.operator, check.key_lower, frozenset(check.values), check.variables


def _patterns(patterns: tuple[ResourcePattern, ...] | None) -> frozenset[object] | None:
    """Return entries by text and meaning: the Version decides how `${*}` is read (G2)."""
    if patterns is None:
        return None
    return frozenset((pattern.source, pattern.tail.tokens) for pattern in patterns)
