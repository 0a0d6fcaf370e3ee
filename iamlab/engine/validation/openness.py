"""Which kinds of resource does an entry of Resource cover wholly, and which can it touch at all?

An account or a Region in the entry does not count as narrower: what a policy names there is its
own account anyway. Kinds are told by their ARN templates, such as
`arn:${Partition}:iam::${Account}:user/${UserNameWithPath}`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from iamlab.engine.catalog import find_action
from iamlab.engine.documents import split_arn
from iamlab.engine.matching import compile_glob

# Stands for any name; it can be in no policy, and no row of question marks is as long.
_ANY_NAME = "\ue000" * 300
_HOLE = re.compile(r"\$\{[^}]*\}|\*")
_PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
_LONGEST = 2048
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


@lru_cache(maxsize=16384)
def covers(entry: str, template: str) -> bool:
    """Tell whether an entry covers every resource of a kind, in its account and Region."""
    if entry == "*":
        return True
    if "*" not in entry or len(entry) > _LONGEST:
        return False
    fields = split_arn(entry)
    if fields is None or template == NO_KIND or not _heads_fit(entry, template):
        return False
    return compile_glob(fields[5]).matches(_filled(template))


@lru_cache(maxsize=16384)
def touches(entry: str, template: str) -> bool:
    """Tell whether an entry can cover some resource of a kind, by all but the resource's name."""
    if entry == "*":
        return True
    return template != NO_KIND and len(entry) <= _LONGEST and _heads_fit(entry, template)


@lru_cache(maxsize=16384)
def _heads_fit(entry: str, template: str) -> bool:
    """Whether partition, service, Region and account allow for resources of the kind."""
    got, wanted = split_arn(entry), split_arn(template)
    if got is None or wanted is None:
        return False
    partition, service, region, account = got[1:5]
    if not any(compile_glob(partition).matches(name) for name in _PARTITIONS):
        return False
    if not wanted[2].startswith("$") and not compile_glob(service).matches(wanted[2]):
        return False
    if not wanted[3] and not compile_glob(region).matches(""):
        return False
    if not wanted[4]:
        return compile_glob(account).matches("")
    return _may_be_account(account)


def _may_be_account(text: str) -> bool:
    """Whether the account of an entry can be a customer's; `aws` is AWS's own."""
    if text.isdecimal() and text.isascii():
        return len(text) == 12
    return text.startswith("${") or (bool(text) and not text.strip("0123456789*?"))


@cache
def _filled(template: str) -> str:
    """The resource part of a template with a name in every hole."""
    return _HOLE.sub(_ANY_NAME, template.split(":", 5)[5])
