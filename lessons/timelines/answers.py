"""What each credential's holder is answered at an instant, with a word and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iamlab.engine import AuthenticationError, Authorizer, EngineError, Snapshot, Verdict
from iamlab.engine.credentials import Timeline, TimelineQuestion, request_at, snapshot_at

_WORDS = {
    Verdict.ALLOWED: "Allowed",
    Verdict.EXPLICIT_DENY: "Explicit deny",
    Verdict.IMPLICIT_DENY: "Implicit deny",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `verdict` is empty when there is none, because AWS refuses the credential.

    `code` is then AWS's error, such as `ExpiredToken`; without one the question cannot be asked.
    """

    question: str
    action: str
    resource: str
    word: str
    why: str
    verdict: str = ""
    code: str = ""


class Answerer:
    """Answers questions with the credentials of a timeline, at one instant."""

    def __init__(
        self,
        timeline: Timeline,
        snapshot: Snapshot,
        questions: Sequence[TimelineQuestion],
        at: int,
    ) -> None:
        self._timeline = timeline
        self._questions = questions
        self._at = at
        self._snapshot = snapshot_at(timeline, snapshot, at)
        self._authorizer = Authorizer(self._snapshot)

    def answers(self, credential: str) -> tuple[Answer, ...]:
        """Return the answer to each question."""
        return tuple(self._answer(credential, question) for question in self._questions)

    def _answer(self, credential: str, question: TimelineQuestion) -> Answer:
        title = question.title or question.action
        about = (title, question.action, question.resource)
        try:
            request = request_at(self._timeline, self._snapshot, credential, self._at, question)
            trace = self._authorizer.explain(request)
        except AuthenticationError as error:
            return Answer(*about, "Rejected", str(error), code=error.code)
        except EngineError as error:
            return Answer(*about, "No answer", str(error))
        verdict = trace.decision.verdict
        return Answer(*about, _WORDS[verdict], trace.summary, verdict=verdict.value)
