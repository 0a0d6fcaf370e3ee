"""Checks policy files, as a guard of a repository; no database is needed. See the README."""

from __future__ import annotations

import gc
import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from iamlab.engine import PolicyType, Severity
from iamlab.engine.validation import Setting
from iamlab.lab.validating.json_report import json_text
from iamlab.lab.validating.reports import FileReport, check_file, count_findings
from iamlab.lab.validating.sarif_report import sarif_text
from iamlab.lab.validating.text_report import printable, text_lines

_HAS_ERRORS = 1
_UNREADABLE = 2
_INTERRUPTED = 130
_TYPES = ("identity", "resource", "trust", "scp", "rcp", "session", "boundary", "endpoint")
_FORMATS = ("text", "json", "sarif")


class Command(BaseCommand):
    """`manage.py validate_policy FILES`: exit 1 on ERROR findings, 2 when a file is unreadable."""

    help = "Check policy files with AWS IAM Access Analyzer's policy checks and our own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files, their type and the format of the report."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="a policy, or - for stdin")
        parser.add_argument("--type", choices=_TYPES, help="policy type (default: identity)")
        parser.add_argument("--format", choices=_FORMATS, default="text", help="default: text")
        parser.add_argument(
            "--guard",
            nargs=2,
            action="append",
            default=[],
            metavar=("ACTION", "ARN"),
            help="report policies that allow ACTION on ARN; may be given again",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress, no remarks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every file, then report, then exit with 0, 1 or 2."""
        quiet = options["quiet"]
        policy_type = PolicyType(options["type"] or PolicyType.IDENTITY)
        if options["type"] is None and not quiet:
            self._remark("read as identity-based policies; --type names another type")
        try:
            guarded = tuple((action, arn) for action, arn in options["guard"])
            setting = Setting(sensitive=guarded)
            reports = _check_all(options["files"], policy_type, setting, quiet=quiet)
            self._write(reports, policy_type, options["format"])
        except KeyboardInterrupt:
            sys.exit(_INTERRUPTED)
        except BrokenPipeError:
            # Whoever reads the report has had enough, as `head` does; the status still counts.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _status(reports)
        if status:
            sys.exit(status)

    def _write(self, reports: list[FileReport], policy_type: PolicyType, form: str) -> None:
        for report in reports:
            if report.problem is not None:
                self._remark(f"{report.name}: {report.problem}")
        if form == "json":
            self.stdout.write(json_text(reports, policy_type))
        elif form == "sarif":
            self.stdout.write(sarif_text(reports))
        else:
            _allow_any_character()
            for line in text_lines(reports):
                self.stdout.write(line)
        self.stdout.flush()

    def _remark(self, text: str) -> None:
        self.stderr.write(printable(f"validate_policy: {text}"))


def _check_all(
    names: Sequence[str], policy_type: PolicyType, setting: Setting, *, quiet: bool
) -> list[FileReport]:
    # Shown on a terminal only, and only once the work has lasted a second.
    shown = tqdm(names, unit=" policies", delay=1, leave=False, disable=True if quiet else None)
    with _rare_collections():
        return [check_file(name, policy_type, setting) for name in shown]


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the garbage collector look less often through the catalog, of which nothing ever dies.

    Else that takes a quarter of the time of many policies.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _status(reports: Sequence[FileReport]) -> int:
    if any(report.problem is not None for report in reports):
        return _UNREADABLE
    return _HAS_ERRORS if count_findings(reports)[Severity.ERROR] else 0


def _allow_any_character() -> None:
    """Spell out what the terminal's encoding lacks, rather than fail on it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
