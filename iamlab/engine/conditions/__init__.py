"""Conditions: operators, set prefixes, absent keys, and the words that explain an outcome."""

from iamlab.engine.conditions.checks import ConditionCheck, compile_check
from iamlab.engine.conditions.dates import parse_instant
from iamlab.engine.conditions.family import Family, Operator
from iamlab.engine.conditions.operators import operators
from iamlab.engine.conditions.outcomes import ConditionOutcome
from iamlab.engine.conditions.qualifiers import (
    QualifiedOperator,
    Quantifier,
    parse_operator,
    read_operator,
)
from iamlab.engine.conditions.readings import ConditionReading

__all__ = [
    "ConditionCheck",
    "ConditionOutcome",
    "ConditionReading",
    "Family",
    "Operator",
    "QualifiedOperator",
    "Quantifier",
    "compile_check",
    "operators",
    "parse_instant",
    "parse_operator",
    "read_operator",
]
