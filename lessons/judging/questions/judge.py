"""What every kind of question has to be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from iamlab.engine import Authorizer
from lessons.content.shapes.questions import QuestionShape
from lessons.judging.questions.display import shown_policies
from lessons.judging.questions.errors import Fault
from lessons.judging.questions.settings import Setting
from lessons.judging.questions.shapes import Answer, Mark, Posed, Samples
from lessons.judging.questions.worlds import World

ShapeT = TypeVar("ShapeT", bound=QuestionShape)
Form = Mapping[str, Sequence[str]]


class Judge(ABC, Generic[ShapeT]):
    """One question in one variant: it poses it, reads answers and marks them.

    Keys are computed when they are first needed and kept.
    """

    def __init__(self, setting: Setting, shape: ShapeT) -> None:
        self.setting = setting
        self.shape = shape

    @cached_property
    def world(self) -> World:
        """The organization that the question is about."""
        return self.setting.world()

    @abstractmethod
    def pose(self) -> Posed:
        """Return the question as it is shown. Raises QuestionUnfit and EngineError."""

    @abstractmethod
    def read(self, form: Form) -> Answer:
        """Return the answer in a form; what is not there is left out. Raises AnswerUnreadable."""

    @abstractmethod
    def missing(self, answer: Answer) -> str:
        """Return what an answer lacks to be marked, as a plain sentence; empty when nothing."""

    @abstractmethod
    def mark(self, answer: Answer) -> Mark:
        """Return how an answer did; whatever the data, nothing is raised."""

    @abstractmethod
    def faults(self) -> Iterator[Fault]:
        """Yield why the question is to be refused. Raises QuestionUnfit and EngineError."""

    @abstractmethod
    def samples(self) -> Samples:
        """Return a right answer and wrong ones. Raises QuestionUnfit and EngineError."""

    def is_misled(self, engine: Authorizer) -> bool:
        """Tell whether an evaluator answers wrongly. Raises EngineError.

        Only of kinds to which an evaluator has an answer of its own: see `keyed_by`.
        """
        return False

    def misleads(self, belief: str = "") -> bool:
        """Tell whether a belief, by its ID, or any at all leads to a wrong answer."""
        return self.world.anybody(self.is_misled, belief)

    @property
    def keyed_by(self) -> str:
        """The field that every evaluator, AWS's or a believer's, answers; empty where none can."""
        return ""

    def posed(self) -> Posed:
        """Return what is posed of every kind: the title, the texts and the policies to read."""
        shape = self.shape
        return Posed(
            id=shape.id,
            seed=self.setting.seed,
            kind=str(getattr(shape, "kind", "")),
            title=shape.title,
            text=shape.text,
            skills=tuple(shape.skills),
            request=None,
            asked=None,
            shown=shown_policies(self.setting),
            options=(),
            judge=self,
        )
