"""What comes of judging an exercise: each check's result, the points and the feedback."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine import Decision, Finding, Request
from iamlab.engine.comparison import Witness
from lessons.content.shapes.asks import Intent


class Outcome(StrEnum):
    """How a check went.

    UNKNOWN is a comparison that could not be decided: no pass, and no fault of the learner's.
    UNCHECKED is for all checks as long as a text cannot be read.
    """

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class PolicyFinding:
    """A finding and the name of the edited policy that it is in."""

    policy: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: what it is about, how it went, and for a failed one by what.

    `request` is the one that an intent asks, or the witness's. `intent` says what must come of
    it, `decision` what did. `witness` carries the decision of the reference besides. `says` is
    one sentence on why it failed or is unknown, where the rest does not say it. `findings` are
    those that a check of findings forbids.
    """

    id: str
    title: str
    kind: str
    outcome: Outcome
    points: int
    of: int
    hidden: bool
    request: Request | None = None
    intent: Intent | None = None
    decision: Decision | None = None
    witness: Witness | None = None
    findings: tuple[PolicyFinding, ...] = ()
    says: str = ""

    @property
    def intended(self) -> Decision | None:
        """What the author's solution decides about the witness's request."""
        if self.witness is None:
            return None
        is_floor = self.kind == "no_narrower_than"
        return self.witness.candidate if is_floor else self.witness.reference

    @property
    def powerless(self) -> bool:
        """Whether the witness's caller is one whom nobody knows yet, without any policy."""
        return self.witness is not None and self.witness.powerless

    @property
    def passed(self) -> bool:
        """Whether it passed; nothing else counts as a pass."""
        return self.outcome is Outcome.PASSED

    @property
    def failed(self) -> bool:
        """Whether it failed, as opposed to not having been decided."""
        return self.outcome is Outcome.FAILED


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """The first rule that applies, with its text filled in; `check` is the one that fails."""

    rule: str
    check: str
    text: str
    misconception: str | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text cannot be evaluated, with its place in it, both from 1."""

    policy: str
    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that is to be said about one attempt.

    `beliefs` are the course's misconceptions under which failing visible requests would have met
    their intent, those that explain the most requests first. They are computed, whether or not
    a rule of feedback names one.
    """

    results: tuple[CheckResult, ...]
    feedback: GivenFeedback | None = None
    unreadable: tuple[Unreadable, ...] = ()
    beliefs: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """The points of the checks that passed."""
        return sum(result.points for result in self.results)

    @property
    def max_points(self) -> int:
        """The points of all checks."""
        return sum(result.of for result in self.results)

    @property
    def solved(self) -> bool:
        """Whether every check passed."""
        return all(result.passed for result in self.results)

    @property
    def misconception(self) -> str | None:
        """The one to count: what the feedback names, else the one that explains the most."""
        if self.feedback is not None and self.feedback.misconception is not None:
            return self.feedback.misconception
        return self.beliefs[0] if self.beliefs else None

    def result(self, check: str) -> CheckResult | None:
        """Return the result of a check by its ID."""
        return next((item for item in self.results if item.id == check), None)
