"""Quizzes, practice and reviews before they begin: the lists, the start pages, the beginning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.forms.quizzes import SkillForm, StartForm
from lessons.models import QuizMode
from lessons.services.courses import get_course, get_lesson
from lessons.services.errors import LessonNotFound, QuestionNotFound
from lessons.services.quiz_lists import list_quizzes, list_skills, quiz_row, review_plan
from lessons.services.quiz_starts import start_practice, start_quiz, start_review
from lessons.services.skills import DAILY_CAP
from lessons.views.quiz_runs import to_open_question

_NO_QUIZ = "There is no such quiz."
_NO_SKILL = "There is no question about such a skill."


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """List every quiz by lesson with the visitor's best result, and what else to practice."""
    visitor, course = visitor_of(request), get_course()
    context = {
        "course": course,
        "rows": list_quizzes(visitor, course),
        "plan": review_plan(visitor, course),
    }
    return render(request, "quizzes/list.html", context)


@require_safe
def show_quiz(request: HttpRequest, lesson: str) -> HttpResponse:
    """Show a quiz before it begins: how long it is, two ways to take it, and earlier runs."""
    try:
        course, found = get_lesson(lesson)
    except LessonNotFound:
        return error_response(request, 404, _NO_QUIZ)
    if found.quiz is None:
        return error_response(request, 404, _NO_QUIZ)
    row = quiz_row(visitor_of(request), course, found)
    return render(request, "quizzes/start.html", {"course": course, "lesson": found, "row": row})


@require_POST
def begin_quiz(request: HttpRequest, lesson: str) -> HttpResponse:
    """Begin a quiz and go to its first question."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400, "Choose practice or test.")
    try:
        course, found = get_lesson(lesson)
        mode = QuizMode(form.cleaned_data["mode"])
        run = start_quiz(visitor_of(request, writing=True), course, found, mode)
    except (LessonNotFound, QuestionNotFound):
        return error_response(request, 404, _NO_QUIZ)
    return to_open_question(run)


@require_safe
def show_practice(request: HttpRequest) -> HttpResponse:
    """Show the skills to practice; one of them first when the address names it."""
    course = get_course()
    rows = list_skills(visitor_of(request), course)
    wanted = request.GET.get("skill", "")
    chosen = next((row for row in rows if row.id == wanted), None)
    context = {"course": course, "rows": rows, "chosen": chosen, "missed": wanted and not chosen}
    return render(request, "quizzes/practice.html", context)


@require_POST
def begin_practice(request: HttpRequest) -> HttpResponse:
    """Begin to practice a skill, or go on with it."""
    form = SkillForm(request.POST)
    if not form.is_valid():
        return error_response(request, 404, _NO_SKILL)
    visitor, course = visitor_of(request, writing=True), get_course()
    try:
        run = start_practice(visitor, course, form.cleaned_data["skill"])
    except QuestionNotFound:
        return error_response(request, 404, _NO_SKILL)
    return to_open_question(run)


@require_safe
def show_review(request: HttpRequest) -> HttpResponse:
    """Show what is due today, or when the next review is."""
    course = get_course()
    context = {
        "course": course,
        "plan": review_plan(visitor_of(request), course),
        "cap": DAILY_CAP,
    }
    return render(request, "quizzes/review.html", context)


@require_POST
def begin_review(request: HttpRequest) -> HttpResponse:
    """Begin today's review, or go on with it."""
    run = start_review(visitor_of(request, writing=True), get_course())
    if run is None:
        messages.info(request, "Nothing is due any more.")
        return HttpResponseRedirect(reverse("lessons:review"))
    return to_open_question(run)
