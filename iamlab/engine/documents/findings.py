"""What is wrong with a policy text, and where: the one shape every check reports in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.documents.edits import Repair
from iamlab.engine.documents.positions import Span

Path = tuple[str | int, ...]

MAX_FINDINGS = 100
MORE_FINDINGS = "MORE_FINDINGS"


class Severity(StrEnum):
    """The `findingType` words of IAM Access Analyzer's policy validation."""

    ERROR = "ERROR"
    SECURITY_WARNING = "SECURITY_WARNING"
    WARNING = "WARNING"
    SUGGESTION = "SUGGESTION"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: a stable `code`, a whole sentence, its place, and the JSON path to it.

    `path` holds keys and indexes from the top, such as `("Statement", 0, "Action", 1)`.
    Codes are those of IAM Access Analyzer's policy check reference where one fits. `repair` is
    the edit that mends it, where there is a mechanical one.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    path: Path = ()
    repair: Repair | None = None


class FindingCollector:
    """Gathers the findings of one document, at most `MAX_FINDINGS` so a page stays readable."""

    __slots__ = ("_dropped", "_findings")

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._findings = list(findings)
        self._dropped: Finding | None = None

    def add(self, severity: Severity, code: str, message: str, span: Span, path: Path = ()) -> None:
        """Notes one finding, or remembers that there was one more than fits."""
        finding = Finding(code, severity, message, span, path)
        if len(self._findings) < MAX_FINDINGS:
            self._findings.append(finding)
        elif self._dropped is None:
            self._dropped = finding

    def error(self, code: str, message: str, span: Span, path: Path = ()) -> None:
        """Notes a finding that AWS would refuse the policy for."""
        self.add(Severity.ERROR, code, message, span, path)

    def warning(self, code: str, message: str, span: Span, path: Path = ()) -> None:
        """Notes a finding that AWS accepts but warns about."""
        self.add(Severity.WARNING, code, message, span, path)

    def suggestion(self, code: str, message: str, span: Span, path: Path = ()) -> None:
        """Notes something legal that has no effect or could be clearer."""
        self.add(Severity.SUGGESTION, code, message, span, path)

    def finish(self) -> tuple[Finding, ...]:
        """All findings in the order of their places in the text."""
        ordered = sorted(self._findings, key=lambda finding: finding.span.start.offset)
        if self._dropped is not None:
            ordered.append(more_findings(self._dropped))
        return tuple(ordered)


def more_findings(dropped: Finding) -> Finding:
    """The finding that says that there are more than fit; `dropped` is the first left out."""
    message = f"Only the first {MAX_FINDINGS} findings are shown; mend those and look again."
    return Finding(MORE_FINDINGS, Severity.SUGGESTION, message, dropped.span, dropped.path)
