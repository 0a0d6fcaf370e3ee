"""The addresses of the course, its lessons and their live blocks."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
