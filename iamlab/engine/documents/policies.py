"""A policy document as the evaluator reads it, with the place of everything that it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from iamlab.engine.documents.findings import Finding
from iamlab.engine.documents.positions import Span

VERSION_WITH_VARIABLES = "2012-10-17"


class PolicyType(StrEnum):
    """The eight kinds of policy; the grammar of each differs (section G)."""

    IDENTITY = "identity"
    RESOURCE = "resource"
    TRUST = "trust"
    BOUNDARY = "boundary"
    SESSION = "session"
    SCP = "scp"
    RCP = "rcp"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a policy, decoded, with the span of its token (quotes included)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class PrincipalEntry:
    """One principal. `kind` is `*` for the bare star, otherwise the key it stands under."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ConditionTest:
    """One condition key under one operator with its values; numbers keep their JSON lexeme."""

    operator: Entry
    key: Entry
    values: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; a list is None when its element is absent, and `()` matches nothing.

    `skipped` says in one sentence why the statement is not evaluated (G10), or is None.
    `element_spans` maps an element's name to the span of its `"key": value`.
    """

    index: int
    sid: str | None
    effect: str | None
    principals: tuple[PrincipalEntry, ...] | None
    not_principals: tuple[PrincipalEntry, ...] | None
    actions: tuple[Entry, ...] | None
    not_actions: tuple[Entry, ...] | None
    resources: tuple[Entry, ...] | None
    not_resources: tuple[Entry, ...] | None
    conditions: tuple[ConditionTest, ...]
    span: Span
    element_spans: Mapping[str, Span] = field(hash=False)
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy text and its meaning; `readable` is False when it cannot be evaluated (G10).

    An unreadable document has no statements, so that nothing can be decided from it.
    """

    text: str
    type: PolicyType
    version: str | None
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    readable: bool

    @property
    def variables_enabled(self) -> bool:
        """Whether `${...}` is a variable; under 2008-10-17, the default, it is text (G2)."""
        return self.version == VERSION_WITH_VARIABLES
