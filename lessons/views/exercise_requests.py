"""From a request to the exercise that it is about, and back to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import reswap, retarget

from iamlab.site.errors import error_response
from lessons.forms.exercises import VariantForm, sent_texts
from lessons.services.errors import AnswerRefused, AttemptNotFound, ExerciseNotFound
from lessons.services.exercise_work import Found, find_exercise
from lessons.views.exercise_context import Desk, open_desk, page_context

Texts = Mapping[str, str]
ReadView = Callable[..., HttpResponse]
WorkView = Callable[[HttpRequest, Desk, Texts], HttpResponse]


def reading(view: ReadView) -> ReadView:
    """Find the exercise of an address for a view that reads: `view(request, found, ...)`.

    What is not there, or a stranger's, is a 404.
    """

    @wraps(view)
    def found_first(request: HttpRequest, exercise: str, **place: int | str) -> HttpResponse:
        try:
            return view(request, find_exercise(exercise), **place)
        except (ExerciseNotFound, AttemptNotFound) as error:
            return error_response(request, 404, str(error))

    return found_first


def working(view: WorkView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the exercise, the variant and the texts of a form for `view(request, desk, texts)`.

    A refused text comes back in the page, with what is wrong with it.
    """

    @wraps(view)
    def desk_first(request: HttpRequest, exercise: str) -> HttpResponse:
        try:
            found = find_exercise(exercise)
        except ExerciseNotFound as error:
            return error_response(request, 404, str(error))
        form = VariantForm(request.POST)
        if not form.is_valid():
            return error_response(request, 404, "There is no such variant.")
        desk = open_desk(request, found, form.seed)
        texts = sent_texts(request.POST, desk.variant.places)
        try:
            return view(request, desk, texts)
        except AnswerRefused as refusal:
            return refuse(request, desk, texts, str(refusal))

    return desk_first


def refuse(request: HttpRequest, desk: Desk, texts: Texts, sentence: str) -> HttpResponse:
    """Show what is wrong with what was sent; it stays in the fields."""
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "exercises/_notice.html", {"problem": sentence}, status=422)
        return reswap(retarget(response, "#checks-notice"), "innerHTML")
    context = page_context(desk, texts=texts, problem=sentence)
    return render(request, "exercises/page.html", context, status=422)


def to_page(found: Found, seed: int, *, pane: str = "", anchor: str = "") -> HttpResponse:
    """Go to the page of a variant; `pane` is what is shown where the panes are tabs."""
    show = f"&show={pane}" if pane else ""
    address = reverse("lessons:exercise", args=[found.exercise.id])
    return HttpResponseRedirect(f"{address}?variant={seed}{show}{anchor}")
