"""How long a question takes to be posed and marked, by its kind: the shipped course's own.

Each round takes the next question of the kind, or its next variant, and answers it wrongly, so that
the beliefs behind it are looked for. Read the medians as milliseconds for one answer.
"""

from __future__ import annotations

import itertools

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from lessons.content.course import Course
from lessons.content.questions import QuestionSource
from lessons.judging.questions import Answer, Mark, answers_for_tests, mark, pose
from lessons.services.courses import get_course

pytestmark = pytest.mark.bench

KINDS = sorted({source.shape.kind for source in get_course().questions.values()})


def _answered(course: Course, kind: str) -> list[tuple[QuestionSource, int, Answer]]:
    found = []
    for source in course.questions.values():
        if source.shape.kind == kind:
            for seed in range(min(source.variants, 4)):
                samples = answers_for_tests(pose(source, course, seed))
                found.append((source, seed, samples.wrong[0]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_pose_and_mark_wrongly(benchmark: BenchmarkFixture, kind: str) -> None:
    course = get_course()
    answered = itertools.cycle(_answered(course, kind))

    def answer() -> Mark:
        source, seed, wrong = next(answered)
        return mark(pose(source, course, seed), wrong)

    assert benchmark(answer).is_right is False


def test_mark_a_policy_that_is_too_wide(benchmark: BenchmarkFixture) -> None:
    """Proven against the reference for all requests, with a request that is too much."""
    course = get_course()
    asked = pose(course.questions["fix-the-uploader"], course, 0)
    text = answers_for_tests(asked).right["text"]
    wider = itertools.cycle(
        text.replace('"Sid": "', f'"Sid": "N{number}').replace("s3:PutObject", "s3:Put*")
        for number in range(100)
    )
    assert benchmark(lambda: mark(asked, {"text": next(wider)})).is_right is False
