"""Whom and what a policy can concern, by where it is attached (E4 to E9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iamlab.engine.documents import PrincipalEntry, split_arn
from iamlab.engine.evaluation import Level, Snapshot
from iamlab.engine.evaluation.compiled import CompiledStatement

_SESSION = "lab"
_ANYBODY = "anonymous"


@dataclass(frozen=True, slots=True)
class Concern:
    """The callers and resources on which a policy has a say.

    `callers` are ARNs of users, roles and roots. With `anybody`, AWS services, identity providers
    and unsigned callers count as well. `resources` is None where any resource may be concerned;
    otherwise the ARN of each, which stands for what is in it too.
    """

    callers: frozenset[str]
    anybody: bool = False
    resources: frozenset[str] | None = None


def concern_of(snapshot: Snapshot, key: str) -> Concern:
    """Return whom a policy concerns, wherever it is attached."""
    holders = {
        arn
        for arn, identity in snapshot.identities.items()
        if any(item.policy.key == key for item in identity.policies)
        or (identity.boundary is not None and identity.boundary.key == key)
    }
    bound = {
        account.id
        for account in snapshot.accounts.values()
        if not account.management and _on_levels(account.scp_levels, key)
    }
    holders |= {arn for arn in _everybody(snapshot) if _account_of(arn) in bound}
    resources = frozenset(_guarded(snapshot, key))
    if not resources:
        return Concern(frozenset(holders))
    return Concern(frozenset(_everybody(snapshot)), anybody=True, resources=resources)


def as_caller(arn: str) -> str:
    """Return how a user, role or root asks: a role in a session, the others as they are."""
    fields = split_arn(arn)
    if fields is None or not fields[5].startswith("role/"):
        return arn
    name = fields[5].rpartition("/")[2]
    return f"arn:{fields[1]}:sts::{fields[4]}:assumed-role/{name}/{_SESSION}"


def others_named(statements: Iterable[CompiledStatement]) -> tuple[str, ...]:
    """Return the services and providers that statements name, and `anonymous` when it can match."""
    names: dict[str, None] = {}
    for statement in statements:
        entries = statement.source.principals
        if entries is None:
            names[_ANYBODY] = None
        for entry in entries or ():
            if _is_everybody(entry):
                names[_ANYBODY] = None
            elif entry.kind in ("Service", "Federated"):
                names[entry.text] = None
    return tuple(names)


def _is_everybody(entry: PrincipalEntry) -> bool:
    return entry.text == "*"


def _on_levels(levels: Iterable[Level], key: str) -> bool:
    return any(policy.key == key for level in levels for policy in level.policies)


def _everybody(snapshot: Snapshot) -> Iterator[str]:
    yield from snapshot.identities
    for account in snapshot.accounts:
        yield f"arn:aws:iam::{account}:root"


def _guarded(snapshot: Snapshot, key: str) -> Iterator[str]:
    """Yield the resources that a resource-based policy, a trust policy or an RCP guards."""
    guarding = {
        account.id
        for account in snapshot.accounts.values()
        if not account.management and _on_levels(account.rcp_levels, key)
    }
    for arn, resource in snapshot.resources.items():
        own = resource.policy is not None and resource.policy.key == key
        if own or resource.account in guarding:
            yield arn
    for arn, identity in snapshot.identities.items():
        trusted = identity.trust is not None and identity.trust.key == key
        if trusted or (_account_of(arn) in guarding and ":role/" in arn):
            yield arn


def _account_of(arn: str) -> str:
    fields = split_arn(arn)
    return fields[4] if fields is not None else ""
