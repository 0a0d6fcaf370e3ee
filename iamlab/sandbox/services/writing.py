"""Writes a scenario's organization into the rows of an empty sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from iamlab.engine import Policy as PlacedPolicy
from iamlab.engine.scenarios import (
    AccountShape,
    Group,
    ManagedPolicy,
    ResourceShape,
    Role,
    Scenario,
    User,
    build_snapshot,
    keys,
    managed_arn,
)
from iamlab.sandbox.models import (
    Account,
    GroupMembership,
    GuardrailTarget,
    IamGroup,
    IamRole,
    IamUser,
    InstanceProfile,
    OidcProvider,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyAttachment,
    PolicyKind,
    PolicyVersion,
    Resource,
    Sandbox,
)
from iamlab.sandbox.services.texts import hash_text

_Identity = IamUser | IamGroup | IamRole
_Holder = Literal["user", "group", "role"]


def write_organization(sandbox: Sandbox, scenario: Scenario) -> None:
    """Fill the empty sandbox with the scenario's organization; the caller holds the transaction.

    The rows of each table are written in the scenario's order, which is the order they are read in.
    """
    writer = _Writer(sandbox, build_snapshot(scenario).policies())
    writer.write_guardrails(scenario)
    accounts = writer.write_accounts(scenario)
    for shape in scenario.accounts:
        writer.write_managed(accounts[shape.id], shape.policies)
    for shape in scenario.accounts:
        account = accounts[shape.id]
        groups = writer.write_groups(account, shape.groups)
        writer.write_users(account, shape.users, groups)
        roles = writer.write_roles(account, shape.roles)
        writer.write_doors(account, shape, roles)
        writer.write_resources(account, shape.resources)
    writer.finish()


@dataclass(slots=True)
class _Writer:
    """Collects what hangs on policies until all of them are there; `placed` knows their names."""

    sandbox: Sandbox
    placed: Mapping[str, PlacedPolicy]
    policies: list[tuple[Policy, Sequence[str]]] = field(default_factory=list)
    by_key: dict[str, Policy] = field(default_factory=dict)
    attachments: list[PolicyAttachment] = field(default_factory=list)
    memberships: list[GroupMembership] = field(default_factory=list)

    def write_guardrails(self, scenario: Scenario) -> None:
        """Write SCPs and RCPs with their targets."""
        targets = []
        for shape in scenario.guardrails:
            kind = PolicyKind(shape.type)
            make_key = keys.scp_key if kind is PolicyKind.SCP else keys.rcp_key
            policy = self._policy(make_key(shape.name), kind, shape.name, [shape.document.text])
            policy.description, policy.aws_managed = shape.description, shape.aws_managed
            policy.save()
            targets += [
                GuardrailTarget(sandbox=self.sandbox, policy=policy, target=target)
                for target in shape.targets
            ]
        GuardrailTarget.objects.bulk_create(targets)

    def write_accounts(self, scenario: Scenario) -> dict[str, Account]:
        """Write the organization, its units and all accounts; return these by their IDs."""
        organization, units = None, dict[str, OrganizationalUnit]()
        if scenario.organization is not None:
            organization = Organization.objects.create(
                sandbox=self.sandbox,
                aws_id=scenario.organization.id,
                root_id=scenario.organization.root,
                management_account=scenario.organization.management_account,
            )
            for unit in scenario.units:
                units[unit.id] = OrganizationalUnit.objects.create(
                    sandbox=self.sandbox,
                    organization=organization,
                    parent=units.get(unit.parent),
                    aws_id=unit.id,
                    name=unit.name,
                )
        rows = [
            Account(
                sandbox=self.sandbox,
                organization=organization if shape.parent else None,
                unit=units.get(shape.parent or ""),
                aws_id=shape.id,
                name=shape.name,
                canonical_id=shape.canonical_id or "",
            )
            for shape in scenario.accounts
        ]
        return {row.aws_id: row for row in Account.objects.bulk_create(rows)}

    def write_managed(self, account: Account, shapes: Sequence[ManagedPolicy]) -> None:
        """Write an account's managed policies; those of AWS belong to no account."""
        rows = []
        for shape in shapes:
            aws, texts = shape.aws_managed, [item.text for item in shape.all_versions]
            kind = PolicyKind.AWS_MANAGED if aws else PolicyKind.MANAGED
            policy = self._policy(
                self._managed_key(account, shape.name, aws), kind, shape.name, texts
            )
            policy.account = None if aws else account
            policy.path, policy.description = shape.path, shape.description
            policy.arn = managed_arn(account.aws_id, shape)
            policy.origin = kind.label
            policy.aws_managed, policy.start_number = aws, shape.default_version
            rows.append(policy)
        Policy.objects.bulk_create(rows)

    def write_groups(self, account: Account, shapes: Sequence[Group]) -> dict[str, IamGroup]:
        """Write an account's groups with what hangs on them; return them by name."""
        rows = IamGroup.objects.bulk_create(
            IamGroup(sandbox=self.sandbox, account=account, name=shape.name, path=shape.path)
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            self._hang(account, "group", row, shape)
        return {row.name: row for row in rows}

    def write_users(
        self, account: Account, shapes: Sequence[User], groups: Mapping[str, IamGroup]
    ) -> None:
        """Write an account's users with what hangs on them and the groups that they are in."""
        rows = IamUser.objects.bulk_create(
            IamUser(
                sandbox=self.sandbox,
                account=account,
                name=shape.name,
                path=shape.path,
                unique_id=shape.id or "",
                tags=shape.tags,
                boundary=self._optional(account, shape.boundary),
            )
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            self._hang(account, "user", row, shape)
            self.memberships += [
                GroupMembership(sandbox=self.sandbox, user=row, group=groups[name])
                for name in shape.groups
            ]

    def write_roles(self, account: Account, shapes: Sequence[Role]) -> dict[str, IamRole]:
        """Write an account's roles with what hangs on them; return them by name."""
        rows = IamRole.objects.bulk_create(
            IamRole(
                sandbox=self.sandbox,
                account=account,
                name=shape.name,
                path=shape.path,
                unique_id=shape.id or "",
                tags=shape.tags,
                description=shape.description,
                max_session_duration=shape.max_session_duration,
                boundary=self._optional(account, shape.boundary),
            )
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            self._hang(account, "role", row, shape)
            key = keys.trust_key(account.aws_id, row.name)
            self._policy(key, PolicyKind.TRUST, row.name, [shape.trust.text]).role = row
        return {row.name: row for row in rows}

    def write_doors(
        self, account: Account, shape: AccountShape, roles: Mapping[str, IamRole]
    ) -> None:
        """Write an account's instance profiles and identity providers."""
        InstanceProfile.objects.bulk_create(
            InstanceProfile(
                sandbox=self.sandbox,
                account=account,
                name=item.name,
                path=item.path,
                role=roles[item.role],
            )
            for item in shape.instance_profiles
        )
        OidcProvider.objects.bulk_create(
            OidcProvider(
                sandbox=self.sandbox, account=account, url=item.url, client_ids=item.client_ids
            )
            for item in shape.oidc_providers
        )

    def write_resources(self, account: Account, shapes: Sequence[ResourceShape]) -> None:
        """Write an account's resources and their policies."""
        rows = Resource.objects.bulk_create(
            Resource(
                sandbox=self.sandbox,
                account=account,
                arn=shape.arn,
                name=shape.name,
                tags=shape.tags,
                restrict_public_buckets=shape.restrict_public_buckets,
                aws_managed=shape.aws_managed,
            )
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            if shape.policy is not None:
                key, texts = keys.resource_key(shape.arn), [shape.policy.text]
                self._policy(key, PolicyKind.RESOURCE, shape.name, texts).resource = row

    def finish(self) -> None:
        """Write what was collected: held policies, all versions, attachments and memberships."""
        Policy.objects.bulk_create(policy for policy, _ in self.policies if policy.pk is None)
        PolicyVersion.objects.bulk_create(
            PolicyVersion(
                sandbox=self.sandbox,
                policy=policy,
                number=number,
                text=text,
                text_hash=hash_text(text),
                is_default=number == policy.start_number,
                note="From the scenario",
            )
            for policy, texts in self.policies
            for number, text in enumerate(texts, start=1)
        )
        PolicyAttachment.objects.bulk_create(self.attachments)
        GroupMembership.objects.bulk_create(self.memberships)

    def _policy(self, key: str, kind: PolicyKind, name: str, texts: Sequence[str]) -> Policy:
        """Return an unsaved policy, named as a trace names it."""
        placed = self.placed.get(key)
        policy = Policy(
            sandbox=self.sandbox,
            key=key,
            kind=kind,
            name=name if placed is None else placed.name,
            origin=kind.label if placed is None else placed.origin,
        )
        self.policies.append((policy, texts))
        self.by_key[key] = policy
        return policy

    def _hang(
        self, account: Account, holder: _Holder, row: _Identity, shape: User | Group | Role
    ) -> None:
        """Note the attached and the inline policies of one identity."""
        for name in shape.attached:
            self.attachments.append(
                PolicyAttachment(
                    sandbox=self.sandbox, policy=self._named(account, name), **{holder: row}
                )
            )
        for name, document in shape.inline.items():
            key = keys.inline_key(account.aws_id, holder, row.name, name)
            setattr(self._policy(key, PolicyKind.INLINE, name, [document.text]), holder, row)

    def _named(self, account: Account, name: str) -> Policy:
        """Return the account's managed policy of that name, or else AWS's."""
        own = self.by_key.get(self._managed_key(account, name, aws=False))
        return own or self.by_key[self._managed_key(account, name, aws=True)]

    def _optional(self, account: Account, name: str | None) -> Policy | None:
        return None if name is None else self._named(account, name)

    @staticmethod
    def _managed_key(account: Account, name: str, aws: bool) -> str:
        return keys.aws_managed_key(name) if aws else keys.managed_key(account.aws_id, name)
