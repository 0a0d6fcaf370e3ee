"""The shapes of `quiz.yaml` and of the question banks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from iamlab.engine.scenarios import Shape, Slug, Text
from lessons.content.shapes.questions import Question


class Draw(Shape):
    """Some questions of a bank: those with one of the skills, or any."""

    draw: int = Field(ge=1, le=20)
    bank: Slug
    skills: list[Slug] = []


def _kind_of_item(value: object) -> str:
    is_draw = "draw" in value if isinstance(value, Mapping) else hasattr(value, "draw")
    return "<draw>" if is_draw else "<question>"


QuizItem = Annotated[
    Annotated[Draw, Tag("<draw>")] | Annotated[Question, Tag("<question>")],
    Discriminator(_kind_of_item),
]


class QuizShape(Shape):
    """`quiz.yaml`: questions of its own, and draws from banks, in their order."""

    title: Text
    questions: list[QuizItem] = Field(min_length=1, max_length=40)


class BankShape(Shape):
    """`banks/NAME.yaml`: questions that quizzes and reviews draw from."""

    title: Text
    questions: list[Question] = Field(min_length=1, max_length=200)
