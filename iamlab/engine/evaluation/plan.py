"""Everything about a question that does not depend on the resource's name or the context.

A plan is made once for a caller, an action and a policy-bearing resource, and then answers any
number of requests: it holds just the statements that are about this action and this caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iamlab.engine.documents import PolicyDocument, Severity
from iamlab.engine.errors import DocumentError
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledPolicy, CompiledStatement, compile_policy
from iamlab.engine.evaluation.exceptions import Effect, ServiceException, find_exceptions
from iamlab.engine.evaluation.layers import GATHERERS, Holding, Holdings
from iamlab.engine.evaluation.rules import (
    LAYERS_OF_CALLER,
    LAYERS_OF_SERVICE_LINKED_ROLE,
    EvaluationRules,
    WhatIf,
)
from iamlab.engine.evaluation.snapshot import Attachment, Policy
from iamlab.engine.evaluation.sts_limits import LIMITED_ACTIONS
from iamlab.engine.evaluation.surroundings import surroundings_of
from iamlab.engine.evaluation.trace import MatchedStatement
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer
from iamlab.engine.matching import Caller, CallerKind, Context, MatchKind

_GATEWAY_SERVICES = frozenset({"s3", "dynamodb"})


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A statement about this action and this caller, with the place where it would count."""

    statement: CompiledStatement
    record: MatchedStatement
    layer: int
    level: int
    order: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The candidates of all layers that apply, and the facts that combine them.

    `holdings` has an entry for each policy layer. `applies` and `level_counts` are indexed by the
    layer's place in POLICY_LAYERS. `limited` tells that STS checks the request's own values first
    (S5). `surroundings` are the context keys that follow from caller and owner (X0).
    """

    case: Case
    holdings: Mapping[Layer, Holdings]
    candidates: tuple[Candidate, ...]
    applies: tuple[bool, ...]
    level_counts: tuple[int, ...]
    exceptions: tuple[ServiceException, ...]
    always_allowed: ServiceException | None
    refused: ServiceException | None
    mandatory: bool
    boundary_caps: bool
    limited: bool
    surroundings: Context


def build_plan(case: Case, rules: EvaluationRules, what_if: WhatIf) -> Plan:
    """Gather the layers of a case and keep the statements that can matter.

    Raises DocumentError when a policy in play cannot be read (G10).
    """
    exceptions = find_exceptions(case)
    effects = {row.effect: row for row in reversed(exceptions)}
    holdings = {
        layer: _gather(layer, case, rules, what_if, effects.get(Effect.POLICY_IGNORED))
        for layer in POLICY_LAYERS
    }
    always_allowed = effects.get(Effect.ALWAYS_ALLOWED)
    return Plan(
        case=case,
        holdings=holdings,
        candidates=() if always_allowed else _all_candidates(case, holdings),
        applies=tuple(holdings[layer].applies for layer in POLICY_LAYERS),
        level_counts=tuple(len(holdings[layer].levels) for layer in POLICY_LAYERS),
        exceptions=exceptions,
        always_allowed=always_allowed,
        refused=effects.get(Effect.REFUSED),
        mandatory=Effect.POLICY_MANDATORY in effects and rules.mandatory_resource_policy,
        boundary_caps=Effect.BOUNDARY_CAPS in effects or rules.boundary_caps_direct,
        limited=case.action_lower in LIMITED_ACTIONS,
        surroundings=Context(surroundings_of(case)),
    )


def layers_of(caller: Caller) -> frozenset[Layer]:
    """Return the layers that have a say for a caller (E4)."""
    if caller.service_linked:
        return LAYERS_OF_SERVICE_LINKED_ROLE
    return LAYERS_OF_CALLER[caller.kind]


def _endpoint_kind(kind: MatchKind, case: Case) -> MatchKind:
    """Narrow an account principal in a gateway endpoint's policy to the root user (E7)."""
    narrowed = (
        kind is MatchKind.ACCOUNT
        and case.service in _GATEWAY_SERVICES
        and case.caller.kind is not CallerKind.ROOT
    )
    return MatchKind.NONE if narrowed else kind


