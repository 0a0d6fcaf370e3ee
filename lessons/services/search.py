"""Search over all that a course says: lessons and their parts, exercises, and the policy checks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.urls import reverse

from iamlab.engine.validation import all_checks
from lessons.content.course import Course, Lesson
from lessons.content.prose import plain_text
from lessons.services.reading import read_lesson_text

MAX_QUERY = 100
"""Characters; more is no search but a paste."""

_MAX_WORDS = 8
_MAX_RESULTS = 30
_MAX_KEPT = 16
_BEFORE, _AFTER = 60, 140  # characters of the passage around the first word that was found
_KIND, _TITLE, _WHOLE_WORD = {"lesson": 8, "part": 3, "exercise": 3, "check": 0}, 12, 4


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: `kind` is `lesson`, `part`, `exercise` or `check`."""

    kind: str
    title: str
    within: str
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, with the words of its text around the first match."""

    entry: Entry
    passage: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the best first. `partial`: no entry has all of the words."""

    query: str
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    total: int
    partial: bool = False


_kept: OrderedDict[int, tuple[Course, tuple[Entry, ...]]] = OrderedDict()
_lock = Lock()


def search_course(course: Course, query: str) -> Found:
    """Return what a course has on some words, at most thirty entries.

    Upper and lower case are the same, and a word may be part of a longer one: `GetObj` finds
    `s3:GetObject`. Where nothing has all of the words, any of them will do.
    """
    query = " ".join(query.split())[:MAX_QUERY]
    words = tuple(dict.fromkeys(query.lower().split()))[:_MAX_WORDS]
    if not words:
        return Found(query, (), (), 0)
    entries = _entries(course)
    scored = _ranked(entries, words, every=True)
    partial = not scored and len(words) > 1
    if partial:
        scored = _ranked(entries, words, every=False)
    hits = tuple(Hit(entry, _passage(entry.text, words)) for entry in scored[:_MAX_RESULTS])
    return Found(query, words, hits, len(scored), partial and bool(scored))


def _ranked(entries: tuple[Entry, ...], words: tuple[str, ...], *, every: bool) -> list[Entry]:
    scored = []
    for place, entry in enumerate(entries):
        scores = [_score(entry, word) for word in words]
        if all(scores) if every else any(scores):
            scored.append((-sum(scores) - _KIND[entry.kind], place, entry))
    return [entry for _, _, entry in sorted(scored, key=lambda item: item[:2])]


def _score(entry: Entry, word: str) -> int:
    """Say how well one word fits: in the title it counts most, as a whole word more than within."""
    title, text = entry.title.lower(), entry.text.lower()
    score = _TITLE if word in title else 0
    score += min(text.count(word), 5)
    if score and word in f"{title} {text}".replace(".", " ").replace(",", " ").split():
        score += _WHOLE_WORD
    return score


def _passage(text: str, words: tuple[str, ...]) -> str:
    """Return the text around the first word that stands in it, cut at spaces."""
    low = text.lower()
    places = [place for place in (low.find(word) for word in words) if place >= 0]
    first = min(places, default=0)
    start = 0 if first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE) + 1
    end = len(text)
    if end > first + _AFTER:
        end = max(text.rfind(" ", first, first + _AFTER), first + 1)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


# ---------- What can be found ----------


def _entries(course: Course) -> tuple[Entry, ...]:
    """Return a course's entries, made once as long as the course is kept."""
    with _lock:
        kept = _kept.get(id(course))
    if kept is not None:
        return kept[1]
    entries = tuple(
        [entry for lesson in course.lessons for entry in _of_lesson(lesson)]
        + [
            Entry(
                "check",
                check.title.replace("`", ""),
                "Policy checks",
                reverse("lab:check", args=[check.slug]),
                "",
            )
            for check in all_checks()
        ]
    )
    with _lock:
        _kept[id(course)] = (course, entries)
        while len(_kept) > _MAX_KEPT:
            _kept.popitem(last=False)
    return entries


def _of_lesson(lesson: Lesson) -> list[Entry]:
    head = lesson.text.head
    home = reverse("lessons:lesson", args=[lesson.slug])
    texts: dict[tuple[str, str], list[str]] = {}
    for passage in read_lesson_text(lesson).passages:
        # A part goes on behind its live blocks.
        texts.setdefault((passage.anchor, passage.title), []).append(passage.text)
    about = [plain_text(text) for text in (head.summary, *head.goals)]
    opening = texts.pop(("", ""), [])
    entries = [
        Entry("lesson", head.title, f"{head.minutes} minutes", home, " ".join(about + opening))
    ]
    entries += [
        Entry("part", title, head.title, f"{home}#{anchor}", " ".join(parts))
        for (anchor, title), parts in texts.items()
    ]
    for exercise in lesson.exercises:
        variant = exercise.variant(0)
        checks = (check.title for check in variant.shape.checks)
        text = plain_text(" ".join((variant.task, *filter(None, checks))))
        entries.append(
            Entry(
                "exercise",
                variant.shape.title,
                head.title,
                reverse("lessons:exercise", args=[exercise.id]),
                text,
            )
        )
    return entries
