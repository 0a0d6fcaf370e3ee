"""Writes a scenario's organization into the rows of an empty sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from iamlab.engine.evaluation.snapshot import Policy as PlacedPolicy
from iamlab.engine.scenarios import (
    AccountShape,
    Group,
    ManagedPolicy,
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
        writer.write_identities(accounts[shape.id], shape)
        writer.write_rest(accounts[shape.id], shape)
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
            make_kind = PolicyKind.AWS_MANAGED if aws else PolicyKind.MANAGED
            policy = self._policy(
                self._managed_key(account, shape.name, aws), make_kind, shape.name, texts
            )
            policy.account = None if aws else account
            policy.path, policy.description = shape.path, shape.description
            policy.arn = managed_arn(account.aws_id, shape)
            policy.origin = make_kind.label
            policy.aws_managed, policy.start_number = aws, shape.default_version
            rows.append(policy)
        Policy.objects.bulk_create(rows)

    def write_identities(self, account: Account, shape: AccountShape) -> None:
        """Write the groups, users and roles of an account with all that hangs on them."""
        base = {"sandbox": self.sandbox, "account": account}
        groups = IamGroup.objects.bulk_create(
            IamGroup(**base, name=item.name, path=item.path) for item in shape.groups
        )
        by_name = {group.name: group for group in groups}
        users = IamUser.objects.bulk_create(
            IamUser(
                **base,
                name=item.name,
                path=item.path,
                unique_id=item.id or "",
                tags=item.tags,
                boundary=self._named(account, item.boundary),
            )
            for item in shape.users
        )
        roles = IamRole.objects.bulk_create(
            IamRole(
                **base,
                name=item.name,
                path=item.path,
                unique_id=item.id or "",
                tags=item.tags,
                description=item.description,
                max_session_duration=item.max_session_duration,
                boundary=self._named(account, item.boundary),
            )
            for item in shape.roles
        )
        for group, group_shape in zip(groups, shape.groups, strict=True):
            self._hang(account, "group", group, group_shape)
        for user, user_shape in zip(users, shape.users, strict=True):
            self._hang(account, "user", user, user_shape)
            self.memberships += [
                GroupMembership(sandbox=self.sandbox, user=user, group=by_name[name])
                for name in user_shape.groups
            ]
        for role, role_shape in zip(roles, shape.roles, strict=True):
            self._hang(account, "role", role, role_shape)
            key, text = keys.trust_key(account.aws_id, role.name), role_shape.trust.text
            self._policy(key, PolicyKind.TRUST, role.name, [text]).role = role
        profiled = {role.name: role for role in roles}
        InstanceProfile.objects.bulk_create(
            InstanceProfile(**base, name=item.name, path=item.path, role=profiled[item.role])
            for item in shape.instance_profiles
        )

    def write_rest(self, account: Account, shape: AccountShape) -> None:
        """Write the identity providers and the resources of an account."""
        base = {"sandbox": self.sandbox, "account": account}
        OidcProvider.objects.bulk_create(
            OidcProvider(**base, url=item.url, client_ids=item.client_ids)
            for item in shape.oidc_providers
        )
        resources = Resource.objects.bulk_create(
            Resource(
                **base,
                arn=item.arn,
                name=item.name,
                tags=item.tags,
                restrict_public_buckets=item.restrict_public_buckets,
                aws_managed=item.aws_managed,
            )
            for item in shape.resources
        )
        for resource, item in zip(resources, shape.resources, strict=True):
            if item.policy is not None:
                key = keys.resource_key(item.arn)
                self._policy(
                    key, PolicyKind.RESOURCE, item.name, [item.policy.text]
                ).resource = resource

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

    def _named(self, account: Account, name: str | None) -> Policy | None:
        """Return the account's managed policy of that name, or else AWS's."""
        if name is None:
            return None
        own = self.by_key.get(self._managed_key(account, name, aws=False))
        return own or self.by_key[self._managed_key(account, name, aws=True)]

    @staticmethod
    def _managed_key(account: Account, name: str, aws: bool) -> str:
        return keys.aws_managed_key(name) if aws else keys.managed_key(account.aws_id, name)
