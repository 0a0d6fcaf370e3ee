"""The organization as it is at an instant: policies edited by then, sessions revoked by then.

Permissions are looked up anew for every request, so an edit reaches sessions that are already
running (S10). A revocation is an ordinary inline policy of the role, named and worded as the IAM
console does it: a Deny of everything for tokens issued before that instant (S9).
Source: AWS, "Revoke IAM role temporary security credentials".
"""

from __future__ import annotations

import json
from dataclasses import replace

from iamlab.engine.credentials.instants import iso_instant
from iamlab.engine.credentials.timelines import EventKind, Timeline
from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.evaluation.snapshot import (
    Attachment,
    Identity,
    Policy,
    Snapshot,
    replace_policy,
)

REVOCATION = "AWSRevokeOlderSessions"
"""The name that the IAM console gives to the policy."""


def snapshot_at(timeline: Timeline, snapshot: Snapshot, at: int) -> Snapshot:
    """Return the organization at an instant; `snapshot` is the one before any event.

    What the snapshot no longer has, because a learner took it away, stays as it is.
    """
    revoked: dict[str, int] = {}
    for event in timeline.events:
        if event.at > at:
            break
        if event.kind is EventKind.REVOKED and event.identity is not None:
            revoked[event.identity] = event.at
        if event.policy is not None and event.text is not None:
            snapshot = replace_policy(snapshot, event.policy, event.text)
    denied = {
        arn: _without_older_sessions(snapshot.identities[arn], when)
        for arn, when in revoked.items()
        if arn in snapshot.identities
    }
    if not denied:
        return snapshot
    return replace(snapshot, identities={**snapshot.identities, **denied})


def revocation_text(before: int) -> str:
    """Return the policy that turns away every session issued before an instant."""
    statement = {
        "Effect": "Deny",
        "Action": ["*"],
        "Resource": ["*"],
        "Condition": {"DateLessThan": {"aws:TokenIssueTime": iso_instant(before)}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def _without_older_sessions(identity: Identity, before: int) -> Identity:
    fields = split_arn(identity.arn)
    account, name = (fields[4], fields[5]) if fields is not None else ("", identity.arn)
    kind, _, path = name.partition("/")
    # The same form as the keys of all inline policies, so that a trace can point at it.
    key = f"{account}/{kind}/{path.rsplit('/', 1)[-1]}/inline/{REVOCATION}"
    policy = Policy(key, REVOCATION, PolicyType.IDENTITY, revocation_text(before), origin="inline")
    others = tuple(item for item in identity.policies if item.policy.key != key)
    return replace(identity, policies=(*others, Attachment(policy)))
