"""The rules of feedback: the first that applies speaks, with its text filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iamlab.engine import Request, Snapshot, Statement
from iamlab.engine.scenarios import short_name
from lessons.content.parameters import fill
from lessons.content.shapes.exercises import Feedback, When, WitnessPattern
from lessons.judging.exercises.beliefs import Believers
from lessons.judging.exercises.results import CheckResult, GivenFeedback
from lessons.judging.exercises.trials import Trial


def give_feedback(
    results: Iterable[CheckResult], trial: Trial, believers: Believers
) -> GivenFeedback | None:
    """Return the first rule of which every part holds.

    A rule about a hidden check is never given: such a check says whether it passed, and no more.
    """
    by_id = {result.id: result for result in results}
    for rule in trial.variant.shape.feedback:
        result = by_id.get(rule.when.fails)
        if result is None or not result.failed or result.hidden:
            continue
        if _applies(rule.when, result, by_id, trial, believers):
            return _give(rule, result, trial.candidate)
    return None


def _applies(
    when: When,
    result: CheckResult,
    by_id: dict[str, CheckResult],
    trial: Trial,
    believers: Believers,
) -> bool:
    if when.passes is not None and not (when.passes in by_id and by_id[when.passes].passed):
        return False
    verdict = result.decision.verdict.value if result.decision is not None else None
    if when.verdict not in (None, verdict):
        return False
    if when.witness is not None and (
        result.witness is None or not _fits(when.witness, result.witness.request, trial.candidate)
    ):
        return False
    if when.finding not in (None, *(item.finding.code for item in trial.findings)):
        return False
    if when.believes is not None and not believers.would_pass(when.believes, result):
        return False
    return not _names_entries(when) or any(
        _has_entries(when, statement)
        for document in trial.documents.values()
        for statement in document.statements
    )


def _names_entries(when: When) -> bool:
    entries = (when.resource_is, when.action_is, when.principal_is)
    return any(item is not None for item in (*entries, when.condition_key_is, when.operator_is))


def _has_entries(when: When, statement: Statement) -> bool:
    """Tell whether one statement has all the entries that are named; AWS folds case in some."""
    return (
        _among(when.resource_is, _texts(statement.resources, statement.not_resources))
        and _among(when.action_is, _texts(statement.actions, statement.not_actions), fold=True)
        and _among(when.principal_is, _texts(statement.principals, statement.not_principals))
        and _among(when.condition_key_is, (it.key.text for it in statement.conditions), fold=True)
        and _among(when.operator_is, (it.operator.text for it in statement.conditions), fold=True)
    )


def _texts(*lists: Iterable[object] | None) -> Iterator[str]:
    for entries in lists:
        yield from (str(getattr(entry, "text", "")) for entry in entries or ())


def _among(wanted: str | None, found: Iterable[str], *, fold: bool = False) -> bool:
    if wanted is None:
        return True
    if fold:
        return wanted.lower() in {item.lower() for item in found}
    return wanted in set(found)


def _fits(pattern: WitnessPattern, request: Request, snapshot: Snapshot) -> bool:
    """Tell whether a request looks so; the principal may be meant by its ARN or its short name."""
    principals = (request.principal, short_name(snapshot, request.principal))
    return (
        _matches(pattern.action.lower(), request.action.lower())
        and _matches(pattern.resource, request.resource)
        and any(_matches(pattern.principal, name) for name in principals)
    )


def _matches(pattern: str, text: str) -> bool:
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), text, re.DOTALL) is not None


def _give(rule: Feedback, result: CheckResult, snapshot: Snapshot) -> GivenFeedback:
    values: dict[str, str] = {}
    if result.request is not None:
        for prefix in ("ask", "witness"):
            values |= {
                f"{prefix}.principal": short_name(snapshot, result.request.principal),
                f"{prefix}.action": result.request.action,
                f"{prefix}.resource": result.request.resource,
            }
    return GivenFeedback(rule.id, result.id, fill(rule.say, values), rule.misconception)
