"""Requests that people can read: resources with names that somebody would choose."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.comparison.cells import Match
from iamlab.engine.comparison.statements import Scene
from iamlab.engine.documents import split_arn

_FILLERS = ("payroll/2026-01.csv", "other.txt", "-old/2026-01.csv", "-other")


def nicer_names(scene: Scene, resource: str, match: Match) -> Iterator[str]:
    """Yield resources with names that people would choose, which may show the same."""
    fields = split_arn(resource)
    if scene.space.star or scene.space.exact is not None or fields is None:
        return
    sources = {
        pattern.source: None
        for plan in match.plans
        for item in plan.candidates
        for pattern in item.statement.patterns
    }
    head = ":".join(fields[:5]) + ":"
    for source in sources:
        parts = split_arn(source)
        if parts is None or parts[2] != fields[2]:
            continue
        for filler in _FILLERS if fields[2] == "s3" else ("other", "-other"):
            yield head + parts[5].replace("*", filler).replace("?", "1")
        if fields[2] == "s3" and "/" in parts[5]:
            bucket = parts[5].partition("/")[0].replace("*", "").replace("?", "1")
            yield from (f"{head}{bucket}/{key}" for key in _FILLERS[:2])
    yield head + "other".join(scene.space.pieces)
