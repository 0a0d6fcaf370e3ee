"""The words of a decision: verdicts, layers and reasons, spelled alike everywhere."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The three outcomes, in AWS's own words."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


class Layer(StrEnum):
    """The kinds of policy that have a say, in the order in which AWS reports them (E4).

    SERVICE is no policy: it is what the called service itself decides (E14 to E16).
    """

    RCP = "rcp"
    SCP = "scp"
    ENDPOINT = "endpoint"
    RESOURCE = "resource"
    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"
    SERVICE = "service"


class Reason(StrEnum):
    """Why the verdict is what it is, one code for each way to reach it."""

    IDENTITY_ALLOW = "IDENTITY_ALLOW"
    RESOURCE_ALLOW = "RESOURCE_ALLOW"
    CROSS_ACCOUNT_ALLOW = "CROSS_ACCOUNT_ALLOW"
    ROOT_ALLOW = "ROOT_ALLOW"
    ALWAYS_ALLOWED = "ALWAYS_ALLOWED"
    EXPLICIT_DENY = "EXPLICIT_DENY"
    NO_SCP_ALLOW = "NO_SCP_ALLOW"
    NO_ENDPOINT_ALLOW = "NO_ENDPOINT_ALLOW"
    NO_RESOURCE_ALLOW = "NO_RESOURCE_ALLOW"
    NO_TRUST_ALLOW = "NO_TRUST_ALLOW"
    NO_IDENTITY_ALLOW = "NO_IDENTITY_ALLOW"
    NO_BOUNDARY_ALLOW = "NO_BOUNDARY_ALLOW"
    NO_SESSION_ALLOW = "NO_SESSION_ALLOW"
    PROTECTED_RESOURCE = "PROTECTED_RESOURCE"
    RESTRICT_PUBLIC_BUCKETS = "RESTRICT_PUBLIC_BUCKETS"
    ROOT_CANNOT_ASSUME_ROLES = "ROOT_CANNOT_ASSUME_ROLES"
    CALLER_CANNOT_GET_SESSION_TOKEN = "CALLER_CANNOT_GET_SESSION_TOKEN"  # noqa: S105 - no secret
    PASS_ROLE_ACROSS_ACCOUNTS = "PASS_ROLE_ACROSS_ACCOUNTS"  # noqa: S105 - no secret


POLICY_LAYERS = (
    Layer.RCP,
    Layer.SCP,
    Layer.ENDPOINT,
    Layer.RESOURCE,
    Layer.IDENTITY,
    Layer.BOUNDARY,
    Layer.SESSION,
)
"""The layers made of policies, in reporting order; their places number the arrays of `decide`."""

LAYER_TITLES = {
    Layer.RCP: "Resource control policies",
    Layer.SCP: "Service control policies",
    Layer.ENDPOINT: "VPC endpoint policy",
    Layer.RESOURCE: "Resource-based policy",
    Layer.IDENTITY: "Identity-based policies",
    Layer.BOUNDARY: "Permissions boundary",
    Layer.SESSION: "Session policy",
    Layer.SERVICE: "The service itself",
}
