"""Policies by the short names of course files, and scenarios with other policies in them.

A short name is `[account/]role/NAME:trust`, `[account/]user|role|group/NAME:inline/POLICY`,
`[account/]policy/NAME`, `scp/NAME`, `rcp/NAME`, `aws/policy/NAME`, or a resource's ARN. The account
is a name or an ID, and may be left out when there is only one. The engine's own keys work too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine import PolicyType
from iamlab.engine.scenarios import (
    AccountShape,
    Document,
    Group,
    Guardrail,
    ManagedPolicy,
    ResourceShape,
    Role,
    Scenario,
    User,
    keys,
)

_HELD = re.compile(
    r"(?:(?P<account>[^/:]+)/)?(?P<kind>user|role|group)/(?P<name>[^/:]+)"
    r"(?::|/)(?:(?P<trust>trust)|inline/(?P<policy>[^/:]+))"
)
_MANAGED = re.compile(r"(?:(?P<account>[^/:]+)/)?policy/(?P<name>[^/:]+)")
_OWNERS = {"user": "users", "role": "roles", "group": "groups"}


class UnknownPolicy(ValueError):  # noqa: N818 - says what happened
    """A short name that means no place for a policy in this scenario; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a policy hangs, or could: its key in snapshots, its type, and a name for people."""

    key: str
    type: PolicyType
    owner: str
    name: str
    account: str = ""


def find_place(scenario: Scenario, reference: str) -> Place:
    """Return the place that a short name means. Raises UnknownPolicy.

    An inline policy need not be there yet, nor a resource's policy; their owner must.
    """
    if reference.startswith(("resource/arn:", "arn:")):
        return _resource(scenario, reference.removeprefix("resource/"))
    if reference.startswith(("scp/", "rcp/")):
        return _guardrail(scenario, reference)
    if found := _HELD.fullmatch(reference):
        return _held(scenario, found)
    if reference.startswith("aws/policy/"):
        return _aws_managed(scenario, reference.removeprefix("aws/policy/"))
    if found := _MANAGED.fullmatch(reference):
        return _managed(scenario, found)
    raise UnknownPolicy(
        f"`{reference}` is no policy's name; write `role/NAME:trust`, `user/NAME:inline/POLICY`, "
        "`policy/NAME`, `scp/NAME` or a resource's ARN"
    )


def policy_text(scenario: Scenario, place: Place) -> str | None:
    """Return the text of the policy in a place, None when there is none yet."""
    holder = _Holders(scenario).find(place)
    return None if holder is None else holder.text


def with_policies(scenario: Scenario, texts: Mapping[str, str]) -> Scenario:
    """Return the scenario with other texts for some policies, by their keys.

    An inline or a resource's policy that is not there yet is added; `find_place` gives the keys.
    """
    documents = {key: Document(text) for key, text in texts.items()}
    return scenario.model_copy(
        update={
            "guardrails": [_new_guardrail(item, documents) for item in scenario.guardrails],
            "accounts": [_new_account(item, documents) for item in scenario.accounts],
        }
    )


def _homes(scenario: Scenario, name: str | None) -> list[AccountShape]:
    if name is None:
        return list(scenario.accounts)
    found = [item for item in scenario.accounts if name in (item.name, item.id)]
    if not found:
        raise UnknownPolicy(f"there is no account `{name}` in this scenario")
    return found


def _only(places: list[Place], what: str) -> Place:
    if len(places) == 1:
        return places[0]
    if places:
        raise UnknownPolicy(f"`{what}` is in {len(places)} accounts; put the account before it")
    raise UnknownPolicy(f"there is no `{what}` in this scenario")


def _held(scenario: Scenario, found: re.Match[str]) -> Place:
    kind, name, policy = found["kind"], found["name"], found["policy"]
    if found["trust"] and kind != "role":
        raise UnknownPolicy(f"a {kind} has no trust policy; only a role has one")
    places = []
    for account in _homes(scenario, found["account"]):
        for owner in getattr(account, _OWNERS[kind]):
            if owner.name != name:
                continue
            if found["trust"]:
                key = keys.trust_key(account.id, name)
                places.append(Place(key, PolicyType.TRUST, name, "trust", account.name))
            else:
                key = f"{account.id}/{kind}/{name}/inline/{policy}"
                places.append(Place(key, PolicyType.IDENTITY, name, policy, account.name))
    return _only(places, f"{kind}/{name}")


def _managed(scenario: Scenario, found: re.Match[str]) -> Place:
    name = found["name"]
    places = [
        Place(keys.managed_key(account.id, name), PolicyType.IDENTITY, "", name, account.name)
        for account in _homes(scenario, found["account"])
        for policy in account.policies
        if policy.name == name and not policy.aws_managed
    ]
    return _only(places, f"policy/{name}")


def _aws_managed(scenario: Scenario, name: str) -> Place:
    for account in scenario.accounts:
        for policy in account.policies:
            if policy.aws_managed and policy.name == name:
                return Place(keys.aws_managed_key(name), PolicyType.IDENTITY, "", name)
    raise UnknownPolicy(f"there is no AWS managed policy `{name}` in this scenario")


def _guardrail(scenario: Scenario, reference: str) -> Place:
    kind, _, name = reference.partition("/")
    for guardrail in scenario.guardrails:
        if (guardrail.type, guardrail.name) == (kind, name):
            return Place(reference, PolicyType(kind), "", name)
    raise UnknownPolicy(f"there is no `{reference}` in this scenario")


def _resource(scenario: Scenario, arn: str) -> Place:
    for account in scenario.accounts:
        for resource in account.resources:
            if resource.arn == arn:
                name = resource.name or arn.rpartition(":")[2]
                return Place(keys.resource_key(arn), PolicyType.RESOURCE, name, name, account.name)
    raise UnknownPolicy(f"there is no resource `{arn}` in this scenario")


@dataclass(frozen=True, slots=True)
class _Holders:
    """Finds a policy's document in a scenario by its place."""

    scenario: Scenario

    def find(self, place: Place) -> Document | None:
        for guardrail in self.scenario.guardrails:
            if f"{guardrail.type}/{guardrail.name}" == place.key:
                return guardrail.document
        for account in self.scenario.accounts:
            for key, document in _documents(account):
                if key == place.key:
                    return document
        return None


