"""The nearest miss: of a layer that allows nothing, the Allow that came closest (M5)."""

from __future__ import annotations

from iamlab.engine.evaluation.diagnosis import similarity
from iamlab.engine.evaluation.trace import (
    ElementTrace,
    LayerTrace,
    LevelTrace,
    NearestMiss,
    PolicyTrace,
    StatementTrace,
)
from iamlab.engine.evaluation.words import LAYER_TITLES

_RANK = {"Action": 8, "NotAction": 8, "Principal": 4, "NotPrincipal": 4, "Resource": 2}
_RANK["NotResource"] = _RANK["Resource"]
_ORDER = (
    "Action",
    "NotAction",
    "Principal",
    "NotPrincipal",
    "Resource",
    "NotResource",
    "Condition",
)


def nearest_misses(layers: tuple[LayerTrace, ...], action: str) -> tuple[NearestMiss, ...]:
    """Return the nearest miss of each layer that applies and allows nothing.

    Allow statements are ranked by what matched: action before principal before resource before
    condition; among equals, the one whose text is most like the request.
    """
    return tuple(
        _layer_miss(layer, level, action)
        for layer in layers
        if layer.says == "silent"
        for level in layer.levels
        if level.says == "silent"
    )


def _layer_miss(layer: LayerTrace, level: LevelTrace, action: str) -> NearestMiss:
    best: tuple[float, PolicyTrace, StatementTrace] | None = None
    for policy in level.policies:
        for statement in policy.statements:
            if statement.effect != "Allow" or statement.skipped is not None or policy.off:
                continue
            score = _score(statement)
            if best is None or score > best[0]:
                best = (score, policy, statement)
    if best is None:
        return _nothing_there(layer, level, action)
    _, policy, statement = best
    element = first_failing(statement)
    return NearestMiss(
        layer.layer,
        level.target,
        policy.policy,
        statement.index,
        statement.sid,
        element.name,
        element.wanted,
        element.got,
        element.why,
        element.span,
    )


def first_failing(statement: StatementTrace) -> ElementTrace:
    """Return the first element that does not match, in the order in which people read them."""
    failing = [element for element in statement.elements if element.matched is False]
    return min(failing, key=lambda element: _ORDER.index(element.name))


def _score(statement: StatementTrace) -> float:
    score = 0.0
    conditions = [item for item in statement.elements if item.name == "Condition"]
    for element in statement.elements:
        if element.name == "Condition":
            continue
        if element.matched is not False:
            score += _RANK[element.name]
        else:
            score += _closeness(element) * _RANK[element.name] / 2
    if all(item.matched for item in conditions):
        score += 1
    elif conditions:
        score += sum(1 for item in conditions if item.matched) / (2 * len(conditions))
    return score


def _closeness(element: ElementTrace) -> float:
    return max(similarity(entry, element.got) for entry in element.wanted.split(", "))


def _nothing_there(layer: LayerTrace, level: LevelTrace, action: str) -> NearestMiss:
    where = level.name if level.target else LAYER_TITLES[layer.layer].lower()
    has_policies = any(policy.statements for policy in level.policies)
    why = (
        f"None of the statements here is an Allow ({where})."
        if has_policies
        else f"There is no statement here at all ({where})."
    )
    return NearestMiss(
        layer.layer,
        level.target,
        None,
        -1,
        None,
        "Statement",
        f"an Allow for {action}",
        "",
        why,
        None,
    )
