"""The condition keys that AWS would send with a question and that its author need not write (X0).

They follow from the practice organization (tags, organization ID) or are sensible defaults of the
connection (TLS, an address, a Region). The learner sees them and can change each.
"""

from __future__ import annotations

from collections.abc import Mapping

from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation.snapshot import Account, Identity, Snapshot
from iamlab.engine.matching import (
    Caller,
    CallerKind,
    ContextValue,
    describe_caller,
)

HOME_REGION = "eu-west-1"
HOME_ADDRESS = "203.0.113.24"
GLOBAL_REGION = "us-east-1"
GLOBAL_SERVICES = frozenset(
    [
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
    ]
)
"""Services with one endpoint for the world, which report us-east-1 as the Region requested.

https://docs.aws.amazon.com/general/latest/gr/rande.html#global-endpoints
"""


def practice_context(
    snapshot: Snapshot,
    principal: str,
    action: str,
    resource: str,
    *,
    region: str = HOME_REGION,
    through_endpoint: bool = False,
) -> dict[str, ContextValue]:
    """Return the keys of the connection, the caller's tags and organization, and the owner's.

    `principal` and `resource` are full names. Never sets what the caller did not do: no MFA, no
    tags in the request. A request through a VPC endpoint has no public address.
    Raises RequestError when `principal` cannot call AWS.
    """
    context: dict[str, ContextValue] = {"aws:SecureTransport": True}
    if not through_endpoint:
        context["aws:SourceIp"] = HOME_ADDRESS
    fields = split_arn(resource)
    context["aws:RequestedRegion"] = _region(action, fields[3] if fields else "", region)
    caller = describe_caller(principal, action_lower=action.lower())
    if caller.signed and caller.kind is not CallerKind.SERVICE:
        context.update(_of_caller(snapshot, caller))
    context.update(_of_resource(snapshot, resource, caller.account))
    return context


def find_owner(snapshot: Snapshot, resource: str) -> str | None:
    """Return the account that owns a resource, or None when neither name nor snapshot tells."""
    fields = split_arn(resource)
    if fields is None:
        return None
    bucket = f"arn:{fields[1]}:s3:::{fields[5].split('/', 1)[0]}" if fields[2] == "s3" else ""
    for arn in (resource, bucket):
        if arn in snapshot.resources:
            return snapshot.resources[arn].account
    return fields[4] or None


def _region(action: str, of_resource: str, home: str) -> str:
    service = action.partition(":")[0].lower()
    return GLOBAL_REGION if service in GLOBAL_SERVICES else of_resource or home


def _of_caller(snapshot: Snapshot, caller: Caller) -> Mapping[str, ContextValue]:
    account = snapshot.accounts.get(caller.account or "")
    context = _organization("Principal", account)
    identity = _identity(snapshot, caller)
    if identity is not None and caller.kind in (CallerKind.USER, CallerKind.ROLE):
        context |= {f"aws:PrincipalTag/{key}": value for key, value in identity.tags.items()}
    return context


def _identity(snapshot: Snapshot, caller: Caller) -> Identity | None:
    """Find a role by account and name: a session's ARN leaves out the role's path (P8)."""
    known = snapshot.identities.get(caller.identity_arn or "")
    if known is not None:
        return known
    for arn, identity in snapshot.identities.items():
        fields = split_arn(arn)
        if (
            caller.kind is CallerKind.ROLE
            and fields is not None
            and fields[4] == caller.account
            and fields[5].startswith("role/")
            and fields[5].rsplit("/", 1)[-1] == caller.name
        ):
            return identity
    return None


def _of_resource(
    snapshot: Snapshot, resource: str, caller_account: str | None
) -> Mapping[str, ContextValue]:
    owner = find_owner(snapshot, resource) or caller_account
    context = _organization("Resource", snapshot.accounts.get(owner or ""))
    tags: Mapping[str, str] = {}
    # S3 buckets take part in tag conditions only after ABAC has been enabled for each.
    if resource in snapshot.resources and not resource.startswith("arn:aws:s3:"):
        tags = snapshot.resources[resource].tags
    elif resource in snapshot.identities:
        tags = snapshot.identities[resource].tags
    return context | {f"aws:ResourceTag/{key}": value for key, value in tags.items()}


def _organization(whose: str, account: Account | None) -> dict[str, ContextValue]:
    if account is None or account.organization_id is None:
        return {}
    context: dict[str, ContextValue] = {f"aws:{whose}OrgID": account.organization_id}
    if account.organization_path is not None:
        context[f"aws:{whose}OrgPaths"] = [account.organization_path]
    return context
