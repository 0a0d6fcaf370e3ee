"""The files of a course's folder, read as texts."""

from __future__ import annotations

import os
from pathlib import Path

from iamlab.engine.scenarios import Problem
from lessons.content.errors import CourseError

_SUFFIXES = (".yaml", ".yml", ".md", ".json")
_MAX_BYTES = 20_000_000


def read_course_files(folder: Path) -> dict[str, str]:
    """Return the texts of a course folder's files by their paths within it.

    Hidden files and folders, and files of other kinds, are left out. Raises CourseError for links
    that lead out of the folder, for texts that are not UTF-8, and for more than 20 MB.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    home = folder.resolve()
    left = _MAX_BYTES
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix not in _SUFFIXES or any(part.startswith(".") for part in relative.parts):
            continue
        name = relative.as_posix()
        if not Path(os.path.realpath(path)).is_relative_to(home):
            problems.append(Problem("", "this link leads out of the course's folder", name))
            continue
        if not path.is_file():
            continue
        left -= path.stat().st_size
        if left < 0:
            problems.append(Problem("", f"the course has more than {_MAX_BYTES:,} bytes"))
            break
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes().count(b"\n", 0, error.start) + 1
            problems.append(Problem("", "this is not text in UTF-8", name, line))
    if problems:
        raise CourseError(tuple(problems))
    return texts
