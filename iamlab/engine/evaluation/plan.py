"""Everything about a question that does not depend on the resource's name or the context.

A plan is made once for a caller, an action and a policy-bearing resource, and then answers any
number of requests: it holds just the statements that are about this action and this caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine.documents import PolicyDocument, Severity
from iamlab.engine.errors import DocumentError
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledPolicy, CompiledStatement, compile_policy
from iamlab.engine.evaluation.exceptions import Effect, Effects, ServiceException
from iamlab.engine.evaluation.grounds import Grounds
from iamlab.engine.evaluation.layers import Holdings
from iamlab.engine.evaluation.misread import compile_as_read
from iamlab.engine.evaluation.readings import Reading, reading_of
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Attachment, Policy
from iamlab.engine.evaluation.sts_limits import LIMITED_ACTIONS
from iamlab.engine.evaluation.trace import MatchedStatement
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer
from iamlab.engine.matching import CallerKind, MatchKind

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

    `effects` are the service exceptions that apply. `limited` tells that STS checks the request's
    own values first (S5). `reading` is how statements are read, None when as AWS does.
    """

    case: Case
    rules: EvaluationRules
    reading: Reading | None
    grounds: Grounds
    candidates: tuple[Candidate, ...]
    effects: Effects
    always_allowed: ServiceException | None
    refused: ServiceException | None
    mandatory: bool
    boundary_caps: bool
    limited: bool

    @property
    def holdings(self) -> Mapping[Layer, Holdings]:
        """The policies of each layer."""
        return self.grounds.holdings


def build_plan(case: Case, grounds: Grounds, effects: Effects, rules: EvaluationRules) -> Plan:
    """Keep the statements that can matter to a case.

    Raises DocumentError when a policy in play cannot be read (G10).
    """
    always_allowed = effects.get(Effect.ALWAYS_ALLOWED) if rules.always_allowed_calls else None
    own_policy = rules.mandatory_trust_policy if case.is_trust else rules.mandatory_key_policy
    reading = reading_of(rules)
    return Plan(
        case=case,
        rules=rules,
        reading=reading,
        grounds=grounds,
        candidates=() if always_allowed else _all_candidates(case, grounds.holdings, reading),
        effects=effects,
        always_allowed=always_allowed,
        refused=effects.get(Effect.REFUSED),
        mandatory=Effect.POLICY_MANDATORY in effects and own_policy,
        boundary_caps=Effect.BOUNDARY_CAPS in effects or rules.boundary_caps_direct,
        limited=case.action_lower in LIMITED_ACTIONS,
    )


def _endpoint_kind(kind: MatchKind, case: Case) -> MatchKind:
    """Narrow an account principal in a gateway endpoint's policy to the root user (E7)."""
    narrowed = (
        kind is MatchKind.ACCOUNT
        and case.service in _GATEWAY_SERVICES
        and case.caller.kind is not CallerKind.ROOT
    )
    return MatchKind.NONE if narrowed else kind


def _all_candidates(
    case: Case, holdings: Mapping[Layer, Holdings], reading: Reading | None
) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    for number, layer in enumerate(POLICY_LAYERS):
        for level_number, level in enumerate(holdings[layer].levels):
            for attachment in level.policies:
                for statement in readable(attachment, reading).about(case.action_lower):
                    kind = names_caller(statement, layer, case)
                    if kind is not MatchKind.NONE:
                        place = (layer, level.target, level_number)
                        record = _record(place, attachment, statement, kind)
                        found.append(Candidate(statement, record, number, level_number, len(found)))
    return tuple(found)


def names_caller(statement: CompiledStatement, layer: Layer, case: Case) -> MatchKind:
    """Tell how a statement means the caller, where it stands."""
    if layer is Layer.IDENTITY:
        return MatchKind.DIRECT
    if layer is Layer.RESOURCE and case.crosses_partitions:
        return MatchKind.NONE
    kind = statement.names(case.caller, bounded=case.bounded)
    return _endpoint_kind(kind, case) if layer is Layer.ENDPOINT else kind


def readable(attachment: Attachment, reading: Reading | None = None) -> CompiledPolicy:
    """Compile a policy, under a reading if it is not AWS's.

    Raises DocumentError when it cannot be read (G10).
    """
    policy = attachment.policy
    if reading is None:
        compiled = compile_policy(policy.text, policy.type)
    else:
        compiled = compile_as_read(policy.text, policy.type, reading)
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
