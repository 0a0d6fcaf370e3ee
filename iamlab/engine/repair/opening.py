"""What else a proposal opens: counted by asking, before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.changes import changed_requests
from iamlab.engine.repair.shapes import Draft, Opened
from iamlab.engine.repair.worlds import World, apply_drafts

MOST_ASKED = 300
"""Requests that are put to the engine for one proposal."""

_EXAMPLES = 3
_NOTHING = Opened(0, 0, 0, 0, True, ())


def count_opened(start: World, others: Sequence[Draft], draft: Draft, most: int) -> Opened:
    """Return what a draft opens once `others`, those of the other layers, are applied.

    A key of the context changes no policy and opens nothing.
    """
    if draft.policy is None and not draft.document:
        return _NOTHING
    before = apply_drafts(start, others)
    after = apply_drafts(start, [*others, draft])
    if before is None or after is None:
        return _NOTHING
    found = changed_requests(
        before.snapshot,
        after.snapshot,
        asked=after.request,
        asked_before=before.request,
        most=most,
    )
    # Different resources and actions tell more than many of one kind.
    shown = {(change.request.action, change.request.resource): change for change in found.opened}
    return Opened(
        count=len(found.opened),
        closed=len(found.closed),
        considered=found.considered,
        asked=found.asked,
        complete=found.complete,
        examples=tuple(shown.values())[:_EXAMPLES],
    )
