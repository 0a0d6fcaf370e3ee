"""What the tests of the lessons' pages practice with."""

from __future__ import annotations

import pytest

from lessons.content.course import Lesson
from lessons.services.courses import get_course
from tests.lessons.views.lesson_pages import LESSON, load_only


@pytest.fixture
def lesson(db: None) -> Lesson:
    """Lesson 0, with the template of its organization."""
    course = get_course()
    found = course.lesson(LESSON)
    assert found is not None
    load_only(course, found)
    return found
