"""The shapes of a decision and of its whole story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from iamlab.engine.documents import Finding, Span
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Policy
from iamlab.engine.evaluation.words import Layer, Reason, Verdict
from iamlab.engine.matching import Caller, MatchKind


@dataclass(frozen=True, slots=True)
class MatchedStatement:
    """A statement of which every element matched; `level` is an SCP or RCP level's target,
    `level_number` its place from the root."""

    layer: Layer
    policy: str
    policy_key: str
    index: int
    sid: str | None
    effect: str
    kind: MatchKind
    level: str
    level_number: int


class Decision(NamedTuple):
    """The short answer.

    `matched` holds every statement that matched, in every layer that applies. `missing_keys` are
    the condition keys and variables that statements asked for and the request lacks (X0).
    `overruled` are those of `matched` whose word does not count: none, by AWS's rules.
    """

    verdict: Verdict
    reason: Reason
    layer: Layer
    matched: tuple[MatchedStatement, ...]
    missing_keys: tuple[str, ...]
    overruled: tuple[MatchedStatement, ...] = ()

    @property
    def deciding(self) -> tuple[MatchedStatement, ...]:
        """The statements that made the verdict; none for an implicit deny."""
        if self.verdict is Verdict.IMPLICIT_DENY:
            return ()
        effect = "Deny" if self.verdict is Verdict.EXPLICIT_DENY else "Allow"
        layers = {self.layer}
        if self.reason is Reason.CROSS_ACCOUNT_ALLOW:
            layers.add(Layer.IDENTITY)
        return tuple(
            item
            for item in self.matched
            if item.effect == effect and item.layer in layers and item not in self.overruled
        )


@dataclass(frozen=True, slots=True)
class ElementTrace:
    """One element of one statement against the request.

    `matched` is None when the element is absent and so asks for nothing. `wanted` is what the
    policy says, `got` what the request has, `why` one plain sentence. `notes` are the IDs of
    disputed or undocumented rules that mattered here.
    """

    name: str
    matched: bool | None
    wanted: str
    got: str
    why: str
    span: Span | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementTrace:
    """One statement; `skipped` says why an ill-formed one was not evaluated (G10)."""

    index: int
    sid: str | None
    effect: str
    matched: bool
    elements: tuple[ElementTrace, ...]
    span: Span
    skipped: str | None = None

    @property
    def label(self) -> str:
        """The Sid, or the place of the statement when it has none."""
        return self.sid or f"statement {self.index + 1}"


@dataclass(frozen=True, slots=True)
class PolicyTrace:
    """One policy of a layer; `off` when it is switched off for a what-if."""

    policy: Policy
    via: str
    statements: tuple[StatementTrace, ...]
    findings: tuple[Finding, ...] = ()
    off: bool = False


@dataclass(frozen=True, slots=True)
class LevelTrace:
    """The policies that stand together: one node of the organization, or a whole layer.

    `says` is `allow`, `deny` or `silent`.
    """

    target: str
    name: str
    says: str
    policies: tuple[PolicyTrace, ...]


@dataclass(frozen=True, slots=True)
class LayerTrace:
    """One layer: `says` is `allow`, `deny`, `silent` or, when it does not apply, `none`."""

    layer: Layer
    title: str
    says: str
    why: str
    levels: tuple[LevelTrace, ...] = ()
    decides: bool = False
    off: bool = False

    @property
    def applies(self) -> bool:
        """Whether the layer takes part in this decision."""
        return self.says != "none"


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """The Allow statement that came closest, in a layer that allows nothing (M5).

    `wanted` is the text of the policy that failed and `got` what the request has. `policy` is None
    when the layer holds no Allow statement at all.
    """

    layer: Layer
    level: str
    policy: Policy | None
    index: int
    sid: str | None
    element: str
    wanted: str
    got: str
    why: str
    span: Span | None


class Report(NamedTuple):
    """A decision with the nearest miss of the reported layer and AWS's own message, if any."""

    decision: Decision
    nearest_miss: NearestMiss | None
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A rule that AWS leaves open and that mattered here, with the reading that was followed."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole story of one decision; `decision` equals what `decide` says."""

    request: Request
    decision: Decision
    caller: Caller
    action: str
    resource: str
    owner: str | None
    same_account: bool
    context: Mapping[str, tuple[str, ...]]
    layers: tuple[LayerTrace, ...]
    misses: tuple[NearestMiss, ...]
    notes: tuple[Note, ...]
    summary: str
    message: str

    @property
    def nearest_miss(self) -> NearestMiss | None:
        """The miss in the layer that is reported, if the verdict is an implicit deny."""
        return next((miss for miss in self.misses if miss.layer is self.decision.layer), None)
