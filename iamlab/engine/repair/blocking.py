"""Which layer blocks a request, and does it still after an edit?"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.evaluation import Decision, Layer, Policy, Reason, Verdict
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.exceptions import Effect, find_effects
from iamlab.engine.repair.situation import Situation


@dataclass(frozen=True, slots=True)
class Block:
    """What keeps a request out: a Deny of `policy`, or a layer or level where nothing allows.

    `policies` are those that could allow; `level` and `level_name` tell where, for an SCP.
    """

    layer: Layer
    policies: tuple[Policy, ...]
    denies: tuple[CompiledStatement, ...] = ()
    level: str = ""
    level_name: str = ""


def find_block(now: Situation, original: Situation) -> Block:
    """Return what blocks `now`, told by the policies of the `original` situation.

    The two differ in what has been proposed for other layers.
    """
    decision = now.decision
    if decision.verdict is Verdict.EXPLICIT_DENY:
        return _denying(decision, original)
    layer = decision.layer
    if layer is Layer.SERVICE:
        return Block(layer, ())
    levels = original.levels(layer)
    if layer is Layer.SCP:
        allowing = _allowing_levels(decision)
        number = next(i for i in range(len(levels)) if i not in allowing)
        level = levels[number]
        policies = tuple(item.policy for item in level.policies)
        return Block(layer, policies, level=level.target, level_name=level.name)
    policies = tuple(item.policy for level in levels for item in level.policies)
    return Block(layer, tuple(dict.fromkeys(policies)))


def is_cleared(block: Block, before: Decision, after: Decision) -> bool:
    """Tell whether a block is gone: what is reported now comes later, or nothing is."""
    if after.verdict is Verdict.ALLOWED:
        return True
    if block.denies:
        key = block.policies[0].key
        return not any(item.effect == "Deny" and item.policy_key == key for item in after.matched)
    if after.verdict is Verdict.EXPLICIT_DENY:
        return False
    if block.layer is Layer.SCP and after.layer is Layer.SCP:
        return len(_allowing_levels(after)) > len(_allowing_levels(before))
    return (after.layer, after.reason) != (before.layer, before.reason)


def refusal(situation: Situation) -> str:
    """Return the sentence with which the service itself refuses a request (E14 to E16)."""
    refused = find_effects(situation.case).get(Effect.REFUSED)
    return refused.says if refused is not None else ""


def can_grant_on_resource(situation: Situation) -> bool:
    """Tell whether the resource's policy could grant what no identity-based policy does (E9)."""
    decision = situation.decision
    return (
        decision.reason is Reason.NO_IDENTITY_ALLOW
        and situation.case.same_account
        and situation.case.resource_policy is not None
    )


def _denying(decision: Decision, original: Situation) -> Block:
    denies = [item for item in decision.matched if item.effect == "Deny"]
    first = next((item for item in denies if item.layer is decision.layer), denies[0])
    for level in original.levels(first.layer):
        for attachment in level.policies:
            policy = attachment.policy
            if policy.key != first.policy_key:
                continue
            places = {item.index for item in denies if item.policy_key == policy.key}
            statements = tuple(
                statement
                for _, statement in original.statements(first.layer, (policy,))
                if statement.deny and statement.source.index in places
            )
            return Block(first.layer, (policy,), statements, level.target, level.name)
    return Block(first.layer, ())


def _allowing_levels(decision: Decision) -> set[int]:
    """Return the numbers of the levels at which an SCP allows."""
    return {
        item.level_number
        for item in decision.matched
        if item.layer is Layer.SCP and item.effect == "Allow"
    }
