"""The whole story of a decision: layer by layer, with a sentence for each."""

from __future__ import annotations

from dataclasses import replace

from iamlab.engine.evaluation.explanation.messages import access_denied_message
from iamlab.engine.evaluation.explanation.misses import nearest_misses
from iamlab.engine.evaluation.explanation.notes import notes_of
from iamlab.engine.evaluation.explanation.skeletons import Skeleton
from iamlab.engine.evaluation.explanation.summaries import layer_sentence, summarize
from iamlab.engine.evaluation.layers import Holdings
from iamlab.engine.evaluation.plan import Plan
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.rules import WhatIf
from iamlab.engine.evaluation.surroundings import (
    TIME_KEYS,
    region_key,
    surroundings_of,
    written_names,
)
from iamlab.engine.evaluation.trace import Decision, LayerTrace, LevelTrace, NearestMiss, Trace
from iamlab.engine.evaluation.words import (
    LAYER_TITLES,
    POLICY_LAYERS,
    Layer,
    Reason,
    Verdict,
)
from iamlab.engine.matching import Context


def explain_plan(
    plan: Plan,
    skeleton: Skeleton,
    request: Request,
    decision: Decision,
    context: Context,
    what_if: WhatIf,
) -> Trace:
    """Tell how a decision came about; `decision` is taken as it is."""
    case = plan.case
    layers = skeleton.remembered.get(
        f"layers {decision.reason} {decision.layer}",
        context,
        lambda: _layers(plan, skeleton, decision, context, what_if),
    )
    misses: tuple[NearestMiss, ...] = ()
    if decision.verdict is Verdict.IMPLICIT_DENY:
        misses = skeleton.remembered.get(
            "misses", context, lambda: nearest_misses(plan, decision, context)
        )
    return Trace(
        request=request,
        decision=decision,
        caller=case.caller,
        action=case.action,
        resource=case.resource,
        owner=case.owner,
        same_account=case.same_account,
        context=_written(plan, request, context),
        layers=layers,
        misses=misses,
        notes=notes_of(plan, request, decision, layers),
        summary=summarize(plan, decision),
        message=access_denied_message(case, decision),
    )


def _written(plan: Plan, request: Request, context: Context) -> dict[str, tuple[str, ...]]:
    """Return the context under the names of its keys as people write them."""
    known = (
        *TIME_KEYS,
        *surroundings_of(plan.case, plan.rules),
        *region_key(plan.case),
        *request.context,
    )
    names = written_names(known)
    return {names.get(lowered, lowered): values for lowered, values in context.items()}


def _layers(
    plan: Plan, skeleton: Skeleton, decision: Decision, context: Context, what_if: WhatIf
) -> tuple[LayerTrace, ...]:
    deciding = _deciding_layers(plan, decision)
    layers = tuple(
        _layer(
            layer,
            plan,
            () if plan.always_allowed else skeleton.levels(layer, context, decision.overruled),
            layer in deciding,
            layer in what_if.layers,
        )
        for layer in POLICY_LAYERS
    )
    if decision.layer is Layer.SERVICE:
        return (_service_layer(plan, decision), *layers)
    return layers


def _layer(
    layer: Layer,
    plan: Plan,
    levels: tuple[LevelTrace, ...],
    decides: bool,
    off: bool,
) -> LayerTrace:
    title = _title(layer, plan)
    holdings: Holdings = plan.holdings[layer]
    if plan.always_allowed is not None:
        return LayerTrace(layer, title, "none", "No policy has any effect on this action")
    if not holdings.applies:
        off = off or bool(levels)
        return LayerTrace(layer, title, "none", holdings.absent, levels, decides, off)
    says = _says(layer, levels, plan)
    trace = LayerTrace(layer, title, says, "", levels, decides, off)
    return replace(trace, why=layer_sentence(trace, plan))


def _says(layer: Layer, levels: tuple[LevelTrace, ...], plan: Plan) -> str:
    """Return what a layer says as a whole; of SCPs every level must allow (E5)."""
    words = {level.says for level in levels}
    if "deny" in words:
        return "deny"
    if layer is Layer.SCP and not plan.rules.scp_every_level and "allow" in words:
        return "allow"
    return "silent" if "silent" in words or not words else "allow"


def _title(layer: Layer, plan: Plan) -> str:
    if layer is Layer.RESOURCE:
        if plan.case.is_trust:
            return "Role trust policy"
        if plan.case.is_key:
            return "Key policy"
        if plan.case.service == "s3":
            return "Bucket policy"
    return LAYER_TITLES[layer]


def _service_layer(plan: Plan, decision: Decision) -> LayerTrace:
    row = plan.always_allowed or plan.refused
    says = "allow" if decision.verdict is Verdict.ALLOWED else "deny"
    why = row.says if row is not None else ""
    return LayerTrace(Layer.SERVICE, LAYER_TITLES[Layer.SERVICE], says, why, decides=True)


def _deciding_layers(plan: Plan, decision: Decision) -> frozenset[Layer]:
    """Return the layers that made the verdict: across accounts one on each side."""
    layers = {decision.layer}
    if decision.reason is Reason.CROSS_ACCOUNT_ALLOW:
        sides = {item.layer for item in decision.deciding}
        layers |= {Layer.IDENTITY} if plan.case.acts_as_root else sides
    return frozenset(layers)
