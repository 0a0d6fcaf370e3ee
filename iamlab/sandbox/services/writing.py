"""Writes a scenario's organization into the rows of an empty sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    PolicyKind,
    Resource,
    Sandbox,
)
from iamlab.sandbox.services.policy_rows import PolicyRows, managed_key


def write_organization(sandbox: Sandbox, scenario: Scenario) -> None:
    """Fill the empty sandbox with the scenario's organization; the caller holds the transaction.

    The rows of each table are written in the scenario's order, which is the order they are read in.
    """
    policies = PolicyRows(sandbox, build_snapshot(scenario).policies())
    writer = _Writer(sandbox, policies)
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
    policies.finish()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one organization; `policies` collects all that is written last."""

    sandbox: Sandbox
    policies: PolicyRows

    def write_guardrails(self, scenario: Scenario) -> None:
        """Write SCPs and RCPs with their targets."""
        targets = []
        for shape in scenario.guardrails:
            kind = PolicyKind(shape.type)
            make_key = keys.scp_key if kind is PolicyKind.SCP else keys.rcp_key
            policy = self.policies.add(
                make_key(shape.name), kind, shape.name, [shape.document.text]
            )
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
            policy = self.policies.add(
                managed_key(account, shape.name, aws), kind, shape.name, texts
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
            self.policies.hang(account, "group", row, shape)
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
                boundary=self.policies.boundary(account, shape.boundary),
            )
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            self.policies.hang(account, "user", row, shape)
        GroupMembership.objects.bulk_create(
            GroupMembership(sandbox=self.sandbox, user=row, group=groups[name])
            for row, shape in zip(rows, shapes, strict=True)
            for name in shape.groups
        )

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
                boundary=self.policies.boundary(account, shape.boundary),
            )
            for shape in shapes
        )
        for row, shape in zip(rows, shapes, strict=True):
            self.policies.hang(account, "role", row, shape)
            key = keys.trust_key(account.aws_id, row.name)
            self.policies.add(key, PolicyKind.TRUST, row.name, [shape.trust.text]).role = row
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
                self.policies.add(key, PolicyKind.RESOURCE, shape.name, texts).resource = row
