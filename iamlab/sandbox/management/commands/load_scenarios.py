"""Loads the starting organizations; safe to run at every start of the site."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iamlab.sandbox.services.errors import ScenarioRefused
from iamlab.sandbox.services.scenarios import SHIPPED, load_shipped_scenarios


class Command(BaseCommand):
    """`manage.py load_scenarios [FOLDER]`: one scenario in each folder with organization.yaml."""

    help = "Load the starting organizations from their files; unchanged ones are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder that holds the scenario folders."""
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them all, or say which one has faults."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            loaded = load_shipped_scenarios(folder)
        except ScenarioRefused as error:
            raise CommandError(str(error)) from error
        for template, changed in loaded:
            self.stdout.write(f"{template.scenario}: {'loaded' if changed else 'unchanged'}")
