"""Can an ARN pattern of a policy meet an ARN template, or a whole ARN, of the catalog? (R1 to R7)

A pattern may hold `*`, `?` and `${...}` anywhere in its six fields, a template may hold
placeholders such as `${BucketName}`; the question is whether one text fits both.
Source: AWS, "IAM JSON policy elements: Resource", and the service authorization reference.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from iamlab.engine.catalog import ResourceType, arn_templates_of
from iamlab.engine.documents import ArnFields, split_arn
from iamlab.engine.matching.arn_fields import field_meets
from iamlab.engine.matching.wildcards import compile_glob

LONGEST_ARN = 2048
"""Longer patterns are not looked into: no ARN has more characters."""

FIELDS = ("arn", "partition", "service", "region", "account", "resource")

_NONE: frozenset[str] = frozenset()
_COLON_OR_VARIABLE = re.compile(r":|\$\{[^}]*\}")
_LITERAL = re.compile(r"[^*?$]*")
_HOLE = re.compile(r"(\$\{[^}]*\}|\*)")
# A placeholder, filled with what no pattern spells: only wildcards can take it in.
_FILLING = "\0\1\0"


def split_arn_pattern(text: str) -> ArnFields | None:
    """Split an ARN pattern at its first five colons that stand in no `${...}`, or give None.

    `arn:aws:s3:::home/${aws:username}` and `arn:aws:iam::${aws:PrincipalAccount}:role/x` have six
    fields each; None means that there are fewer, or that the text does not begin with `arn:`.
    """
    if not text.startswith("arn:"):
        return None
    if "${" not in text:
        return split_arn(text)
    fields: list[str] = []
    start = 0
    for found in _COLON_OR_VARIABLE.finditer(text):
        if found[0] != ":":
            continue
        fields.append(text[start : found.start()])
        start = found.end()
        if len(fields) == 5:
            arn, partition, service, region, account = fields
            return (arn, partition, service, region, account, text[start:])
    return None


def may_name(pattern: str, kind: ResourceType) -> bool:
    """Tell whether a Resource entry can match an ARN of a resource type.

    `*` names everything; text that is no ARN names nothing. A bucket's pattern names no objects
    unless a wildcard reaches over the slash: `b/*` and `b*` name objects, `b` and `b*` buckets.
    """
    if pattern == "*":
        return True
    return any(not misfits(pattern, template) for template in arn_templates_of(kind))


def misfits(pattern: str, template: str) -> frozenset[str]:
    """Return the FIELDS in which a pattern can't meet a template, or an ARN; none when it can.

    A pattern that is no ARN misfits in `arn` alone. Text far longer than any ARN is taken to fit.
    """
    return _NONE if len(pattern) > LONGEST_ARN else _misfits(pattern, template)


@lru_cache(maxsize=16384)
def _misfits(pattern: str, template: str) -> frozenset[str]:
    fields = split_arn_pattern(pattern)
    if fields is None:
        return frozenset({"arn"})
    bad = [
        name
        for name, part, wanted in zip(FIELDS, fields, _template_fields(template), strict=True)
        if not field_meets(part, wanted)
    ]
    return frozenset(bad) if bad else _NONE


def covers(pattern: str, template: str) -> bool:
    """Tell whether a pattern matches every ARN of a template, within one partition and account.

    `arn:aws:s3:::*` covers buckets and objects; one Region, or part of a name, covers nothing.
    """
    return len(pattern) <= LONGEST_ARN and _covers(pattern, template)


@lru_cache(maxsize=4096)
def _covers(pattern: str, template: str) -> bool:
    fields = split_arn_pattern(pattern)
    if fields is None:
        return pattern == "*"
    for name, part, wanted in zip(FIELDS, fields, _template_fields(template), strict=True):
        if name in ("partition", "account") and "*" not in part:
            if not field_meets(part, wanted):
                return False
        elif "?" in part or not compile_glob(part).matches(_HOLE.sub(_FILLING, wanted)):
            return False
    return True


def widens(wide: str, narrow: str) -> bool:
    """Tell whether one ARN pattern matches all that another matches; both are of one policy.

    Sure when true: patterns that only together, or only by `?` and `*` mixed, say the same are
    not looked through.
    """
    if wide in ("*", narrow):
        return True
    if len(wide) > LONGEST_ARN or not compile_glob(wide).matches(narrow):
        return False
    if "${" in wide or ("?" in wide and ("*" in narrow or "${" in narrow)):
        return False
    fields, others = split_arn_pattern(wide), split_arn_pattern(narrow)
    if fields is None or others is None:
        return False
    return all(
        compile_glob(field).matches(other) for field, other in zip(fields, others, strict=True)
    )


def starts_alike(resource: str, template: str) -> bool:
    """Tell quickly whether a resource part may meet that of a template: do the beginnings agree?

    A yes says little; a no is sure. Asked before `misfits` where there are many templates.
    """
    one, other = _literal_start(resource), _literal_start(_template_fields(template)[5])
    return one.startswith(other) or other.startswith(one)


@lru_cache(maxsize=8192)
def _literal_start(text: str) -> str:
    found = _LITERAL.match(text)
    return found[0] if found is not None else ""


@cache
def _template_fields(template: str) -> tuple[str, ...]:
    return tuple(template.split(":", 5))
