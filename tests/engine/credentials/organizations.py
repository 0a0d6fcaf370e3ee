"""A small organization with people who have keys, roles that they assume, and timelines in it."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine import Account, Attachment, Identity, Policy, PolicyType, Resource, Snapshot
from iamlab.engine.credentials import Timeline, timeline_from_mapping

HOME = "111122223333"
OTHER = "444455556666"
ANA = f"arn:aws:iam::{HOME}:user/ana"
ROOT = f"arn:aws:iam::{HOME}:root"
DEPLOYER = f"arn:aws:iam::{HOME}:role/teams/Deployer"
READER = f"arn:aws:iam::{HOME}:role/Reader"
LINKED = f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/Linked"
GITHUB = f"arn:aws:iam::{HOME}:oidc-provider/token.actions.githubusercontent.com"
DEPLOYMENT = f"arn:aws:sts::{HOME}:assumed-role/Deployer/ana"
READING = f"arn:aws:sts::{HOME}:assumed-role/Reader/ana"
GUEST = f"arn:aws:sts::{HOME}:federated-user/guest"
OBJECT = "arn:aws:s3:::acme/a.txt"
START = 1_772_442_000
"""2 March 2026, 09:00 UTC, in epoch seconds."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400

ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
TRUST = {
    "Effect": "Allow",
    "Principal": {"AWS": HOME, "Service": "ec2.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
}
TRUST_GITHUB = {
    "Effect": "Allow",
    "Principal": {"Federated": GITHUB},
    "Action": "sts:AssumeRoleWithWebIdentity",
}


def text_of(*statements: dict[str, Any]) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _policy(key: str, kind: PolicyType, *statements: dict[str, Any]) -> Policy:
    return Policy(key, key.rsplit("/", 1)[-1], kind, text_of(*statements))


def _role(arn: str, longest: int, tags: dict[str, str] | None = None) -> Identity:
    name = arn.rsplit("/", 1)[-1]
    key = f"{HOME}/role/{name}"
    return Identity(
        arn,
        policies=(Attachment(_policy(f"{key}/inline/all", PolicyType.IDENTITY, ALLOW_ALL)),),
        trust=_policy(f"{key}/trust", PolicyType.TRUST, TRUST, TRUST_GITHUB),
        max_session_duration=longest,
        tags=tags or {},
    )


def organization() -> Snapshot:
    """Return account HOME: Ana may do everything, Deployer for 4 hours, Reader for 1 hour."""
    ana = Identity(
        ANA,
        policies=(
            Attachment(_policy(f"{HOME}/user/ana/inline/all", PolicyType.IDENTITY, ALLOW_ALL)),
        ),
        tags={"team": "web"},
    )
    roles = (_role(DEPLOYER, 4 * HOUR, {"team": "ops"}), _role(READER, HOUR), _role(LINKED, HOUR))
    return Snapshot(
        accounts={HOME: Account(HOME, "home")},
        identities={item.arn: item for item in (ana, *roles)},
        resources={"arn:aws:s3:::acme": Resource("arn:aws:s3:::acme", HOME)},
    )


KEY: dict[str, Any] = {"id": "AKIAANA", "owner": ANA, "created": "-90d"}
ROOT_KEY: dict[str, Any] = {"id": "AKIAROOT", "owner": ROOT, "created": "-90d"}
ROLE_SESSION: dict[str, Any] = {
    "id": "ASIADEPLOY",
    "kind": "AssumeRole",
    "principal": DEPLOYMENT,
    "by": "AKIAANA",
    "issued": "+1:00",
}
USER_SESSION: dict[str, Any] = {
    "id": "ASIAUSER",
    "kind": "GetSessionToken",
    "by": "AKIAANA",
    "issued": "+1:00",
}
FEDERATED: dict[str, Any] = {
    "id": "ASIAGUEST",
    "kind": "GetFederationToken",
    "principal": GUEST,
    "by": "AKIAANA",
    "issued": "+1:00",
    "session_policies": [{"name": "all", "document": {"Statement": [ALLOW_ALL]}}],
}
FROM_GITHUB: dict[str, Any] = {
    "id": "ASIABUILD",
    "kind": "AssumeRoleWithWebIdentity",
    "principal": DEPLOYMENT,
    "provider": GITHUB,
    "issued": "+1:00",
}


def build(
    *sessions: dict[str, Any],
    keys: tuple[dict[str, Any], ...] = (KEY,),
    events: tuple[dict[str, Any], ...] = (),
    **rest: Any,
) -> Timeline:
    """Return a timeline from 09:00 on 2 March 2026, of 48 hours unless said otherwise."""
    shape = {
        "start": "2026-03-02T09:00Z",
        "end": "+48:00",
        "keys": list(keys),
        "sessions": list(sessions),
        "events": list(events),
        **rest,
    }
    return timeline_from_mapping(shape, organization())


def event(at: str, kind: str, credential: str = "AKIAANA", **rest: Any) -> dict[str, Any]:
    """Return an event about a credential."""
    return {"at": at, "kind": kind, "credential": credential, **rest}


def revoked(at: str, principal: str = DEPLOYER) -> dict[str, Any]:
    """Return the revocation of a role's older sessions."""
    return {"at": at, "kind": "revoked", "principal": principal}
