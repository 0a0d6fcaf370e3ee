"""A picture of an organization at one moment: all that a decision may depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from iamlab.engine.documents import PolicyType


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document in its place.

    `key` names it uniquely within the snapshot (it is what a draft or a what-if refers to).
    `text` is the JSON exactly as typed. `origin` says in a word or two what kind it is, such as
    `inline` or `customer managed`.
    """

    key: str
    name: str
    type: PolicyType
    text: str
    arn: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A policy on an identity; `via` names the group it comes through, if any."""

    policy: Policy
    via: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """An IAM user or role with everything attached to it.

    `trust` is a role's trust policy, None for a user. `max_session_duration` is in seconds.
    """

    arn: str
    unique_id: str | None = None
    policies: tuple[Attachment, ...] = ()
    boundary: Policy | None = None
    trust: Policy | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    max_session_duration: int = 3600


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource with its owner and its resource-based policy, if it has one.

    `aws_managed` marks a KMS key that AWS manages; `restrict_public_buckets` is the S3 setting.
    """

    arn: str
    account: str
    name: str = ""
    policy: Policy | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    restrict_public_buckets: bool = False
    aws_managed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One node of the organization tree on the way to an account, with what is attached there."""

    target: str
    name: str
    policies: tuple[Policy, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """An account and the guardrails above it, root first, the account itself last.

    `scp_levels` and `rcp_levels` are empty outside an organization. `organization_path` ends with
    a slash, as in `aws:PrincipalOrgPaths`.
    """

    id: str
    name: str = ""
    management: bool = False
    organization_id: str | None = None
    organization_path: str | None = None
    canonical_id: str | None = None
    scp_levels: tuple[Level, ...] = ()
    rcp_levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable organization: accounts by ID, identities and resources by ARN."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    identities: Mapping[str, Identity] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)

    def policies(self) -> Mapping[str, Policy]:
        """Return every policy of the organization by its key."""
        found: dict[str, Policy] = {}
        for account in self.accounts.values():
            for level in account.scp_levels + account.rcp_levels:
                found.update({policy.key: policy for policy in level.policies})
        for identity in self.identities.values():
            for policy in (identity.boundary, identity.trust):
                if policy is not None:
                    found[policy.key] = policy
            found.update({item.policy.key: item.policy for item in identity.policies})
        for resource in self.resources.values():
            if resource.policy is not None:
                found[resource.policy.key] = resource.policy
        return MappingProxyType(found)


def replace_policy(snapshot: Snapshot, key: str, text: str) -> Snapshot:
    """Return the organization with another text for one policy, wherever it is attached."""

    def swap(policy: Policy) -> Policy:
        return replace(policy, text=text) if policy.key == key else policy

    def swap_optional(policy: Policy | None) -> Policy | None:
        return None if policy is None else swap(policy)

    def swap_levels(levels: tuple[Level, ...]) -> tuple[Level, ...]:
        return tuple(
            replace(level, policies=tuple(swap(policy) for policy in level.policies))
            for level in levels
        )

    return Snapshot(
        accounts={
            name: replace(
                account,
                scp_levels=swap_levels(account.scp_levels),
                rcp_levels=swap_levels(account.rcp_levels),
            )
            for name, account in snapshot.accounts.items()
        },
        identities={
            arn: replace(
                identity,
                policies=tuple(
                    replace(item, policy=swap(item.policy)) for item in identity.policies
                ),
                boundary=swap_optional(identity.boundary),
                trust=swap_optional(identity.trust),
            )
            for arn, identity in snapshot.identities.items()
        },
        resources={
            arn: replace(resource, policy=swap_optional(resource.policy))
            for arn, resource in snapshot.resources.items()
        },
    )
