"""Findings as lines that people and editors read: `path:line:column: SEVERITY CODE message`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iamlab.engine import Severity
from iamlab.lab.validating.reports import FileReport, count_findings

_WORDS = {
    Severity.ERROR: ("error", "errors"),
    Severity.SECURITY_WARNING: ("security warning", "security warnings"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.SUGGESTION: ("suggestion", "suggestions"),
}


def text_lines(reports: Sequence[FileReport]) -> Iterator[str]:
    """Yield one line for each finding, in the order of files and places, then the counts."""
    for report in reports:
        for finding in report.findings:
            start = finding.span.start
            place = f"{report.name}:{start.line}:{start.column}"
            yield printable(f"{place}: {finding.severity} {finding.code} {finding.message}")
    yield _summary(reports)


def printable(text: str) -> str:
    """Return a text with every control character spelled out, so that it stays on its line."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _summary(reports: Sequence[FileReport]) -> str:
    unread = sum(report.problem is not None for report in reports)
    counts = count_findings(reports)
    told = [_count(counts[severity], *_WORDS[severity]) for severity in Severity]
    line = f"Checked {_count(len(reports) - unread, 'file', 'files')}: {', '.join(told)}."
    return f"{line} {_count(unread, 'file', 'files')} could not be read." if unread else line


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
