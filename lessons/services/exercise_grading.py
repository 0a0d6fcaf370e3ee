"""Judging an exercise so that nothing a grader does can cost a learner their text."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache

from lessons.content.course import Course
from lessons.content.exercises import Exercise
from lessons.judging.exercises import Judgement, judge
from lessons.services.courses import get_course
from lessons.services.errors import LessonsError

logger = logging.getLogger(__name__)

_MAX_KEPT = 64


class GradingFailed(LessonsError):  # noqa: N818 - says what happened
    """The grader itself failed: our fault, logged, and no verdict on the text."""

    code = "GRADING_FAILED"

    def __init__(self) -> None:
        super().__init__(
            "We could not check this. Your text is saved; try again, or go on and come back."
        )


def grade(course: Course, exercise: Exercise, seed: int, texts: Mapping[str, str]) -> Judgement:
    """Return the judgement of a learner's texts. Raises GradingFailed.

    What was judged a moment ago is not judged again: a check that follows on one made while
    typing, or a trace that is opened afterward.
    """
    try:
        return _judged(course.slug, exercise, seed, tuple(sorted(texts.items())))
    except Exception as error:  # whatever it is, the learner's text must survive it
        logger.exception("Exercise %s, variant %d, could not be checked", exercise.id, seed)
        raise GradingFailed from error


@lru_cache(maxsize=_MAX_KEPT)
def _judged(
    course: str, exercise: Exercise, seed: int, texts: tuple[tuple[str, str], ...]
) -> Judgement:
    return judge(exercise.variant(seed), dict(texts), get_course(course))
