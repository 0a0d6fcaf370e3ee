"""Checks of conditions on VPCs and VPC endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.conditions import Family
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions, tested_keys
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import has_variable

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_HOME = "10.0.0.0/8"
_VPC = re.compile(r"vpc-(?:[0-9A-Za-z]{17}|[0-9A-Za-z]{8})")
_ENDPOINT = re.compile(r"vpce-(?:[0-9A-Za-z]{17}|[0-9A-Za-z]{8})")


def _malformed(subject: Subject, key: str, form: re.Pattern[str]) -> Iterator[Found]:
    """Report the values of a key that are no identifier of the form; patterns are left alone."""
    for view in conditions(subject):
        if view.key_lower != key or view.family is not Family.STRING or view.key is None:
            continue
        for value in view.values:
            text = value.text
            if form.fullmatch(text) or has_variable(text) or "*" in text or "?" in text:
                continue
            start = form.pattern.partition("(")[0]
            message = (
                f"{show(text)} is no value of `{view.key.name}`: write `{start}` and 8 or 17 "
                "letters and digits."
            )
            yield Found(message, value.span, view.path_to(value))


@check(
    "INVALID_VPC_FORMAT",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="The value is not the ID of a VPC",
    why="`aws:SourceVpc` holds the ID of a VPC, so a value of another form never equals it.",
    bad=example(
        deny("s3:*", _OBJECTS, Condition={"StringNotEquals": {"aws:SourceVpc": "vpc-1a2b3c"}})
    ),
    good=example(
        deny("s3:*", _OBJECTS, Condition={"StringNotEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}})
    ),
)
def invalid_vpc_format(subject: Subject) -> Iterator[Found]:
    """Find values of aws:SourceVpc that are no VPC ID."""
    return _malformed(subject, "aws:sourcevpc", _VPC)


@check(
    "INVALID_VPCE_FORMAT",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="The value is not the ID of a VPC endpoint",
    why="`aws:SourceVpce` holds the ID of a VPC endpoint, so a value of another form never equals "
    "it.",
    bad=example(
        deny("s3:*", _OBJECTS, Condition={"StringNotEquals": {"aws:SourceVpce": "vpc-1a2b3c4d"}})
    ),
    good=example(
        deny("s3:*", _OBJECTS, Condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}})
    ),
)
def invalid_vpce_format(subject: Subject) -> Iterator[Found]:
    """Find values of aws:SourceVpce that are no VPC endpoint ID."""
    return _malformed(subject, "aws:sourcevpce", _ENDPOINT)


_PARTNERS = frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"})


@check(
    "MISSING_PAIRED_CONDITION_KEYS",
    Severity.SECURITY_WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="`aws:VpcSourceIp` without the VPC that it belongs to",
    why="Anyone can make a VPC with the same private addresses, so `aws:VpcSourceIp` says who "
    "calls only together with `aws:SourceVpc`.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:VpcSourceIp": _HOME}})
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={
                "IpAddress": {"aws:VpcSourceIp": _HOME},
                "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"},
            },
        )
    ),
)
def missing_paired_condition_keys(subject: Subject) -> Iterator[Found]:
    """Find aws:VpcSourceIp in statements that test neither the VPC nor the VPC endpoint."""
    for view in conditions(subject):
        if view.key_lower != "aws:vpcsourceip" or view.tests_presence:
            continue
        if tested_keys(view.statement) & _PARTNERS:
            continue
        message = (
            "`aws:VpcSourceIp` alone lets in the same addresses of any VPC; test `aws:SourceVpc` "
            "or `aws:SourceVpce` beside it."
        )
        yield Found(message, view.test.key.span, view.path)
