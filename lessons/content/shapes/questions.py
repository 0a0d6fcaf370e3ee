"""The shapes of quiz questions, nine kinds. None of them states a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from iamlab.engine.scenarios import DocumentField, Shape, Slug, Text
from lessons.content.parameters import Parameters
from lessons.content.shapes.asks import Ask, AskChange, IntendedAsk, PolicyRef

BLANK = "____"
"""What the learner fills in; it stands once in a document or in a text."""


class QuestionShape(Shape):
    """What all questions have in common.

    `title` is the question, `text` (Markdown) what stands below it and `why` (Markdown) what is
    said once it is answered. `policies` replaces or adds policies of the scenario, `show` names
    those that the learner sees: by default the replaced ones. `misconceptions` narrows which
    beliefs wrong answers are computed from; by default it is all of the course's.
    """

    id: Slug
    title: Text
    text: str = ""
    skills: list[Slug] = Field(min_length=1, max_length=4)
    scenario: Slug | None = None
    policies: dict[PolicyRef, DocumentField] = {}
    show: list[PolicyRef] | None = None
    params: Parameters = {}
    why: Text
    misconceptions: list[Slug] = []


class VerdictQuestion(QuestionShape):
    """Allowed, explicit deny or implicit deny?"""

    kind: Literal["verdict"]
    scenario: Slug
    ask: Ask


class DecidingQuestion(QuestionShape):
    """Which statement decides? The statements of the shown policies are the options."""

    kind: Literal["deciding-statement"]
    scenario: Slug
    ask: Ask


class MatchesQuestion(QuestionShape):
    """Which of these requests are allowed? Each choice differs from `ask` in what it gives."""

    kind: Literal["matches"]
    scenario: Slug
    ask: Ask
    choices: list[AskChange] = Field(min_length=2, max_length=10)


class FixQuestion(QuestionShape):
    """Edit one policy until the intents hold; with `tight`, and no wider than the reference."""

    kind: Literal["fix"]
    scenario: Slug
    edit: PolicyRef
    starter: DocumentField
    reference: DocumentField
    intents: list[IntendedAsk] = Field(min_length=1, max_length=12)
    tight: bool = True


class BreakQuestion(QuestionShape):
    """Write a request that the policy allows and the reference would not."""

    kind: Literal["break"]
    scenario: Slug
    policy: PolicyRef
    reference: DocumentField
    principal: Text
    example: AskChange
    """One right answer, which proves that there is one; never shown before the answer."""


class OrderQuestion(QuestionShape):
    """Put the steps in order; the author gives them in the right one."""

    kind: Literal["order"]
    steps: list[Text] = Field(min_length=3, max_length=9)


class Option(Shape):
    """An option of the author's, with what is said to whoever picks it."""

    text: Text
    right: bool = False
    say: Text
    misconception: Slug | None = None


class ChoiceQuestion(QuestionShape):
    """Pick the one right option."""

    kind: Literal["choice"]
    options: list[Option] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _has_one_right(self) -> ChoiceQuestion:
        if sum(option.right for option in self.options) != 1:
            raise ValueError("mark exactly one option with `right: true`")
        return self


class MultiQuestion(QuestionShape):
    """Pick every right option."""

    kind: Literal["multi"]
    options: list[Option] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _has_both(self) -> MultiQuestion:
        if len({option.right for option in self.options}) != 2:
            raise ValueError("mark some options with `right: true`, but not all")
        return self


class FillQuestion(QuestionShape):
    """Fill the blank `____` in a policy, proven by intents, or in a text, by the answers accepted.

    `answer` is one right answer; with a `policy`, `intents` say what makes an answer right.
    """

    kind: Literal["fill"]
    policy: PolicyRef | None = None
    document: DocumentField | None = None
    line: str = ""
    intents: list[IntendedAsk] = Field(default=[], max_length=12)
    tight: bool = False
    answer: Text
    accept: list[Text] = []

    @model_validator(mode="after")
    def _has_one_blank(self) -> FillQuestion:
        if (self.policy is None) != (self.document is None):
            raise ValueError("`policy` and `document` go together")
        if self.policy is not None and not (self.scenario and self.intents):
            raise ValueError("a blank in a policy needs a `scenario` and `intents`")
        text = self.line if self.document is None else self.document.text
        if text.count(BLANK) != 1:
            raise ValueError(f"`{'line' if self.document is None else 'document'}` needs one ____")
        return self


class CountAllowed(Shape):
    """How many of these requests are allowed."""

    ask: Ask
    choices: list[AskChange] = Field(min_length=2, max_length=40)


class CountActions(Shape):
    """How many actions of the catalog that match `pattern` the principal may do on the resource."""

    ask: Ask
    pattern: Text


class CountBeyond(Shape):
    """How many of these requests are allowed that the reference policy would deny."""

    ask: Ask
    choices: list[AskChange] = Field(min_length=2, max_length=40)
    policy: PolicyRef
    reference: DocumentField


class CountTime(Shape):
    """How long a credential of a timeline still works at an instant, in minutes or hours."""

    timeline: dict[str, Any]
    credential: Text
    at: Text
    unit: Literal["minutes", "hours"] = "hours"


class NumberQuestion(QuestionShape):
    """Say how many: the engine counts."""

    kind: Literal["number"]
    unit: Text
    allowed: CountAllowed | None = None
    actions: CountActions | None = None
    beyond: CountBeyond | None = None
    time: CountTime | None = None

    @model_validator(mode="after")
    def _counts_one_thing(self) -> NumberQuestion:
        given = [self.allowed, self.actions, self.beyond, self.time]
        if sum(item is not None for item in given) != 1:
            raise ValueError("give one of `allowed`, `actions`, `beyond` or `time`")
        if self.time is None and self.scenario is None:
            raise ValueError("a count of requests needs a `scenario`")
        return self


KINDS = (
    *("verdict", "deciding-statement", "matches", "fix", "break"),
    *("order", "choice", "multi", "fill", "number"),
)


# Tags stand in brackets, so that no field can be taken for one where a fault is located.
def _kind_of_question(value: object) -> str | None:
    kind = value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", None)
    return f"<{kind}>" if kind in KINDS else None


Question = Annotated[
    Annotated[VerdictQuestion, Tag("<verdict>")]
    | Annotated[DecidingQuestion, Tag("<deciding-statement>")]
    | Annotated[MatchesQuestion, Tag("<matches>")]
    | Annotated[FixQuestion, Tag("<fix>")]
    | Annotated[BreakQuestion, Tag("<break>")]
    | Annotated[OrderQuestion, Tag("<order>")]
    | Annotated[ChoiceQuestion, Tag("<choice>")]
    | Annotated[MultiQuestion, Tag("<multi>")]
    | Annotated[FillQuestion, Tag("<fill>")]
    | Annotated[NumberQuestion, Tag("<number>")],
    Discriminator(
        _kind_of_question,
        custom_error_type="unknown_kind",
        custom_error_message=f"give a `kind`, one of {', '.join(f'`{kind}`' for kind in KINDS)}",
    ),
]

ENGINE_KINDS = frozenset({"verdict", "deciding-statement", "matches", "fix", "break", "number"})
"""The kinds whose key the engine computes; `fill` too, where the blank stands in a policy."""
