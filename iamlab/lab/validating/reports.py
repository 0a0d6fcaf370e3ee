"""What was found in each file, whatever the format in which it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import NOWHERE, Setting, validate
from iamlab.lab.validating.sources import UnusableFileError, read_text


@dataclass(frozen=True, slots=True)
class FileReport:
    """The text of one file with its findings, or the `problem` for which it could not be read."""

    name: str
    text: str = ""
    findings: tuple[Finding, ...] = ()
    problem: str | None = None


def check_file(name: str, policy_type: PolicyType, setting: Setting = NOWHERE) -> FileReport:
    """Read a file and check it; `-` is standard input. Nothing is raised."""
    try:
        text = read_text(name)
    except UnusableFileError as error:
        return FileReport(name, problem=str(error))
    return FileReport(name, text, validate(text, policy_type, setting))


def count_findings(reports: Iterable[FileReport]) -> Counter[Severity]:
    """Count the findings by severity; every severity is there, worst first."""
    counts = Counter(dict.fromkeys(Severity, 0))
    counts.update(finding.severity for report in reports for finding in report.findings)
    return counts
