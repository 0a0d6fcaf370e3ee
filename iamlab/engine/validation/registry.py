"""The registry of policy checks: what a check is, and the one list of all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from iamlab.engine.documents import Finding, Path, PolicyType, Repair, Severity, Span
from iamlab.engine.validation.examples import Example
from iamlab.engine.validation.subject import Subject

IDENTITY_TYPES = frozenset({PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION})
RESOURCE_TYPES = frozenset({PolicyType.RESOURCE, PolicyType.ENDPOINT})
GUARDRAIL_TYPES = frozenset({PolicyType.SCP, PolicyType.RCP})
TRUST = frozenset({PolicyType.TRUST})
RCP = frozenset({PolicyType.RCP})
GRANTING_TYPES = frozenset({PolicyType.IDENTITY})
"""What an identity gets its permissions by; boundaries and session policies only limit them."""

EVERY_TYPE = frozenset(PolicyType)
WITH_RESOURCES = EVERY_TYPE - TRUST
"""The policy types whose statements have a Resource element."""

_AWS_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
    "#access-analyzer-reference-policy-checks"
)
_AWS_SEVERITY = {
    Severity.ERROR: "error",
    Severity.WARNING: "general-warning",
    Severity.SECURITY_WARNING: "security-warning",
    Severity.SUGGESTION: "suggestion",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one check saw: a whole sentence, its place, and the edit that mends it, if there is one.

    `severity` is given only where it differs from that of the check, as for some policy types.
    """

    message: str
    span: Span
    path: Path = ()
    repair: Repair | None = None
    severity: Severity | None = None


Find = Callable[[Subject], Iterator[Found]]
Mend = Callable[[Subject, Finding], Repair | None]


@dataclass(frozen=True, slots=True)
class Check:
    """One policy check.

    `code` is AWS's where IAM Access Analyzer has the check, and ours where `own` is true. `tier` is
    1 (everybody meets it) to 3 (rare). `theme` names the file of checks that it stands in. `find`
    is None for what the reader of documents reports itself; `mend` then adds the repairs.
    """

    code: str
    severity: Severity
    tier: int
    types: frozenset[PolicyType]
    title: str
    why: str
    bad: Example
    good: Example
    link: str
    theme: str
    own: bool = False
    find: Find | None = field(default=None, repr=False)
    mend: Mend | None = field(default=None, repr=False)

    @property
    def slug(self) -> str:
        """The code as it stands in addresses: `invalid-action`."""
        return self.code.lower().replace("_", "-")


_CHECKS: dict[str, Check] = {}


def check(
    code: str,
    severity: Severity,
    *,
    tier: int,
    types: frozenset[PolicyType],
    title: str,
    why: str,
    bad: Example,
    good: Example,
    link: str = "",
    own: bool = False,
) -> Callable[[Find], Find]:
    """Register the function below as the check `code`.

    It gets a Subject and yields what it Found; it never raises, whatever the document. `title` says
    in a few words what is wrong, `why` in one sentence why that matters. Without `link` the check
    has its own place on AWS's page of policy checks.
    """

    def register(find: Find) -> Find:
        theme = find.__module__.rpartition(".")[2]
        place = link or _link(code, severity)
        _add(
            Check(code, severity, tier, types, title, why, bad, good, place, theme, own, find=find)
        )
        return find

    return register


def reported_by_reader(
    code: str,
    severity: Severity,
    *,
    theme: str,
    tier: int,
    types: frozenset[PolicyType],
    title: str,
    why: str,
    bad: Example,
    good: Example,
    link: str = "",
    own: bool = False,
    mend: Mend | None = None,
) -> None:
    """Register a check that reading the document already makes; `mend` gives a finding's repair."""
    place = link or _link(code, severity)
    _add(Check(code, severity, tier, types, title, why, bad, good, place, theme, own, mend=mend))


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, by theme and in the order of its file."""
    package = import_module("iamlab.engine.validation.checks")
    for module in sorted(item.name for item in pkgutil.iter_modules(package.__path__)):
        import_module(f"{package.__name__}.{module}")
    return tuple(_CHECKS.values())


@cache
def checks_for(policy_type: PolicyType) -> tuple[Check, ...]:
    """Return the checks that can report something about policies of one type."""
    return tuple(item for item in all_checks() if policy_type in item.types)


def find_check(code: str) -> Check | None:
    """Return the check with a code, or None."""
    all_checks()
    return _CHECKS.get(code)


def _add(item: Check) -> None:
    if item.code in _CHECKS:
        raise ValueError(f"two checks are called {item.code}")
    _CHECKS[item.code] = item


def _link(code: str, severity: Severity) -> str:
    return f"{_AWS_PAGE}-{_AWS_SEVERITY[severity]}-{code.lower().replace('_', '-')}"
