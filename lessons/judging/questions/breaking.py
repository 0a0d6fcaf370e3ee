"""A request to write that a policy allows and the author's would not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from iamlab.engine import (
    Authorizer,
    EngineError,
    Request,
    RequestError,
    find_action,
    fits,
    suggest_actions,
)
from iamlab.engine.scenarios import Single, resolve_resource
from lessons.content.references import Place
from lessons.content.shapes.asks import Ask, AskChange, Context
from lessons.content.shapes.courses import Misconception
from lessons.content.shapes.questions import BreakQuestion
from lessons.judging.questions.display import (
    asked_in_words,
    context_in_words,
    shown_policy,
    value_in_words,
)
from lessons.judging.questions.errors import AnswerUnreadable, Fault
from lessons.judging.questions.judge import Form, Judge
from lessons.judging.questions.reading import (
    MOST_ARN_CHARACTERS,
    MOST_SHORT_CHARACTERS,
    first_text,
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
from lessons.judging.worlds import request_of

ROWS = 3
"""How many condition keys a request may be given."""

_NOT_CHOSEN = (
    "aws:principal",
    "aws:resourceaccount",
    "aws:resourceorg",
    "aws:tokenissuetime",
    "aws:userid",
    "aws:username",
)
"""How keys begin, in small letters, that follow from who calls and whose the resource is."""


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
        return self.world.with_snapshot(self.setting.snapshot_with(self._place, text))

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
        return replace(posed, asked=self._asked, shown=(policy, *others), rows=ROWS)

    def read(self, form: Form) -> Answer:
        """Return `{"action": …, "resource": …, "context": [[key, value], …]}`.

        Raises AnswerUnreadable, too, for an action that AWS does not have, a resource that the
        action is never about, and a key that no caller chooses.
        """
        action = first_text(form, "action", MOST_SHORT_CHARACTERS)
        resource = first_text(form, "resource", MOST_ARN_CHARACTERS)
        pairs = []
        keys, values = list(form.get("key") or []), list(form.get("value") or [])
        for number in range(min(len(keys), ROWS)):
            key = first_text({"key": keys[number:]}, "key", MOST_SHORT_CHARACTERS)
            value = first_text({"value": values[number:]}, "value", MOST_SHORT_CHARACTERS)
            if key:
                pairs.append([key, value])
        if action and resource:
            field, problem = self._problem(action, resource, pairs)
            if problem:
                raise AnswerUnreadable(field, problem)
        return {"action": action, "resource": resource, "context": pairs}

    def missing(self, answer: Answer) -> str:
        """Ask for an action and a resource."""
        if not text_of(answer, "action"):
            return "Write an action, such as `s3:GetObject`."
        return "" if text_of(answer, "resource") else "Write the ARN of a resource, or `*`."

    def mark(self, answer: Answer) -> Mark:
        """Ask both policies."""
        outcome: _Outcome | None = None
        try:
            request = self._request(answer)
            _, remark = self._problem(request.action, request.resource, [])
            outcome = None if remark else self._outcome(request)
        except (EngineError, ValueError) as error:
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
            self.read(_form_of(change))
        except AnswerUnreadable as error:
            yield Fault("example", f"no learner could write it: {error}")
        if len(_pairs(change.context)) > ROWS:
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
            "context": _pairs(example.context),
        }
        return RightAnswer(answer, words)

    def _request(self, answer: Answer) -> Request:
        """Return the request of an answer. Raises RequestError, and ValueError for odd data."""
        pairs = answer.get("context")
        context: dict[str, Single | list[Single]] = {}
        for pair in pairs if isinstance(pairs, list) else []:
            if not (isinstance(pair, list) and len(pair) == 2):
                raise ValueError("its context is not readable")
            key, value = str(pair[0]), str(pair[1])
            before = context.get(key)
            if before is None:
                context[key] = value
            else:
                context[key] = [*(before if isinstance(before, list) else [before]), value]
        return self._make(text_of(answer, "action"), text_of(answer, "resource"), context)

    def _make(self, action: str, resource: str, context: Context) -> Request:
        ask = Ask(principal=self.shape.principal, action=action, resource=resource, context=context)
        return request_of(self.world.snapshot, ask)

    def _outcome(self, request: Request) -> _Outcome:
        allowed = is_allowed(self.world.aws, request)
        return _Outcome(request, allowed, is_allowed(self._reference.aws, request))

    def _beliefs(self, request: Request) -> tuple[Misconception, ...]:
        """Return the beliefs under which the request would have been an answer."""
        with_reference = self._reference.snapshot

        def would(engine: Authorizer) -> bool:
            strict = Authorizer(with_reference, rules=engine.rules)
            return is_allowed(engine, request) and not is_allowed(strict, request)

        return self.world.held_by(would)

    def _traces(self, request: Request, title: str) -> tuple[ShownTrace, ...]:
        return (
            ShownTrace(f"{title}, with this policy", self.world.trace(request)),
            ShownTrace(
                f"{title}, with a policy that does it right", self._reference.trace(request)
            ),
        )

    def _problem(self, action: str, resource: str, pairs: list[list[str]]) -> tuple[str, str]:
        """Return why nobody could send a request, with the field; two empty texts if one could."""
        known = find_action(action)
        if known is None:
            near = next(iter(suggest_actions(action)), "")
            hint = f" Did you mean `{near}`?" if near else ""
            return "action", f"AWS has no action `{action}`.{hint}"
        try:
            arn = resolve_resource(self.world.snapshot, resource)
        except RequestError as error:
            return "resource", str(error)
        if not fits(known, arn):
            return "resource", f"`{known.name}` is never about `{resource}`."
        for key, _ in pairs:
            if key.lower().startswith(_NOT_CHOSEN):
                return "key", f"A caller does not choose `{key}`: AWS sets it."
        return "", ""


def _says(outcome: _Outcome) -> str:
    if outcome.breaks:
        return "The policy allows it, and the right one does not."
    if not outcome.with_policy:
        return "The policy does not allow it."
    return "The policy allows it, but so does the right one: it is meant to be allowed."


def _pairs(context: Context) -> list[list[str]]:
    """Return condition keys and values as a learner writes them: a list's values one by one."""
    return [
        [key, value_in_words(item)]
        for key, value in context.items()
        for item in (value if isinstance(value, list) else [value])
    ]


def _form_of(change: AskChange) -> Form:
    pairs = _pairs(change.context)
    return {
        "action": [change.action or ""],
        "resource": [change.resource or ""],
        "key": [key for key, _ in pairs],
        "value": [value for _, value in pairs],
    }
