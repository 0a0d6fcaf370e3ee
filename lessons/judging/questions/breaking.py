"""A request to write that a policy allows and the author's would not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from iamlab.engine import (
    Authorizer,
    EngineError,
    Request,
)
from lessons.content.references import Place
from lessons.content.shapes.asks import Ask, Context
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import BreakQuestion
from lessons.judging.questions.display import (
    asked_in_words,
    context_in_words,
    shown_policy,
)
from lessons.judging.questions.errors import AnswerUnreadable, Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import (
    text_of,
)
from lessons.judging.questions.shapes import (
    Answer,
    Asked,
    HeldBelief,
    Mark,
    Posed,
    RightAnswer,
    Samples,
    ShownTrace,
)
from lessons.judging.questions.worlds import World, is_allowed
from lessons.judging.questions.written import (
    ROWS,
    context_of,
    find_problem,
    form_of,
    pairs_of,
    read_request,
    suggested_actions,
)
from lessons.judging.worlds import request_of


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What both policies make of a request."""

    request: Request
    with_policy: bool
    with_reference: bool

    @property
    def breaks(self) -> bool:
        return self.with_policy and not self.with_reference


class BreakJudge(Judge[BreakQuestion]):
    """Judges questions of the kind `break`."""

    @cached_property
    def _place(self) -> Place:
        return self.setting.place(self.shape.policy, "policy")

    @cached_property
    def _reference(self) -> World:
        """The organization with the author's policy."""
        text = self.shape.reference.text
        snapshot = self.setting.snapshot_with(self._place, text)
        return self.world.with_snapshot(snapshot, keep=True)

    @cached_property
    def _asked(self) -> Asked:
        """Who calls."""
        snapshot = self.world.snapshot
        asked = asked_in_words(snapshot, Ask(principal=self.shape.principal, action="-"))
        return replace(asked, action="", resource="")

    def pose(self) -> Posed:
        """Return the question with its policy, and room for a request."""
        posed = self.posed()
        policy = shown_policy(self.setting, self._place)
        others = tuple(item for item in posed.shown if item.key != policy.key)
        return replace(
            posed,
            asked=self._asked,
            shown=(policy, *others),
            rows=ROWS,
            actions=suggested_actions(policy.text, policy.type),
            resources=tuple(sorted(self.world.snapshot.resources)),
        )

    def read(self, form: Form) -> Answer:
        """Return `{"action": …, "resource": …, "context": [[key, value], …]}`.

        Raises AnswerUnreadable, too, for an action that AWS does not have, a resource that the
        action is never about, and a key that no caller chooses.
        """
        answer = read_request(form)
        if not self.missing(answer):
            field, problem = find_problem(self.world.snapshot, answer)
            if problem:
                raise AnswerUnreadable(field, problem)
        return answer

    def missing(self, answer: Answer) -> str:
        """Ask for an action and a resource."""
        if not text_of(answer, "action"):
            return "Write an action, such as `s3:GetObject`."
        return "" if text_of(answer, "resource") else "Write the ARN of a resource, or `*`."

    def mark(self, answer: Answer) -> Mark:
        """Ask both policies."""
        outcome: _Outcome | None = None
        try:
            _, remark = find_problem(self.world.snapshot, answer)
            outcome = None if remark else self._outcome(self._request(answer))
        except EngineError as error:
            remark = f"This cannot be asked: {error}"
        is_right = outcome is not None and outcome.breaks
        traces: tuple[ShownTrace, ...] = ()
        held: tuple[HeldBelief, ...] = ()
        if outcome is not None:
            remark = _says(outcome)
            traces = self._traces(outcome.request, "Your request")
            if not is_right:
                held = self.setting.held(self._beliefs(outcome.request))
        if not is_right:
            traces = (*traces, *self._traces(self._example, "An example"))
        return Mark(
            is_right=is_right,
            right=self._right(),
            say=self.shape.why,
            held=held,
            traces=traces,
            remarks=(remark,),
        )

    def faults(self) -> Iterator[Fault]:
        """Refuse an example that is no answer: then nobody knows whether there is one."""
        change = self.shape.example
        if change.action is None or change.resource is None:
            yield Fault("example", "give the example's `action` and `resource`")
            return
        if change.principal is not None:
            yield Fault("example.principal", "the caller is the question's `principal`")
        try:
            self.read(form_of(change))
        except AnswerUnreadable as error:
            yield Fault("example", f"no learner could write it: {error}")
            return
        if len(pairs_of(change.context)) > ROWS:
            yield Fault("example.context", f"a learner has room for {ROWS} keys")
        outcome = self._outcome(self._example)
        if not outcome.with_policy:
            yield Fault("example", "the policy does not allow it")
        elif outcome.with_reference:
            yield Fault("example", "the reference allows it too")

    def samples(self) -> Samples:
        """Return the example, and requests that are no answer."""
        right = self._right().answer
        wrong: list[Answer] = [
            {"action": "s3:DoesNotExist", "resource": right["resource"], "context": []},
            {"action": right["action"], "resource": "no ARN", "context": []},
            {"action": "", "resource": "", "context": []},
            {"action": "sts:GetCallerIdentity", "resource": "*", "context": []},
        ]
        return Samples(right, tuple(wrong))

    @cached_property
    def _example(self) -> Request:
        change = self.shape.example
        return self._make(change.action or "", change.resource or "*", change.context)

    def _right(self) -> RightAnswer:
        example = self.shape.example
        words = f"`{example.action}` on `{self._example.resource}`"
        pairs = context_in_words(example.context)
        if pairs:
            words += " with " + " and ".join(f"`{key}` = `{value}`" for key, value in pairs)
        answer: Answer = {
            "action": example.action or "",
            "resource": self._example.resource,
            "context": pairs_of(example.context),
        }
        return RightAnswer(answer, words)

    def _request(self, answer: Answer) -> Request:
        action, resource = text_of(answer, "action"), text_of(answer, "resource")
        return self._make(action, resource, context_of(answer))

    def _make(self, action: str, resource: str, context: Context) -> Request:
        ask = Ask(principal=self.shape.principal, action=action, resource=resource, context=context)
        return request_of(self.world.snapshot, ask)

    def _outcome(self, request: Request) -> _Outcome:
        allowed = is_allowed(self.world.aws, request)
        return _Outcome(request, allowed, is_allowed(self._reference.aws, request))

    def _beliefs(self, request: Request) -> tuple[Misconception, ...]:
        """Return the beliefs under which the request would have been an answer."""

        def would(engine: Authorizer) -> bool:
            strict = self._reference.engine(engine.rules)
            return is_allowed(engine, request) and not is_allowed(strict, request)

        return self.world.held_by(would)

    def _traces(self, request: Request, title: str) -> tuple[ShownTrace, ...]:
        return (
            ShownTrace(f"{title}, with this policy", self.world.trace(request)),
            ShownTrace(
                f"{title}, with a policy that does it right", self._reference.trace(request)
            ),
        )


def _says(outcome: _Outcome) -> str:
    if outcome.breaks:
        return "The policy allows it, and the right one does not."
    if not outcome.with_policy:
        return "The policy does not allow it."
    return "The policy allows it, but so does the right one: it is meant to be allowed."
