"""Checks of resource policies that let everyone in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from iamlab.engine.documents import Json, PolicyType, Severity
from iamlab.engine.validation.caller_limits import limits_callers
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.principal_places import principals
from iamlab.engine.validation.registry import Found, check
from iamlab.engine.validation.shut_out import shuts_out
from iamlab.engine.validation.subject import Subject

_RESOURCE = frozenset({PolicyType.RESOURCE})
_RECEIPTS = "arn:aws:s3:::acme-receipts/*"
_MOST = 25
_IN_ORGANIZATION: Json = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


@check(
    "INTERNET_ACCESSIBLE",
    Severity.SECURITY_WARNING,
    tier=1,
    types=_RESOURCE,
    title="Everyone on the internet is let in",
    why="`*` as principal means all AWS accounts and callers without one, so a mistake here "
    "publishes the data.",
    bad=example(allow("s3:GetObject", _RECEIPTS, Principal="*"), type=PolicyType.RESOURCE),
    good=example(
        allow("s3:GetObject", _RECEIPTS, Principal="*", Condition=_IN_ORGANIZATION),
        type=PolicyType.RESOURCE,
    ),
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    own=True,
)
def internet_accessible(subject: Subject) -> Iterator[Found]:
    """Find Allow statements for everyone that no condition keeps to named callers or networks."""
    stars = (item for item in principals(subject) if item.is_anyone and item.statement.allows)
    for principal in islice(stars, _MOST):
        statement = principal.statement
        if limits_callers(statement) or shuts_out(subject, statement):
            continue
        if statement.source.conditions:
            message = (
                "`*` lets everyone in, and the condition does not say who or from where. Name "
                "principals, or test a key such as `aws:PrincipalOrgID`."
            )
        else:
            message = (
                "`*` lets everyone in, also callers without an AWS account. Name principals, or "
                "add a condition such as `aws:PrincipalOrgID`."
            )
        yield Found(message, principal.span, principal.path)
