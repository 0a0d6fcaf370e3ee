"""Reads the rows of a sandbox into the shape of a scenario, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from django.db.models import F, QuerySet

from iamlab.engine import scenarios as shapes
from iamlab.engine.scenarios import Document
from iamlab.sandbox.models import (
    Account,
    GuardrailTarget,
    IamGroup,
    IamRole,
    IamUser,
    InstanceProfile,
    OidcProvider,
    Organization,
    OrganizationalUnit,
    PolicyAttachment,
    PolicyKind,
    PolicyVersion,
    Resource,
    Sandbox,
    SandboxRow,
)
from iamlab.sandbox.services.errors import SandboxNotFound

_Row = TypeVar("_Row", bound=SandboxRow)
_Item = TypeVar("_Item")


def read_organization(sandbox: Sandbox, *, extras: bool = True) -> shapes.Scenario:
    """Return the organization as it is now, each policy with the text in force.

    Without `extras`, what no decision depends on is left out: instance profiles and OIDC providers.
    The shapes are made without validation: what stands in the rows has been through it. The rows
    are read again if they were written meanwhile, so that no half of a write is seen; `sandbox`
    then has the revision that was read. Raises SandboxNotFound if it is gone.
    """
    rows = _Rows(sandbox, extras=extras)
    while rows.revision != sandbox.revision:
        sandbox.revision = rows.revision
        rows = _Rows(sandbox, extras=extras)
    return shapes.Scenario.model_construct(
        title=sandbox.title,
        summary=sandbox.summary,
        organization=rows.organization(),
        units=rows.units(),
        guardrails=rows.guardrails(),
        accounts=rows.accounts(),
    )


class Extras(NamedTuple):
    """What no decision depends on, by account ID: instance profiles' names, providers' URLs."""

    profiles: defaultdict[int | str | None, list[str]]
    providers: defaultdict[int | str | None, list[str]]


def read_extras(sandbox: Sandbox) -> Extras:
    """Return the names that `read_organization` leaves out without its `extras`."""
    extras = Extras(defaultdict(list), defaultdict(list))
    profiles = InstanceProfile.objects.filter(sandbox=sandbox).select_related("account")
    for profile in profiles.order_by("pk"):
        extras.profiles[profile.account.aws_id].append(profile.name)
    providers = OidcProvider.objects.filter(sandbox=sandbox).select_related("account")
    for provider in providers.order_by("pk"):
        extras.providers[provider.account.aws_id].append(provider.url)
    return extras


class _Rows:
    """All rows of a sandbox, each table read once and sorted by what its rows hang on."""

    def __init__(self, sandbox: Sandbox, *, extras: bool) -> None:
        def rows(model: type[_Row]) -> QuerySet[_Row]:
            return model._default_manager.filter(sandbox=sandbox).order_by("pk")

        self._units = list(rows(OrganizationalUnit))
        self._unit_ids = {unit.pk: unit.aws_id for unit in self._units}
        self._accounts = list(rows(Account))
        self._groups = _by(rows(IamGroup), lambda row: row.account_id)
        self._memberships: defaultdict[int, list[int]] = defaultdict(list)
        self._users = _by(self._read_users(rows(IamUser)), lambda row: row.account_id)
        self._roles = _by(rows(IamRole), lambda row: row.account_id)
        self._resources = _by(rows(Resource), lambda row: row.account_id)
        self._profiles = _by(rows(InstanceProfile) if extras else (), lambda row: row.account_id)
        self._providers = _by(rows(OidcProvider) if extras else (), lambda row: row.account_id)
        self._targets = _by(rows(GuardrailTarget), lambda row: row.policy_id)
        attachments = list(rows(PolicyAttachment))
        self._attachments = {
            IamUser: _by(attachments, lambda row: row.user_id),
            IamGroup: _by(attachments, lambda row: row.group_id),
            IamRole: _by(attachments, lambda row: row.role_id),
        }
        in_force = PolicyVersion.objects.filter(sandbox=sandbox, is_default=True)
        versions = list(in_force.select_related("policy").order_by("policy_id"))
        self._by_kind = _by(versions, lambda row: row.policy.kind)
        self._names = {row.policy_id: row.policy.name for row in versions}
        self._managed = _by(self._by_kind["managed"], lambda row: row.policy.account_id)
        self._inline = {
            IamUser: _by(self._by_kind["inline"], lambda row: row.policy.user_id),
            IamGroup: _by(self._by_kind["inline"], lambda row: row.policy.group_id),
            IamRole: _by(self._by_kind["inline"], lambda row: row.policy.role_id),
        }
        self._trusts = {row.policy.role_id: row for row in self._by_kind["trust"]}
        self._resource_policies = {row.policy.resource_id: row for row in self._by_kind["resource"]}
        # Last, so that a write that came between is noticed by its revision.
        self._organization, self.revision = self._read_organization(sandbox)

    def _read_users(self, users: QuerySet[IamUser]) -> list[IamUser]:
        """Read users with their memberships: a row for each pair, or one without a group."""
        pairs = users.annotate(in_group=F("memberships__group_id"))
        found: dict[int, IamUser] = {}
        for row in pairs.order_by("pk", "memberships__pk"):
            found.setdefault(row.pk, row)
            if row.in_group is not None:
                self._memberships[row.pk].append(row.in_group)
        return list(found.values())

    def _read_organization(self, sandbox: Sandbox) -> tuple[Organization | None, int]:
        """Read the organization and the sandbox's revision. Raises SandboxNotFound."""
        row = Organization.objects.filter(sandbox=sandbox).select_related("sandbox").first()
        if row is not None:
            return row, row.sandbox.revision
        revision = Sandbox.objects.filter(pk=sandbox.pk).values_list("revision", flat=True).first()
        if revision is None:
            raise SandboxNotFound
        return None, revision

    def organization(self) -> shapes.Organization | None:
        """Return the organization, if there is one."""
        row = self._organization
        if row is None:
            return None
        return shapes.Organization.model_construct(
            id=row.aws_id, root=row.root_id, management_account=row.management_account
        )

    def units(self) -> list[shapes.Unit]:
        """Return the units, parents first."""
        return [
            shapes.Unit.model_construct(
                id=row.aws_id, name=row.name, parent=self._node(row.parent_id)
            )
            for row in self._units
        ]

    def guardrails(self) -> list[shapes.Guardrail]:
        """Return SCPs and RCPs in their order, with their targets."""
        both = self._by_kind[PolicyKind.SCP] + self._by_kind[PolicyKind.RCP]
        return [
            shapes.Guardrail.model_construct(
                name=row.policy.name,
                type="scp" if row.policy.kind == PolicyKind.SCP else "rcp",
                document=Document(row.text),
                targets=[item.target for item in self._targets[row.policy_id]],
                description=row.policy.description,
                aws_managed=row.policy.aws_managed,
            )
            for row in sorted(both, key=lambda row: row.policy_id)
        ]

    def accounts(self) -> list[shapes.AccountShape]:
        """Return the accounts; the policies that AWS manages stand in the first."""
        aws_managed = self._by_kind[PolicyKind.AWS_MANAGED]
        found = []
        for row in self._accounts:
            found.append(self._account(row, aws_managed + self._managed[row.pk]))
            aws_managed = []
        return found

    def _account(self, row: Account, managed: list[PolicyVersion]) -> shapes.AccountShape:
        roles = {role.pk: role.name for role in self._roles[row.pk]}
        return shapes.AccountShape.model_construct(
            id=row.aws_id,
            name=row.name,
            parent=self._node(row.unit_id) if row.organization_id else None,
            canonical_id=row.canonical_id or None,
            policies=[_managed(version) for version in managed],
            groups=[self._group(group) for group in self._groups[row.pk]],
            users=self._users_of(row),
            roles=[self._role(role) for role in self._roles[row.pk]],
            instance_profiles=[
                shapes.InstanceProfile.model_construct(
                    name=item.name, path=item.path, role=roles[item.role_id]
                )
                for item in self._profiles[row.pk]
                if item.role_id is not None
            ],
            oidc_providers=[
                shapes.OidcProvider.model_construct(url=item.url, client_ids=item.client_ids)
                for item in self._providers[row.pk]
            ],
            resources=[self._resource(item) for item in self._resources[row.pk]],
        )

    def _group(self, row: IamGroup) -> shapes.Group:
        return shapes.Group.model_construct(
            name=row.name, path=row.path, attached=self._attached(row), inline=self._own(row)
        )

    def _users_of(self, account: Account) -> list[shapes.User]:
        groups = {group.pk: group.name for group in self._groups[account.pk]}
        return [
            shapes.User.model_construct(
                name=row.name,
                path=row.path,
                id=row.unique_id or None,
                tags=row.tags,
                groups=[groups[group] for group in self._memberships[row.pk]],
                attached=self._attached(row),
                inline=self._own(row),
                boundary=self._boundary(row.boundary_id),
            )
            for row in self._users[account.pk]
        ]

    def _role(self, row: IamRole) -> shapes.Role:
        return shapes.Role.model_construct(
            name=row.name,
            path=row.path,
            id=row.unique_id or None,
            description=row.description,
            tags=row.tags,
            trust=Document(self._trusts[row.pk].text),
            attached=self._attached(row),
            inline=self._own(row),
            boundary=self._boundary(row.boundary_id),
            max_session_duration=row.max_session_duration,
        )

    def _resource(self, row: Resource) -> shapes.ResourceShape:
        policy = self._resource_policies.get(row.pk)
        return shapes.ResourceShape.model_construct(
            arn=row.arn,
            name=row.name,
            tags=row.tags,
            policy=None if policy is None else Document(policy.text),
            restrict_public_buckets=row.restrict_public_buckets,
            aws_managed=row.aws_managed,
        )

    def _attached(self, row: IamUser | IamGroup | IamRole) -> list[str]:
        return [self._names[item.policy_id] for item in self._attachments[type(row)][row.pk]]

    def _own(self, row: IamUser | IamGroup | IamRole) -> dict[str, Document]:
        inline = self._inline[type(row)][row.pk]
        return {item.policy.name: Document(item.text) for item in inline}

    def _boundary(self, policy_id: int | None) -> str | None:
        return None if policy_id is None else self._names[policy_id]

    def _node(self, unit_id: int | None) -> str:
        """Return the AWS ID of a unit, or of the root for None."""
        if unit_id is not None:
            return self._unit_ids[unit_id]
        return self._organization.root_id if self._organization else ""


def _by(
    rows: Iterable[_Item], key: Callable[[_Item], int | str | None]
) -> defaultdict[int | str | None, list[_Item]]:
    """Sort rows into lists by a key, in their order; an unknown key has an empty list."""
    sorted_rows: defaultdict[int | str | None, list[_Item]] = defaultdict(list)
    for row in rows:
        sorted_rows[key(row)].append(row)
    return sorted_rows


def _managed(version: PolicyVersion) -> shapes.ManagedPolicy:
    policy = version.policy
    return shapes.ManagedPolicy.model_construct(
        name=policy.name,
        path=policy.path,
        description=policy.description,
        document=Document(version.text),
        aws_managed=policy.aws_managed,
    )
