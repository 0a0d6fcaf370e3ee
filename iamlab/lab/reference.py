"""The reference of all policy checks: by theme, narrowed by words, severity and policy type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import Check, Example, all_checks, find_check, validate
from iamlab.lab.listing import ListedLine, mark_line

TYPE_WORDS = {
    PolicyType.IDENTITY: "Identity-based policy",
    PolicyType.RESOURCE: "Resource-based policy",
    PolicyType.TRUST: "Role trust policy",
    PolicyType.BOUNDARY: "Permissions boundary",
    PolicyType.SESSION: "Session policy",
    PolicyType.SCP: "Service control policy",
    PolicyType.RCP: "Resource control policy",
    PolicyType.ENDPOINT: "VPC endpoint policy",
}

_ACRONYMS = {"arn": "ARN", "arns": "ARNs", "rcp": "RCP"}


@dataclass(frozen=True, slots=True)
class Theme:
    """Checks about one thing, such as condition keys."""

    title: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ShownExample:
    """An example with its lines, lit where a finding of the check is, and those findings."""

    name: str
    example: Example
    lines: tuple[ListedLine, ...]
    findings: tuple[Finding, ...]


def themes(
    words: str = "", severity: Severity | None = None, policy_type: PolicyType | None = None
) -> tuple[Theme, ...]:
    """Return the checks that fit, by theme; every one of `words` stands in its title or code."""
    wanted = words.lower().split()
    fitting = [
        check
        for check in all_checks()
        if severity in (None, check.severity)
        and (policy_type is None or policy_type in check.types)
        and all(word in f"{check.code} {check.title} {check.why}".lower() for word in wanted)
    ]
    return tuple(
        Theme(theme_title(name), tuple(group))
        for name, group in groupby(fitting, key=lambda check: check.theme)
    )


def theme_title(theme: str) -> str:
    """Return what a theme is called: `condition_keys` is Condition keys."""
    words = " ".join(_ACRONYMS.get(word, word) for word in theme.split("_"))
    return words[:1].upper() + words[1:]


def check_of(slug: str) -> Check | None:
    """Return the check of an address such as `invalid-action`."""
    found = find_check(slug.upper().replace("-", "_"))
    return found if found is not None and found.slug == slug else None


def shown_examples(check: Check) -> tuple[ShownExample, ShownExample]:
    """Return the bad example, with what the check says about it, and the good one."""
    return _shown("bad", check.bad, check), _shown("good", check.good, check)


def neighbors(check: Check) -> tuple[Check | None, Check | None]:
    """Return the checks before and after in the reference."""
    every = all_checks()
    place = every.index(check)
    before = every[place - 1] if place else None
    after = every[place + 1] if place + 1 < len(every) else None
    return before, after


def _shown(name: str, example: Example, check: Check) -> ShownExample:
    every = validate(example.text, example.type, example.setting)
    found = tuple(item for item in every if item.code == check.code)
    return ShownExample(name, example, tuple(_lines(example.text, found)), found)


def _lines(text: str, findings: tuple[Finding, ...]) -> Iterator[ListedLine]:
    lit: set[int] = set()
    for finding in findings:
        first, last = finding.span.start.line, finding.span.end.line
        # A finding about a whole statement lights its first line: all of it would say nothing.
        lit.update(range(first, last + 1) if last - first < 3 else (first,))
    for number, line in enumerate(text.splitlines(), start=1):
        yield ListedLine(number, mark_line(line), number in lit)
