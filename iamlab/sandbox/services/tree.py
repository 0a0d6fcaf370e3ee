"""The organization as the lab's left pane shows it, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iamlab.engine.scenarios import (
    AccountShape,
    Group,
    Role,
    User,
    entity_arn,
    keys,
)
from iamlab.sandbox.models import PolicyKind, Sandbox
from iamlab.sandbox.services.policies import edited_keys
from iamlab.sandbox.services.reading import Extras, read_extras
from iamlab.sandbox.services.snapshots import Picture, picture_of

EntityKind = Literal["user", "group", "role", "resource"]


@dataclass(frozen=True, slots=True)
class TreePolicy:
    """A policy as one line: `key` opens it, `origin` says in words what it is."""

    key: str
    name: str
    kind: PolicyKind
    origin: str
    edited: bool = False
    aws_managed: bool = False


@dataclass(frozen=True, slots=True)
class TreeEntity:
    """A user, group, role or resource with its policies.

    `policies` are its own: inline, trust, resource-based. `attached` are managed policies.
    `groups` are a user's groups and `members` a group's users, by name.
    """

    kind: EntityKind
    name: str
    arn: str
    policies: tuple[TreePolicy, ...] = ()
    attached: tuple[TreePolicy, ...] = ()
    boundary: TreePolicy | None = None
    groups: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeAccount:
    """An account; `guardrails` are the SCPs and RCPs attached to the account itself.

    `profiles` are the names of its instance profiles, `providers` the URLs of its OIDC providers.
    """

    id: str
    name: str
    management: bool
    guardrails: tuple[TreePolicy, ...]
    users: tuple[TreeEntity, ...]
    groups: tuple[TreeEntity, ...]
    roles: tuple[TreeEntity, ...]
    policies: tuple[TreePolicy, ...]
    resources: tuple[TreeEntity, ...]
    profiles: tuple[str, ...]
    providers: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many users, groups, roles, customer managed policies and resources there are."""
        parts = (self.users, self.groups, self.roles, self.policies, self.resources)
        return sum(len(part) for part in parts)


@dataclass(frozen=True, slots=True)
class TreeUnit:
    """The root or a unit with its guardrails and what is under it."""

    id: str
    name: str
    guardrails: tuple[TreePolicy, ...]
    units: tuple[TreeUnit, ...]
    accounts: tuple[TreeAccount, ...]


@dataclass(frozen=True, slots=True)
class OrgTree:
    """A whole practice organization; `root` is None when there are only single accounts.

    `outside` are the accounts in no organization, `aws_managed` the policies that AWS provides.
    """

    title: str
    organization_id: str | None
    root: TreeUnit | None
    outside: tuple[TreeAccount, ...]
    aws_managed: tuple[TreePolicy, ...]


def organization_tree(sandbox: Sandbox) -> OrgTree:
    """Return the tree of a sandbox in a constant number of queries."""
    return _Planter(picture_of(sandbox), edited_keys(sandbox), read_extras(sandbox)).tree()


