"""Drafts for a layer in which nothing allows: mend a statement, widen one, or add one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from iamlab.engine.evaluation import Layer, Policy
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.repair.actions import action_drafts
from iamlab.engine.repair.conditions import condition_drafts
from iamlab.engine.repair.principals import principal_drafts
from iamlab.engine.repair.resources import resource_drafts
from iamlab.engine.repair.shapes import MENDS, Draft
from iamlab.engine.repair.situation import Situation, is_editable, label_of, root_of
from iamlab.engine.repair.spots import Spot
from iamlab.engine.repair.statements import document_drafts, statement_drafts

_MOST_PARTS = 3
_MOST_COMBINATIONS = 24


def allowing_drafts(
    situation: Situation, layer: Layer, policies: tuple[Policy, ...], level: str
) -> Iterator[Draft]:
    """Yield drafts for a layer, or for one `level` of it whose policies are given."""
    for policy, statement in situation.statements(layer, policies):
        if not statement.deny:
            yield from _statement_drafts(situation, layer, policy, statement)
    added = list(statement_drafts(situation, layer, policies))
    around = _conditioned(situation, layer, policies)
    for draft in added or document_drafts(situation, layer, level):
        yield replace(draft, warning=around) if around else draft


def _conditioned(situation: Situation, layer: Layer, policies: tuple[Policy, ...]) -> str:
    """Say which statement would allow this but for its conditions, which a new one goes around."""
    case = situation.case
    for _, statement in situation.statements(layer, policies):
        if (
            not statement.deny
            and statement.checks
            and statement.covers_action(case.action_lower)
            and statement.covers_resource(case.target, situation.context)
            and situation.means_caller(statement, layer)
        ):
            label = label_of(statement)
            sentence = f"{label} allows this under conditions; a new statement goes around them."
            return sentence[:1].upper() + sentence[1:]
    return ""


def _statement_drafts(
    situation: Situation, layer: Layer, policy: Policy, statement: CompiledStatement
) -> Iterator[Draft]:
    """Yield what makes one Allow statement match: an edit for each element that fails."""
    editable = is_editable(policy)
    editor, _ = root_of(policy)
    spot = Spot(situation, layer, policy, statement, editor)
    parts = [list(part) for part in _failing_parts(spot)]
    if not editable:
        parts = [[draft for draft in part if draft.policy is None] for part in parts]
    if not 0 < len(parts) <= _MOST_PARTS or not all(parts):
        return
    if len(parts) == 1:
        yield from parts[0]
        return
    if not any(draft.kind in MENDS for part in parts for draft in part):
        return
    for number, chosen in enumerate(product(*parts)):
        if number < _MOST_COMBINATIONS:
            mending = sum(draft.kind in MENDS for draft in chosen)
            if mending >= len(chosen) - 1:
                yield from _joined(chosen)


def _failing_parts(spot: Spot) -> Iterator[Iterator[Draft]]:
    """Yield the drafts for each element that does not match."""
    situation, statement = spot.situation, spot.statement
    case = situation.case
    if not statement.covers_action(case.action_lower):
        yield action_drafts(spot)
    if not situation.means_caller(statement, spot.layer):
        yield principal_drafts(spot)
    if not statement.covers_resource(case.target, situation.context):
        yield resource_drafts(spot)
    for test, check in zip(statement.source.conditions, statement.checks, strict=True):
        if not check.matches(situation.context):
            yield condition_drafts(spot, test, check)


def _joined(drafts: tuple[Draft, ...]) -> Iterator[Draft]:
    """Make one draft of several about one statement; keys of the context join keys only."""
    with_text = [draft for draft in drafts if draft.policy is not None]
    if with_text and len(with_text) < len(drafts):
        return
    titles = [draft.title for draft in drafts]
    rest = [title[:1].lower() + title[1:] for title in titles[1:]]
    widening = next((draft for draft in drafts if draft.kind not in MENDS), drafts[0])
    yield replace(
        drafts[0],
        kind=widening.kind,
        title="; ".join((titles[0], *rest)),
        edits=tuple(edit for draft in drafts for edit in draft.edits),
        context={key: value for draft in drafts for key, value in draft.context.items()},
        values=sum(draft.values for draft in drafts),
    )
