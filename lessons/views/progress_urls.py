"""The addresses of a learner's own progress."""

from __future__ import annotations

from django.urls import path

from lessons.views import progress

urlpatterns = [
    path("progress/", progress.show_progress, name="progress"),
    path("progress/export/", progress.export, name="progress_export"),
    path("progress/delete/", progress.delete, name="progress_delete"),
    path("progress/deleted/", progress.show_deleted, name="progress_deleted"),
]
