"""Checks of a policy's size against the quota of its type."""

from __future__ import annotations

import re
from collections.abc import Callable

from iamlab.engine.documents import (
    SIZE_LIMITS,
    Finding,
    Json,
    PolicyType,
    Repair,
    Severity,
    TextEdit,
)
from iamlab.engine.validation.examples import Example, allow, deny, example
from iamlab.engine.validation.registry import IDENTITY_TYPES, TRUST, reported_by_reader
from iamlab.engine.validation.subject import Subject

_IAM_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_ENDPOINT_PAGE = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html"
_WHITE_SPACE = re.compile(r'"(?:[^"\\]|\\.)*+"|([ \t\r\n]+)')
_STEP = 64


def _mend(subject: Subject, finding: Finding) -> Repair | None:
    """Take out the white space where AWS counts it and the rest then fits."""
    text, limit = subject.tree.text, SIZE_LIMITS[subject.type]
    if not limit.white_space_counts:
        return None
    edits = tuple(
        TextEdit(match.start(), match.end(), "")
        for match in _WHITE_SPACE.finditer(text)
        if match.group(1)
    )
    spared = sum(edit.end - edit.start for edit in edits)
    if not edits or limit.measure(text) - spared > limit.limit:
        return None
    return Repair("Remove the white space", edits)


def _objects(count: int) -> Json:
    return [f"arn:aws:s3:::acme-receipts/{year}/invoices/*" for year in range(1900, 1900 + count)]


def _roles(count: int) -> Json:
    return {"AWS": [f"arn:aws:iam::222233334444:role/reader-{n:04}" for n in range(count)]}


def _too_long(policy_type: PolicyType, build: Callable[[int], Example]) -> Example:
    """The first of ever longer examples that is over the limit of its type."""
    limit, count = SIZE_LIMITS[policy_type], _STEP
    while limit.measure(build(count).text) <= limit.limit:
        count += _STEP
    return build(count)


def _reading(policy_type: PolicyType) -> Callable[[int], Example]:
    return lambda count: example(allow("s3:GetObject", _objects(count)), type=policy_type)


def _keeping(policy_type: PolicyType) -> Callable[[int], Example]:
    everyone: dict[str, Json] = {"Principal": "*"} if policy_type is PolicyType.RCP else {}
    return lambda count: example(
        deny("s3:DeleteObject", _objects(count), **everyone), type=policy_type
    )


def _sharing(policy_type: PolicyType) -> Callable[[int], Example]:
    return lambda count: example(
        allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*", Principal=_roles(count)),
        type=policy_type,
    )


def _trusting(count: int) -> Example:
    statement: dict[str, Json] = {
        "Effect": "Allow",
        "Principal": _roles(count),
        "Action": "sts:AssumeRole",
    }
    return example(statement, type=PolicyType.TRUST)


reported_by_reader(
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    Severity.WARNING,
    theme="sizes",
    tier=2,
    types=IDENTITY_TYPES - {PolicyType.SESSION},
    title="The policy is longer than a managed policy may be",
    why="IAM refuses a managed policy of more than 6,144 characters without white space, and the "
    "inline policies of a user or group share even less room.",
    bad=_too_long(PolicyType.IDENTITY, _reading(PolicyType.IDENTITY)),
    good=_reading(PolicyType.IDENTITY)(2),
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
    Severity.WARNING,
    theme="sizes",
    tier=3,
    types=frozenset({PolicyType.SESSION}),
    title="The session policy is longer than AWS STS takes",
    why="All session policies of one call may have 2,048 characters together, and AWS STS refuses "
    "the call when they have more.",
    bad=_too_long(PolicyType.SESSION, _reading(PolicyType.SESSION)),
    good=_reading(PolicyType.SESSION)(2),
    link=_IAM_PAGE,
    own=True,
    mend=_mend,
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    Severity.WARNING,
    theme="sizes",
    tier=3,
    types=TRUST,
    title="The trust policy is longer than the default quota",
    why="IAM refuses a trust policy of more than 2,048 characters without white space, unless the "
    "account's quota was raised.",
    bad=_too_long(PolicyType.TRUST, _trusting),
    good=_trusting(2),
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    Severity.ERROR,
    theme="sizes",
    tier=2,
    types=frozenset({PolicyType.SCP}),
    title="The service control policy is too long",
    why="AWS Organizations refuses a service control policy over its quota, and counts spaces and "
    "line breaks too.",
    bad=_too_long(PolicyType.SCP, _keeping(PolicyType.SCP)),
    good=_keeping(PolicyType.SCP)(2),
    mend=_mend,
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    Severity.ERROR,
    theme="sizes",
    tier=2,
    types=frozenset({PolicyType.RCP}),
    title="The resource control policy is too long",
    why="AWS Organizations refuses a resource control policy over its quota, and counts spaces and "
    "line breaks too.",
    bad=_too_long(PolicyType.RCP, _keeping(PolicyType.RCP)),
    good=_keeping(PolicyType.RCP)(2),
    mend=_mend,
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_ENDPOINT_POLICY_QUOTA",
    Severity.WARNING,
    theme="sizes",
    tier=3,
    types=frozenset({PolicyType.ENDPOINT}),
    title="The endpoint policy is too long",
    why="A VPC endpoint takes a policy of at most 20,480 characters, spaces and line breaks "
    "included.",
    bad=_too_long(PolicyType.ENDPOINT, _sharing(PolicyType.ENDPOINT)),
    good=_sharing(PolicyType.ENDPOINT)(2),
    link=_ENDPOINT_PAGE,
    own=True,
    mend=_mend,
)

reported_by_reader(
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    Severity.WARNING,
    theme="sizes",
    tier=3,
    types=frozenset({PolicyType.RESOURCE}),
    title="The policy is longer than many resources take",
    why="Each kind of resource has its own limit, and an S3 bucket or a Lambda function refuses a "
    "policy of more than 20 KB.",
    bad=_too_long(PolicyType.RESOURCE, _sharing(PolicyType.RESOURCE)),
    good=_sharing(PolicyType.RESOURCE)(2),
    mend=_mend,
)
