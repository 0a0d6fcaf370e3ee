"""Which kinds of resource does an entry of Resource cover wholly?

An account or a Region in the entry does not count as narrower: what a policy names there is its
own account anyway. Kinds are told by their ARN templates, such as
`arn:${Partition}:iam::${Account}:user/${UserNameWithPath}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from iamlab.engine.catalog import all_actions, find_action
from iamlab.engine.documents import split_arn
from iamlab.engine.matching import compile_glob

# Stands for any name; it can be in no policy, and no row of question marks is as long.
_ANY_NAME = "\ue000" * 300
_HOLE = re.compile(r"\$\{[^}]*\}|\*")
_PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
_LONGEST = 2048
_EVERY_SERVICE = "*"
NO_KIND = ""
"""Stands for what an action without resource types works on: only `*` covers it (R4)."""

# Sessions and commands name a document besides their target, and the target is what counts.
_NO_TARGETS = frozenset({("ssm", "document")})


@cache
def kinds_of(action: str) -> tuple[str, ...]:
    """Return the ARN templates of an action's resource types, or NO_KIND alone."""
    found = find_action(action)
    kinds = found.resource_types if found is not None else ()
    templates = [
        template
        for kind in kinds
        if (kind.service, kind.name) not in _NO_TARGETS
        for template in kind.arn_template.split(", ")
    ]
    return tuple(dict.fromkeys(templates)) or (NO_KIND,)


@cache
def services_of(action: str) -> frozenset[str]:
    """Return the service fields of the ARNs that an action works on, which may be another's."""
    return frozenset(kind.split(":", 3)[2] for kind in kinds_of(action) if kind != NO_KIND)


def covered_kinds(entry: str) -> frozenset[str]:
    """Return the kinds of which an entry covers every resource, in its account and Region.

    The bare `*` covers everything and is the caller's to look for. A service with a wildcard in it
    is followed only in `arn:aws:*:*:*:*` and the like.
    """
    if "*" not in entry or len(entry) > _LONGEST:
        return frozenset()
    fields = split_arn(entry)
    if fields is None:
        return frozenset()
    _, partition, service, region, account, tail = fields
    if "*" not in tail or not any(compile_glob(partition).matches(name) for name in _PARTITIONS):
        return frozenset()
    if service == _EVERY_SERVICE and tail.strip("*"):
        return frozenset()
    return _covered(service, _may_be_empty(region), _account_form(account), tail)


@lru_cache(maxsize=4096)
def _covered(
    service: str, regionless: bool, account: tuple[bool, bool], tail: str
) -> frozenset[str]:
    matches = compile_glob(tail).matches
    without, customer = account
    return frozenset(
        template
        for template, filled in _kinds_by_service().get(service, {}).items()
        if (regionless or template.split(":", 5)[3])
        and (customer if template.split(":", 5)[4] else without)
        and matches(filled)
    )


def _may_be_empty(field: str) -> bool:
    return not field.strip("*")


def _account_form(text: str) -> tuple[bool, bool]:
    """Whether the account of an entry can be left out, and can be a customer's, not `aws`."""
    if text.isdecimal() and text.isascii():
        return False, len(text) == 12
    customer = text.startswith("${") or (bool(text) and not text.strip("0123456789*?"))
    return _may_be_empty(text), customer


@cache
def _kinds_by_service() -> Mapping[str, Mapping[str, str]]:
    """Each service's templates with a name in every hole of the resource part; `*` has all."""
    index: dict[str, dict[str, str]] = {}
    for action in all_actions():
        for template in kinds_of(action):
            if template == NO_KIND:
                continue
            fields = template.split(":", 5)
            filled = _HOLE.sub(_ANY_NAME, fields[5])
            for service in (fields[2], _EVERY_SERVICE):
                index.setdefault(service, {})[template] = filled
    return index
