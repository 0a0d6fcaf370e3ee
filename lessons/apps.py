"""Registers the lessons with Django."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Courses, exercises and quizzes."""

    name = "lessons"
    verbose_name = "Lessons"
    default_auto_field = "django.db.models.BigAutoField"
