"""The files of a course's folder: which there can be, and how large."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from iamlab.engine.scenarios import Problem
from lessons.content.reading import MAX_CHARACTERS

COURSE_FILE = "course.yaml"
MISCONCEPTIONS_FILE = "misconceptions.yaml"
MAX_COURSE_CHARACTERS = 20_000_000
MAX_FILES = 20_000

_LESSON = r"[0-9]{2}-[a-z0-9-]+"
_KNOWN = re.compile(
    r"course\.yaml|misconceptions\.yaml|README\.md"
    r"|scenarios/[^/]+/(organization\.yaml|.+\.json)"
    r"|banks/([a-z0-9]+(-[a-z0-9]+)*\.yaml|.+\.json)"
    rf"|{_LESSON}/(lesson\.md|quiz\.yaml|(?!exercises/).+\.json)"
    rf"|{_LESSON}/exercises/[^/]+/(exercise\.md|.+\.json)"
)


def below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return the files of a folder, given with a slash, by their paths within it."""
    return {path[len(folder) :]: text for path, text in files.items() if path.startswith(folder)}


def folders_in(files: Mapping[str, str], folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each folder in a folder by its name, with its files."""
    inside: dict[str, dict[str, str]] = {}
    for path, text in below(files, folder).items():
        name, slash, rest = path.partition("/")
        if slash:
            inside.setdefault(name, {})[rest] = text
    yield from sorted(inside.items())


def find_large(files: Mapping[str, str]) -> Iterator[Problem]:
    """Find what is too much to read: many files, a long one, or too long a course."""
    if len(files) > MAX_FILES:
        yield Problem("", f"there are {len(files):,} files; {MAX_FILES:,} is the most")
    if (total := sum(map(len, files.values()))) > MAX_COURSE_CHARACTERS:
        message = f"the course has {total:,} characters; {MAX_COURSE_CHARACTERS:,} is the most"
        yield Problem("", message)
    for file, text in files.items():
        if len(text) > MAX_CHARACTERS:
            message = f"it has {len(text):,} characters; {MAX_CHARACTERS:,} is the most"
            yield Problem("", message, file, 1)


def is_known(file: str) -> bool:
    """Tell whether a course can have a file of this path."""
    return _KNOWN.fullmatch(file) is not None


def find_strays(files: Mapping[str, str], lessons: Iterable[str]) -> Iterator[Problem]:
    """Find files that nothing reads, and lessons that the course does not list."""
    listed = set(lessons)
    for file in sorted(files):
        folder, _, name = file.partition("/")
        if name == "lesson.md" and re.fullmatch(_LESSON, folder) and folder not in listed:
            yield Problem("lessons", f"the lesson `{folder}` is not listed", COURSE_FILE, 1)
        elif not is_known(file):
            yield Problem("", "nothing reads a file of this name in this place", file, 1)
