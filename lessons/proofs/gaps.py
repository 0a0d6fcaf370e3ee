"""What an author has still to fill in: `new_course` and `new_exercise` leave marks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from iamlab.engine.scenarios import Problem

_GAP = re.compile(r"FILL IN(?: \((?P<what>[^)\n]*)\))?")


def find_gaps(files: Mapping[str, str]) -> Iterator[Problem]:
    """Find every mark `FILL IN (what belongs here)` in a course's files."""
    for file, text in sorted(files.items()):
        for found in _GAP.finditer(text):
            what = f": {found['what']}" if found["what"] else ""
            line = text.count("\n", 0, found.start()) + 1
            yield Problem("", f"fill this in{what}", file, line)
