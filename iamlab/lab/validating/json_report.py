"""Findings as one JSON object, for programs; the README documents it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from iamlab.engine import Finding, PolicyType, Repair, catalog_version
from iamlab.engine.validation import find_check
from iamlab.lab.validating.reports import FileReport, count_findings

FORMAT_VERSION = 1


def json_text(reports: Sequence[FileReport], policy_type: PolicyType) -> str:
    """Return the report as JSON, in ASCII."""
    counts = count_findings(reports)
    document = {
        "version": FORMAT_VERSION,
        "type": policy_type.value,
        "catalog": catalog_version(),
        "counts": {severity.value: number for severity, number in counts.items()},
        "files": [_file(report) for report in reports],
    }
    return json.dumps(document, indent=2)


def _file(report: FileReport) -> dict[str, Any]:
    return {
        "file": report.name,
        "problem": report.problem,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    check = find_check(finding.code)
    start, end = finding.span.start, finding.span.end
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "path": list(finding.path),
        "link": check.link if check is not None else None,
        "repair": _repair(finding.repair),
    }


def _repair(repair: Repair | None) -> dict[str, Any] | None:
    if repair is None:
        return None
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in repair.edits]
    return {"label": repair.label, "edits": edits}
