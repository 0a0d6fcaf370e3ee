"""The addresses of the course, its lessons and their live blocks."""

from __future__ import annotations

from django.urls import path

from lessons.views import blocks, lessons, search

urlpatterns = [
    path("course/", lessons.show_course, name="course"),
    path("course/search/", search.search_lessons, name="lesson_search"),
    path("course/<slug:slug>/", lessons.show_lesson, name="lesson"),
    path("course/<slug:slug>/read/", lessons.note_parts, name="lesson_read"),
    path("course/<slug:slug>/reset/", lessons.reset_lesson, name="lesson_reset"),
    path("course/<slug:slug>/blocks/<slug:block>/", blocks.show_lesson_block, name="lesson_block"),
]
