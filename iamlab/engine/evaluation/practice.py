"""What a practice organization adds to a request before it asks: the connection and the tags.

A real request carries these by itself; in the laboratory the learner sees and can change them.
Source: section 6; AWS, "AWS global condition context keys".
"""

from __future__ import annotations

from collections.abc import Mapping

from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation.case import Directory
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Account, Snapshot
from iamlab.engine.matching import Caller, CallerKind, ContextValue

CONNECTION: Mapping[str, ContextValue] = {
    "aws:SecureTransport": "true",
    "aws:SourceIp": "203.0.113.7",
    "aws:UserAgent": "aws-cli/2.31",
}
"""The connection of a practice request: TLS, from a documentation address."""

GLOBAL_REGION = "us-east-1"
_HOME_REGION = "eu-west-1"
GLOBAL_SERVICES = frozenset(
    {
        "account",
        "artifact",
        "budgets",
        "ce",
        "cloudfront",
        "globalaccelerator",
        "health",
        "iam",
        "organizations",
        "route53",
        "route53domains",
        "shield",
        "support",
        "trustedadvisor",
        "waf",
    }
)
"""Services with one endpoint for all Regions; they report `us-east-1` (section 6)."""

_WITHOUT_RESOURCE_TAGS = frozenset({"s3"})
"""Services where a tag on the resource does not reach the request: S3, unless attribute-based
access control is switched on for the bucket."""

_TAGGED = frozenset({CallerKind.USER, CallerKind.ROLE})


def practice_context(snapshot: Snapshot, request: Request) -> dict[str, ContextValue]:
    """Return the keys that AWS would send with a request and that X0 does not cover.

    The request's own context is left out; it wins. Raises RequestError like the evaluator.
    """
    directory = Directory(snapshot)
    case = directory.case(request)
    keys: dict[str, ContextValue] = {}
    if case.caller.kind is not CallerKind.SERVICE:
        keys.update(CONNECTION)
    if request.endpoint_policies:
        keys.pop(
            "aws:SourceIp", None
        )  # AWS leaves the address out of what comes through an endpoint.
    keys.update(_caller_keys(case.caller, case.account))
    if case.identity is not None and case.caller.kind in _TAGGED:
        keys.update({f"aws:PrincipalTag/{tag}": text for tag, text in case.identity.tags.items()})
    keys.update(_organization_keys("aws:Resource", case.owner_account))
    if case.holder is not None and case.service not in _WITHOUT_RESOURCE_TAGS:
        keys.update({f"aws:ResourceTag/{tag}": text for tag, text in case.holder.tags.items()})
    fields = split_arn(request.resource)
    if fields is None or not fields[3]:
        is_global = case.service in GLOBAL_SERVICES
        keys["aws:RequestedRegion"] = GLOBAL_REGION if is_global else _HOME_REGION
    supplied = {name.lower() for name in request.context}
    return {name: value for name, value in keys.items() if name.lower() not in supplied}


def _caller_keys(caller: Caller, account: Account | None) -> dict[str, ContextValue]:
    return _organization_keys("aws:Principal", account) if caller.signed else {}


def _organization_keys(prefix: str, account: Account | None) -> dict[str, ContextValue]:
    if account is None or account.organization_id is None:
        return {}
    keys: dict[str, ContextValue] = {f"{prefix}OrgID": account.organization_id}
    if account.organization_path is not None:
        keys[f"{prefix}OrgPaths"] = [account.organization_path]
    return keys
