"""Makes the practice organizations of all lessons, or renews them after their files changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iamlab.sandbox.services.errors import ScenarioRefused
from lessons.content.errors import CourseError
from lessons.services.courses import list_courses, load_lesson_scenarios


class Command(BaseCommand):
    """`manage.py load_courses`, safe to run at every start."""

    help = "Load the practice organizations of the shipped courses' lessons."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what changed and say so in one line for each course."""
        try:
            for course in list_courses():
                loaded = load_lesson_scenarios(course)
                changed = sum(is_new for _, is_new in loaded)
                self.stdout.write(f"{course.slug}: {len(loaded)} lessons, {changed} changed")
        except (CourseError, ScenarioRefused) as error:
            raise CommandError(str(error)) from error
