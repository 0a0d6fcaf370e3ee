"""The organization as nested rows for the lab's left pane: what to draw, open or closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from iamlab.engine import split_arn
from iamlab.sandbox.models import PolicyKind
from iamlab.sandbox.services.tree import OrgTree, TreeAccount, TreeEntity, TreePolicy, TreeUnit

MAX_OPEN = 40
"""Rows of one kind in an account that are shown at once; more stay folded until asked for."""

_RESOURCE_ICONS = {"s3": "bucket", "sqs": "queue", "lambda": "function", "kms": "key"}
_RESOURCE_ICONS |= {"dynamodb": "table"}
_POLICY_ICONS = {PolicyKind.SCP: "scp", PolicyKind.RCP: "scp", PolicyKind.TRUST: "trust"}


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree. With a `key` it opens that policy; with `children` it unfolds.

    `side` are words at its right end, `words` what a search finds besides the name. `heading`
    rows only name the kind of the rows that follow. `edited`: not the scenario's text any more.
    A `section` has so many rows that a page leaves them out until they are asked for by its name.
    """

    icon: str
    name: str
    side: str = ""
    key: str = ""
    holder: str = ""
    children: tuple[Branch, ...] = ()
    heading: bool = False
    open: bool = False
    current: bool = False
    edited: bool = False
    title: str = ""
    section: str = ""


def tree_branches(tree: OrgTree, current: str) -> tuple[Branch, ...]:
    """Return the rows at the top; the way to the policy `current` stands open."""
    rows: list[Branch] = []
    if tree.root is not None:
        rows.append(_unit(tree.root, "org"))
    rows += [_account(account, "no organization") for account in tree.outside]
    if tree.aws_managed:
        policies = tuple(_policy(item) for item in tree.aws_managed)
        rows.append(Branch("policy", "AWS managed policies", str(len(policies)), children=policies))
    top = tuple(_opened(row, current) for row in rows)
    if any(row.open for row in top):
        return top
    return tuple(replace(row, open=row.icon == "org") for row in top)


def find_section(branches: Iterable[Branch], name: str) -> Branch | None:
    """Return the section of that name, wherever in the tree it is."""
    for branch in branches:
        if branch.section == name:
            return branch
        found = find_section(branch.children, name)
        if found is not None:
            return found
    return None


def _opened(branch: Branch, current: str) -> Branch:
    """Open the first way to the current policy, and mark its rows; other rows stay closed."""
    children = []
    found = False
    for child in branch.children:
        child = child if found else _opened(child, current)
        found = found or child.open or child.current
        children.append(child)
    here = bool(current) and branch.key == current
    return replace(branch, children=tuple(children), open=found, current=here)


def _unit(unit: TreeUnit, icon: str) -> Branch:
    children = (
        *(_policy(item, unit.id) for item in unit.guardrails),
        *(_unit(child, "ou") for child in unit.units),
        *(_account(account) for account in unit.accounts),
    )
    return Branch(icon, unit.name, "" if icon == "org" else "OU", children=children, title=unit.id)


def _account(account: TreeAccount, side: str = "") -> Branch:
    groups = {group.name: group for group in account.groups}
    users = [_entity(user, "user", groups) for user in account.users]
    roles = [_entity(role, "role", {}) for role in account.roles]
    profiles = [Branch("role", name) for name in account.profiles]
    providers = [Branch("key", url) for url in account.providers]
    resources = [_entity(item, _resource_icon(item), {}) for item in account.resources]
    children = (
        *(_policy(item, account.id) for item in account.guardrails),
        *_section(account, "Users", users, "user"),
        *_section(account, "Groups", [_group(group) for group in account.groups], "group"),
        *_section(account, "Roles", roles, "role"),
        *_section(account, "Policies", [_policy(item) for item in account.policies], "policy"),
        *_section(account, "Resources", resources, "resource"),
        *_section(account, "Instance profiles", profiles, "role"),
        *_section(account, "Identity providers", providers, "key"),
    )
    words = "management" if account.management else side or f"…{account.id[-4:]}"
    return Branch("account", account.name, words, children=children, title=account.id)


def _section(
    account: TreeAccount, title: str, rows: Sequence[Branch], icon: str
) -> Iterable[Branch]:
    """Put a heading before a few rows, and fold many rows behind one."""
    if not rows:
        return ()
    if len(rows) > MAX_OPEN:
        name = f"{account.id}/{title}"
        return (Branch(icon, title, str(len(rows)), children=tuple(rows), section=name),)
    return (Branch("", title, heading=True), *rows)


def _entity(entity: TreeEntity, icon: str, groups: dict[str, TreeEntity]) -> Branch:
    rows = [_policy(item, entity.arn) for item in (*entity.policies, *entity.attached)]
    if entity.boundary is not None:
        rows.append(_policy(entity.boundary, entity.arn, "boundary"))
    for name in entity.groups:
        group = groups[name]
        via = f"via {name}"
        rows += [_policy(item, group.arn, via) for item in (*group.policies, *group.attached)]
    return _holder(entity, icon, rows)


def _group(group: TreeEntity) -> Branch:
    rows = [_policy(item, group.arn) for item in (*group.policies, *group.attached)]
    count = len(group.members)
    branch = _holder(group, "group", rows)
    return replace(branch, side=f"{count} user{'' if count == 1 else 's'}")


def _holder(entity: TreeEntity, icon: str, rows: list[Branch]) -> Branch:
    """Return the row of an entity: a link when it has one policy, to unfold when it has more."""
    if len(rows) == 1:
        return replace(rows[0], icon=icon, name=entity.name, side="", title=entity.arn)
    side = "" if rows else "no policy"
    return Branch(icon, entity.name, side, children=tuple(rows), title=entity.arn)


def _policy(policy: TreePolicy, holder: str = "", side: str = "") -> Branch:
    words = {PolicyKind.SCP: "SCP", PolicyKind.RCP: "RCP"}.get(policy.kind, "")
    return Branch(
        _POLICY_ICONS.get(policy.kind, "policy"),
        policy.name,
        side or words or ("AWS" if policy.aws_managed else ""),
        policy.key,
        holder,
        edited=policy.edited,
        title=policy.origin,
    )


def _resource_icon(entity: TreeEntity) -> str:
    fields = split_arn(entity.arn)
    return _RESOURCE_ICONS.get(fields[2] if fields else "", "resource")
