"""Proves that a course keeps its promises, and says where it does not, like a compiler."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iamlab.engine.scenarios import Problem
from lessons.content.errors import CourseError
from lessons.content.folders import COURSE_FILE
from lessons.proofs import SEEDS, CourseReport, check_course
from lessons.services.course_files import read_course_files
from lessons.services.courses import SHIPPED


class Command(BaseCommand):
    """`manage.py check_course [PATH]`: each fault as `file:line: field: message`."""

    help = "Check a course's folder, or all shipped ones: files, references, answers and proofs."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and how much to do at once."""
        parser.add_argument("path", nargs="?", type=Path, help="the folder with course.yaml")
        parser.add_argument(
            "--seeds", type=int, default=SEEDS, help="most variants of an exercise or question"
        )
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="processes that share the work"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and leave with an error when there is a fault."""
        path: Path | None = options["path"]
        if options["seeds"] < 1 or options["jobs"] < 1:
            raise CommandError("--seeds and --jobs are 1 or more.")
        if path is not None and not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
        shipped = sorted(file.parent for file in SHIPPED.glob(f"*/{COURSE_FILE}"))
        folders = [path] if path is not None else shipped
        faulty = [folder for folder in folders if not self._check(folder, **options)]
        if faulty:
            raise CommandError(f"Not in order: {', '.join(map(str, faulty))}")

    def _check(self, folder: Path, *, seeds: int, jobs: int, **_: Any) -> bool:
        start = monotonic()
        try:
            files = read_course_files(folder)
            report = check_course(folder.resolve().name, files, seeds=seeds, jobs=jobs)
        except CourseError as error:
            report = CourseReport(error.problems)
        for line in _lines(folder, report.problems):
            self.stdout.write(line)
        self.stdout.write(
            f"{_counts(report)} checked in {monotonic() - start:.0f} s: {_sum(report)}"
        )
        return not report.problems


def _lines(folder: Path, problems: tuple[Problem, ...]) -> Iterator[str]:
    """Yield a line for each fault, and an empty one after those of each file."""
    for file, group in groupby(problems, key=lambda problem: problem.file):
        where = str(folder / file) if file else str(folder)
        for problem in group:
            parts = [f"{where}:{problem.line}" if problem.line else where, problem.field]
            yield ": ".join([*filter(None, parts), problem.message])
        yield ""


def _counts(report: CourseReport) -> str:
    if not report.lessons:
        return "The files were read and nothing else was"
    return (
        f"{_number(report.lessons, 'lesson')}, {_number(report.exercises, 'exercise')}, "
        f"{_number(report.questions, 'question')} ({report.keyed:,} keyed by the engine), "
        f"{_number(report.variants, 'variant')}"
    )


def _sum(report: CourseReport) -> str:
    return _number(len(report.problems), "fault") if report.problems else "no faults"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
