"""A request with everything that bears on it: the caller, the policies, the context, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from iamlab.engine.catalog import find_action
from iamlab.engine.documents import JsonNode, TreeEditor, parse_json, split_arn
from iamlab.engine.evaluation import (
    AWS_RULES,
    Authorizer,
    Decision,
    Layer,
    Policy,
    Request,
    Snapshot,
    WhatIf,
)
from iamlab.engine.evaluation.case import Case, Directory
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.exceptions import Effect, find_effects
from iamlab.engine.evaluation.grounds import Grounds, lay_grounds
from iamlab.engine.evaluation.layers import Holding
from iamlab.engine.evaluation.plan import names_caller, readable
from iamlab.engine.evaluation.surroundings import fill_context, region_key
from iamlab.engine.matching import CallerKind, Context, MatchKind

GUARDRAILS = frozenset({Layer.SCP, Layer.BOUNDARY, Layer.SESSION, Layer.ENDPOINT})
"""Layers that only cap: an Allow there grants nothing by itself."""

_AWS_MANAGED = "aws managed"


@dataclass(frozen=True, slots=True)
class Situation:
    """One request in one organization, taken apart."""

    snapshot: Snapshot
    request: Request
    what_if: WhatIf
    case: Case
    grounds: Grounds
    context: Context
    decision: Decision

    @property
    def principal(self) -> tuple[str, str] | None:
        """How a Principal element names the caller: the kind and the text; None for anybody.

        Of a session it is the role, whose ARN stays the same from session to session.
        """
        caller = self.case.caller
        if caller.kind is CallerKind.ANONYMOUS:
            return None
        if caller.kind is CallerKind.SERVICE:
            return "Service", caller.arn
        if caller.kind is CallerKind.WEB_IDENTITY:
            return "Federated", caller.arn
        if caller.kind in (CallerKind.USER, CallerKind.ROLE) and caller.identity_arn is not None:
            return "AWS", caller.identity_arn
        return "AWS", caller.arn

    @property
    def scope(self) -> str:
        """The beginning of the ARNs that belong to the asked resource: its bucket, or itself."""
        if self.case.holder is not None:
            return self.case.holder.arn
        fields = split_arn(self.case.target)
        if fields is not None and fields[2] == "s3" and not fields[3]:
            return self.case.target.partition("/")[0]
        return self.case.target

    @property
    def key(self) -> str:
        """The key of the object that is asked for, without its bucket; empty for all else."""
        fields = split_arn(self.case.target)
        if fields is None or fields[2] != "s3" or fields[3]:
            return ""
        return fields[5].partition("/")[2]

    @property
    def noun(self) -> str:
        """What the request is about, such as `object`, in a word."""
        if self.key:
            return "object"
        action = find_action(self.case.action_lower)
        kinds = action.resource_types if action is not None else ()
        fields = split_arn(self.case.target)
        own = [kind for kind in kinds if fields and kind.arn_template.split(":")[2] == fields[2]]
        return own[0].name.lower() if len(own) == 1 else "resource"

    def levels(self, layer: Layer) -> tuple[Holding, ...]:
        """Return what a layer holds, level by level."""
        return self.grounds.holdings[layer].levels

    def statements(
        self, layer: Layer, policies: tuple[Policy, ...]
    ) -> Iterator[tuple[Policy, CompiledStatement]]:
        """Yield the statements of a layer that stand in some of its policies."""
        wanted = {policy.key for policy in policies}
        for level in self.levels(layer):
            for attachment in level.policies:
                if attachment.policy.key in wanted:
                    wanted.discard(attachment.policy.key)
                    for statement in readable(attachment).statements:
                        yield attachment.policy, statement

    def means_caller(self, statement: CompiledStatement, layer: Layer) -> bool:
        """Tell whether a statement means the caller, where it stands."""
        return names_caller(statement, layer, self.case) is not MatchKind.NONE

    def single(self, key_lower: str) -> str | None:
        """Return the value of a condition key that has exactly one."""
        return self.context.single(key_lower)


def read_situation(snapshot: Snapshot, request: Request, what_if: WhatIf) -> Situation:
    """Take a request apart. Raises what `Authorizer.decide` raises."""
    decision = Authorizer(snapshot, what_if=what_if).decide(request)
    case = Directory(snapshot).case(request)
    ignored = find_effects(case).get(Effect.POLICY_IGNORED)
    grounds = lay_grounds(case, AWS_RULES, what_if, ignored)
    context = fill_context(grounds.surroundings.extended(region_key(case)), request)
    return Situation(snapshot, request, what_if, case, grounds, context, decision)


def is_editable(policy: Policy) -> bool:
    """Tell whether a customer can change a policy: not one that AWS manages."""
    return not policy.origin.lower().startswith(_AWS_MANAGED)


def label_of(statement: CompiledStatement) -> str:
    """Return how a sentence calls a statement: its Sid, or its number."""
    sid = statement.source.sid
    return f"`{sid}`" if sid else f"statement {statement.source.index + 1}"


def root_of(policy: Policy) -> tuple[TreeEditor, JsonNode | None]:
    """Return the editor of a policy's text, and the top of its tree."""
    return _read(policy.text)


@lru_cache(maxsize=32)
def _read(text: str) -> tuple[TreeEditor, JsonNode | None]:
    tree = parse_json(text)
    return TreeEditor(tree), tree.root
