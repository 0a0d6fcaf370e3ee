"""New courses and exercises as files, with marks where their author has to fill something in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from lessons.content.exercises import EXERCISE_FILE
from lessons.content.folders import COURSE_FILE
from lessons.content.lines import split_front
from lessons.content.reading import read_yaml
from lessons.services.errors import LessonsError

_SCAFFOLDS = Path(__file__).resolve().parent.parent / "scaffolds"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_TITLE = 200


class ScaffoldRefused(LessonsError):  # noqa: N818 - says what happened
    """Files that cannot be written there; the message says why. Nothing has been written."""

    code = "SCAFFOLD_REFUSED"


def write_course(folder: Path, title: str) -> list[Path]:
    """Write a new course into a folder that is not there yet. Returns the files.

    Raises ScaffoldRefused.
    """
    _check_slug(folder.name, "The folder's name is the course's ID")
    if not title.strip() or len(title) > _MAX_TITLE or "\n" in title:
        raise ScaffoldRefused(f"Give a title of one line, of at most {_MAX_TITLE} characters.")
    return _write("course", folder, {"TITLE": json.dumps(title.strip(), ensure_ascii=False)})


def write_exercise(course: Path, lesson: str, name: str) -> list[Path]:
    """Write a new exercise into a lesson, given by its folder or its slug. Returns the files.

    Raises ScaffoldRefused, and CourseError when the lesson's head cannot be read.
    """
    if not (course / COURSE_FILE).is_file():
        raise ScaffoldRefused(f"There is no course in {course}: it has no {COURSE_FILE}.")
    _check_slug(name, "This is the exercise's ID")
    found = [path.parent for path in sorted(course.glob("*/lesson.md"))]
    home = next((path for path in found if lesson in (path.name, path.name[3:])), None)
    if home is None:
        there = ", ".join(path.name for path in found) or "none"
        raise ScaffoldRefused(f"There is no lesson “{lesson}” in {course}; there is {there}.")
    taken = next(course.glob(f"*/exercises/{name}/{EXERCISE_FILE}"), None)
    if taken is not None:
        raise ScaffoldRefused(f"There is an exercise of this ID already: {taken.parent}.")
    file = f"{home.name}/lesson.md"
    head, _, _ = split_front(file, (home / "lesson.md").read_text(encoding="utf-8"))
    data = read_yaml(file, head, 2)
    words = {
        "ID": name,
        "SCENARIO": str(data.get("scenario", "FILL IN (the scenario)")),
        "SKILLS": ", ".join(map(str, _list(data.get("skills")))),
    }
    return _write("exercise", home / "exercises" / name, words)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _check_slug(name: str, what: str) -> None:
    if not _SLUG.fullmatch(name) or len(name) > _MAX_TITLE:
        raise ScaffoldRefused(
            f"{what}, and permanent: write small letters, digits and hyphens, not “{name}”."
        )


def _write(scaffold: str, folder: Path, words: Mapping[str, str]) -> list[Path]:
    if folder.exists():
        raise ScaffoldRefused(f"{folder} is there already; nothing was written.")
    written = []
    home = _SCAFFOLDS / scaffold
    for source in sorted(path for path in home.rglob("*") if path.is_file()):
        text = source.read_text(encoding="utf-8")
        for name, word in words.items():
            text = text.replace(f"@@{name}@@", word)
        target = folder / source.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return written
