"""The small sound course, and the broken ones that differ from it in one file each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from iamlab.engine.scenarios import Problem
from lessons.content.course import Course
from lessons.content.lines import FieldLines
from lessons.content.loading import read_course
from lessons.services.course_files import read_course_files

COURSES = Path(__file__).parent.parent / "broken_courses"

Change = Callable[[str, str, str], dict[str, str]]
"""Returns the sound course's files with a text in one of them replaced."""


def said(problem: Problem) -> str:
    """Return a fault as `file:line: field: message`."""
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file or ""
    return ": ".join(part for part in (where, problem.field, problem.message) if part)


@pytest.fixture(scope="session")
def sound() -> dict[str, str]:
    return read_course_files(COURSES / "sound")


@pytest.fixture
def change(sound: dict[str, str]) -> Change:
    def changed(file: str, old: str, new: str) -> dict[str, str]:
        assert sound[file].count(old) == 1, f"{file} does not hold {old!r} once"
        return {**sound, file: sound[file].replace(old, new)}

    return changed


@pytest.fixture(scope="session")
def course(sound: dict[str, str]) -> Course:
    return read_course("sound", sound)


@pytest.fixture(scope="session")
def lines(sound: dict[str, str]) -> FieldLines:
    return FieldLines(sound)
