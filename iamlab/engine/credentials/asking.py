"""What the holder of a credential can do at an instant: an ordinary question to the engine.

The engine refuses credentials that are unknown, inactive or expired before it reads a policy (E1);
what comes after is decided by policies alone, revocation included.
Source: section 6; AWS, "AWS global condition context keys".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from iamlab.engine.credentials.credentials import (
    PROVIDER_KINDS,
    AccessKey,
    Credential,
    Session,
    SessionKind,
)
from iamlab.engine.credentials.instants import iso_instant
from iamlab.engine.credentials.limits import check_call
from iamlab.engine.credentials.organization import snapshot_at
from iamlab.engine.credentials.standings import state_at
from iamlab.engine.credentials.timelines import Timeline, TimelineQuestion
from iamlab.engine.evaluation.authorizer import Authorizer
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.evaluation.request import CredentialState, Request
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.evaluation.trace import Trace
from iamlab.engine.matching import ContextValue


def request_at(
    timeline: Timeline,
    snapshot: Snapshot,
    credential: str,
    at: int,
    question: TimelineQuestion,
) -> Request:
    """Return what a holder of a credential asks at an instant, in epoch seconds.

    The request says how the credential stands, so that the engine refuses it when AWS would. It
    carries what AWS sends with this credential, and with a practice request besides; the question's
    own context wins. Ask it of `snapshot_at` the same instant. Raises RequestError for a question
    that cannot be asked, AuthenticationError for a call that is closed to this kind of credential.
    """
    known = timeline.credentials[credential]
    state = state_at(timeline, credential, at).state
    if state is CredentialState.ACTIVE:
        check_call(known, question.action)
    request = Request(
        principal=known.principal,
        action=question.action,
        resource=question.resource,
        context=_merged(credential_context(known, at), question.context),
        time=float(at),
        parent=_parent(known),
        session_policies=known.session_policies if isinstance(known, Session) else (),
    )
    context = {**practice_context(snapshot, request), **request.context}
    return replace(request, context=context, credentials=state)


def explain_at(
    timeline: Timeline,
    snapshot: Snapshot,
    credential: str,
    at: int,
    question: TimelineQuestion,
) -> Trace:
    """Return the whole story of a question at an instant; `snapshot` is before any event.

    Raises RequestError and AuthenticationError like `request_at`, and for credentials that AWS
    refuses (E1).
    """
    then = snapshot_at(timeline, snapshot, at)
    request = request_at(timeline, then, credential, at, question)
    return Authorizer(then).explain(request)


def credential_context(credential: Credential, at: int) -> dict[str, ContextValue]:
    """Return the context keys that AWS takes from a credential itself, at an instant."""
    if isinstance(credential, AccessKey):
        return {}
    keys: dict[str, ContextValue] = {"aws:TokenIssueTime": iso_instant(credential.issued_at)}
    if credential.kind is SessionKind.SESSION_TOKEN:
        keys["aws:MultiFactorAuthPresent"] = "true" if credential.mfa else "false"
        if credential.mfa:
            keys["aws:MultiFactorAuthAge"] = str(at - credential.issued_at)
    if credential.kind in PROVIDER_KINDS:
        keys["aws:FederatedProvider"] = credential.source
    if credential.kind is SessionKind.ASSUME_ROOT:
        keys["aws:AssumedRoot"] = "true"
    if credential.source_identity is not None:
        keys["aws:SourceIdentity"] = credential.source_identity
    keys.update({f"aws:PrincipalTag/{key}": text for key, text in credential.tags.items()})
    return keys


def _merged(
    keys: Mapping[str, ContextValue], supplied: Mapping[str, ContextValue]
) -> dict[str, ContextValue]:
    """Return both; a supplied key wins in whatever case it is written."""
    names = {name.lower() for name in supplied}
    return {name: value for name, value in keys.items() if name.lower() not in names} | dict(
        supplied
    )


def _parent(credential: Credential) -> str | None:
    if isinstance(credential, Session) and credential.kind is SessionKind.FEDERATION_TOKEN:
        return credential.identity
    return None
