"""The shapes in which the catalog hands out AWS's facts: frozen, slotted, free of I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

ConditionType = Literal["String", "ARN", "Bool", "Date", "Numeric", "IPAddress", "Binary"]

CONDITION_TYPES: Mapping[str, ConditionType] = MappingProxyType(
    {
        "String": "String",
        "ARN": "ARN",
        "Bool": "Bool",
        "Date": "Date",
        "Numeric": "Numeric",
        "IPAddress": "IPAddress",
        "Binary": "Binary",
    }
)


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its prefix in actions, such as `s3`, and its display name, such as `Amazon S3`."""

    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of resource that actions of `service` name, with the template of its ARN.

    `service` is the action prefix; the service field of the ARN may differ (`ssm` names S3
    buckets). Placeholders in `arn_template` look like `${BucketName}`; a few types
    (of API Gateway, Lex) have two there, with a comma between them.
    """

    service: str
    name: str
    arn_template: str
    condition_keys: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Action:
    """An IAM action as AWS's service authorization reference lists it.

    `name` is canonical, such as `s3:GetObject`. `access_level` is AWS's text, such as
    `Permissions management, Write`; `access_levels` is that text split at the commas (E16).
    `resource_types` is empty for an action that only works on `*` (R4);
    `required_resource_types` are those that every request names. `condition_keys` unites the keys
    of the action with those of its resource types, templates spelled as AWS spells them.
    """

    name: str
    service: str
    description: str = field(repr=False)
    access_level: str
    access_levels: tuple[str, ...] = field(repr=False)
    resource_types: tuple[ResourceType, ...] = field(repr=False)
    required_resource_types: tuple[ResourceType, ...] = field(repr=False)
    condition_keys: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConditionKey:
    """A key that a Condition block may test.

    `name` is the key in AWS's spelling, with the tag key or host as the policy wrote it
    (`aws:ResourceTag/team`); `template` is the entry it comes from (`aws:ResourceTag/${TagKey}`).
    `presence` says in one sentence when AWS sends the key; empty for keys of a service.
    """

    name: str
    description: str = field(repr=False)
    type: ConditionType
    multivalued: bool
    template: str = field(repr=False)
    presence: str = field(default="", repr=False)
