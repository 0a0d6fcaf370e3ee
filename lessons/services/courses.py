"""The courses of this installation: read from their files once, kept in memory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from lessons.content.course import Course, Lesson
from lessons.content.loading import COURSE_FILE, read_course
from lessons.services.course_files import read_course_files
from lessons.services.errors import CourseNotFound, LessonNotFound

SHIPPED = Path(__file__).resolve().parent.parent / "courses"
DEFAULT_COURSE = "iam-foundations"


def list_courses() -> list[Course]:
    """Return every shipped course, by title."""
    slugs = sorted(path.parent.name for path in SHIPPED.glob(f"*/{COURSE_FILE}"))
    return sorted((get_course(slug) for slug in slugs), key=lambda course: course.shape.title)


@lru_cache(maxsize=16)
def _read(slug: str) -> Course:
    return read_course(slug, read_course_files(SHIPPED / slug))


def get_course(slug: str = DEFAULT_COURSE) -> Course:
    """Return a course. Raises CourseNotFound, and CourseError for files with faults."""
    if slug not in {path.parent.name for path in SHIPPED.glob(f"*/{COURSE_FILE}")}:
        raise CourseNotFound(slug)
    return _read(slug)


def get_lesson(slug: str, course: str = DEFAULT_COURSE) -> tuple[Course, Lesson]:
    """Return a lesson and its course. Raises CourseNotFound and LessonNotFound."""
    found = get_course(course)
    lesson = found.lesson(slug)
    if lesson is None:
        raise LessonNotFound(slug)
    return found, lesson


def scenario_slug(course: Course, lesson: Lesson) -> str:
    """Return the slug under which the sandbox keeps the copies of a lesson's organization."""
    return f"{course.slug}/{lesson.slug}"


def load_lesson_scenarios(course: Course) -> list[tuple[Sandbox, bool]]:
    """Make or renew the template of each lesson's organization, as `load_scenario` does."""
    return [
        load_scenario(
            scenario_slug(course, lesson), course.scenario_files[lesson.text.head.scenario]
        )
        for lesson in course.lessons
    ]
