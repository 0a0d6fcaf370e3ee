"""Answers questions given as JSON Lines; no database is needed. The README documents the format."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand
from tqdm import tqdm

from iamlab.engine.simulation import Simulator

_UNANSWERED = 1
_UNREADABLE = 2
_INTERRUPTED = 130
_BYTE_ORDER_MARK = "\ufeff"


class Command(BaseCommand):
    """`manage.py simulate FILE`: one answer a line, in order, as they come."""

    help = "Answer authorization questions given as JSON Lines, one JSON answer a line."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the switch for whole traces."""
        parser.add_argument("file", nargs="?", default="-", help="JSON Lines, or - for stdin")
        parser.add_argument("--trace", action="store_true", help="include the whole trace")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line; exit 1 if one could not be answered, 2 if the file is unusable."""
        try:
            with _open(options["file"]) as source:
                unanswered = self._answer_all(source, trace=options["trace"])
        except KeyboardInterrupt:
            sys.exit(_INTERRUPTED)
        except BrokenPipeError:
            # Whoever reads the answers has had enough, as `head` does. What Python still holds
            # for them goes nowhere, or it would complain on its way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(_UNANSWERED)
        except (OSError, NotJsonLinesError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.stderr.write(f"simulate: {options['file']}: {reason}")
            sys.exit(_UNREADABLE)
        if unanswered:
            sys.exit(_UNANSWERED)

    def _answer_all(self, source: BinaryIO, *, trace: bool) -> int:
        simulator = Simulator(trace=trace)
        unanswered = 0
        lines = json_lines(source)
        # Shown on a terminal only, and only once the work has lasted a second.
        for number, line in tqdm(lines, unit=" questions", delay=1, disable=None):
            answer, answered = simulator.answer(line, number, time.time())
            unanswered += not answered
            self.stdout.write(json.dumps(answer, ensure_ascii=True))
            self.stdout.flush()  # somebody may wait for this answer before asking the next
        return unanswered


class NotJsonLinesError(Exception):
    """The file as a whole is something else than JSON Lines."""


def json_lines(source: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers from 1.

    Raises NotJsonLinesError when the bytes are no UTF-8 text, or when the first line shows that
    this is another kind of file; what comes after the first line is each line's own affair.
    """
    first = True
    for number, line in enumerate(_decoded(source), 1):
        text = line.strip(" \t\r\n")  # only these are white space to JSON
        if not text:
            continue
        if first and not _may_be_json_line(text):
            raise NotJsonLinesError(_explain(text))
        first = False
        yield number, text


def _decoded(source: BinaryIO) -> Iterable[str]:
    lines = io.TextIOWrapper(source, encoding="utf-8", newline="\n")
    try:
        for number, line in enumerate(lines):
            yield line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line
    except UnicodeDecodeError as error:
        raise NotJsonLinesError("the file is not UTF-8 text, so it is not JSON Lines") from error
    finally:
        lines.detach()


def _may_be_json_line(text: str) -> bool:
    """Tell a line of JSON Lines, even a broken one, from a line of something else."""
    if len(text) > 1 and text.startswith("{"):
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _explain(text: str) -> str:
    if text in ("{", "["):
        return "this is JSON spread over several lines; JSON Lines has one whole object on each"
    return "the file is not JSON Lines: its first line is not a JSON object"


def _open(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    return open(name, "rb")
