"""Every question of every shipped course, answered rightly and wrongly at 20 seeds."""

import pytest

from lessons.content.course import Course
from lessons.judging.questions import answers_for_tests, faults_of, is_complete, mark, pose
from lessons.services.courses import list_courses
from tests.lessons.judging.questions.courses import every_kind

SEEDS = range(20)


def _all() -> list[tuple[Course, str]]:
    courses = [every_kind(), *list_courses()]
    return [(course, name) for course in courses for name in course.questions]


@pytest.mark.parametrize(
    ("course", "question"), _all(), ids=[f"{course.slug}-{name}" for course, name in _all()]
)
def test_answered_rightly_and_wrongly_at_twenty_seeds(course: Course, question: str) -> None:
    source = course.questions[question]
    for seed in SEEDS:
        if seed < source.variants:  # from there on the variants come again
            assert faults_of(source, course, seed) == ()
        asked = pose(source, course, seed)
        samples = answers_for_tests(asked)
        right = mark(asked, samples.right)
        assert is_complete(asked, samples.right)
        assert right.is_right is True, (seed, right.remarks, right.undecided)
        assert right.beliefs == ()
        assert samples.wrong
        for wrong in samples.wrong:
            marked = mark(asked, wrong)
            assert marked.is_right is False, (seed, wrong)
            assert mark(asked, marked.right.answer).is_right is True
