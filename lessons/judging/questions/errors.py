"""What can be wrong with an answer that was sent, and with a question as it was written."""

from __future__ import annotations

from dataclasses import dataclass


class AnswerUnreadable(ValueError):  # noqa: N818 - says what happened
    """An answer that cannot be taken as it was sent; `field` names the input, the message is plain.

    Nobody's answer counts as wrong for it: the page shows the message beside what was typed.
    """

    code = "ANSWER_UNREADABLE"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason to refuse a question: the field of its file, and a plain sentence."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class QuestionUnfit(ValueError):  # noqa: N818 - says what happened
    """A question that cannot be posed at all, because of a fault that the course check finds."""

    code = "QUESTION_UNFIT"

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
