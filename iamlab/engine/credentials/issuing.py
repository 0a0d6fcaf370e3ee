"""The STS call behind a session, as questions to the engine: could it have been issued at all?

Source: section 8, S0 to S4; AWS, STS API reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from iamlab.engine.credentials.asking import request_at
from iamlab.engine.credentials.credentials import ROLE_KINDS, Session, SessionKind
from iamlab.engine.credentials.errors import Fault
from iamlab.engine.credentials.instants import say_instant
from iamlab.engine.credentials.organization import snapshot_at
from iamlab.engine.credentials.timelines import Timeline, TimelineQuestion
from iamlab.engine.documents import split_arn
from iamlab.engine.errors import EngineError, RequestError
from iamlab.engine.evaluation.authorizer import Authorizer
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.evaluation.words import Verdict
from iamlab.engine.matching import ContextValue


def issuing_requests(timeline: Timeline, snapshot: Snapshot, session: str) -> tuple[Request, ...]:
    """Return all that must be allowed for a session to be issued, when it is (S3).

    `session` is the ID of one; `snapshot` is the organization at that instant. Raises RequestError
    and AuthenticationError like `request_at`.
    """
    known = timeline.credentials[session]
    if not isinstance(known, Session):
        raise RequestError("credential", f"`{session}` is no session")
    actions = [known.kind.action]
    if known.kind in ROLE_KINDS | {SessionKind.FEDERATION_TOKEN} and known.passed_tags:
        actions.append("sts:TagSession")
    if known.passed_source_identity is not None:
        actions.append("sts:SetSourceIdentity")
    return tuple(_request(timeline, snapshot, known, action) for action in actions)


def find_issuing_faults(timeline: Timeline, snapshot: Snapshot) -> tuple[Fault, ...]:
    """Return a fault for every session that this organization's policies would not let begin.

    `snapshot` is the organization before any event. A role of an account that the organization does
    not know is passed over: nobody can tell.
    """
    return tuple(
        fault
        for index, session in enumerate(timeline.sessions())
        for fault in _faults_of(timeline, snapshot, session, index)
    )


def _faults_of(
    timeline: Timeline, snapshot: Snapshot, session: Session, index: int
) -> Iterator[Fault]:
    fields = split_arn(session.identity)
    if fields is None or fields[4] not in snapshot.accounts:
        return
    then = snapshot_at(timeline, snapshot, session.issued_at)
    when = say_instant(session.issued_at, timeline.start)
    try:
        for request in issuing_requests(timeline, then, session.id):
            decision = Authorizer(then).decide(request)
            if decision.verdict is not Verdict.ALLOWED:
                yield Fault(
                    ("sessions", index),
                    f"`{request.action}` for `{session.id}` is not allowed at {when}: "
                    f"{decision.verdict}, {decision.reason}",
                )
    except EngineError as error:
        yield Fault(("sessions", index), f"`{session.id}` cannot be issued at {when}: {error}")


def _request(timeline: Timeline, snapshot: Snapshot, session: Session, action: str) -> Request:
    question = TimelineQuestion(action, _resource(session), context=_context(session))
    if session.source in timeline.credentials:
        return request_at(timeline, snapshot, session.source, session.issued_at, question)
    request = Request(
        principal=session.source,
        action=action,
        resource=question.resource,
        context=question.context,
        time=float(session.issued_at),
    )
    return replace(request, context={**practice_context(snapshot, request), **request.context})


def _resource(session: Session) -> str:
    if session.kind is SessionKind.SESSION_TOKEN:
        return "*"
    return session.principal if session.kind is SessionKind.FEDERATION_TOKEN else session.identity


def _context(session: Session) -> dict[str, ContextValue]:
    keys: dict[str, ContextValue] = {"sts:DurationSeconds": str(session.duration)}
    if session.kind in ROLE_KINDS:
        keys["sts:RoleSessionName"] = session.principal.rsplit("/", 1)[-1]
    if session.passed_tags:
        keys["aws:TagKeys"] = list(session.passed_tags)
        keys.update({f"aws:RequestTag/{tag}": text for tag, text in session.passed_tags.items()})
    if session.transitive & session.passed_tags.keys():
        keys["sts:TransitiveTagKeys"] = sorted(session.transitive & session.passed_tags.keys())
    if session.passed_source_identity is not None:
        keys["sts:SourceIdentity"] = session.passed_source_identity
    if session.kind is SessionKind.ASSUME_ROOT:
        name = session.session_policies[0].name
        keys["sts:TaskPolicyArn"] = f"arn:aws:iam::aws:policy/root-task/{name}"
    if session.mfa:
        keys["aws:MultiFactorAuthPresent"] = "true"
        keys["aws:MultiFactorAuthAge"] = "0"
    return {**keys, **session.context}
