"""What pages outside the course tell a learner: how many reviews are due, where to begin."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from iamlab.lab.visitors import visitor_of
from lessons.content.course import Lesson
from lessons.content.errors import CourseError
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.errors import LessonsError
from lessons.services.progress import count_reviews


class Learner:
    """Who looks at the page, asked only when the page wants to know, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def reviews_due(self) -> int:
        """How many skills can be reviewed now; no query for somebody who has kept nothing."""
        visitor = visitor_of(self._request)
        try:
            return count_reviews(visitor, DEFAULT_COURSE)
        except (CourseError, LessonsError):
            return 0  # a course that cannot be read must not take the lab down with it

    @cached_property
    def first_lesson(self) -> Lesson | None:
        """The lesson that a newcomer begins with, or None when the course cannot be read."""
        try:
            return next(iter(get_course().lessons), None)
        except (CourseError, LessonsError):
            return None


def learner(request: HttpRequest) -> dict[str, Learner]:
    """Return `learner`, whose facts cost their queries only where a template names them."""
    return {"learner": Learner(request)}
