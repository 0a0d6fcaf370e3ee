"""Small organizations for comparisons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from iamlab.engine import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    PolicyType,
    Resource,
    Snapshot,
)

ACCOUNT = "222233334444"
PARTNER = "444455556666"
ANA = f"arn:aws:iam::{ACCOUNT}:user/ana"
READER = f"arn:aws:iam::{ACCOUNT}:role/reader"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/job"
BUCKET = "arn:aws:s3:::acme-data"
FULL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def text(*statements: Mapping[str, Any], version: str = "2012-10-17") -> str:
    """Return a policy document."""
    return json.dumps({"Version": version, "Statement": list(statements)})


def allow(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    """Return an Allow."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    """Return a Deny."""
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def organization(
    *,
    identity: str | Sequence[str] = (),
    boundary: str | None = None,
    scps: Sequence[str] | None = None,
    bucket: str | None = None,
    role: str | None = None,
    trust: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Snapshot:
    """Return an account with Ana, a role, a bucket; `scps` are those of the account's level."""
    texts = [identity] if isinstance(identity, str) else list(identity)
    policies = tuple(
        Attachment(Policy(f"ana/{number}", f"p{number}", PolicyType.IDENTITY, item))
        for number, item in enumerate(texts)
    )
    cap = None if boundary is None else Policy("cap", "cap", PolicyType.BOUNDARY, boundary)
    own = None if bucket is None else Policy("bucket", "bucket", PolicyType.RESOURCE, bucket)
    held = () if role is None else (Attachment(Policy("r", "r", PolicyType.IDENTITY, role)),)
    trusting = trust or text(
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    )
    levels: tuple[Level, ...] = ()
    if scps is not None:
        root = Policy("scp/full", "full", PolicyType.SCP, text(FULL))
        levels = (
            Level("r-ab12", "root", (root,)),
            Level(
                ACCOUNT,
                "account",
                tuple(
                    Policy(f"scp/{n}", f"scp{n}", PolicyType.SCP, item)
                    for n, item in enumerate(scps)
                ),
            ),
        )
    return Snapshot(
        accounts={
            ACCOUNT: Account(ACCOUNT, "own", organization_id="o-a1b2c3d4e5", scp_levels=levels)
        },
        identities={
            ANA: Identity(ANA, policies=policies, boundary=cap, tags=tags or {}),
            READER: Identity(
                READER, policies=held, trust=Policy("t", "t", PolicyType.TRUST, trusting)
            ),
        },
        resources={BUCKET: Resource(BUCKET, ACCOUNT, "acme-data", own)},
    )
