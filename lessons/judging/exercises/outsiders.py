"""Callers that an organization does not know, as comparisons ask them: they may do all at home."""

from __future__ import annotations

from dataclasses import replace

from iamlab.engine import Attachment, Identity, Policy, PolicyType, Snapshot, split_arn

_EVERYTHING = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
)


def with_caller(snapshot: Snapshot, principal: str) -> Snapshot:
    """Return the organization with an administrator for a user or a session that it lacks.

    What such a caller may do then hangs on the organization alone: on resource and trust policies,
    SCPs and RCPs. For anybody else the snapshot comes back as it is.
    """
    arn = _identity_of(principal)
    if arn is None or _knows(snapshot, arn):
        return snapshot
    policy = Policy(f"{arn}/everything", "everything at home", PolicyType.IDENTITY, _EVERYTHING)
    stranger = Identity(arn, policies=(Attachment(policy),))
    return replace(snapshot, identities={**snapshot.identities, arn: stranger})


def _identity_of(principal: str) -> str | None:
    """Return the ARN of the user or role behind a principal, None where there is neither."""
    fields = split_arn(principal)
    if fields is None:
        return None
    kind, _, name = fields[5].partition("/")
    if kind == "user":
        return principal
    if kind == "assumed-role":
        return f"arn:{fields[1]}:iam::{fields[4]}:role/{name.partition('/')[0]}"
    return None


def _knows(snapshot: Snapshot, arn: str) -> bool:
    """Tell whether an identity is there; that of a session is known by its name, not its path."""
    if arn in snapshot.identities:
        return True
    wanted = split_arn(arn)
    if wanted is None or not wanted[5].startswith("role/"):
        return False
    name = wanted[5].removeprefix("role/")
    return any(
        fields[4] == wanted[4] and fields[5].startswith("role/") and fields[5].endswith(f"/{name}")
        for fields in map(split_arn, snapshot.identities)
        if fields is not None
    )
