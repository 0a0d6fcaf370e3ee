"""The checks on an exercise's page: each with its result, its request and its trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine import Decision, Request, Trace, split_arn
from iamlab.engine.comparison import with_outsider
from iamlab.engine.scenarios import short_name
from lessons.content.exercises import ExerciseVariant
from lessons.content.shapes.exercises import IntentCheck
from lessons.judging.exercises import (
    CheckResult,
    Evaluators,
    Judgement,
    Outcome,
    PolicyFinding,
    explain_request,
    organization_of,
    title_of,
)
from lessons.services.exercise_grading import GradingFailed

logger = logging.getLogger(__name__)

_SMALL_WORDS = frozenset(
    [
        *("A", "All", "An", "And", "At", "Both", "Each", "Every", "Everybody", "He", "Her", "His"),
        *("It", "Its", "No", "Nobody", "None", "Nothing", "One", "Only", "She", "So", "Some"),
        *("That", "The", "Their", "They", "This"),
    ]
)
_RESULTS = {
    Outcome.PASSED: "pass",
    Outcome.FAILED: "fail",
    Outcome.UNKNOWN: "unknown",
    Outcome.UNCHECKED: "none",
}


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request with the names that people use; `near` are resources that it should be one of.

    `newcomer` says what kind of caller it is whom an account of the organization does not have yet.
    """

    principal: str
    action: str
    resource: str
    near: str = ""
    context: tuple[tuple[str, str], ...] = ()
    newcomer: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check on the page. Of a hidden one nothing is here but whether it passed."""

    id: str
    title: str
    result: str
    points: int
    of: int
    hidden: bool
    kind: str = ""
    asked: AskedRequest | None = None
    trace: Trace | None = None
    decision: Decision | None = None
    intended: Decision | None = None
    intent: str = ""
    says: str = ""
    findings: tuple[PolicyFinding, ...] = ()
    feedback: str = ""

    @property
    def sentence(self) -> str:
        """The title, as it goes on after "Not yet:" where it failed; a name keeps its capital."""
        first = self.title.partition(" ")[0]
        goes_on = self.result in ("fail", "unknown") and first in _SMALL_WORDS
        return self.title[:1].lower() + self.title[1:] if goes_on else self.title

    @property
    def is_witness(self) -> bool:
        """Whether its request was found among all requests, not asked by the author."""
        return self.asked is not None and self.kind != "intent"


def open_rows(variant: ExerciseVariant) -> tuple[CheckRow, ...]:
    """Return the checks before anything was checked."""
    hidden = frozenset(variant.shape.hidden)
    return tuple(
        CheckRow(
            check.id,
            "" if check.id in hidden else title_of(check),
            "none",
            0,
            check.points,
            check.id in hidden,
        )
        for check in variant.shape.checks
    )


def check_rows(
    variant: ExerciseVariant,
    texts: Mapping[str, str],
    judgement: Judgement,
    *,
    live: bool = False,
) -> tuple[CheckRow, ...]:
    """Return the checks with their results; failed ones with their request and its trace.

    Of a hidden check no more than passed or failed goes on the page, and `live` not even that.
    Raises GradingFailed where the engine cannot show what it decided.
    """
    if judgement.unreadable:
        return open_rows(variant)
    try:
        drawer = _Drawer(variant, texts, judgement)
        return tuple(
            _hidden_row(result, live=live) if result.hidden else drawer.row(result)
            for result in judgement.results
        )
    except Exception as error:  # whatever it is, the page must come with the learner's text
        logger.exception("The checks of exercise %s could not be shown", variant.shape.id)
        raise GradingFailed from error


def explain_check(
    variant: ExerciseVariant, texts: Mapping[str, str], judgement: Judgement, check: str
) -> Trace | None:
    """Return the trace of a failed check's request; None where there is nothing to show."""
    result = judgement.result(check)
    if result is None or result.hidden or not result.failed or result.request is None:
        return None
    return explain_request(variant, texts, result.request, powerless=result.powerless)


def _hidden_row(result: CheckResult, *, live: bool) -> CheckRow:
    shown = "none" if live else _RESULTS[result.outcome]
    points = 0 if live else result.points
    return CheckRow(result.id, "", shown, points, result.of, hidden=True)


class _Drawer:
    """Draws the results of one judgement."""

    def __init__(
        self, variant: ExerciseVariant, texts: Mapping[str, str], judgement: Judgement
    ) -> None:
        self._snapshot = organization_of(variant, texts)
        self._own = Evaluators(self._snapshot)
        self._authors = Evaluators(organization_of(variant, variant.reference))
        self._feedback = judgement.feedback
        asks = {check.id: check for check in variant.shape.checks if isinstance(check, IntentCheck)}
        self._stated = {name: frozenset(check.ask.context) for name, check in asks.items()}
        self._near = ", ".join(
            check.ask.resource for check in asks.values() if check.intent == "allowed"
        )

    def row(self, result: CheckResult) -> CheckRow:
        """Return the row of a check that is not hidden."""
        request = result.request if result.failed else None
        own = None if request is None else self._own.of(request, powerless=result.powerless)
        feedback = self._feedback
        return CheckRow(
            result.id,
            result.title,
            _RESULTS[result.outcome],
            result.points,
            result.of,
            hidden=False,
            kind=result.kind,
            asked=None if request is None else self._asked(result, request),
            trace=None if own is None or request is None else own.explain(request),
            decision=result.decision if request is not None else None,
            intended=result.intended if request is not None else None,
            intent=result.intent or "",
            says=result.says,
            findings=result.findings,
            feedback=feedback.text if feedback is not None and feedback.check == result.id else "",
        )

    def _asked(self, result: CheckResult, request: Request) -> AskedRequest:
        """Return the request with the condition keys that are stated, or that a policy tests."""
        shown = {name.lower() for name in self._stated.get(result.id, ())}
        for evaluators in (self._own, self._authors):
            evaluator = evaluators.of(request, powerless=result.powerless)
            shown |= {name.lower() for name in evaluator.keys_in_play(request)}
        return AskedRequest(
            short_name(self._snapshot, request.principal),
            request.action,
            request.resource,
            self._near if result.witness is not None else "",
            tuple(
                (key, _value(value))
                for key, value in request.context.items()
                if key.lower() in shown
            ),
            self._newcomer(request.principal),
        )

    def _newcomer(self, principal: str) -> str:
        """Return `user` or `role` for a caller whom the account could have, but has not."""
        fields = split_arn(principal)
        if fields is None or fields[4] not in self._snapshot.accounts:
            return ""
        if with_outsider(self._snapshot, principal) is self._snapshot:
            return ""
        return "user" if fields[5].startswith("user/") else "role"


def _value(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