def _documents(account: AccountShape) -> list[tuple[str, Document | None]]:
    found: list[tuple[str, Document | None]] = [
        (_managed_key(account, policy), policy.default) for policy in account.policies
    ]
    for kind, part in _OWNERS.items():
        for owner in getattr(account, part):
            prefix = f"{account.id}/{kind}/{owner.name}"
            found += [(f"{prefix}/inline/{name}", text) for name, text in owner.inline.items()]
            if isinstance(owner, Role):
                found.append((f"{prefix}/trust", owner.trust))
    found += [(keys.resource_key(item.arn), item.policy) for item in account.resources]
    return found


def _managed_key(account: AccountShape, policy: ManagedPolicy) -> str:
    if policy.aws_managed:
        return keys.aws_managed_key(policy.name)
    return keys.managed_key(account.id, policy.name)


def _new_guardrail(guardrail: Guardrail, documents: Mapping[str, Document]) -> Guardrail:
    document = documents.get(f"{guardrail.type}/{guardrail.name}")
    return guardrail.model_copy(update={"document": document}) if document else guardrail


def _new_account(account: AccountShape, documents: Mapping[str, Document]) -> AccountShape:
    update: dict[str, object] = {
        "policies": [_new_managed(account, item, documents) for item in account.policies],
        "resources": [_new_resource(item, documents) for item in account.resources],
    }
    for kind, part in _OWNERS.items():
        update[part] = [
            _new_owner(f"{account.id}/{kind}/{owner.name}", owner, documents)
            for owner in getattr(account, part)
        ]
    return account.model_copy(update=update)


def _new_managed(
    account: AccountShape, policy: ManagedPolicy, documents: Mapping[str, Document]
) -> ManagedPolicy:
    document = documents.get(_managed_key(account, policy))
    if document is None:
        return policy
    return policy.model_copy(update={"document": document, "versions": [], "default_version": 1})


def _new_resource(resource: ResourceShape, documents: Mapping[str, Document]) -> ResourceShape:
    document = documents.get(keys.resource_key(resource.arn))
    return resource.model_copy(update={"policy": document}) if document else resource


def _new_owner(
    prefix: str, owner: User | Role | Group, documents: Mapping[str, Document]
) -> User | Role | Group:
    start = f"{prefix}/inline/"
    added = {key[len(start) :]: item for key, item in documents.items() if key.startswith(start)}
    update: dict[str, object] = {}
    if added:
        update["inline"] = {**owner.inline, **added}
    if isinstance(owner, Role) and f"{prefix}/trust" in documents:
        update["trust"] = documents[f"{prefix}/trust"]
    return owner.model_copy(update=update) if update else owner
