"""Posing and marking the questions of runs so that no fault of ours can strand a learner."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from lessons.content.course import Course
from lessons.judging.questions import Answer, Mark, Posed, is_complete, mark, pose
from lessons.judging.questions.worlds import Kept
from lessons.models import QuestionAnswer
from lessons.services.errors import LessonsError

logger = logging.getLogger(__name__)

_KEPT_MARKS = 256

# Marking a policy may take seconds, and a page that is opened again marks again. A question's
# number stands for it and is kept beside the mark, lest the number be given to another one.
_marks: Kept[tuple[Posed, Mark]] = Kept(_KEPT_MARKS)


class MarkingFailed(LessonsError):  # noqa: N818 - says what happened
    """Marking itself failed: our fault, logged, and nobody's answer is wrong for it."""

    code = "MARKING_FAILED"

    def __init__(self) -> None:
        super().__init__(
            "We could not mark this. Your answer is saved; try again, or go on and come back."
        )


def pose_row(course: Course, row: QuestionAnswer) -> Posed | None:
    """Return a run's question; None when the course has no such question any more."""
    source = course.questions.get(row.question)
    if source is None:
        return None
    try:
        posed = pose(source, course, row.seed)
    except Exception:  # one question that cannot be posed must not end a run
        logger.exception("Question %s, variant %d, could not be posed", row.question, row.seed)
        return None
    return posed if posed.kind == row.kind else None


def mark_answer(posed: Posed, answer: Mapping[str, Any]) -> Mark:
    """Return the mark of an answer, complete or not. Raises MarkingFailed.

    What was marked a moment ago is not marked again.
    """
    plain: Answer = dict(answer)
    try:
        key = (id(posed), json.dumps(plain, sort_keys=True))
        return _marks.get_or_make(key, lambda: (posed, mark(posed, plain)))[1]
    except Exception as error:  # whatever it is, the learner's answer must survive it
        logger.exception("Question %s, variant %d, could not be marked", posed.id, posed.seed)
        raise MarkingFailed from error


def is_answered(posed: Posed, answer: Mapping[str, Any]) -> bool:
    """Tell whether a draft can be marked."""
    try:
        return is_complete(posed, dict(answer))
    except Exception:  # a draft in an old shape is no answer
        logger.exception("The draft of question %s could not be read", posed.id)
        return False
