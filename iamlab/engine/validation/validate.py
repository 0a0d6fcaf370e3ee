"""Runs all checks of a policy's type over its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from iamlab.engine.documents import (
    MAX_FINDINGS,
    Finding,
    PolicyType,
    Severity,
    more_findings,
    parse_json,
    read_tree,
)
from iamlab.engine.validation.registry import Check, checks_for, find_check
from iamlab.engine.validation.subject import NOWHERE, Setting, Subject

_MOST_PER_CHECK = 25


def validate(text: str, policy_type: PolicyType, setting: Setting = NOWHERE) -> tuple[Finding, ...]:
    """Return everything that the checks say about a policy text, in the order of the places.

    Any text may be given; nothing is raised. A text that cannot be read has only the findings that
    say why. At most 100 findings come back, and of one check at most 25; a last one then says so.
    """
    tree = parse_json(text)
    document = read_tree(tree, policy_type)
    subject = Subject(tree, document, setting)
    findings = [_mended(subject, finding) for finding in document.findings]
    if document.readable:
        for check in checks_for(policy_type):
            findings += _run(check, subject)
    findings.sort(key=lambda finding: (finding.span.start.offset, _RANK[finding.severity]))
    if len(findings) > MAX_FINDINGS:
        return (*findings[:MAX_FINDINGS], more_findings(findings[MAX_FINDINGS]))
    return tuple(findings)


_RANK = {severity: number for number, severity in enumerate(Severity)}


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if check.find is None:
        return
    for found in islice(check.find(subject), _MOST_PER_CHECK):
        severity = found.severity or check.severity
        yield Finding(check.code, severity, found.message, found.span, found.path, found.repair)


def _mended(subject: Subject, finding: Finding) -> Finding:
    check = find_check(finding.code)
    if check is None or check.mend is None:
        return finding
    return replace(finding, repair=check.mend(subject, finding))
