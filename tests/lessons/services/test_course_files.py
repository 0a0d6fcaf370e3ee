"""Reading a course's folder: what is left out, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.content.errors import CourseError
from lessons.services.course_files import read_course_files


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_texts_are_read_by_their_paths_and_hidden_ones_left_out(tmp_path: Path) -> None:
    files = {
        "course.yaml": b"title: \xc3\xbc",
        "00-a/lesson.md": b"text",
        "00-a/p/x.json": b"{}",
        "picture.png": b"\x89PNG",
        ".git/config.yaml": b"x",
        "00-a/.draft.md": b"x",
    }
    assert read_course_files(write(tmp_path, files)) == {
        "course.yaml": "title: ü",
        "00-a/lesson.md": "text",
        "00-a/p/x.json": "{}",
    }


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret.md": b"secret"}) / "secret.md"
    course = write(tmp_path / "course", {"course.yaml": b"x"})
    (course / "lesson.md").symlink_to(secret)
    (course / "gone.md").symlink_to(tmp_path / "nowhere.md")
    with pytest.raises(CourseError) as caught:
        read_course_files(course)
    assert [(item.file, item.message) for item in caught.value.problems] == [
        ("gone.md", "this link leads out of the course's folder"),
        ("lesson.md", "this link leads out of the course's folder"),
    ]


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"secret.md": b"secret"})
    course = write(tmp_path / "course", {"course.yaml": b"x"})
    (course / "linked").symlink_to(tmp_path / "outside")
    assert read_course_files(course) == {"course.yaml": "x"}


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    course = write(tmp_path, {"a/x.json": b"{}"})
    (course / "b.json").symlink_to(course / "a" / "x.json")
    assert read_course_files(course) == {"a/x.json": "{}", "b.json": "{}"}


def test_a_link_to_itself_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    assert read_course_files(tmp_path) == {}


def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read_course_files(write(tmp_path, {"a.md": b"one\ntwo \xff\n", "b.md": b"fine"}))
    [problem] = caught.value.problems
    assert (problem.file, problem.line) == ("a.md", 2)


def test_a_folder_of_more_than_20_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="more than 20,000,000 bytes"):
        read_course_files(write(tmp_path, {f"{name}.md": b"x" * 5_000_001 for name in "abcd"}))
