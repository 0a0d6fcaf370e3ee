"""What the page of an exercise shows: its editors, its checks with their results, its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine import (
    SIZE_LIMITS,
    Decision,
    Finding,
    PolicyType,
    Request,
    SizeLimit,
    Snapshot,
    Trace,
)
from iamlab.engine.scenarios import short_name
from iamlab.engine.validation import validate
from iamlab.lab.findings import setting_of
from iamlab.lab.listing import ListedLine, list_lines
from iamlab.lab.reference import TYPE_WORDS
from lessons.content.exercises import ExerciseVariant
from lessons.content.references import Place, find_place, policy_text
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

_LEAST_ROWS, _MOST_ROWS = 12, 40
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
class Sheet:
    """One edited policy on the page. `name` is that of its field, `key` the policy's own."""

    name: str
    place: Place
    text: str
    start: str
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """The policy's key in the organization."""
        return self.place.key

    @property
    def type(self) -> PolicyType:
        """The policy's type."""
        return self.place.type

    @property
    def title(self) -> str:
        """What its tab says: a trust policy is the only one that has no name of its own."""
        if self.place.type is PolicyType.TRUST:
            return "Trust" if self.name == "trust" else f"Trust of {self.place.owner}"
        return self.name

    @property
    def owner_kind(self) -> str:
        """What its owner is: a role, a user, a group or a resource."""
        parts = self.place.key.split("/")
        return parts[1] if parts[1:2] and parts[1] in ("role", "user", "group") else "resource"

    @property
    def kind(self) -> str:
        """What kind of policy it is, in AWS's words."""
        if "/inline/" in self.place.key:
            return "Inline policy"
        return TYPE_WORDS[self.place.type]

    @property
    def words(self) -> str:
        """What kind of policy it is, and whose."""
        return f"{self.kind} of {self.place.owner}" if self.place.owner else self.kind

    @property
    def rows(self) -> int:
        """How many lines the plain text field shows."""
        return min(max(self.text.count("\n") + 2, _LEAST_ROWS), _MOST_ROWS)

    @property
    def size_limit(self) -> SizeLimit:
        """AWS's own limit for a policy of this type."""
        return SIZE_LIMITS[self.place.type]

    @property
    def size(self) -> int:
        """The length of the text as AWS counts it."""
        return self.size_limit.measure(self.text)


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A policy to read only, beside the edited ones."""

    place: Place
    lines: tuple[ListedLine, ...]

    @property
    def words(self) -> str:
        """What kind of policy it is, and whose."""
        words = TYPE_WORDS[self.place.type]
        return f"{words} of {self.place.owner}" if self.place.owner else words


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request with the names that people use; `near` are resources that it should be one of."""

    principal: str
    action: str
    resource: str
    near: str = ""
    context: tuple[tuple[str, str], ...] = ()


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


def sheets_of(variant: ExerciseVariant, texts: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return the editors of the page, each with what the policy checks say about its text."""
    snapshot = organization_of(variant, variant.starter)
    return tuple(
        Sheet(
            name,
            place,
            texts[name],
            variant.starter[name],
            validate(texts[name], place.type, setting_of(place.key, snapshot)),
        )
        for name, place in variant.places.items()
    )


def shown_policies(variant: ExerciseVariant) -> tuple[ShownPolicy, ...]:
    """Return the policies that the learner may read beside the edited ones."""
    edited = {place.key for place in variant.places.values()}
    places = [find_place(variant.scenario, reference) for reference in variant.shape.show]
    return tuple(
        ShownPolicy(place, list_lines((policy_text(variant.scenario, place) or "").rstrip("\n")))
        for place in places
        if place.key not in edited
    )


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
    """
    if judgement.unreadable:
        return open_rows(variant)
    snapshot = organization_of(variant, texts)
    evaluators = Evaluators(snapshot)
    near = _intended_resources(variant)
    return tuple(
        _hidden_row(result, live=live)
        if result.hidden
        else _row(result, judgement, evaluators, snapshot, near)
        for result in judgement.results
    )


def explain_check(
    variant: ExerciseVariant, texts: Mapping[str, str], judgement: Judgement, check: str
) -> Trace | None:
    """Return the trace of a failed check's request; None where there is nothing to show."""
    result = judgement.result(check)
    if result is None or result.hidden or not result.failed or result.request is None:
        return None
    return explain_request(variant, texts, result.request)


def _hidden_row(result: CheckResult, *, live: bool) -> CheckRow:
    shown = "none" if live else _RESULTS[result.outcome]
    points = 0 if live else result.points
    return CheckRow(result.id, "", shown, points, result.of, hidden=True)


def _row(
    result: CheckResult,
    judgement: Judgement,
    evaluators: Evaluators,
    snapshot: Snapshot,
    near: str,
) -> CheckRow:
    feedback = judgement.feedback
    asked, trace = None, None
    if result.failed and result.request is not None:
        trace = evaluators.of(result.request).explain(result.request)
        asked = _asked(result.request, result.witness is not None, snapshot, near)
    return CheckRow(
        result.id,
        result.title,
        _RESULTS[result.outcome],
        result.points,
        result.of,
        hidden=False,
        kind=result.kind,
        asked=asked,
        trace=trace,
        decision=result.decision if asked is not None else None,
        intended=result.intended if asked is not None else None,
        intent=result.intent or "",
        says=result.says,
        findings=result.findings,
        feedback=feedback.text if feedback is not None and feedback.check == result.id else "",
    )


def _asked(request: Request, is_witness: bool, snapshot: Snapshot, near: str) -> AskedRequest:
    context = request.context.items() if is_witness else ()
    return AskedRequest(
        short_name(snapshot, request.principal),
        request.action,
        request.resource,
        near if is_witness else "",
        tuple((key, _value(value)) for key, value in context),
    )


def _value(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _intended_resources(variant: ExerciseVariant) -> str:
    """Return the resources that must be allowed, as a list for comparing with a witness's."""
    return ", ".join(
        check.ask.resource
        for check in variant.shape.checks
        if isinstance(check, IntentCheck) and check.intent == "allowed"
    )
