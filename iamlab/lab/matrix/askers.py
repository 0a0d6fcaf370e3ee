"""The rows of a matrix: every principal of the organization, and those that its policies name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine import Account, Policy, PolicyType, Snapshot, split_arn
from iamlab.lab.matrix.texts import read_statements
from iamlab.lab.options import SESSION_NAME

SERVICES, STRANGERS = "services", "strangers"


@dataclass(frozen=True, slots=True)
class Asker:
    """A principal as a question names it, and its short name, such as `role/auditor`."""

    principal: str
    name: str


@dataclass(frozen=True, slots=True)
class AskerGroup:
    """Principals that stand together; `id` is an account's number, `services` or `strangers`."""

    id: str
    title: str
    short: str
    askers: tuple[Asker, ...]


def list_askers(snapshot: Snapshot, resource: str) -> tuple[AskerGroup, ...]:
    """Return all principals: the owner's account first, outside accounts after the organization.

    A role asks as a session. Then come the AWS services and identity providers that policies
    name, and at last somebody who signs nothing.
    """
    owner = owner_of(snapshot, resource)
    accounts = sorted(
        snapshot.accounts.values(),
        key=lambda account: (account.id != owner, account.organization_id is None),
    )
    groups = [_account(snapshot, account, account.id == owner) for account in accounts]
    services = tuple(Asker(name, name) for name in _named_services(snapshot))
    if services:
        groups.append(
            AskerGroup(SERVICES, "AWS services that policies name", "AWS services", services)
        )
    providers = tuple(
        Asker(name, _provider_name(name)) for name in _named_providers(snapshot, resource)
    )
    strangers = (*providers, Asker("anonymous", "anonymous"))
    groups.append(AskerGroup(STRANGERS, "Without credentials of AWS", "Strangers", strangers))
    return tuple(groups)


def owner_of(snapshot: Snapshot, resource: str) -> str | None:
    """Return the number of the account that owns a resource, or None when nothing tells."""
    known = snapshot.resources.get(resource)
    fields = split_arn(resource)
    if known is not None:
        return known.account
    return fields[4] or None if fields else None


def _account(snapshot: Snapshot, account: Account, owns: bool) -> AskerGroup:
    title = f"{account.name}, {account.id}" if account.name else account.id
    if owns:
        title += ", the owner"
    elif account.organization_id is None:
        title += ", outside the organization"
    return AskerGroup(
        account.id, title, account.name or account.id, tuple(_identities(snapshot, account))
    )


def _identities(snapshot: Snapshot, account: Account) -> Iterator[Asker]:
    roles: list[Asker] = []
    for arn in snapshot.identities:
        fields = split_arn(arn)
        if fields is None or fields[4] != account.id:
            continue
        kind, _, path = fields[5].partition("/")
        name = path.rpartition("/")[2]
        if kind == "user":
            yield Asker(arn, f"user/{name}")
        else:
            session = f"arn:{fields[1]}:sts::{account.id}:assumed-role/{name}/{SESSION_NAME}"
            roles.append(Asker(session, f"role/{name}"))
    yield from roles
    yield Asker(f"arn:aws:iam::{account.id}:root", "root")


def _named_services(snapshot: Snapshot) -> list[str]:
    policies = [*_of_type(snapshot, PolicyType.RESOURCE), *_of_type(snapshot, PolicyType.TRUST)]
    return sorted({name for policy in policies for name in _principals(policy, "Service")})


def _named_providers(snapshot: Snapshot, resource: str) -> list[str]:
    """Return the providers in a role's trust policy: nothing else can be asked for by them."""
    identity = snapshot.identities.get(resource)
    if identity is None or identity.trust is None:
        return []
    return sorted(set(_principals(identity.trust, "Federated")))


def _of_type(snapshot: Snapshot, kind: PolicyType) -> list[Policy]:
    return [policy for policy in snapshot.policies().values() if policy.type is kind]


def _principals(policy: Policy, kind: str) -> Iterator[str]:
    for statement in read_statements(policy.text, policy.type):
        for entry in statement.principals or ():
            if entry.kind == kind and "*" not in entry.text:
                yield entry.text


def _provider_name(principal: str) -> str:
    fields = split_arn(principal)
    return fields[5].partition("/")[2] if fields else principal
