"""Registers the lessons with Django."""

from importlib import import_module

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Courses, exercises and quizzes."""

    name = "lessons"
    verbose_name = "Lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals, which need the models."""
        import_module("lessons.signals")
