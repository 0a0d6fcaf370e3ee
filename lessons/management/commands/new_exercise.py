"""Writes the files of a new exercise, with marks where its author fills something in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lessons.content.errors import CourseError
from lessons.services.scaffolds import ScaffoldRefused, write_exercise


class Command(BaseCommand):
    """`manage.py new_exercise COURSE_PATH LESSON ID`; nothing is overwritten."""

    help = "Write a new exercise into a lesson of a course, to be filled in."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the course's folder, the lesson and the exercise's ID."""
        parser.add_argument("course", type=Path, help="the course's folder")
        parser.add_argument("lesson", help="the lesson's folder, or its slug")
        parser.add_argument("id", help="the exercise's permanent ID")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and say what comes next."""
        course: Path = options["course"]
        try:
            written = write_exercise(course, options["lesson"], options["id"])
        except (ScaffoldRefused, CourseError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        for file in written:
            self.stdout.write(str(file))
        self.stdout.write(f"\nFill in what `manage.py check_course {course}` asks for.")
