"""The shapes of proposals: an edit, what it changes, and what else it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from iamlab.engine.changes import ChangedRequest
from iamlab.engine.documents import TextEdit
from iamlab.engine.evaluation import Layer, Policy, Verdict

_NO_CONTEXT: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a proposal does.

    The first group mends what was meant but fails, the second says more than before, the last
    narrows a Deny.
    """

    ACTION_NAME = "action name"
    RESOURCE_NAME = "resource name"
    PRINCIPAL_NAME = "principal name"
    OPERATOR = "operator"
    VERSION = "version"
    CONTEXT = "context"

    ACTION = "action"
    RESOURCE = "resource"
    FOLDER = "folder"
    PRINCIPAL = "principal"
    CONDITION_VALUE = "condition value"
    STATEMENT = "statement"
    DOCUMENT = "document"

    EXCEPTION = "exception"
    EXCEPT_CALLER = "except caller"
    EXCEPT_REQUEST = "except request"


MENDS = frozenset(
    {
        Kind.ACTION_NAME,
        Kind.RESOURCE_NAME,
        Kind.PRINCIPAL_NAME,
        Kind.OPERATOR,
        Kind.VERSION,
        Kind.CONTEXT,
    }
)
"""Kinds that say what was meant already: they go first, and two may be needed in one statement."""

REINTERPRETATIONS = frozenset({Kind.PRINCIPAL_NAME, Kind.OPERATOR, Kind.VERSION})
"""Kinds that change what stands there already, and so could deny what was allowed."""

ADDITIONS = frozenset(
    {Kind.ACTION, Kind.RESOURCE, Kind.FOLDER, Kind.PRINCIPAL, Kind.CONDITION_VALUE}
)
"""Kinds that add a value to one of several like statements: the smallest of a kind is enough."""


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """How large an edit is, which makes one smaller than another: compared from left to right.

    values: JSON values written anew, whole or in part. A key of the request's context is no value
        of a policy and counts none.
    wildcards: stars and question marks that the edit adds: it says more than was asked.
    characters: characters taken out and put in, what stays at both ends left aside.
    """

    values: int
    wildcards: int
    characters: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What else an edit allows, the request itself left aside.

    It is counted in an organization where the other layers no longer block. `considered` requests
    were looked at, over the catalog's actions and the organization's callers and resources; without
    `complete` the count is that of an even sample of `asked`. `closed` is what it denies instead.
    """

    count: int
    closed: int
    considered: int
    asked: int
    complete: bool
    examples: tuple[ChangedRequest, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that may help, before it is put to the test.

    One of three: `edits` of the text of `policy`; keys for the request's `context`; or a whole new
    `document` at `place` (the ARN of an identity or resource, or the ID of an account or unit).
    """

    layer: Layer
    kind: Kind
    title: str
    policy: Policy | None = None
    edits: tuple[TextEdit, ...] = ()
    context: Mapping[str, str] = field(default_factory=lambda: _NO_CONTEXT)
    document: str = ""
    place: str = ""
    values: int = 1
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that was put to the test: with it, its layer no longer blocks the request.

    `verdict_after` and `layer_after` are what decides when it is applied alone.
    """

    draft: Draft
    size: Size
    opens: Opened
    verdict_after: Verdict
    layer_after: Layer

    @property
    def allows(self) -> bool:
        """Whether the proposal alone makes the request allowed."""
        return self.verdict_after is Verdict.ALLOWED


@dataclass(frozen=True, slots=True)
class Blockage:
    """A layer that blocks the request, with its proposals.

    First comes what mends a mistake, then what opens least besides the request, and among equals
    the smallest edit. Where a policy only caps, or a Deny is narrowed, the smallest comes first.
    Proposals for another layer, which helps as well, come last.
    `level` is the name of the unit or account whose SCPs do not allow. `denies` tells that a Deny
    blocks. `note` says in a sentence why there is no proposal, or what cannot be edited.
    """

    layer: Layer
    level: str
    denies: bool
    proposals: tuple[Proposal, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repairs:
    """What to do about a request that is denied; nothing when it is allowed.

    `allows` tells whether the first proposal of every blockage, applied together, allows it.
    """

    verdict: Verdict
    blockages: tuple[Blockage, ...]
    allows: bool
