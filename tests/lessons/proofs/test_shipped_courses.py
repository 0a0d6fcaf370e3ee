"""The shipped courses keep all that they promise."""

from __future__ import annotations

import pytest

from lessons.proofs import check_course
from lessons.services.course_files import read_course_files
from lessons.services.courses import SHIPPED

from .conftest import said


@pytest.mark.parametrize("slug", sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()))
def test_a_shipped_course_has_no_faults(slug: str) -> None:
    report = check_course(slug, read_course_files(SHIPPED / slug))
    assert [said(problem) for problem in report.problems] == []
    assert report.lessons
    assert report.variants
