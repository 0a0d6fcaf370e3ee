"""A run: its questions one by one, all of them at a glance, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.forms.quizzes import read_confidence, read_fields, read_go, read_typed
from lessons.judging.questions import Answer, AnswerUnreadable, Posed, read_answer, what_is_missing
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.courses import get_course
from lessons.services.errors import AnswerRefused, AttemptNotFound, QuestionNotFound
from lessons.services.quiz_marking import MarkingFailed, pose_row
from lessons.services.quiz_pages import (
    QuestionPage,
    facts_of,
    first_open,
    glances_of,
    question_page,
)
from lessons.services.quiz_results import result_of
from lessons.services.quiz_runs import finish_run, get_row, get_run, save_draft, submit
from lessons.services.quiz_starts import add_question

RunView = Callable[..., HttpResponse]


def _own(view: RunView) -> RunView:
    """Find the visitor's own run for `view(request, run, ...)`; a stranger's is a 404."""

    @wraps(view)
    def found_first(request: HttpRequest, run: int, **place: int) -> HttpResponse:
        try:
            found = get_run(visitor_of(request), get_course(), run)
            return view(request, found, **place)
        except (AttemptNotFound, QuestionNotFound) as error:
            return error_response(request, 404, str(error))

    return found_first


@require_safe
@_own
def show_run(request: HttpRequest, run: QuizAttempt) -> HttpResponse:
    """Show all questions of a run, or its result once it is over."""
    course = get_course()
    if run.finished_at is not None:
        context = {"course": course, "result": result_of(course, run)}
        return render(request, "quizzes/result.html", context)
    glances = glances_of(course, run)
    context = {
        "course": course,
        "facts": facts_of(course, run),
        "glances": glances,
        "answered": sum(item.state == "answered" for item in glances),
        "left": sum(item.state in ("open", "begun") for item in glances),
    }
    return render(request, "quizzes/overview.html", context)


@require_safe
@_own
def resume(request: HttpRequest, run: QuizAttempt) -> HttpResponse:
    """Go to where a run was left."""
    return to_open_question(run)


@require_POST
@_own
def finish(request: HttpRequest, run: QuizAttempt) -> HttpResponse:
    """End a run and go to its result; of two presses the second finds it ended."""
    finish_run(visitor_of(request), get_course(), run)
    return _to_run(run)


@require_POST
@_own
def go_on(request: HttpRequest, run: QuizAttempt) -> HttpResponse:
    """Go to the next question of a run of practice, drawn now; to the result when it is over."""
    after = request.POST.get("after", "")
    if not (after.isascii() and after.isdigit()):
        return error_response(request, 400, "There is no such question.")
    return _to_next(request, run, int(after[:6]))


@require_http_methods(["GET", "HEAD", "POST"])
@_own
def show_question(request: HttpRequest, run: QuizAttempt, position: int) -> HttpResponse:
    """Show a question of a run; a POST answers it, keeps the draft or goes elsewhere."""
    row = get_row(run, position)
    if request.method == "POST":
        return _take(request, run, row)
    return _render(request, question_page(visitor_of(request), get_course(), row))


@require_POST
@_own
def keep_draft(request: HttpRequest, run: QuizAttempt, position: int) -> HttpResponse:
    """Keep an answer as it is typed; 409 says that it was sent in elsewhere."""
    row = get_row(run, position)
    posed = pose_row(get_course(), row)
    answer, _ = _read(request, posed)
    kept = save_draft(row, _unless_untouched(posed, answer), read_confidence(request.POST))
    return HttpResponse(status=204 if kept else 409)


def _take(request: HttpRequest, run: QuizAttempt, row: QuestionAnswer) -> HttpResponse:
    """Keep what was sent, then do what the button says."""
    visitor, course = visitor_of(request), get_course()
    page = question_page(visitor, course, row)
    go = read_go(request.POST)
    if page.posed is None or not page.is_open:
        return _leave(request, page, go)
    answer, problem = _read(request, page.posed)
    confidence = read_confidence(request.POST)
    is_sent = go == "check" and not page.facts.is_test
    if is_sent and not problem:
        problem = what_is_missing(page.posed, answer)
    if problem and go in ("check", "next", "previous"):
        save_draft(row, answer, confidence)
        return _refuse(request, row, answer, confidence, problem)
    if not is_sent:
        save_draft(row, _unless_untouched(page.posed, answer), confidence)
        return _leave(request, page, "next" if go == "check" else go)
    try:
        submit(visitor, course, row, answer, confidence)
    except MarkingFailed as error:
        return _refuse(request, row, answer, confidence, str(error), status=500)
    except AnswerRefused as error:
        return _refuse(request, row, answer, confidence, str(error))
    return _to_question(run, row.position, "#feedback")


def _read(request: HttpRequest, posed: Posed | None) -> tuple[Answer, str]:
    """Return the answer that was sent and what is wrong with it; as it was typed if anything is."""
    typed = read_typed(request.POST)
    if posed is None:
        return typed, ""
    try:
        return read_answer(posed, read_fields(request.POST)), ""
    except AnswerUnreadable as error:
        return typed, str(error)


def _unless_untouched(posed: Posed | None, answer: Answer) -> Answer:
    """Return an answer, nothing where it is just the text that the question begins with."""
    if posed is not None and posed.edit is not None:
        text = answer.get("text")
        if isinstance(text, str) and text.strip() == posed.edit.text.strip():
            return {}
    return answer


def _refuse(
    request: HttpRequest,
    row: QuestionAnswer,
    answer: Answer,
    confidence: int,
    problem: str,
    status: int = 422,
) -> HttpResponse:
    """Show the question again with what was typed and why it was not taken."""
    page = question_page(
        visitor_of(request),
        get_course(),
        row,
        answer=answer,
        confidence=confidence,
        problem=problem,
    )
    return _render(request, page, status)


def _leave(request: HttpRequest, page: QuestionPage, go: str) -> HttpResponse:
    """Go where the button says, nothing more to be kept."""
    run, position = page.facts.run, page.row.position
    if go == "all":
        return _to_run(run)
    if go == "stop":
        finish_run(visitor_of(request), get_course(), run)
        return _to_run(run)
    if go == "check":
        return _to_question(run, position, "#feedback")
    if go == "previous":
        return _to_question(run, page.previous or position)
    if page.facts.is_endless:
        return _to_next(request, run, position)
    return _to_question(run, page.next) if page.next else _to_run(run)


def to_open_question(run: QuizAttempt) -> HttpResponse:
    """Go to the first open question of a run; to all of them when there is none."""
    position = 0 if run.finished_at is not None else first_open(run)
    return _to_question(run, position) if position else _to_run(run)


def _to_next(request: HttpRequest, run: QuizAttempt, after: int) -> HttpResponse:
    visitor, course = visitor_of(request), get_course()
    position = add_question(visitor, course, run, after)
    if position is not None:
        return _to_question(run, position)
    finish_run(visitor, course, run)
    return _to_run(run)


def _to_question(run: QuizAttempt, position: int, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("lessons:question", args=[run.pk, position]) + anchor)


def _to_run(run: QuizAttempt) -> HttpResponse:
    return HttpResponseRedirect(reverse("lessons:quiz_run", args=[run.pk]))


def _render(request: HttpRequest, page: QuestionPage, status: int = 200) -> HttpResponse:
    context = {"course": get_course(), "page": page, "facts": page.facts, "posed": page.posed}
    return render(request, "quizzes/run.html", context, status=status)
