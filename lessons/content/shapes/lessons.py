"""The shapes of `lesson.md`: its head, and the live blocks between its paragraphs."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from iamlab.engine.scenarios import DocumentField, Shape, Slug, Text
from lessons.content.shapes.asks import Ask, Intent, PolicyRef


class LessonShape(Shape):
    """The head of `lesson.md`. A lesson teaches `skills` and promises `goals`.

    `exercises` gives the order of its exercises; those that it leaves out follow by ID.
    """

    title: Text
    summary: Text
    minutes: int = Field(ge=1, le=60)
    category: Slug
    skills: list[Slug] = Field(min_length=1)
    goals: list[Text] = Field(min_length=1, max_length=10)
    scenario: Slug
    exercises: list[Slug] = []


class BlockShape(Shape):
    """What all live blocks have in common; `id` is unique in the lesson."""

    kind: ClassVar[str]

    id: Slug
    title: str = ""
    text: str = ""


class AskBlock(BlockShape):
    """A request with its verdict and trace.

    `editable` names the parts that the learner may write; `choices` gives the values to choose
    from instead. `show` names the policies beside it, `switch` those that can be switched off.
    `intent` is what the prose around it claims; it is proven and not shown.
    """

    kind = "ask"

    ask: Ask
    editable: list[Literal["principal", "action", "resource"]] = []
    choices: dict[Literal["principal", "action", "resource"], list[Text]] = {}
    show: list[PolicyRef] = Field(default=[], max_length=4)
    switch: list[PolicyRef] = Field(default=[], max_length=4)
    intent: Intent | None = None


class TraceBlock(BlockShape):
    """A fixed request with its whole trace open."""

    kind = "trace"

    ask: Ask
    show: list[PolicyRef] = Field(default=[], max_length=4)
    intent: Intent | None = None


class EditQuestion(Shape):
    """A request that is answered beside the policy as it is edited."""

    title: Text
    ask: Ask
    intent: Intent | None = None


class EditBlock(BlockShape):
    """One policy to edit, with the requests that depend on it.

    `intent` of a question is what the policy gives as it stands at the start; it is proven.
    """

    kind = "edit"

    policy: PolicyRef
    questions: list[EditQuestion] = Field(min_length=1, max_length=8)


class PredictBlock(BlockShape):
    """The learner commits to a verdict before the trace is shown; `why` (Markdown) follows it."""

    kind = "predict"

    ask: Ask
    show: list[PolicyRef] = Field(default=[], max_length=4)
    why: str = ""


class Side(Shape):
    """One of two policies that are compared."""

    title: Text
    document: DocumentField


class CompareBlock(BlockShape):
    """Two texts for one policy side by side, and a request on which they differ."""

    kind = "compare"

    policy: PolicyRef
    left: Side
    right: Side
    ask: Ask


class TimelineBlock(BlockShape):
    """Credentials over time; `asks` are what their holders want to do at the chosen instant.

    `timeline` is what `iamlab.engine.credentials.TimelineShape` takes, its documents in place.
    """

    kind = "timeline"

    timeline: dict[str, Any]
    asks: list[EditQuestion] = Field(default=[], max_length=4)


class QuestionBlock(BlockShape):
    """A question of the lesson's quiz or of a bank, to be answered in passing."""

    kind = "question"

    question: Slug


Block = (
    AskBlock | TraceBlock | EditBlock | PredictBlock | CompareBlock | TimelineBlock | QuestionBlock
)
BLOCKS: dict[str, type[Block]] = {
    shape.kind: shape
    for shape in (
        *(AskBlock, TraceBlock, EditBlock, PredictBlock),
        *(CompareBlock, TimelineBlock, QuestionBlock),
    )
}
