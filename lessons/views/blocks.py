"""The live blocks of a lesson: each answers by itself for htmx, and within its page otherwise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget, trigger_client_event

from iamlab.lab.visitors import visitor_of
from iamlab.sandbox.services.errors import SandboxError
from iamlab.site.errors import error_response
from lessons.content.shapes.lessons import EditBlock, PredictBlock, QuestionBlock
from lessons.forms.blocks import read_confidence, read_prediction, read_text
from lessons.services.blocks import BlockView, show_block
from lessons.services.blocks.answers import answers_in
from lessons.services.blocks.editing import (
    is_readable,
    keep_text,
    refusal_of,
    restart_text,
    show_edit,
)
from lessons.services.blocks.predicting import commit_prediction, show_predict
from lessons.services.blocks.questions import UnfitAnswer, commit_question, show_question
from lessons.services.blocks.worlds import LessonWorld
from lessons.services.errors import AnswerRefused, BlockNotFound, LessonsError
from lessons.services.reading import BlockPiece, read_lesson_text
from lessons.views.lessons import open_lesson, render_lesson, sent_block

_CHANGED = "lesson:changed"
"""Told to the page when the learner's copy was written, so that its other blocks ask again."""


@require_http_methods(["GET", "HEAD", "POST"])
def show_lesson_block(request: HttpRequest, slug: str, block: str) -> HttpResponse:
    """Show a block, or do in it what was sent: ask, try a text, keep it, commit to an answer."""
    try:
        world = open_lesson(visitor_of(request), slug)
        piece = read_lesson_text(world.lesson).block(block)
        if piece is None:
            raise BlockNotFound(block)
        if request.method != "POST":
            return _show(request, world, piece)
        match piece.shape:
            case EditBlock() as shape:
                return _edit(request, world, piece, shape)
            case PredictBlock() as shape:
                return _predict(request, world, piece, shape)
            case QuestionBlock() as shape:
                return _answer(request, world, piece, shape)
    except LessonsError as error:
        return error_response(request, 404, str(error))
    view = sent_block(world, piece, request.POST) or _present(world, piece)
    return _reply(request, world, view)


def _show(request: HttpRequest, world: LessonWorld, piece: BlockPiece) -> HttpResponse:
    """Return the block to htmx; anybody else is led to its place on the page."""
    if not _is_part(request):
        query = request.GET.copy()
        query["block"] = piece.shape.id
        address = reverse("lessons:lesson", args=[world.lesson.slug])
        return HttpResponseRedirect(f"{address}?{query.urlencode()}#{piece.anchor}")
    return _reply(request, world, sent_block(world, piece, request.GET) or _present(world, piece))


def _present(world: LessonWorld, piece: BlockPiece) -> BlockView:
    return show_block(world, piece, answers_in(world.visitor, world.course, world.lesson))


def _edit(
    request: HttpRequest, world: LessonWorld, piece: BlockPiece, shape: EditBlock
) -> HttpResponse:
    """Answer for a text; with `keep` it is saved first, and a text that cannot be stays typed."""
    if "restart" in request.POST:
        return _restart(request, world, piece, shape)
    if "text" not in request.POST:
        return error_response(request, 400, "The policy's text is missing.")
    text = read_text(request.POST)
    problem, kept = "", False
    if _is_to_be_kept(request, world, shape, text):
        visitor = visitor_of(request, writing=True)
        try:
            kept = keep_text(visitor, world, shape, text)
        except SandboxError as error:
            problem = refusal_of(error)
        world = open_lesson(visitor, world.lesson.slug)
        if not problem and not _is_part(request):
            return _back(world, piece)
    view = show_edit(world, piece, shape, text, problem)
    if not _is_part(request):
        return render_lesson(request, world, {shape.id: view}, view.status)
    context = _context(world, view)
    response = render(request, "lessons/blocks/_edit_answers.html", context, status=view.status)
    if not view.answered:
        # The last answers stay, with a note above them.
        response = reswap(retarget(response, f"#{piece.anchor}-note"), "innerHTML")
    return trigger_client_event(response, _CHANGED, {}) if kept else response


def _is_to_be_kept(request: HttpRequest, world: LessonWorld, shape: EditBlock, text: str) -> bool:
    """Whether to save: at a press always, and `auto` where the text can be read by now."""
    keep = request.POST.get("keep")
    return is_readable(world, shape, text) if keep == "auto" else keep is not None


def _restart(
    request: HttpRequest, world: LessonWorld, piece: BlockPiece, shape: EditBlock
) -> HttpResponse:
    visitor = visitor_of(request)
    try:
        restart_text(visitor, world, shape)
    except SandboxError as error:
        return error_response(request, 404, str(error))
    if not _is_part(request):
        return _back(world, piece)
    world = open_lesson(visitor, world.lesson.slug)
    return trigger_client_event(_reply(request, world, _present(world, piece)), _CHANGED, {})


def _predict(
    request: HttpRequest, world: LessonWorld, piece: BlockPiece, shape: PredictBlock
) -> HttpResponse:
    sent = read_prediction(request.POST)
    try:
        answer = commit_prediction(visitor_of(request, writing=True), world, shape, sent)
    except AnswerRefused as error:
        view = show_predict(world, piece, shape, None, sent, str(error))
        return _reply(request, world, view)
    if not _is_part(request):
        return _back(world, piece)
    return _reply(request, world, show_predict(world, piece, shape, answer))


def _answer(
    request: HttpRequest, world: LessonWorld, piece: BlockPiece, shape: QuestionBlock
) -> HttpResponse:
    form = {name: request.POST.getlist(name) for name in request.POST}
    sure = read_confidence(request.POST)
    try:
        answer = commit_question(visitor_of(request, writing=True), world, shape, form, sure)
    except UnfitAnswer as error:
        view = show_question(world, piece, shape, None, error.draft, str(error))
        return _reply(request, world, view)
    if not _is_part(request):
        return _back(world, piece)
    return _reply(request, world, show_question(world, piece, shape, answer))


def _reply(request: HttpRequest, world: LessonWorld, view: BlockView) -> HttpResponse:
    """Return the block alone to htmx, and its whole page otherwise."""
    if not _is_part(request):
        return render_lesson(request, world, {view.piece.shape.id: view}, view.status)
    template = getattr(view, "part", view.template)
    return render(request, template, _context(world, view), status=view.status)


def _context(world: LessonWorld, view: BlockView) -> dict[str, object]:
    return {"view": view, "course": world.course, "lesson": world.lesson, "is_part": True}


def _back(world: LessonWorld, piece: BlockPiece) -> HttpResponse:
    """Go to the block on its page, so that a reload sends nothing again."""
    address = reverse("lessons:lesson", args=[world.lesson.slug])
    return HttpResponseRedirect(f"{address}#{piece.anchor}")


def _is_part(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
