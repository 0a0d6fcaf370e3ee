"""What STS gives, and for how long: the table of calls in section 8.

Source: AWS, "Compare AWS STS credentials"; STS API reference.
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.credentials.credentials import AccessKey, Credential, SessionKind
from iamlab.engine.credentials.instants import HOUR, MINUTE, say_duration
from iamlab.engine.errors import AuthenticationError
from iamlab.engine.evaluation.snapshot import Identity
from iamlab.engine.evaluation.sts_limits import SHORTEST_SESSION, longest_session
from iamlab.engine.matching import CallerKind

TASK_POLICIES = frozenset(
    {
        "IAMAuditRootUserCredentials",
        "IAMCreateRootUserPassword",
        "IAMDeleteRootUserCredentials",
        "S3UnlockBucketPolicy",
        "SQSUnlockQueuePolicy",
    }
)
"""The AWS managed policies one of which limits every AssumeRoot session."""

_DEFAULT_USER_SESSION = 12 * HOUR
_DEFAULT_ROLE_SESSION = HOUR
_LONGEST_ROOT_TASK = 15 * MINUTE
_TOKEN_CALLS = frozenset({SessionKind.SESSION_TOKEN, SessionKind.FEDERATION_TOKEN})
_TOKEN_ACTIONS = frozenset(kind.action.lower() for kind in _TOKEN_CALLS)
_IDENTIFY = "sts:getcalleridentity"
_ASSUME = frozenset({"sts:assumerole", "sts:tagsession", "sts:setsourceidentity"})
_PASS_ROLE = "iam:passrole"  # noqa: S105 - a permission that other services check, not an IAM call


@dataclass(frozen=True, slots=True)
class DurationLimits:
    """Seconds that a call may ask for, what it gives unasked, and why no more."""

    shortest: int
    default: int
    longest: int
    why: str


def duration_limits(kind: SessionKind, caller: CallerKind, role: Identity | None) -> DurationLimits:
    """Return the limits of a call; `caller` makes it, `role` is the one assumed if it is known.

    Credentials that a service delivers are bound neither by the role's maximum nor by the hour of
    role chaining; a role assumed with them is chained like any other (S5).
    """
    if kind is SessionKind.ASSUME_ROOT:
        why = "an AssumeRoot session lasts"
        return DurationLimits(MINUTE, _LONGEST_ROOT_TASK, _LONGEST_ROOT_TASK, why)
    longest = longest_session(kind.action.lower(), caller, role)
    if kind in _TOKEN_CALLS:
        root = caller is CallerKind.ROOT
        why = f"a {kind.value} session of {'root' if root else 'a user'} lasts"
        return DurationLimits(SHORTEST_SESSION, min(_DEFAULT_USER_SESSION, longest), longest, why)
    why = "a role session lasts"
    if kind is SessionKind.ASSUME_ROLE and caller is CallerKind.ROLE:
        why = "a session made with another role's session (role chaining) lasts"
    elif role is not None and caller is not CallerKind.SERVICE:
        why = "the role's `max_session_duration` lets a session last"
    return DurationLimits(SHORTEST_SESSION, _DEFAULT_ROLE_SESSION, longest, why)


def check_duration(seconds: int, limits: DurationLimits) -> str:
    """Return what is wrong with a duration, or nothing: above the limit STS makes no session."""
    if seconds < limits.shortest:
        return f"it asks for {say_duration(seconds)}; {say_duration(limits.shortest)} is the least"
    if seconds > limits.longest:
        return (
            f"it asks for {say_duration(seconds)}; {limits.why} {say_duration(limits.longest)} at "
            "most, and STS answers with an error instead of shortening it (S5)"
        )
    return ""


def check_call(credential: Credential, action: str) -> None:
    """Raise AuthenticationError for a call that these credentials cannot make at all.

    Temporary credentials are kept from parts of IAM and STS before any policy is read; `action` is
    `service:Name` in any case.
    """
    if isinstance(credential, AccessKey):
        return
    kind, name = credential.kind, action.lower()
    if name.startswith("iam:") and name != _PASS_ROLE:
        federated = kind is SessionKind.FEDERATION_TOKEN
        if federated or (kind is SessionKind.SESSION_TOKEN and not credential.mfa):
            raise AuthenticationError(
                "InvalidClientTokenId",
                f"{kind.value} credentials cannot call IAM{'' if federated else ' without MFA'}.",
            )
    if name.startswith("sts:") and name != _IDENTIFY:
        calls_little = kind is SessionKind.SESSION_TOKEN and name not in _ASSUME
        if kind is SessionKind.FEDERATION_TOKEN or calls_little or name in _TOKEN_ACTIONS:
            raise AuthenticationError(
                "AccessDenied",
                f"Credentials of {kind.value} cannot call `{action}`.",
            )
