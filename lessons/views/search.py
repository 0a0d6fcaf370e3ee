"""Search over the course: a page for everyone, a list as one types where htmx is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iamlab.site.errors import error_response
from lessons.services.courses import get_course
from lessons.services.errors import LessonsError
from lessons.services.search import MAX_QUERY, search_course


@require_safe
def search_lessons(request: HttpRequest) -> HttpResponse:
    """Show what the course has on some words, the best first, each with its passage."""
    try:
        course = get_course()
    except LessonsError as error:
        return error_response(request, 404, str(error))
    found = search_course(course, request.GET.get("q", ""))
    context = {"course": course, "found": found, "max_query": MAX_QUERY}
    template = "lessons/_found.html" if request.htmx else "lessons/search.html"  # type: ignore[attr-defined]
    return render(request, template, context)
