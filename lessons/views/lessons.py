"""The course's overview, and its lessons as pages to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.errors import ScenarioNotFound
from iamlab.sandbox.services.policies import edited_keys, restore_all
from iamlab.sandbox.services.visitors import Visitor
from iamlab.site.errors import error_response
from lessons.content.course import Course, Lesson
from lessons.content.shapes.lessons import AskBlock, TimelineBlock
from lessons.forms.blocks import read_ask, read_parts
from lessons.services.blocks import BlockView, show_block
from lessons.services.blocks.answers import answers_in
from lessons.services.blocks.asking import show_ask
from lessons.services.blocks.timelines import show_timeline
from lessons.services.blocks.worlds import LessonWorld, open_world
from lessons.services.courses import get_course, get_lesson
from lessons.services.errors import LessonsError
from lessons.services.overview import LessonRow, course_overview
from lessons.services.reading import BlockPiece, ProsePiece, read_lesson_text, see_parts


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the page: prose, or a live block with its state."""

    html: str = ""
    view: BlockView | None = None


@require_safe
def show_course(request: HttpRequest) -> HttpResponse:
    """Show all lessons by category, with what the visitor has read, solved and answered."""
    try:
        course = get_course()
    except LessonsError as error:
        return error_response(request, 404, str(error))
    overview = course_overview(visitor_of(request), course)
    context = {"course": course, "overview": overview, "total": len(course.lessons)}
    return render(request, "lessons/course.html", context)


@require_safe
def show_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a lesson with every block answered from the visitor's own copy."""
    try:
        course, lesson = get_lesson(slug)
    except LessonsError as error:
        return error_response(request, 404, str(error))
    world = open_world(visitor_of(request), course, lesson)
    piece = read_lesson_text(lesson).block(request.GET.get("block", ""))
    view = None if piece is None else sent_block(world, piece, request.GET)
    if view is None:
        return render_lesson(request, world)
    return render_lesson(request, world, {view.piece.shape.id: view}, view.status)


def sent_block(world: LessonWorld, piece: BlockPiece, sent: QueryDict) -> BlockView | None:
    """Return a block as a form or an address asks for it; None for one that only a POST changes."""
    match piece.shape:
        case AskBlock() as shape:
            switchable = [world.place(reference).key for reference in shape.switch]
            return show_ask(world, piece, shape, read_ask(sent, switchable))
        case TimelineBlock() as shape:
            return show_timeline(
                world, piece, shape, {name: sent.get(name, "") for name in ("at", "to")}
            )
    return None


def render_lesson(
    request: HttpRequest,
    world: LessonWorld,
    shown: Mapping[str, BlockView] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return a lesson's page; `shown` are blocks with what was just sent in them, by ID."""
    shown = shown or {}
    course, lesson, visitor = world.course, world.lesson, world.visitor
    reading = read_lesson_text(lesson)
    answers = answers_in(visitor, course, lesson)
    items = [
        Item(html=piece.html)
        if isinstance(piece, ProsePiece)
        else Item(view=shown.get(piece.shape.id) or show_block(world, piece, answers))
        for piece in reading.pieces
    ]
    overview = course_overview(visitor, course)
    before, after = _neighbors(course, lesson)
    row = overview.rows[lesson.slug]
    context = {
        "course": course,
        "lesson": lesson,
        "head": lesson.text.head,
        "items": items,
        "parts": reading.parts,
        "row": row,
        "total": len(course.lessons),
        "before": overview.rows[before.slug] if before else None,
        "after": overview.rows[after.slug] if after else None,
        "has_copy": world.sandbox is not None,
        "has_editor": any(
            item.view and item.view.template.endswith("_edit.html") for item in items
        ),
        "contents": _contents(row),
    }
    return render(request, "lessons/lesson.html", context, status=status)


@require_POST
def note_parts(request: HttpRequest, slug: str) -> HttpResponse:
    """Note parts of a lesson as read, and return its contents with them marked."""
    try:
        course, lesson = get_lesson(slug)
    except LessonsError as error:
        return error_response(request, 404, str(error))
    sent = read_parts(request.POST)
    visitor = visitor_of(request, writing=bool(sent))
    if sent:
        see_parts(visitor, course, lesson, sent)
    row = course_overview(visitor, course).rows[lesson.slug]
    context = {
        "lesson": lesson,
        "parts": read_lesson_text(lesson).parts,
        "row": row,
        "is_part": True,
    }
    return render(request, "lessons/_contents.html", {**context, "contents": _contents(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def reset_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether to put the lesson's organization back to its start, and do it."""
    try:
        course, lesson = get_lesson(slug)
        world = open_world(visitor_of(request), course, lesson)
        if request.method == "POST":
            restore_all(world.visitor, world.slug)
    except (LessonsError, ScenarioNotFound) as error:
        return error_response(request, 404, str(error))
    if request.method == "POST":
        sentence = "Every policy of this lesson’s organization has its starting text again."
        messages.success(request, sentence)
        return HttpResponseRedirect(reverse("lessons:lesson", args=[lesson.slug]))
    edited = [] if world.sandbox is None else sorted(edited_keys(world.sandbox))
    context = {"course": course, "lesson": lesson, "edited": edited, "scenario": world.scenario}
    return render(request, "lessons/reset.html", context)


def open_lesson(visitor: Visitor, slug: str) -> LessonWorld:
    """Return a lesson's organization by the lesson's slug. Raises LessonsError."""
    course, lesson = get_lesson(slug)
    return open_world(visitor, course, lesson)


def _neighbors(course: Course, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    place = lesson.number
    before = course.lessons[place - 1] if place else None
    after = course.lessons[place + 1] if place + 1 < len(course.lessons) else None
    return before, after


def _contents(row: LessonRow) -> dict[str, object]:
    """Return how far the contents say that the learner is."""
    progress = row.progress
    return {"read": progress.read, "number": len(progress.read), "total": progress.total}
