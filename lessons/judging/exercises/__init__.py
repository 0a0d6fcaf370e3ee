"""Exercises judged: a learner's policies against the checks of the exercise. A door."""

from lessons.judging.exercises.beliefs import rules_of
from lessons.judging.exercises.comparisons import Weighing
from lessons.judging.exercises.judge import LIMIT, judge, weigh_solution
from lessons.judging.exercises.results import (
    CheckResult,
    GivenFeedback,
    Judgement,
    Outcome,
    PolicyFinding,
    Unreadable,
)
from lessons.judging.exercises.titles import title_of
from lessons.judging.exercises.trials import Evaluators, explain_request, organization_of

__all__ = [
    "LIMIT",
    "CheckResult",
    "Evaluators",
    "GivenFeedback",
    "Judgement",
    "Outcome",
    "PolicyFinding",
    "Unreadable",
    "Weighing",
    "explain_request",
    "judge",
    "organization_of",
    "rules_of",
    "title_of",
    "weigh_solution",
]
