"""A learner's own progress: to see, to take away, to delete. The addresses name nobody."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from iamlab.lab.visitors import visitor_of
from iamlab.site.errors import error_response
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.deletion import count_kept, delete_progress
from lessons.services.export import export_progress
from lessons.services.progress import progress_page
from lessons.services.skills import DAILY_CAP

_SECONDS_A_DAY = 24 * 3600


class DeleteForm(forms.Form):
    """The box to tick before everything goes."""

    sure = forms.BooleanField(
        error_messages={"required": "Tick the box first. Nothing was deleted."}
    )


@never_cache
@require_safe
def show_progress(request: HttpRequest) -> HttpResponse:
    """Show the next step, lessons, skills, the weakest belief and what was done last."""
    visitor, course = visitor_of(request), get_course()
    context = {
        "course": course,
        "page": progress_page(visitor, course),
        "known": visitor.known,
        "kept_days": settings.SESSION_COOKIE_AGE // _SECONDS_A_DAY,
        "daily_cap": DAILY_CAP,
    }
    return render(request, "progress/page.html", context)


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Return all that is kept of the visitor as a JSON file to save."""
    visitor = visitor_of(request)
    if not visitor.known:
        return error_response(request, 404, "There is nothing of yours here yet to export.")
    username = request.user.get_username() if request.user.is_authenticated else None
    file = export_progress(visitor, DEFAULT_COURSE, username)
    response = HttpResponse(
        file.model_dump_json(indent=1), content_type="application/json; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="iam-lab-progress-{day}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Say what there is of the visitor, and delete it once the box is ticked."""
    visitor = visitor_of(request)
    form = DeleteForm(request.POST) if request.method == "POST" else DeleteForm()
    if form.is_bound and form.is_valid():
        if visitor.known:
            delete_progress(visitor)
        return HttpResponseRedirect(reverse("lessons:progress_deleted"))
    context = {"kept": count_kept(visitor), "form": form}
    return render(request, "progress/delete.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def show_deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done, by looking: what is there now is counted again."""
    return render(request, "progress/deleted.html", {"kept": count_kept(visitor_of(request))})
