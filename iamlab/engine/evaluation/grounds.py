"""What every question of one caller about one policy-bearing resource stands on: the policies.

Gathered once and shared by the plans of all actions, which differ in the statements they keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iamlab.engine.evaluation.case import TRUST_ACTIONS, Case
from iamlab.engine.evaluation.exceptions import ServiceException
from iamlab.engine.evaluation.layers import GATHERERS, Holding, Holdings
from iamlab.engine.evaluation.rules import (
    LAYERS_OF_CALLER,
    LAYERS_OF_SERVICE_LINKED_ROLE,
    EvaluationRules,
    WhatIf,
)
from iamlab.engine.evaluation.surroundings import surroundings_of
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer
from iamlab.engine.matching import Caller, CallerKind, Context

SINGULAR_ACTIONS = TRUST_ACTIONS | {"kms:retiregrant"}
"""Actions that change which policies have a say; for all others the service alone does."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The policies of each layer, and the context keys that follow from caller and owner (X0).

    `applies` and `level_counts` are indexed by the layer's place in POLICY_LAYERS.
    """

    holdings: Mapping[Layer, Holdings]
    applies: tuple[bool, ...]
    level_counts: tuple[int, ...]
    surroundings: Context


def lay_grounds(
    case: Case, rules: EvaluationRules, what_if: WhatIf, ignored: ServiceException | None
) -> Grounds:
    """Gather every layer of a case; `ignored` is why the resource policy is not consulted."""
    holdings = {layer: _gather(layer, case, rules, what_if, ignored) for layer in POLICY_LAYERS}
    return Grounds(
        holdings,
        tuple(holdings[layer].applies for layer in POLICY_LAYERS),
        tuple(len(holdings[layer].levels) for layer in POLICY_LAYERS),
        Context(surroundings_of(case, rules)),
    )


def layers_of(caller: Caller) -> frozenset[Layer]:
    """Return the layers that have a say for a caller (E4)."""
    if caller.service_linked:
        return LAYERS_OF_SERVICE_LINKED_ROLE
    return LAYERS_OF_CALLER[caller.kind]


def _gather(
    layer: Layer,
    case: Case,
    rules: EvaluationRules,
    what_if: WhatIf,
    ignored: ServiceException | None,
) -> Holdings:
    if layer not in layers_of(case.caller) and not _believed(layer, case, rules):
        return Holdings(absent=_spared(layer, case.caller))
    if layer is Layer.RESOURCE and ignored is not None:
        return Holdings(absent=ignored.says)
    if layer in what_if.layers:
        return Holdings(absent="Switched off for this question")
    holdings = GATHERERS[layer](case, rules)
    if not what_if.policies or not holdings.applies:
        return holdings
    return _without(holdings, layer, what_if)


def _believed(layer: Layer, case: Case, rules: EvaluationRules) -> bool:
    """Tell whether an evaluator takes SCPs to bind even those who sign nothing (Q9)."""
    anonymous = case.caller.kind is CallerKind.ANONYMOUS
    return layer is Layer.SCP and anonymous and rules.scp_binds_outsiders


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
