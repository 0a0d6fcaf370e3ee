"""The course that the tests of questions take, and courses with one question more."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from lessons.content.course import Course
from lessons.content.loading import read_course
from lessons.services.course_files import read_course_files

FOLDER = Path(__file__).parent / "course"
EXTRA = "banks/extra.yaml"


@cache
def every_kind() -> Course:
    """Return the course with questions of every kind."""
    return read_course("every-kind", read_course_files(FOLDER))


def with_question(question: dict[str, Any]) -> Course:
    """Return the same course with one question more."""
    question = {"skills": ["basics"], "why": "So it is.", "title": "Well?", **question}
    bank = json.dumps({"title": "Extra", "questions": [question]}, default=str)
    return read_course("extra", {**read_course_files(FOLDER), EXTRA: bank})


def changed(question: str, **changes: Any) -> Course:
    """Return the same course with another version of one of its questions, under `changed`.

    A change to None takes the field away.
    """
    data: dict[str, Any] = dict(every_kind().questions[question].data)
    data |= {"id": "changed", **changes}
    return with_question({key: value for key, value in data.items() if value is not None})
