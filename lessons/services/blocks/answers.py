"""What learners committed to in the blocks of a lesson: the first answer stays."""

from __future__ import annotations

from typing import Any

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.models import BlockAnswer
from lessons.services.blocks.worlds import LessonWorld


def answers_in(visitor: Visitor, course: Course, lesson: Lesson) -> dict[str, BlockAnswer]:
    """Return a visitor's answers in a lesson by the ID of their block, in one query or none."""
    if not visitor.known:
        return {}
    rows = BlockAnswer.objects.filter(course=course.slug, lesson=lesson.slug, **visitor.ownership())
    return {row.block: row for row in rows}


def commit_answer(
    visitor: Visitor,
    world: LessonWorld,
    block: str,
    *,
    answer: dict[str, Any],
    is_right: bool,
    confidence: int = 0,
    misconceptions: list[str],
) -> tuple[BlockAnswer, bool]:
    """Keep an answer unless there is one; return the one that is kept, and whether it is new.

    The database allows one row for each block, so of two tabs the first one counts. Raises
    VisitorUnknown.
    """
    place: dict[str, Any] = {
        **visitor.ownership(),
        "course": world.course.slug,
        "lesson": world.lesson.slug,
        "block": block,
    }
    values = {
        "answer": answer,
        "confidence": confidence,
        "is_right": is_right,
        "misconceptions": misconceptions,
    }
    return BlockAnswer.objects.get_or_create(**place, defaults=values)
