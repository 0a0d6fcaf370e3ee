"""Checks of the names of condition keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import condition_key, key_prefix_exists, service_exists
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_repairs import rename_key
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.key_facts import (
    is_unlisted,
    lacks_tag_key,
    suggest_key,
    suggest_prefix,
)
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_BUCKET = "arn:aws:s3:::acme-receipts"
_OBJECTS = f"{_BUCKET}/*"
_FORMAT = re.compile(r"[^:\s*?]+:[^:\s][^\n]*")
_OLD_ARN_KEY = "aws:arn"


def _unknown(subject: Subject) -> Iterator[tuple[ConditionView, str]]:
    """Yield the well-formed keys that AWS does not list, with their prefix as written."""
    for view in conditions(subject):
        name = view.test.key.text
        if view.key is not None or not _FORMAT.fullmatch(name):
            continue
        if is_unlisted(view.key_lower) or lacks_tag_key(name) or view.key_lower == _OLD_ARN_KEY:
            continue
        yield view, name.partition(":")[0]


def _suggesting(subject: Subject, view: ConditionView, message: str) -> Found:
    near = suggest_key(view.test.key.text)
    repair = None
    if near is not None:
        message += f" Did you mean `{near}`?"
        repair = rename_key(subject, view, near)
    return Found(message, view.test.key.span, view.path, repair)


@check(
    "INVALID_CONDITION_KEY_FORMAT",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The condition key has no prefix",
    why="Every condition key is a prefix, a colon and a name, and AWS does not accept a policy "
    "with anything else.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"SourceIp": "203.0.113.0/24"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})
    ),
)
def invalid_condition_key_format(subject: Subject) -> Iterator[Found]:
    """Find keys that are not written as prefix, colon, name."""
    for view in conditions(subject):
        name = view.test.key.text
        if view.key is not None or _FORMAT.fullmatch(name) or view.swapped:
            continue
        message = (
            f"{show(name)} is not a condition key: write a prefix, a colon and a name, "
            "such as `aws:SourceIp`."
        )
        plain = name.strip().removeprefix("aws.").removeprefix("aws/")
        meant = condition_key(f"aws:{plain}") if len(plain) <= 64 else None
        repair = rename_key(subject, view, meant.name) if meant is not None else None
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "INVALID_GLOBAL_CONDITION_KEY",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="There is no such global condition key",
    why="A request never carries a key that does not exist, so the condition does not test what "
    "was meant and AWS rejects the policy.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIP4": "203.0.113.7"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.7"}})
    ),
)
def invalid_global_condition_key(subject: Subject) -> Iterator[Found]:
    """Find keys that begin with `aws:` and are no global condition key."""
    for view, prefix in _unknown(subject):
        if prefix.lower() == "aws":
            message = f"{show(view.test.key.text)} is not a global condition key of AWS."
            yield _suggesting(subject, view, message)


@check(
    "INVALID_SERVICE",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The condition key's prefix is no service",
    why="A condition key of a service that AWS does not have is never in a request, so the "
    "condition cannot work.",
    bad=example(
        allow("s3:ListBucket", _BUCKET, Condition={"StringEquals": {"s33:prefix": "home/"}})
    ),
    good=example(
        allow("s3:ListBucket", _BUCKET, Condition={"StringEquals": {"s3:prefix": "home/"}})
    ),
)
def invalid_service(subject: Subject) -> Iterator[Found]:
    """Find keys whose prefix is neither a service nor that of an identity provider."""
    for view, prefix in _unknown(subject):
        if key_prefix_exists(prefix):
            continue
        shown = view.test.key.text
        written, _, name = shown.partition(":")
        message = f"{show(written)} in the condition key {show(shown)} is not a service of AWS."
        near = suggest_prefix(written)
        found = condition_key(f"{near}:{name}") if near is not None and len(name) < 200 else None
        repair = None
        if found is not None:
            message += f" Did you mean `{found.name}`?"
            repair = rename_key(subject, view, found.name)
        yield Found(message, view.test.key.span, view.path, repair)


@check(
    "INVALID_SERVICE_CONDITION_KEY",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The service has no such condition key",
    why="A request never carries a key that its service does not define, so the condition does "
    "not test what was meant.",
    bad=example(
        allow("s3:ListBucket", _BUCKET, Condition={"StringLike": {"s3:prefixes": "home/*"}})
    ),
    good=example(
        allow("s3:ListBucket", _BUCKET, Condition={"StringLike": {"s3:prefix": "home/*"}})
    ),
)
def invalid_service_condition_key(subject: Subject) -> Iterator[Found]:
    """Find keys of a known service that the service does not define."""
    for view, prefix in _unknown(subject):
        if service_exists(prefix):
            message = f"The service {show(prefix)} has no condition key {show(view.test.key.text)}."
            yield _suggesting(subject, view, message)


@check(
    "DEPRECATED_GLOBAL_CONDITION_KEY",
    Severity.WARNING,
    tier=3,
    types=EVERY_TYPE,
    title="The condition key is retired",
    why="AWS replaced `aws:ARN` by `aws:PrincipalArn` for the caller and `aws:SourceArn` for the "
    "resource that makes a service call, and new policies should not use it.",
    bad=example(
        deny(
            "s3:DeleteObject",
            _OBJECTS,
            Condition={"ArnNotLike": {"aws:ARN": "arn:aws:iam::123456789012:role/Cleaner"}},
        )
    ),
    good=example(
        deny(
            "s3:DeleteObject",
            _OBJECTS,
            Condition={
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/Cleaner"}
            },
        )
    ),
)
def deprecated_global_condition_key(subject: Subject) -> Iterator[Found]:
    """Find `aws:ARN`."""
    for view in conditions(subject):
        if view.key_lower != _OLD_ARN_KEY:
            continue
        message = (
            f"{show(view.test.key.text)} is retired: use `aws:PrincipalArn` for the ARN of the "
            "caller, or `aws:SourceArn` for the resource behind a service's call."
        )
        repair = rename_key(subject, view, "aws:PrincipalArn")
        yield Found(message, view.test.key.span, view.path, repair)
