"""How long the shipped course takes to be read, and to be checked by two processes."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from lessons.content.loading import read_course
from lessons.proofs import check_course
from lessons.services.course_files import read_course_files
from lessons.services.courses import DEFAULT_COURSE, SHIPPED

pytestmark = pytest.mark.bench

_MOST_SECONDS = 60.0


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return read_course_files(SHIPPED / DEFAULT_COURSE)


def test_read_the_shipped_course(benchmark: BenchmarkFixture, files: dict[str, str]) -> None:
    course = benchmark(read_course, DEFAULT_COURSE, files)
    assert course.lessons


def test_check_the_shipped_course(benchmark: BenchmarkFixture, files: dict[str, str]) -> None:
    report = benchmark.pedantic(  # type: ignore[no-untyped-call]
        check_course, (DEFAULT_COURSE, files), {"jobs": 2}, rounds=1
    )
    assert report.problems == ()
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < _MOST_SECONDS