def _gather(
    layer: Layer,
    case: Case,
    rules: EvaluationRules,
    what_if: WhatIf,
    ignored: ServiceException | None,
) -> Holdings:
    if layer not in layers_of(case.caller):
        return Holdings(absent=_spared(layer, case.caller))
    if layer is Layer.RESOURCE and ignored is not None:
        return Holdings(absent=ignored.says)
    if layer in what_if.layers:
        return Holdings(absent="Switched off for this question")
    holdings = GATHERERS[layer](case, rules)
    if not what_if.policies or not holdings.applies:
        return holdings
    return _without(holdings, layer, what_if)


def _without(holdings: Holdings, layer: Layer, what_if: WhatIf) -> Holdings:
    """Leave out the policies that are switched off, as if they had been detached."""
    levels = tuple(_level_without(level, what_if.policies) for level in holdings.levels)
    emptied = any(level.off for level in levels) and not any(level.policies for level in levels)
    if emptied and layer in (Layer.RESOURCE, Layer.BOUNDARY, Layer.SESSION, Layer.ENDPOINT):
        return Holdings(levels, absent="Its policy is switched off for this question")
    return Holdings(levels)


def _level_without(level: Holding, off: frozenset[str]) -> Holding:
    return replace(
        level,
        policies=tuple(item for item in level.policies if item.policy.key not in off),
        off=tuple(item for item in level.policies if item.policy.key in off),
    )


def _all_candidates(case: Case, holdings: Mapping[Layer, Holdings]) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    for number, layer in enumerate(POLICY_LAYERS):
        for level_number, level in enumerate(holdings[layer].levels):
            for attachment in level.policies:
                for statement in readable(attachment).about(case.action_lower):
                    kind = names_caller(statement, layer, case)
                    if kind is not MatchKind.NONE:
                        place = (layer, level.target, level_number)
                        record = _record(place, attachment, statement, kind)
                        found.append(Candidate(statement, record, number, level_number, len(found)))
    return tuple(found)


def names_caller(statement: CompiledStatement, layer: Layer, case: Case) -> MatchKind:
    """Tell how a statement means the caller, where it stands."""
    if layer is Layer.RESOURCE and case.crosses_partitions:
        return MatchKind.NONE
    kind = statement.names(case.caller, bounded=case.bounded)
    return _endpoint_kind(kind, case) if layer is Layer.ENDPOINT else kind


def readable(attachment: Attachment) -> CompiledPolicy:
    """Compile a policy. Raises DocumentError when it cannot be read (G10)."""
    policy = attachment.policy
    compiled = compile_policy(policy.text, policy.type)
    if not compiled.document.readable:
        raise unreadable(policy, compiled.document)
    return compiled


def unreadable(policy: Policy, document: PolicyDocument) -> DocumentError:
    """Return the error that says which policy cannot be read, and why."""
    errors = [item for item in document.findings if item.severity is Severity.ERROR]
    sentence = errors[0].message if errors else "the text cannot be read as a policy"
    return DocumentError(f"{policy.name}: {sentence}", document.findings)


def _record(
    place: tuple[Layer, str, int],
    attachment: Attachment,
    statement: CompiledStatement,
    kind: MatchKind,
) -> MatchedStatement:
    layer, level, level_number = place
    return MatchedStatement(
        layer,
        attachment.policy.name,
        attachment.policy.key,
        statement.source.index,
        statement.source.sid,
        statement.effect,
        kind,
        level,
        level_number,
    )


def _spared(layer: Layer, caller: Caller) -> str:
    if caller.service_linked:
        return "A service-linked role is exempt"
    plural = layer in (Layer.RCP, Layer.SCP, Layer.IDENTITY)
    verb = "do" if plural else "does"
    who = {
        CallerKind.ANONYMOUS: "an anonymous caller",
        CallerKind.SERVICE: "an AWS service that calls in its own name",
        CallerKind.WEB_IDENTITY: "a caller that an identity provider vouches for",
        CallerKind.ROOT: "the root user",
        CallerKind.USER: "an IAM user",
    }.get(caller.kind, "this caller")
    return f"It {verb} not bind {who}" if not plural else f"They {verb} not bind {who}"
