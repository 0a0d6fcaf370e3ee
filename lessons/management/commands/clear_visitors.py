"""Deletes what anonymous learners left behind who cannot come back to it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lessons.services.expiry import delete_unused

_DAY = 24 * 3600


class Command(BaseCommand):
    """`manage.py clear_visitors`, to be run once a day or once a week."""

    help = "Delete expired sessions, and the work of people without an account that hung on them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the days be given; no fewer than a session lasts."""
        lasts = settings.SESSION_COOKIE_AGE // _DAY
        parser.add_argument(
            "--days", type=int, default=lasts, help=f"without any use; {lasts} by default, or more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much in one line."""
        days = options["days"]
        if days * _DAY < settings.SESSION_COOKIE_AGE:
            raise CommandError(
                f"Sessions last {settings.SESSION_COOKIE_AGE // _DAY} days, so their work may "
                "still be in use. Give as many days, or more."
            )
        call_command("clearsessions")
        gone = delete_unused(timezone.now() - timedelta(days=days))
        people = "1 anonymous learner" if gone == 1 else f"{gone} anonymous learners"
        self.stdout.write(f"Deleted the work of {people} who did nothing for {days} days.")