class _Planter:
    """Builds the tree of one organization."""

    def __init__(self, picture: Picture, edited: frozenset[str], extras: Extras) -> None:
        scenario, snapshot = picture.organization, picture.snapshot
        self._scenario = scenario
        self._edited = edited
        self._extras = extras
        self._placed = snapshot.policies()
        self._resource_names = {arn: item.name for arn, item in snapshot.resources.items()}

    def tree(self) -> OrgTree:
        """Return the whole tree."""
        scenario, organization = self._scenario, self._scenario.organization
        return OrgTree(
            title=scenario.title,
            organization_id=None if organization is None else organization.id,
            root=None if organization is None else self._unit(organization.root, "Root"),
            outside=tuple(self._account(item) for item in scenario.accounts if not item.parent),
            aws_managed=tuple(
                self._line(keys.aws_managed_key(item.name), item.name, PolicyKind.AWS_MANAGED)
                for account in scenario.accounts
                for item in account.policies
                if item.aws_managed
            ),
        )

    def _unit(self, node: str, name: str) -> TreeUnit:
        scenario = self._scenario
        return TreeUnit(
            id=node,
            name=name,
            guardrails=self._guardrails(node),
            units=tuple(
                self._unit(unit.id, unit.name) for unit in scenario.units if unit.parent == node
            ),
            accounts=tuple(
                self._account(item) for item in scenario.accounts if item.parent == node
            ),
        )

    def _guardrails(self, node: str) -> tuple[TreePolicy, ...]:
        found = []
        for item in self._scenario.guardrails:
            if node in item.targets:
                kind = PolicyKind(item.type)
                key = keys.scp_key if kind is PolicyKind.SCP else keys.rcp_key
                found.append(self._line(key(item.name), item.name, kind, item.aws_managed))
        return tuple(found)

    def _account(self, shape: AccountShape) -> TreeAccount:
        organization = self._scenario.organization
        members: dict[str, list[str]] = {group.name: [] for group in shape.groups}
        for user in shape.users:
            for name in user.groups:
                members[name].append(user.name)
        return TreeAccount(
            id=shape.id,
            name=shape.name,
            management=organization is not None and organization.management_account == shape.id,
            guardrails=self._guardrails(shape.id) if shape.parent else (),
            users=tuple(self._identity(shape, "user", item) for item in shape.users),
            groups=tuple(
                self._identity(shape, "group", item, tuple(members[item.name]))
                for item in shape.groups
            ),
            roles=tuple(self._identity(shape, "role", item) for item in shape.roles),
            policies=tuple(
                self._managed(shape, item.name) for item in shape.policies if not item.aws_managed
            ),
            resources=tuple(self._resource(item.arn) for item in shape.resources),
            profiles=tuple(self._extras.profiles[shape.id]),
            providers=tuple(self._extras.providers[shape.id]),
        )

    def _identity(
        self,
        account: AccountShape,
        kind: Literal["user", "group", "role"],
        shape: User | Group | Role,
        members: tuple[str, ...] = (),
    ) -> TreeEntity:
        inline = (
            self._line(keys.inline_key(account.id, kind, shape.name, name), name, PolicyKind.INLINE)
            for name in shape.inline
        )
        boundary = None if isinstance(shape, Group) else shape.boundary
        return TreeEntity(
            kind=kind,
            name=shape.name,
            arn=entity_arn(account.id, kind, shape.path, shape.name),
            policies=(*self._trust(account, shape), *inline),
            attached=tuple(self._managed(account, name) for name in shape.attached),
            boundary=None if boundary is None else self._managed(account, boundary),
            groups=tuple(shape.groups) if isinstance(shape, User) else (),
            members=members,
        )

    def _trust(self, account: AccountShape, shape: User | Group | Role) -> Iterable[TreePolicy]:
        if isinstance(shape, Role):
            key = keys.trust_key(account.id, shape.name)
            yield self._line(key, "Trust policy", PolicyKind.TRUST)

    def _resource(self, arn: str) -> TreeEntity:
        key = keys.resource_key(arn)
        placed = self._placed.get(key)
        policies = () if placed is None else (self._line(key, placed.name, PolicyKind.RESOURCE),)
        return TreeEntity("resource", self._resource_names[arn], arn, policies)

    def _managed(self, account: AccountShape, name: str) -> TreePolicy:
        own = any(item.name == name and not item.aws_managed for item in account.policies)
        if own:
            return self._line(keys.managed_key(account.id, name), name, PolicyKind.MANAGED)
        return self._line(keys.aws_managed_key(name), name, PolicyKind.AWS_MANAGED, aws=True)

    def _line(self, key: str, name: str, kind: PolicyKind, aws: bool = False) -> TreePolicy:
        placed = self._placed.get(key)
        return TreePolicy(
            key=key,
            name=name,
            kind=kind,
            origin=kind.label if placed is None else placed.origin,
            edited=key in self._edited,
            aws_managed=aws or kind is PolicyKind.AWS_MANAGED,
        )
