"""Who holds a policy: the identity, resource or node of the organization in whose tabs it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.sandbox.models import PolicyKind
from iamlab.sandbox.services.tree import OrgTree, TreeAccount, TreeEntity, TreePolicy, TreeUnit


@dataclass(frozen=True, slots=True)
class Tab:
    """One policy of a holder; `edited` means that its text in force is not the starting one."""

    key: str
    label: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """What a policy hangs on. `id` is an ARN, or the AWS ID of a root, unit or account.

    `kind` is "user", "group", "role", "resource", "ou", "account" or "policy"; `place` says in
    words where it is, as in "role in production". `lacks_boundary`: it could have one.
    """

    id: str
    kind: str
    name: str
    place: str
    tabs: tuple[Tab, ...]
    lacks_boundary: bool = False


def holders_of(tree: OrgTree, key: str) -> tuple[Holder, ...]:
    """Return each holder of the policy with this key, in the order of the tree."""
    return tuple(holder for holder in _holders(tree) if any(tab.key == key for tab in holder.tabs))


def attachment_sentence(kind: PolicyKind, holders: tuple[Holder, ...]) -> str:
    """Return where a policy applies, as in "Attached to 2 roles and 1 user."."""
    if kind in (PolicyKind.TRUST, PolicyKind.INLINE, PolicyKind.RESOURCE):
        return f"Part of {holders[0].kind} {holders[0].name}" if holders else ""
    if not holders:
        return "Attached to nothing, so it has no effect yet"
    if kind in (PolicyKind.SCP, PolicyKind.RCP):
        return "Attached to " + _listed([holder.name for holder in holders])
    counts: dict[str, int] = {}
    for holder in holders:
        counts[holder.kind] = counts.get(holder.kind, 0) + 1
    return "On " + _listed(
        [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items()]
    )


def _listed(words: list[str]) -> str:
    if len(words) > 4:
        words = [*words[:3], f"{len(words) - 3} more"]
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + " and " + words[-1]


def _holders(tree: OrgTree) -> Iterator[Holder]:
    if tree.root is not None:
        yield from _unit_holders(tree.root, "root of the organization")
    for account in tree.outside:
        yield from _account_holders(account)


def _unit_holders(unit: TreeUnit, place: str) -> Iterator[Holder]:
    yield Holder(unit.id, "ou", unit.name, place, _tabs(unit.guardrails))
    for child in unit.units:
        yield from _unit_holders(child, "organizational unit")
    for account in unit.accounts:
        yield from _account_holders(account)


def _account_holders(account: TreeAccount) -> Iterator[Holder]:
    yield Holder(account.id, "account", account.name, "account", _tabs(account.guardrails))
    for entity in (*account.users, *account.groups, *account.roles, *account.resources):
        yield _entity_holder(entity, account.name)


def _entity_holder(entity: TreeEntity, account: str) -> Holder:
    tabs = list(_tabs(entity.policies[:1] if _starts_with_trust(entity) else ()))
    tabs += _tabs(entity.attached)
    tabs += _tabs(entity.policies[1:] if _starts_with_trust(entity) else entity.policies)
    if entity.boundary is not None and all(tab.key != entity.boundary.key for tab in tabs):
        boundary = entity.boundary
        tabs.append(Tab(boundary.key, f"Boundary: {boundary.name}", boundary.edited))
    return Holder(
        id=entity.arn,
        kind=entity.kind,
        name=entity.name,
        place=f"{entity.kind} in {account}",
        tabs=tuple(tabs),
        lacks_boundary=entity.kind in ("user", "role") and entity.boundary is None,
    )


def _starts_with_trust(entity: TreeEntity) -> bool:
    return bool(entity.policies) and entity.policies[0].kind is PolicyKind.TRUST


def _tabs(policies: tuple[TreePolicy, ...]) -> tuple[Tab, ...]:
    labels = {PolicyKind.TRUST: "Trust", PolicyKind.RESOURCE: "Resource policy"}
    return tuple(
        Tab(policy.key, labels.get(policy.kind, policy.name), policy.edited) for policy in policies
    )
