"""The nearest miss: of a layer that allows nothing, the Allow that came closest (M5).

Statements are weighed by plain comparisons; only the one that wins is put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iamlab.engine.documents import Entry
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.explanation.diagnosis import similarity
from iamlab.engine.evaluation.explanation.elements import (
    trace_action,
    trace_condition,
    trace_principal,
    trace_resource,
)
from iamlab.engine.evaluation.layers import Holding
from iamlab.engine.evaluation.plan import Plan, names_caller, readable
from iamlab.engine.evaluation.snapshot import Attachment
from iamlab.engine.evaluation.trace import Decision, ElementTrace, NearestMiss
from iamlab.engine.evaluation.words import LAYER_TITLES, POLICY_LAYERS, Layer
from iamlab.engine.matching import Context

_ACTION, _PRINCIPAL, _RESOURCE, _CONDITION = 8.0, 4.0, 2.0, 1.0
"""What a matching element counts; one that does not match counts up to half, by how close it is."""


def nearest_misses(
    plan: Plan, decision: Decision, context: Context, layers: Iterable[Layer] = POLICY_LAYERS
) -> tuple[NearestMiss, ...]:
    """Return the nearest miss of each level, in the given layers, that allows nothing.

    The Allow statement of which most matched wins: action before principal before resource before
    condition, and what does not match by how like the request it is; among equals, the first.
    """
    return tuple(
        _level_miss(layer, level, plan, context)
        for layer in layers
        if plan.holdings[layer].applies
        for level in _silent_levels(layer, plan, decision)
    )


def _silent_levels(layer: Layer, plan: Plan, decision: Decision) -> Iterator[Holding]:
    """Yield the levels without a matching Allow, unless a Deny already decides the layer."""
    matched = [
        item for item in decision.matched if item.layer is layer and item not in decision.overruled
    ]
    if any(item.effect == "Deny" for item in matched):
        return
    allowing = {item.level_number for item in matched}
    if allowing and layer is Layer.SCP and not plan.rules.scp_every_level:
        return
    for number, level in enumerate(plan.holdings[layer].levels):
        if number not in allowing and not level.implicit_allow:
            yield level


def _level_miss(layer: Layer, level: Holding, plan: Plan, context: Context) -> NearestMiss:
    case = plan.case
    best: tuple[float, Attachment, CompiledStatement] | None = None
    for attachment, statement in _contenders(level, plan):
        score = _score(statement, layer, case, context)
        if best is None or score > best[0]:
            best = (score, attachment, statement)
    if best is None:
        return _nothing_there(layer, level, case)
    _, attachment, statement = best
    element = _first_failing(statement, layer, case, context)
    return NearestMiss(
        layer,
        level.target,
        attachment.policy,
        statement.source.index,
        statement.source.sid,
        element.name,
        element.wanted,
        element.got,
        element.why,
        element.span,
    )


def _contenders(level: Holding, plan: Plan) -> list[tuple[Attachment, CompiledStatement]]:
    """Return the Allow statements about this action or, if there are none, all of them."""
    policies = [(attachment, readable(attachment, plan.reading)) for attachment in level.policies]
    about = [
        (attachment, statement)
        for attachment, compiled in policies
        for statement in compiled.about(plan.case.action_lower)
        if not statement.deny and statement.source.effect == statement.effect
    ]
    return about or [
        (attachment, statement)
        for attachment, compiled in policies
        for statement in compiled.statements
        if not statement.deny and statement.source.effect == statement.effect
    ]


def _score(statement: CompiledStatement, layer: Layer, case: Case, context: Context) -> float:
    source = statement.source
    score = _ACTION
    if not statement.covers_action(case.action_lower):
        score *= _most_alike(source.actions or (), case.action) / 2
    if names_caller(statement, layer, case):
        score += _PRINCIPAL
    if statement.covers_resource(case.target, context):
        score += _RESOURCE
    else:
        score += _RESOURCE * _most_alike(source.resources or (), case.target) / 2
    met = [check.matches(context) for check in statement.checks]
    if all(met):
        return score + _CONDITION
    return score + _CONDITION * sum(met) / len(met) / 2


def _most_alike(entries: tuple[Entry, ...], text: str) -> float:
    return max((similarity(entry.text, text) for entry in entries), default=0.0)


def _first_failing(
    statement: CompiledStatement, layer: Layer, case: Case, context: Context
) -> ElementTrace:
    """Put the first element that does not match into words, in the order in which people read."""
    if not statement.covers_action(case.action_lower):
        return trace_action(statement, case.action)
    if not names_caller(statement, layer, case):
        return trace_principal(statement, layer, case)
    if not statement.covers_resource(case.target, context):
        return trace_resource(statement, case.action, case.resource, case.target, context)
    return next(
        trace_condition(test, check, context)
        for test, check in zip(statement.source.conditions, statement.checks, strict=True)
        if not check.matches(context)
    )


def _nothing_there(layer: Layer, level: Holding, case: Case) -> NearestMiss:
    where = level.name if level.target else LAYER_TITLES[layer].lower()
    written = any(readable(item).document.statements for item in level.policies)
    why = (
        f"None of the statements here is an Allow ({where})."
        if written
        else f"There is no statement here at all ({where})."
    )
    wanted = f"an Allow for {case.action}"
    return NearestMiss(layer, level.target, None, -1, None, "Statement", wanted, "", why, None)
