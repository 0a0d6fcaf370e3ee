"""From a scenario's shapes to the snapshot that questions are asked of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.evaluation.snapshot import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    Resource,
    Snapshot,
)
from iamlab.engine.scenarios import keys
from iamlab.engine.scenarios.documents import Document
from iamlab.engine.scenarios.shapes import (
    AccountShape,
    ManagedPolicy,
    Organization,
    ResourceShape,
    Role,
    Scenario,
    User,
)

_RESOURCE_POLICY_NOUNS = {
    "s3": "bucket policy",
    "sqs": "queue policy",
    "sns": "topic policy",
    "kms": "key policy",
    "lambda": "function policy",
    "ecr": "repository policy",
}


def build_snapshot(scenario: Scenario) -> Snapshot:
    """Return the organization of a scenario that one of the readers gave.

    Users and roles carry the policies of their groups; accounts the SCPs and RCPs of each level
    from the root down to the account itself (E5, E6).
    """
    aws_managed = {
        policy.name: _managed(account.id, policy)
        for account in scenario.accounts
        for policy in account.policies
        if policy.aws_managed
    }
    identities: dict[str, Identity] = {}
    resources: dict[str, Resource] = {}
    for account in scenario.accounts:
        for identity in _Household(account, aws_managed).identities():
            identities[identity.arn] = identity
        for shape in account.resources:
            resources[shape.arn] = _resource(account.id, shape)
    accounts = {account.id: _account(scenario, account) for account in scenario.accounts}
    return Snapshot(accounts, identities, resources)


def entity_arn(account: str, kind: str, path: str, name: str) -> str:
    """Return the ARN of an IAM user, role, group, policy or instance profile."""
    return f"arn:aws:iam::{account}:{kind}{path}{name}"


def managed_arn(account: str, policy: ManagedPolicy) -> str:
    """Return the ARN of a managed policy; those of AWS have `aws` for an account."""
    return entity_arn("aws" if policy.aws_managed else account, "policy", policy.path, policy.name)


def levels_above(scenario: Scenario, account: AccountShape) -> tuple[tuple[str, str], ...]:
    """Return ID and name of the root, each unit and the account, in that order.

    Nothing for an account outside the organization.
    """
    organization = scenario.organization
    if organization is None or account.parent is None:
        return ()
    units = {unit.id: unit for unit in scenario.units}
    path = [(account.id, account.name)]
    node = account.parent
    while node != organization.root:
        path.append((node, units[node].name))
        node = units[node].parent
    path.append((organization.root, "Root"))
    return tuple(reversed(path))


def _account(scenario: Scenario, account: AccountShape) -> Account:
    organization = scenario.organization
    nodes = levels_above(scenario, account)
    if organization is None or not nodes:
        return Account(account.id, account.name, canonical_id=account.canonical_id)
    return Account(
        id=account.id,
        name=account.name,
        management=account.id == organization.management_account,
        organization_id=organization.id,
        organization_path=_path(organization, nodes),
        canonical_id=account.canonical_id,
        scp_levels=_levels(scenario, nodes, PolicyType.SCP),
        rcp_levels=_levels(scenario, nodes, PolicyType.RCP),
    )


def _path(organization: Organization, nodes: tuple[tuple[str, str], ...]) -> str:
    return "/".join([organization.id, *(node for node, _ in nodes[:-1])]) + "/"


def _levels(
    scenario: Scenario, nodes: tuple[tuple[str, str], ...], kind: PolicyType
) -> tuple[Level, ...]:
    make_key = keys.scp_key if kind is PolicyType.SCP else keys.rcp_key
    return tuple(
        Level(
            node,
            name,
            tuple(
                Policy(
                    make_key(guardrail.name),
                    guardrail.name,
                    kind,
                    guardrail.document.text,
                    origin=f"AWS managed {kind.upper()}" if guardrail.aws_managed else kind.upper(),
                )
                for guardrail in scenario.guardrails
                if guardrail.type == kind.value and node in guardrail.targets
            ),
        )
        for node, name in nodes
    )


def _managed(account: str, policy: ManagedPolicy) -> Policy:
    aws = policy.aws_managed
    return Policy(
        keys.aws_managed_key(policy.name) if aws else keys.managed_key(account, policy.name),
        policy.name,
        PolicyType.IDENTITY,
        policy.default.text,
        managed_arn(account, policy),
        "AWS managed" if aws else "customer managed",
    )


def _resource(account: str, shape: ResourceShape) -> Resource:
    name = shape.name or shape.arn.split(":", 5)[5].rsplit("/", 1)[-1]
    policy = None
    if shape.policy is not None:
        fields = split_arn(shape.arn)
        noun = _RESOURCE_POLICY_NOUNS.get(fields[2] if fields else "", "resource policy")
        policy = Policy(
            keys.resource_key(shape.arn),
            f"{noun.capitalize()} of {name}",
            PolicyType.RESOURCE,
            shape.policy.text,
            origin=noun,
        )
    return Resource(
        arn=shape.arn,
        account=account,
        name=name,
        policy=policy,
        tags=dict(shape.tags),
        restrict_public_buckets=shape.restrict_public_buckets,
        aws_managed=shape.aws_managed,
    )


@dataclass(frozen=True, slots=True)
class _Household:
    """The users and roles of one account, and the managed policies that they can have."""

    account: AccountShape
    aws_managed: dict[str, Policy]

    def identities(self) -> list[Identity]:
        groups = {group.name: group for group in self.account.groups}
        found = []
        for user in self.account.users:
            shared = [
                Attachment(policy, via=f"group {name}")
                for name in user.groups
                for policy in self._of("group", name, groups[name].attached, groups[name].inline)
            ]
            found.append(self._user(user, tuple(shared)))
        return found + [self._role(role) for role in self.account.roles]

    def _user(self, user: User, shared: tuple[Attachment, ...]) -> Identity:
        own = self._of("user", user.name, user.attached, user.inline)
        return Identity(
            arn=entity_arn(self.account.id, "user", user.path, user.name),
            unique_id=user.id,
            policies=tuple(Attachment(policy) for policy in own) + shared,
            boundary=self._boundary(user.boundary),
            tags=dict(user.tags),
            groups=tuple(user.groups),
        )

    def _role(self, role: Role) -> Identity:
        own = self._of("role", role.name, role.attached, role.inline)
        trust = Policy(
            keys.trust_key(self.account.id, role.name),
            f"Trust policy of {role.name}",
            PolicyType.TRUST,
            role.trust.text,
            origin="trust policy",
        )
        return Identity(
            arn=entity_arn(self.account.id, "role", role.path, role.name),
            unique_id=role.id,
            policies=tuple(Attachment(policy) for policy in own),
            boundary=self._boundary(role.boundary),
            trust=trust,
            tags=dict(role.tags),
            max_session_duration=role.max_session_duration,
        )

    def _of(
        self, owner: keys.Owner, name: str, attached: list[str], inline: dict[str, Document]
    ) -> list[Policy]:
        policies = [self._named(policy) for policy in attached]
        for title, document in inline.items():
            key = keys.inline_key(self.account.id, owner, name, title)
            policies.append(Policy(key, title, PolicyType.IDENTITY, document.text, origin="inline"))
        return policies

    def _boundary(self, name: str | None) -> Policy | None:
        return None if name is None else replace(self._named(name), type=PolicyType.BOUNDARY)

    def _named(self, name: str) -> Policy:
        for policy in self.account.policies:
            if policy.name == name:
                return _managed(self.account.id, policy)
        return self.aws_managed[name]
