"""Writes the files of a new course, with marks where its author fills something in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lessons.services.scaffolds import ScaffoldRefused, write_course


class Command(BaseCommand):
    """`manage.py new_course PATH --title TITLE`; nothing is overwritten."""

    help = "Write a new course: one lesson, its quiz and its organization, to be filled in."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, whose name is the course's ID, and the title."""
        parser.add_argument("path", type=Path, help="a folder that is not there yet")
        parser.add_argument("--title", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and say what comes next."""
        path: Path = options["path"]
        try:
            written = write_course(path, options["title"])
        except (ScaffoldRefused, OSError) as error:
            raise CommandError(str(error)) from error
        for file in written:
            self.stdout.write(str(file))
        self.stdout.write(f"\nFill in what `manage.py check_course {path}` asks for.")
