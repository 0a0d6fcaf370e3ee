"""Edits of Action and NotAction that make a statement cover the asked action (A1 to A5)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from iamlab.engine.catalog import suggest_actions
from iamlab.engine.documents import Entry
from iamlab.engine.evaluation.explanation.diagnosis import similarity
from iamlab.engine.matching import compile_action, expand_action
from iamlab.engine.repair.narrowness import stays_with_resource
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import label_of
from iamlab.engine.repair.spots import Spot

_ALIKE = 0.8
_MOST_ENTRIES = 200


def action_drafts(spot: Spot) -> Iterator[Draft]:
    """Yield edits after which the statement covers the action."""
    source = spot.statement.source
    action = spot.situation.case.action
    if source.actions is not None:
        for entry in source.actions[:_MOST_ENTRIES]:
            if _is_mistyped(entry.text, action):
                yield spot.draft(
                    Kind.ACTION_NAME,
                    f"Correct `{entry.text}` to `{action}`",
                    spot.editor.replace(entry.span, action),
                )
        if stays_with_resource(spot.situation, spot.layer, spot.statement):
            yield spot.draft(
                Kind.ACTION,
                f"Add `{action}` to the actions of {label_of(spot.statement)}",
                spot.editor.add_item(source.element_spans["Action"], action),
            )
    elif source.not_actions is not None:
        yield from _no_longer_excluded(spot, source.not_actions)


def _no_longer_excluded(spot: Spot, entries: tuple[Entry, ...]) -> Iterator[Draft]:
    """Take the action out of a NotAction that lists it by name and others too."""
    lowered = spot.situation.case.action_lower
    naming = [item for item in entries if compile_action(item.text).matches(lowered)]
    if len(entries) > 1 and len(naming) == 1 and naming[0].text.lower() == lowered:
        yield spot.draft(
            Kind.ACTION,
            f"Take `{naming[0].text}` out of what {label_of(spot.statement)} leaves out",
            spot.editor.remove(naming[0].span),
        )


def _is_mistyped(entry: str, action: str) -> bool:
    """Tell whether an entry covers nothing that AWS lists, and this action was probably meant."""
    if "*" in entry or "?" in entry or expand_action(entry):
        return False
    return similarity(entry, action) > _ALIKE or action in _meant(entry)


@lru_cache(maxsize=1024)
def _meant(entry: str) -> tuple[str, ...]:
    return suggest_actions(entry)
