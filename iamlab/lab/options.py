"""What the question's pickers offer: who may ask, what can be done, and on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iamlab.engine import (
    Action,
    Snapshot,
    find_action,
    fits,
    principal_services,
    search_actions,
    split_arn,
)
from iamlab.engine.scenarios import Question, short_name
from iamlab.sandbox.services.tree import OrgTree, TreeAccount, TreeUnit

MAX_OPTIONS = 60
"""Options of one group that are offered at once; typing finds the others."""

SESSION_NAME = "lab"
_IDENTITY_SERVICES = ("iam", "sts")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `value` goes into the field, `text` and `detail` are shown."""

    value: str
    text: str
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options under one name; `more` counts those that only a narrower search shows."""

    name: str
    options: tuple[Option, ...]
    more: int = 0


def principal_options(tree: OrgTree, query: str = "") -> list[OptionGroup]:
    """Return who may ask, by account, then services, anybody, and identity providers."""
    accounts = [*(_accounts(tree.root) if tree.root else ()), *tree.outside]
    groups = [_group(item.name or item.id, _of_account(item), query) for item in accounts]
    services = (Option(name, name, "AWS service", "function") for name in principal_services())
    providers = (
        Option(f"{account.name}/oidc-provider/{url}", url, account.name, "key")
        for account in accounts
        for url in account.providers
    )
    anybody = [Option("anonymous", "anonymous", "unsigned", "user")]
    groups.append(_group("Anybody", anybody, query))
    groups.append(_group("Identity providers", providers, query))
    groups.append(_group("AWS services", services, query, most=12))
    return [group for group in groups if group.options]


def action_options(query: str, resource: str) -> list[OptionGroup]:
    """Return the actions in which every word of the query occurs, those that fit first."""
    found = search_actions(query, resource_arn=resource or None)
    fitting: list[Option] = []
    others: list[Option] = []
    for action in found:
        option = Option(action.name, action.name, f"{action.access_level}. {_deed(action)}")
        (fitting if not resource or fits(action, resource) else others).append(option)
    groups = [
        OptionGroup("Fit the resource" if resource else "Actions", tuple(fitting)),
        OptionGroup("Other actions", tuple(others)),
    ]
    return [group for group in groups if group.options]


def resource_options(
    snapshot: Snapshot, presets: Sequence[Question], query: str, action_name: str
) -> list[OptionGroup]:
    """Return the resources of the organization that the action fits, then the others."""
    action = find_action(action_name)
    fitting: list[Option] = []
    others: list[Option] = []
    for option in _resources(snapshot, presets, action_name):
        does_fit = action is not None and fits(action, option.value)
        (fitting if does_fit else others).append(option)
    star = [Option("*", "*", "no resource in particular")]
    if action is not None and not action.resource_types:
        alone = _group("The action takes no resource", star, "")
        groups = [alone, _group("Resources", others, query)]
    else:
        groups = [
            _group("Fit the action", fitting, query),
            _group("Others", [*others, *star], query),
        ]
    return [group for group in groups if group.options]


def _resources(
    snapshot: Snapshot, presets: Sequence[Question], action_name: str
) -> Iterable[Option]:
    for arn, resource in snapshot.resources.items():
        account = snapshot.accounts.get(resource.account)
        home = account.name if account else resource.account
        yield Option(arn, arn, home)
        if _is_bucket(arn):
            for item in _objects(arn, presets):
                yield Option(item, item, f"object in {resource.name or arn}")
    if action_name.partition(":")[0].lower() in _IDENTITY_SERVICES:
        for arn in snapshot.identities:
            yield Option(arn, arn, short_name(snapshot, arn).partition("/")[0])


def _objects(bucket: str, presets: Sequence[Question]) -> list[str]:
    """Return objects of a bucket: those that preset questions name, or one made up."""
    named = dict.fromkeys(
        preset.resource for preset in presets if preset.resource.startswith(f"{bucket}/")
    )
    return list(named) or [f"{bucket}/example.txt"]


def _is_bucket(arn: str) -> bool:
    fields = split_arn(arn)
    return fields is not None and fields[2] == "s3" and "/" not in fields[5]


def _accounts(unit: TreeUnit) -> Iterable[TreeAccount]:
    yield from unit.accounts
    for child in unit.units:
        yield from _accounts(child)


def _of_account(account: TreeAccount) -> Iterable[Option]:
    home = account.name or account.id
    for user in account.users:
        yield Option(f"{home}/user/{user.name}", f"user/{user.name}", "", "user")
    for role in account.roles:
        session = f"session/{role.name}/{SESSION_NAME}"
        yield Option(f"{home}/{session}", session, "", "role")
    yield Option(f"{home}/root", "root", "", "account")


def _deed(action: Action) -> str:
    return action.description.removeprefix("Grants permission to ")


def _group(
    name: str, options: Iterable[Option], query: str, most: int = MAX_OPTIONS
) -> OptionGroup:
    words = query.lower().split()
    found = [
        option
        for option in options
        if all(word in f"{option.value} {option.detail}".lower() for word in words)
    ]
    return OptionGroup(name, tuple(found[:most]), max(len(found) - most, 0))
