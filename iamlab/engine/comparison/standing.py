"""The policies that stand around a caller, and what of them differs between two organizations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iamlab.engine.catalog import all_actions
from iamlab.engine.comparison.marks import fingerprint
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation import (
    POLICY_LAYERS,
    Authorizer,
    Layer,
    Policy,
    Request,
    Resource,
    Snapshot,
)
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy
from iamlab.engine.evaluation.plan import Plan
from iamlab.engine.evaluation.public_access import is_public
from iamlab.engine.matching import Caller, token_call
from iamlab.engine.matching.expansion import expand_actions


@dataclass(frozen=True)
class Standing:
    """What a principal stands on, in the candidate's and in the reference's organization."""

    sides: tuple[Authorizer, Authorizer]
    principal: str

    @property
    def caller(self) -> Caller:
        """The caller, as the evaluator describes them."""
        return self._plan(self.sides[0]).case.caller

    @property
    def services(self) -> frozenset[str]:
        """The services of the resources that the organizations know."""
        arns = [arn for side in self.sides for arn in side.snapshot.resources]
        return frozenset(fields[2] for arn in arns if (fields := split_arn(arn)) is not None)

    def granting(self) -> list[CompiledStatement]:
        """Return the candidate's Allow statements that can grant something to the caller."""
        side = self.sides[0]
        policies = [*self._held(side, (Layer.IDENTITY,)), *_policies(side.snapshot)]
        return [item for item in _statements(policies) if not item.deny]

    def statements(self) -> list[CompiledStatement]:
        """Return every statement of either side that can matter to the caller."""
        policies = [policy for side in self.sides for policy in self._held(side, POLICY_LAYERS)]
        policies += [policy for side in self.sides for policy in _policies(side.snapshot)]
        return _statements(policies)

    def odd_owners(self) -> frozenset[tuple[str, str]]:
        """Return services with account fields of patterns that name no account: `aws`, or none."""
        found: set[tuple[str, str]] = set()
        for statement in self.statements():
            for pattern in statement.patterns:
                fields = split_arn(pattern.source)
                if fields is not None and fields[2] != "s3" and _is_odd(fields[4]):
                    found.add((fields[2], fields[4]))
        return frozenset(found)

    def changed_actions(self) -> frozenset[str]:
        """Return the actions of statements that stand on one side only; no others can differ."""
        ours, theirs = (self._places(side) for side in self.sides)
        first, second = (self._grounds(side) for side in self.sides)
        if ours.keys() != theirs.keys() or first != second:
            return all_actions()
        changed: set[str] = set()
        for place, statements in ours.items():
            one, other = _marks(statements), _marks(theirs[place])
            for mark in one.keys() ^ other.keys():
                changed |= actions_of(one.get(mark) or other[mark])
        return frozenset(changed)

    def _plan(self, side: Authorizer) -> Plan:
        action = token_call(self.principal) or "s3:ListAllMyBuckets"
        return side.plan_of(Request(self.principal, action, "*"))

    def _held(self, side: Authorizer, layers: Iterable[Layer]) -> Iterator[Policy]:
        plan = self._plan(side)
        for layer in layers:
            for level in plan.holdings[layer].levels:
                for attachment in level.policies:
                    yield attachment.policy

    def _places(self, side: Authorizer) -> dict[object, list[CompiledStatement]]:
        """Return the statements by their place: a layer and level, or a resource."""
        plan = self._plan(side)
        found: dict[object, list[CompiledStatement]] = {}
        for layer in POLICY_LAYERS:
            for number, level in enumerate(plan.holdings[layer].levels):
                policies = [attachment.policy for attachment in level.policies]
                found.setdefault((layer, number), []).extend(_statements(policies))
        for place, policy in _owned(side.snapshot):
            found.setdefault(place, []).extend(_statements([policy]))
        return found

    def _grounds(self, side: Authorizer) -> object:
        plan = self._plan(side)
        special = {
            (item.arn, item.account, _is_shut(item), item.aws_managed)
            for item in side.snapshot.resources.values()
        }
        return plan.grounds.applies, plan.grounds.level_counts, plan.case.bounded, special


def _is_odd(account: str) -> bool:
    return not account or (account.isascii() and account.isalpha())


def _is_shut(resource: Resource) -> bool:
    """Whether a bucket shuts other accounts out, its policy being public (E15)."""
    policy = resource.policy
    return resource.restrict_public_buckets and policy is not None and is_public(policy.text)


def actions_of(statement: CompiledStatement) -> frozenset[str]:
    """Return the actions of the catalog that a statement covers."""
    if statement.actions is not None:
        return expand_actions(tuple(item.source for item in statement.actions))
    if statement.not_actions is not None:
        return all_actions() - expand_actions(tuple(item.source for item in statement.not_actions))
    return frozenset()


def _owned(snapshot: Snapshot) -> Iterator[tuple[object, Policy]]:
    """Yield the policies that hang on no caller, with their places."""
    for resource in snapshot.resources.values():
        if resource.policy is not None:
            yield resource.arn, resource.policy
    for identity in snapshot.identities.values():
        if identity.trust is not None:
            yield identity.arn, identity.trust
    for account in snapshot.accounts.values():
        for number, level in enumerate(account.rcp_levels):
            for policy in level.policies:
                yield (account.id, number), policy


def _policies(snapshot: Snapshot) -> list[Policy]:
    return [policy for _, policy in _owned(snapshot)]


def _marks(statements: Iterable[CompiledStatement]) -> dict[object, CompiledStatement]:
    """Return statements by what they say; equal ones are one."""
    return {
        (fingerprint(item), item.deny, actions_of(item), _principals(item)): item
        for item in statements
    }


def _principals(statement: CompiledStatement) -> object:
    source = statement.source
    return tuple(
        None if entries is None else frozenset((entry.kind, entry.text) for entry in entries)
        for entries in (source.principals, source.not_principals)
    )


def _statements(policies: Iterable[Policy]) -> list[CompiledStatement]:
    texts = dict.fromkeys((policy.text, policy.type) for policy in policies)
    return [item for text, kind in texts for item in compile_policy(text, kind).statements]
