"""The shapes of `course.yaml` and `misconceptions.yaml`."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, RootModel, StringConstraints

from iamlab.engine import EvaluationRules
from iamlab.engine.scenarios import Shape, Slug, Text

FolderName = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]


def _is_rule(name: str) -> str:
    if name not in {field.name for field in fields(EvaluationRules)}:
        raise ValueError(f"the evaluator has no rule `{name}`")
    return name


RuleName = Annotated[str, AfterValidator(_is_rule)]


class Skill(Shape):
    """Something to be able to do; `needs` names the skills that come before it."""

    id: Slug
    title: Text
    needs: list[Slug] = []


class Category(Shape):
    """A group of lessons."""

    id: Slug
    title: Text


class CourseShape(Shape):
    """`course.yaml`: the course and the order of its lessons, by folder."""

    title: Text
    summary: Text
    category: Text
    level: Literal["beginner", "intermediate", "advanced"]
    categories: list[Category] = Field(min_length=1)
    lessons: list[FolderName] = Field(min_length=1)
    skills: list[Skill] = Field(min_length=1)


class Misconception(Shape):
    """What a learner may believe, and which rules an evaluator with that belief has wrong.

    `belief` can stand after "takes for granted that"; `remedy` is the lesson that cures it.
    `wrong` is empty for beliefs that are not about evaluation.
    """

    id: Slug
    belief: Text
    truth: Text
    wrong: dict[RuleName, bool] = {}
    remedy: FolderName
    source: Text


class Misconceptions(RootModel[list[Misconception]]):
    """`misconceptions.yaml`."""
