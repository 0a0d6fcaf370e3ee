"""A question as its file says, and its variants: the same with the parameters filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pydantic import RootModel

from lessons.content.parameters import count_variants, draw_values, fill, fill_data
from lessons.content.reading import make_shape
from lessons.content.shapes.questions import Question


class _OneQuestion(RootModel[Question]):
    """Any of the nine kinds."""


@dataclass(frozen=True, eq=False)
class QuestionSource:
    """A question in its file, and its number there from 0 on.

    `home` is a lesson's folder or `banks/NAME`; IDs are unique.
    """

    home: str
    file: str
    line: int
    shape: Question
    data: Mapping[str, object] = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    index: int = 0

    @property
    def id(self) -> str:
        """The permanent ID, unique in the course."""
        return self.shape.id

    @property
    def variants(self) -> int:
        """How many different variants there are."""
        return count_variants(self.shape.params)

    def variant(self, seed: int) -> Question:
        """Return the question for a seed from 0 on. Raises CourseError when it does not fit."""
        return _variant(self, seed)


@lru_cache(maxsize=2048)
def _variant(source: QuestionSource, seed: int) -> Question:
    values = draw_values(source.shape.params, seed)
    if not values:
        return source.shape
    files = {name: fill(text, values) for name, text in source.files.items()}
    data = fill_data(source.data, values)
    return make_shape(_OneQuestion, data, source.file, "", files, source.line).root
