"""Making a session as STS would: who may call, for how long, and what passes down a role chain.

Source: section 8, S3 to S7; AWS, "Compare AWS STS credentials", "Pass session tags in AWS STS".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.credentials.credentials import (
    ROLE_KINDS,
    Credential,
    Session,
    SessionKind,
)
from iamlab.engine.credentials.instants import read_duration, read_instant
from iamlab.engine.credentials.limits import (
    check_call,
    check_duration,
    duration_limits,
)
from iamlab.engine.credentials.names import Names
from iamlab.engine.credentials.session_rules import (
    USERS,
    Complaint,
    call_complaints,
    inherited_by,
    policy_complaints,
    source_identity_complaints,
    tag_complaints,
)
from iamlab.engine.credentials.shapes import SessionShape
from iamlab.engine.documents import PolicyType
from iamlab.engine.errors import AuthenticationError, RequestError
from iamlab.engine.evaluation.case import Directory
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Identity, Policy, Snapshot
from iamlab.engine.matching import Caller, CallerKind

_SESSION_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]{2,64}", re.ASCII)
_RESULTS = {
    SessionKind.SESSION_TOKEN: USERS,
    SessionKind.FEDERATION_TOKEN: frozenset({CallerKind.FEDERATED_USER}),
    SessionKind.ASSUME_ROOT: frozenset({CallerKind.ROOT}),
}
_FORMS = {
    SessionKind.SESSION_TOKEN: "the user (or root) whose key signs the call",
    SessionKind.FEDERATION_TOKEN: "a federated user, `arn:aws:sts::ACCOUNT:federated-user/NAME`",
    SessionKind.ASSUME_ROOT: "the root of a member account, `arn:aws:iam::ACCOUNT:root`",
}
_ROLE_FORM = "a session of a role, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`"


def who_is(snapshot: Snapshot, principal: str, parent: str | None = None) -> Caller:
    """Return who a principal is. Raises RequestError when nobody is called so."""
    return _look_up(snapshot, principal, parent)[0]


def _look_up(
    snapshot: Snapshot, principal: str, parent: str | None = None
) -> tuple[Caller, Identity | None]:
    action = "sts:GetCallerIdentity"
    request = Request(principal, action, "*", parent=parent)
    return Directory(snapshot).caller(request, action.lower())


@dataclass(frozen=True, slots=True)
class SessionMaker:
    """Makes the sessions of one timeline; `start` is its first instant."""

    snapshot: Snapshot
    names: Names
    start: int

    def make(self, shape: SessionShape, source: Credential | None) -> Session:
        """Return a session; `source` is the credential that signs the call, if one does.

        Raises RequestError when nobody is called as the author says, and when these credentials
        cannot make the call at all.
        """
        kind = SessionKind(shape.kind)
        if source is not None:
            _check_source(source, kind)
        principal = self._principal(shape, source)
        caller, role = self._caller(principal, kind, source)
        maker = self._maker(source)
        limits = duration_limits(kind, self._calling_kind(shape, maker), role)
        inherited, source_identity = inherited_by(kind, source)
        return Session(
            id=shape.id,
            name=shape.name or shape.id,
            kind=kind,
            principal=principal,
            identity=_identity(kind, caller, source),
            source=self._source(shape),
            issued_at=read_instant(shape.issued, self.start),
            duration=limits.default if shape.duration is None else read_duration(shape.duration),
            chained=maker is not None and maker.kind is CallerKind.ROLE and kind in ROLE_KINDS,
            mfa=shape.mfa,
            stolen=shape.stolen,
            tags={**inherited, **shape.tags},
            passed_tags=dict(shape.tags),
            transitive=frozenset({*inherited, *shape.transitive}),
            source_identity=shape.source_identity or source_identity,
            passed_source_identity=shape.source_identity,
            session_policies=_session_policies(shape),
            context=dict(shape.context),
        )

    def complaints(
        self, shape: SessionShape, session: Session, source: Credential | None
    ) -> Iterator[Complaint]:
        """Return every reason for which STS would not make this session."""
        maker = self._maker(source)
        yield from call_complaints(session, maker, shape)
        yield from self._principal_complaints(session, source)
        role = self.snapshot.identities.get(session.identity)
        limits = duration_limits(session.kind, self._calling_kind(shape, maker), role)
        wrong = check_duration(session.duration, limits)
        if wrong:
            yield ("duration",), wrong
        yield from tag_complaints(session, source)
        yield from source_identity_complaints(session, source)
        yield from policy_complaints(session)

    def _principal(self, shape: SessionShape, source: Credential | None) -> str:
        if shape.principal is not None:
            return self.names.principal(self.snapshot, shape.principal)
        if SessionKind(shape.kind) is not SessionKind.SESSION_TOKEN or source is None:
            raise RequestError("principal", "say whose session it is")
        return source.principal

    def _caller(
        self, principal: str, kind: SessionKind, source: Credential | None
    ) -> tuple[Caller, Identity | None]:
        federated = kind is SessionKind.FEDERATION_TOKEN and source is not None
        parent = source.principal if federated and source is not None else None
        try:
            return _look_up(self.snapshot, principal, parent)
        except RequestError as error:
            raise RequestError("principal", str(error)) from error

    def _maker(self, source: Credential | None) -> Caller | None:
        if source is None:
            return None
        parent = source.identity if isinstance(source, Session) else None
        federated = isinstance(source, Session) and source.kind is SessionKind.FEDERATION_TOKEN
        return who_is(self.snapshot, source.principal, parent if federated else None)

    def _calling_kind(self, shape: SessionShape, maker: Caller | None) -> CallerKind:
        if maker is not None:
            return maker.kind
        return CallerKind.SERVICE if shape.service is not None else CallerKind.WEB_IDENTITY

    def _source(self, shape: SessionShape) -> str:
        if shape.provider is not None:
            try:
                return self.names.principal(self.snapshot, shape.provider)
            except RequestError as error:
                raise RequestError("provider", str(error)) from error
        return shape.by or shape.service or ""

    def _principal_complaints(
        self, session: Session, source: Credential | None
    ) -> Iterator[Complaint]:
        parent = session.identity if session.kind is SessionKind.FEDERATION_TOKEN else None
        caller = who_is(self.snapshot, session.principal, parent)
        wanted = _RESULTS.get(session.kind, frozenset({CallerKind.ROLE}))
        if caller.kind not in wanted or (session.kind in ROLE_KINDS and not caller.session_name):
            yield ("principal",), f"give {_FORMS.get(session.kind, _ROLE_FORM)}"
            return
        name = caller.session_name
        if name is not None and not _SESSION_NAME.fullmatch(name):
            yield ("principal",), "a session's name has 2 to 64 letters, digits and `_+=,.@-`"
        own = session.kind is SessionKind.SESSION_TOKEN and source is not None
        if own and source is not None and session.principal != source.principal:
            yield ("principal",), f"give {_FORMS[session.kind]}"


def _check_source(source: Credential, kind: SessionKind) -> None:
    try:
        check_call(source, kind.action)
    except AuthenticationError as error:
        raise RequestError("by", str(error)) from error


def _identity(kind: SessionKind, caller: Caller, source: Credential | None) -> str:
    """Return whose policies apply to a session: the role, the user behind it, or root."""
    if kind is SessionKind.FEDERATION_TOKEN and source is not None:
        return source.principal
    return caller.identity_arn or caller.arn


def _session_policies(shape: SessionShape) -> tuple[Policy, ...]:
    task = SessionKind(shape.kind) is SessionKind.ASSUME_ROOT
    return tuple(
        Policy(
            f"session/{shape.id}/{item.name}",
            item.name,
            PolicyType.SESSION,
            item.document,
            origin="task policy" if task else "session policy",
        )
        for item in shape.session_policies
    )
