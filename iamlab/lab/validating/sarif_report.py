"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from iamlab.engine import Finding, Repair, Severity, TextEdit
from iamlab.engine.validation import find_check
from iamlab.lab.validating.reports import FileReport
from iamlab.lab.validating.sources import STANDARD_INPUT

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.SECURITY_WARNING: "warning",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "note",
}


def sarif_text(reports: Sequence[FileReport]) -> str:
    """Return the report as a SARIF log of one run, in ASCII.

    Columns count code points from 1, as `columnKind` says. A file that cannot be read becomes a
    notification, and the run counts as unsuccessful.
    """
    codes = sorted({finding.code for report in reports for finding in report.findings})
    numbers = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "IAM Lab", "rules": [_rule(code) for code in codes]}},
        "invocations": [_invocation(reports)],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, finding, numbers[finding.code])
            for report in reports
            for finding in report.findings
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str) -> dict[str, Any]:
    check = find_check(code)
    if check is None:
        return {"id": code}
    tags = ["security"] if check.severity is Severity.SECURITY_WARNING else []
    return {
        "id": code,
        "shortDescription": _message(check.title),
        "fullDescription": _message(check.why),
        "helpUri": check.link,
        "help": _message(f"{check.why} {check.link}"),
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": ["aws-iam", *tags], "severity": check.severity.value},
    }


def _result(report: FileReport, finding: Finding, number: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [_location(report.name, finding)],
        "properties": {"severity": finding.severity.value},
    }
    if finding.repair is not None:
        result["fixes"] = [_fix(report, finding.repair)]
    return result


def _location(name: str, finding: Finding) -> dict[str, Any]:
    start, end = finding.span.start, finding.span.end
    region = _region(start.line, start.column, end.line, end.column)
    return {"physicalLocation": {"artifactLocation": _artifact(name), "region": region}}


def _fix(report: FileReport, repair: Repair) -> dict[str, Any]:
    changes = {
        "artifactLocation": _artifact(report.name),
        "replacements": [_replacement(report.text, edit) for edit in repair.edits],
    }
    return {"description": _message(repair.label), "artifactChanges": [changes]}


def _replacement(text: str, edit: TextEdit) -> dict[str, Any]:
    region = _region(*_place(text, edit.start), *_place(text, edit.end))
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _place(text: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    """A region; as in SARIF, the end column is that of the first character after it."""
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _invocation(reports: Sequence[FileReport]) -> dict[str, Any]:
    problems = [
        {
            "level": "error",
            "message": _message(f"The file could not be read: {report.problem}."),
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.name)}}],
        }
        for report in reports
        if report.problem is not None
    ]
    return {"executionSuccessful": not problems, "toolExecutionNotifications": problems}


def _artifact(name: str) -> dict[str, str]:
    """The address of a file: relative to the working directory unless it was named absolutely."""
    if name == STANDARD_INPUT:
        return {"uri": "stdin"}
    if os.path.isabs(name):
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(os.fsencode(Path(name).as_posix()))}


def _message(text: str) -> dict[str, str]:
    """A message; braces stand for arguments there, so those of the text are doubled."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}
