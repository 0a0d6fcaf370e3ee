"""Actions: looked up by name in any letter case, built service by service on first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from iamlab.engine.catalog import source
from iamlab.engine.catalog.resource_types import resource_types_of
from iamlab.engine.catalog.shapes import Action


def find_action(name: str) -> Action | None:
    """Return the action called `name` (`s3:getobject` finds `s3:GetObject`, A1), or None.

    Any text may be asked for; nothing is raised. Action names are ASCII, and the check matters:
    lower-casing turns the Kelvin sign into a `k`.
    """
    if not name.isascii():
        return None
    lowered = name.lower()
    return actions_of(lowered.partition(":")[0]).get(lowered)


def action_exists(name: str) -> bool:
    """Tell whether AWS lists an action of this name, ignoring letter case (A1, A5)."""
    return find_action(name) is not None


def takes_resource(action_name: str) -> bool:
    """Tell whether the action is authorized against resources other than `*` (R4).

    False only for a known action without resource types, such as `s3:ListAllMyBuckets`;
    an action that AWS does not list is taken to have some.
    """
    action = find_action(action_name)
    return action is None or bool(action.resource_types)


def actions_of(service: str) -> Mapping[str, Action]:
    """Return the actions of a lower-cased prefix by lower-cased full name; none when unknown."""
    if service not in source.service_names():
        return _NO_ACTIONS
    return _table(service)


@cache
def all_actions() -> frozenset[str]:
    """Return the canonical name of every action that AWS lists."""
    return frozenset(
        f"{service}:{row['name']}"
        for service in source.service_names()
        for row in source.action_rows(service).values()
    )


@cache
def action_names_of(service: str) -> Mapping[str, str]:
    """Return the names of a lower-cased prefix: canonical by lower-cased; none when unknown."""
    rows = source.action_rows(service) if service in source.service_names() else {}
    return MappingProxyType(
        {f"{service}:{key}": f"{service}:{row['name']}" for key, row in rows.items()}
    )


_NO_ACTIONS: Mapping[str, Action] = MappingProxyType({})


@cache
def _table(service: str) -> Mapping[str, Action]:
    rows = source.action_rows(service)
    return MappingProxyType({f"{service}:{key}": _build(service, row) for key, row in rows.items()})


def _build(service: str, row: source.ActionRow) -> Action:
    known = resource_types_of(service)
    keys = list(row["conditionKeys"])
    kinds = []
    required = []
    for target in row["resourceTypes"]:
        kind = known[target["name"].lower()]
        kinds.append(kind)
        if target["required"]:
            required.append(kind)
        keys += target["conditionKeys"]
        keys += kind.condition_keys
    level = row["accessLevel"]
    return Action(
        name=f"{service}:{row['name']}",
        service=service,
        description=source.one_line(row["description"]),
        access_level=level,
        access_levels=tuple(part.strip() for part in level.split(",")),
        resource_types=tuple(kinds),
        required_resource_types=tuple(required),
        condition_keys=tuple(dict.fromkeys(keys)),
    )
