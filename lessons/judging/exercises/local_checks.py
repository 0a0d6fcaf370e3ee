"""The checks that need no comparison: intents, findings and sizes."""

from __future__ import annotations

from iamlab.engine import PolicyDocument, Verdict
from lessons.content.shapes.exercises import FindingsCheck, IntentCheck, SizeCheck
from lessons.judging.exercises.results import CheckResult, Outcome
from lessons.judging.exercises.titles import title_of
from lessons.judging.exercises.trials import Trial
from lessons.judging.worlds import request_of

_WHITE_SPACE = str.maketrans("", "", " \t\r\n")


def check_intent(check: IntentCheck, trial: Trial, hidden: bool) -> CheckResult:
    """Ask the one request. Both denials meet the intent `denied`. Raises RequestError."""
    request = request_of(trial.candidate, check.ask)
    decision = trial.evaluators.of(request).decide(request)
    passed = (decision.verdict is Verdict.ALLOWED) == (check.intent == "allowed")
    return CheckResult(
        id=check.id,
        title=title_of(check),
        kind="intent",
        outcome=Outcome.PASSED if passed else Outcome.FAILED,
        points=check.points if passed else 0,
        of=check.points,
        hidden=hidden,
        request=request,
        intent=check.intent,
        decision=decision,
    )


def check_findings(check: FindingsCheck, trial: Trial, hidden: bool) -> CheckResult:
    """Fail by each finding whose severity or code is among the forbidden ones."""
    unwanted = frozenset(check.findings.none_of)
    found = tuple(
        item
        for item in trial.findings
        if item.finding.severity.value in unwanted or item.finding.code in unwanted
    )
    return CheckResult(
        id=check.id,
        title=title_of(check),
        kind="findings",
        outcome=Outcome.FAILED if found else Outcome.PASSED,
        points=0 if found else check.points,
        of=check.points,
        hidden=hidden,
        findings=found,
    )


def check_size(check: SizeCheck, trial: Trial, hidden: bool) -> CheckResult:
    """Measure one edited policy, or all together; entries of Action and NotAction are counted."""
    limits = check.at_most
    documents = [
        document
        for name, document in trial.documents.items()
        if not limits.policy or name == limits.policy
    ]
    measured = (
        ("characters, spaces aside", limits.characters, sum(map(_characters, documents))),
        ("statements", limits.statements, sum(len(item.statements) for item in documents)),
        ("listed actions", limits.actions, sum(map(_actions, documents))),
    )
    over = [
        f"{count:,} {noun}, and the limit is {most:,}"
        for noun, most, count in measured
        if most is not None and count > most
    ]
    return CheckResult(
        id=check.id,
        title=title_of(check),
        kind="at_most",
        outcome=Outcome.FAILED if over else Outcome.PASSED,
        points=0 if over else check.points,
        of=check.points,
        hidden=hidden,
        says=f"It has {'; '.join(over)}." if over else "",
    )


def _characters(document: PolicyDocument) -> int:
    return len(document.text.translate(_WHITE_SPACE))


def _actions(document: PolicyDocument) -> int:
    return sum(
        len(statement.actions or ()) + len(statement.not_actions or ())
        for statement in document.statements
    )
