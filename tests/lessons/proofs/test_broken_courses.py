"""Every course of the folder `broken_courses` has one fault, and it is said where it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlab.engine.scenarios import load_yaml
from lessons.proofs import check_course
from lessons.services.course_files import read_course_files

from .conftest import COURSES, said

_TABLE = load_yaml("expected.yaml", (COURSES / "expected.yaml").read_text(encoding="utf-8"))
EXPECTED: dict[str, str] = dict(_TABLE) if isinstance(_TABLE, dict) else {}
_MISSING = ".missing"


def overlaid(sound: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the sound course with a folder's files in the place of its own."""
    files = dict(sound)
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.endswith(_MISSING):
            del files[name.removesuffix(_MISSING)]
        else:
            files[name] = path.read_text(encoding="utf-8")
    return files


def test_the_course_that_they_are_made_from_is_sound(sound: dict[str, str]) -> None:
    report = check_course("sound", sound)
    assert report.problems == ()
    assert (report.lessons, report.exercises, report.questions, report.keyed) == (2, 2, 5, 3)
    # One exercise and one question have two variants, one exercise and four questions one.
    assert report.variants == 2 + 2 + 1 + 4


def test_every_broken_course_is_in_the_table() -> None:
    folders = {path.name for path in COURSES.iterdir() if path.is_dir()}
    assert folders == {"sound", *EXPECTED}
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_course_has_its_one_fault(sound: dict[str, str], name: str) -> None:
    files = overlaid(sound, COURSES / name)
    assert files != sound
    found = [said(problem) for problem in check_course("broken", files).problems]
    expected = EXPECTED[name]
    if expected.endswith("…"):
        assert len(found) == 1
        assert found[0].startswith(expected.removesuffix("…"))
    else:
        assert found == [expected]


@settings(max_examples=20)
@given(
    st.sampled_from(sorted(read_course_files(COURSES / "sound"))),
    st.integers(0, 10_000),
    st.sampled_from(["allowed", "{x}", "null", "[]", "{}", "*", "-1", "user/ana", "s3:*", "'", ""]),
)
def test_whatever_one_word_is_replaced_by_the_check_does_not_break(
    sound: dict[str, str], file: str, place: int, word: str
) -> None:
    words = list(re.finditer(r"[\w:/.*{}-]+", sound[file]))
    found = words[place % len(words)]
    text = sound[file][: found.start()] + word + sound[file][found.end() :]
    report = check_course("course", {**sound, file: text}, seeds=2)
    assert not [item for item in report.problems if "the check itself broke" in item.message]
    assert all(item.message and item.file for item in report.problems)
