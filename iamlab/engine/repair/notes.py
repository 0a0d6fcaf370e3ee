"""One sentence for a layer without proposals, or about what cannot be edited there."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.catalog import takes_resource
from iamlab.engine.evaluation import Layer
from iamlab.engine.matching import CallerKind
from iamlab.engine.repair.blocking import Block, refusal
from iamlab.engine.repair.shapes import Draft
from iamlab.engine.repair.situation import Situation, is_editable


def note_on(block: Block, situation: Situation, drafts: Sequence[Draft]) -> str:
    """Return why a block has no proposal, or what about its policies cannot be edited."""
    if block.layer is Layer.SERVICE:
        return refusal(situation) or "The service itself refuses this, whatever the policies say."
    managed = [policy.name for policy in block.policies if not is_editable(policy)]
    if drafts:
        if managed and len(managed) == len(block.policies):
            return f"AWS manages {' and '.join(managed)}: it cannot be edited."
        return ""
    if situation.case.caller.kind is CallerKind.ANONYMOUS:
        return (
            "Nobody in particular asks, so only a statement for everybody could allow it, "
            "and that is never proposed. Let the caller sign its requests."
        )
    if block.denies and managed:
        return f"AWS manages {managed[0]}: its Deny cannot be edited. Detach it or leave it."
    if situation.case.target == "*" and not block.denies and takes_resource(situation.case.action):
        return (
            "The question names no resource in particular. Ask about one, and a statement for "
            "exactly that one can be proposed."
        )
    if situation.case.target == "*" and not block.denies:
        return (
            f"`{situation.case.action}` works on no particular resource, so only a statement with "
            'Resource `"*"` allows it. That is never proposed: write it yourself, with the action '
            "alone in it."
        )
    return _without_proposal(block, situation)


def _without_proposal(block: Block, situation: Situation) -> str:
    if block.layer is Layer.RESOURCE:
        if situation.case.is_trust and situation.case.resource_policy is None:
            return "The trust policy of the role is not known here: it would have to allow this."
        if situation.case.crosses_partitions:
            return "Trust never crosses partitions, so no policy can allow this."
        if situation.case.holder is None and not situation.case.is_trust:
            return "The resource is not in this organization: its owner would have to allow this."
        return "The resource takes no policy of its own, so other accounts cannot be let in."
    if block.layer is Layer.IDENTITY:
        return "The caller is not in this organization: its own account would have to allow this."
    return "No small edit here would allow exactly this request."
