"""Lessons as pages to read, and which of their parts a learner has read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import transaction
from django.utils import timezone

from iamlab.lab.listing import mark_line
from iamlab.sandbox.services.visitors import Visitor
from iamlab.site.templatetags.icons import icon
from lessons.content.course import Course, Lesson
from lessons.content.lesson_files import Prose
from lessons.content.markdown import Decoration
from lessons.content.prose import Heading, Passage, plain_text, render_prose, render_short
from lessons.content.shapes.lessons import Block, PredictBlock
from lessons.models import LessonVisit

LOOK = Decoration(icon=icon, line=mark_line)
"""How prose is drawn on this site."""

_PART = 2  # the level of the headings that begin a part
_MAX_KEPT = 256


@dataclass(frozen=True, slots=True)
class ProsePiece:
    """Some paragraphs as safe HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class BlockPiece:
    """A live block, what stands above it and what is said once it is answered, as safe HTML."""

    shape: Block
    text: str = ""
    why: str = ""

    @property
    def anchor(self) -> str:
        """The block's ID on the page."""
        return f"try-{self.shape.id}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson's body in its order; `parts` are its headings of level 2."""

    pieces: tuple[ProsePiece | BlockPiece, ...]
    parts: tuple[Heading, ...]
    passages: tuple[Passage, ...] = field(repr=False)

    def block(self, block: str) -> BlockPiece | None:
        """Return a live block by its ID."""
        for piece in self.pieces:
            if isinstance(piece, BlockPiece) and piece.shape.id == block:
                return piece
        return None


_kept: OrderedDict[int, tuple[Lesson, Reading]] = OrderedDict()
_lock = Lock()


def read_lesson_text(lesson: Lesson) -> Reading:
    """Return a lesson's body drawn; Markdown is read once as long as the lesson is kept."""
    with _lock:
        kept = _kept.get(id(lesson))
    if kept is not None:
        return kept[1]
    reading = _draw(lesson)
    with _lock:
        _kept[id(lesson)] = (lesson, reading)
        while len(_kept) > _MAX_KEPT:
            _kept.popitem(last=False)
    return reading


def _draw(lesson: Lesson) -> Reading:
    pieces: list[ProsePiece | BlockPiece] = []
    headings: list[Heading] = []
    passages: list[Passage] = []
    for segment in lesson.text.segments:
        if isinstance(segment, Prose):
            drawn = render_prose(segment.text, LOOK, headings)
            headings += drawn.headings
            passages += drawn.passages
            pieces.append(ProsePiece(drawn.html))
            continue
        shape = segment.shape
        why = shape.why if isinstance(shape, PredictBlock) else ""
        piece = BlockPiece(shape, _short(shape.text), _short(why))
        pieces.append(piece)
        if shape.title or shape.text:
            title = shape.title or "Try it"
            passages.append(Passage(piece.anchor, title, plain_text(shape.text)))
    parts = tuple(heading for heading in headings if heading.level == _PART)
    return Reading(tuple(pieces), parts, tuple(passages))


def _short(text: str) -> str:
    return render_short(text, LOOK) if text else ""


# ---------- What was read ----------


@dataclass(frozen=True, slots=True)
class Progress:
    """What a learner has read of a lesson: the anchors of its parts, in their order."""

    read: tuple[str, ...] = ()
    total: int = 0
    opened: bool = False

    @property
    def finished(self) -> bool:
        """Whether every part was read."""
        return self.opened and len(self.read) == self.total

    @property
    def next_number(self) -> int:
        """The number, from 1, of the first part that was not read; the last when all were."""
        return min(len(self.read) + 1, self.total)


def progress_of(lesson: Lesson, visit: LessonVisit | None) -> Progress:
    """Return how far a visit got. Parts that the lesson no longer has do not count."""
    anchors = [part.anchor for part in read_lesson_text(lesson).parts]
    if visit is None:
        return Progress(total=len(anchors))
    read = tuple(anchor for anchor in anchors if anchor in set(visit.parts))
    return Progress(read, len(anchors), opened=True)


def read_progress(visitor: Visitor, course: Course) -> dict[str, Progress]:
    """Return the progress in each lesson of a course by its slug, in one query or none."""
    visits: dict[str, LessonVisit] = {}
    if visitor.known:
        rows = LessonVisit.objects.filter(course=course.slug, **visitor.ownership())
        visits = {row.lesson: row for row in rows}
    return {item.slug: progress_of(item, visits.get(item.slug)) for item in course.lessons}


def see_parts(visitor: Visitor, course: Course, lesson: Lesson, seen: Iterable[str]) -> Progress:
    """Note parts as read and return the progress; anchors that the lesson lacks are passed over.

    Raises VisitorUnknown for somebody without a session.
    """
    place: dict[str, Any] = {
        **visitor.ownership(),
        "course": course.slug,
        "lesson": lesson.slug,
    }
    known = [part.anchor for part in read_lesson_text(lesson).parts]
    with transaction.atomic():
        # The write takes the row's lock, so that two tabs do not lose one another's parts.
        if not LessonVisit.objects.filter(**place).update(seen_at=timezone.now()):
            LessonVisit.objects.get_or_create(**place)
        visit = LessonVisit.objects.get(**place)
        wanted = {*visit.parts, *seen}
        visit.parts = [anchor for anchor in known if anchor in wanted]
        progress = progress_of(lesson, visit)
        if progress.finished and visit.finished_at is None:
            visit.finished_at = timezone.now()
        visit.save()
    return progress
