"""The shapes of `exercise.md`: what to edit, what is checked and what feedback is given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from iamlab.engine.scenarios import Shape, Slug, Text
from lessons.content.parameters import Parameters
from lessons.content.shapes.asks import Ask, Intent, PolicyRef

Points = Annotated[int, Field(ge=0, le=20)]


class Edited(Shape):
    """A policy to edit and the name of its files, when its usual name is taken."""

    name: Slug
    policy: PolicyRef


def _kind_of_edit(value: object) -> str:
    return "<named>" if isinstance(value, Mapping | Edited) else "<reference>"


PolicyToEdit = Annotated[
    Annotated[PolicyRef, Tag("<reference>")] | Annotated[Edited, Tag("<named>")],
    Discriminator(_kind_of_edit),
]


class Ignored(Shape):
    """What a comparison leaves out, as patterns such as `logs:*`."""

    actions: list[Text] = []


class CheckShape(Shape):
    """What all checks have in common. Without a `title` one is made from the check."""

    id: Slug
    title: str = ""
    points: Points = 1


class IntentCheck(CheckShape):
    """One request must be allowed, or must be denied."""

    intent: Intent
    ask: Ask


class CeilingCheck(CheckShape):
    """Nothing beyond what the reference allows, for all requests.

    `principals` are those whose whole access is compared; by default those that the edited policies
    are attached to.
    """

    no_wider_than: Literal["reference"]
    ignoring: Ignored = Ignored()
    principals: list[Text] = []


class FloorCheck(CheckShape):
    """Nothing less than what the reference allows, for all requests."""

    no_narrower_than: Literal["reference"]
    ignoring: Ignored = Ignored()
    principals: list[Text] = []


class NoneOf(Shape):
    """Severities such as `ERROR`, or codes of findings."""

    none_of: list[Text] = Field(min_length=1)


class FindingsCheck(CheckShape):
    """The policy checks must not find anything of these kinds in the edited policies."""

    findings: NoneOf


class PublicCheck(CheckShape):
    """Nobody outside may reach this resource: neither anonymous nor a stranger's account."""

    not_public: Text


class Limits(Shape):
    """Upper limits of one edited policy, by its file name, or of all together."""

    policy: str = ""
    characters: int | None = None
    statements: int | None = None
    actions: int | None = None

    @model_validator(mode="after")
    def _limits_something(self) -> Limits:
        if self.characters is None and self.statements is None and self.actions is None:
            raise ValueError("give `characters`, `statements` or `actions`")
        return self


class SizeCheck(CheckShape):
    """The edited policies must stay small: characters without white space, statements, actions."""

    at_most: Limits


_KINDS = ("intent", "no_wider_than", "no_narrower_than", "findings", "not_public", "at_most")


# Tags stand in brackets, so that no field can be taken for one where a fault is located.
def _kind_of_check(value: object) -> str | None:
    is_given = value.__contains__ if isinstance(value, Mapping) else partial(hasattr, value)
    return next((f"<{kind}>" for kind in _KINDS if is_given(kind)), None)


Check = Annotated[
    Annotated[IntentCheck, Tag("<intent>")]
    | Annotated[CeilingCheck, Tag("<no_wider_than>")]
    | Annotated[FloorCheck, Tag("<no_narrower_than>")]
    | Annotated[FindingsCheck, Tag("<findings>")]
    | Annotated[PublicCheck, Tag("<not_public>")]
    | Annotated[SizeCheck, Tag("<at_most>")],
    Discriminator(
        _kind_of_check,
        custom_error_type="unknown_check",
        custom_error_message=f"give one of {', '.join(f'`{kind}`' for kind in _KINDS)}",
    ),
]


class WitnessPattern(Shape):
    """Patterns that the request of an over-grant must match."""

    action: str = "*"
    resource: str = "*"
    principal: str = "*"


class When(Shape):
    """When a feedback rule applies: all that is given must hold.

    fails: this check fails. passes: this one does not.
    resource_is, action_is, principal_is, condition_key_is, operator_is: a statement of an edited
        policy has exactly this entry.
    witness: what an over-grant's request looks like.
    verdict: how the failing request was denied or allowed.
    believes: an evaluator with this misconception would have passed the failing check.
    finding: this code is among the findings.
    """

    fails: Slug
    passes: Slug | None = None
    resource_is: str | None = None
    action_is: str | None = None
    principal_is: str | None = None
    condition_key_is: str | None = None
    operator_is: str | None = None
    witness: WitnessPattern | None = None
    verdict: Literal["allowed", "explicitDeny", "implicitDeny"] | None = None
    believes: Slug | None = None
    finding: str | None = None


class Feedback(Shape):
    """A rule of feedback; `say` may use `{witness.action}`, `{witness.resource}` and so on."""

    id: Slug
    when: When
    misconception: Slug | None = None
    say: Text


class ExerciseShape(Shape):
    """The head of `exercise.md`. `show` names further policies that the learner may read."""

    id: Slug
    title: Text
    summary: str = ""
    skills: list[Slug] = Field(min_length=1)
    minutes: int = Field(ge=1, le=60)
    scenario: Slug
    edit: list[PolicyToEdit] = Field(min_length=1, max_length=6)
    show: list[PolicyRef] = Field(default=[], max_length=12)
    params: Parameters = {}
    checks: list[Check] = Field(min_length=1, max_length=30)
    feedback: list[Feedback] = Field(default=[], max_length=30)
    hints: list[Text] = Field(min_length=3, max_length=3)
    hidden: list[Slug] = []
