"""Small organizations as data: one member account, an outsider, and a bucket to ask about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    Request,
    Resource,
    Snapshot,
)
from iamlab.engine.matching import ContextValue

HOME = "111122223333"
OUTSIDE = "444455556666"
USER = f"arn:aws:iam::{HOME}:user/ana"
ROLE = f"arn:aws:iam::{HOME}:role/Reader"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/Reader/s1"
FEDERATED = f"arn:aws:sts::{HOME}:federated-user/guest"
ROOT = f"arn:aws:iam::{HOME}:root"
STRANGER = f"arn:aws:iam::{OUTSIDE}:user/ben"
BUCKET = "arn:aws:s3:::acme"
OBJECT = "arn:aws:s3:::acme/home/ana/a.txt"

Statement = dict[str, Any]
Statements = tuple[Statement, ...]
VERSION = "2012-10-17"
ALLOW_ALL: Statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(**elements: Any) -> Statement:
    """Return an Allow of everything, with some elements set otherwise."""
    return ALLOW_ALL | elements


def deny(**elements: Any) -> Statement:
    """Return a Deny of everything, with some elements set otherwise."""
    return ALLOW_ALL | {"Effect": "Deny"} | elements


def text_of(statements: Statements, **layout: Any) -> str:
    """Write a policy document; `layout` are arguments of `json.dumps`."""
    return json.dumps({"Version": VERSION, "Statement": list(statements)}, **layout)


def policy(key: str, kind: PolicyType, statements: Statements) -> Policy:
    """Return a policy that is named like its key."""
    return Policy(key, key, kind, text_of(statements))


@dataclass(frozen=True, slots=True)
class Organization:
    """The statements of each layer; None is a layer that is not there.

    `identity` holds policies, `scps` and `rcps` levels; the rest are single policies. Identity
    policies and boundary hang on the user, on the role and on the outsider alike.
    """

    identity: tuple[Statements, ...] = ()
    boundary: Statements | None = None
    resource: Statements | None = None
    scps: tuple[Statements, ...] = ()
    rcps: tuple[Statements, ...] = ()
    session: Statements | None = None
    endpoint: Statements | None = None

    def snapshot(self) -> Snapshot:
        """Return it as the engine wants it."""
        home = Account(
            HOME,
            "home",
            scp_levels=_levels("scp", PolicyType.SCP, self.scps),
            rcp_levels=_levels("rcp", PolicyType.RCP, self.rcps),
        )
        holders = {arn: self._identity(arn) for arn in (USER, ROLE, STRANGER)}
        bucket = Resource(BUCKET, HOME, "acme", _optional("bucket", "resource", self.resource))
        accounts = {HOME: home, OUTSIDE: Account(OUTSIDE, "outside")}
        return Snapshot(accounts, holders, {BUCKET: bucket})

    def request(
        self,
        principal: str = USER,
        action: str = "s3:GetObject",
        resource: str = OBJECT,
        context: Mapping[str, ContextValue] | None = None,
    ) -> Request:
        """Return a question with the session and endpoint policies of the organization."""
        session = _optional("session", "session", self.session)
        endpoint = _optional("endpoint", "endpoint", self.endpoint)
        sessions = session is not None and principal in (SESSION, FEDERATED)
        return Request(
            principal,
            action,
            resource,
            context=context or {},
            parent=USER if principal == FEDERATED else None,
            session_policies=(session,) if session is not None and sessions else (),
            endpoint_policies=(endpoint,) if endpoint is not None else (),
        )

    def _identity(self, arn: str) -> Identity:
        policies = tuple(
            Attachment(policy(f"identity/{index}", PolicyType.IDENTITY, statements))
            for index, statements in enumerate(self.identity)
        )
        boundary = _optional("boundary", "boundary", self.boundary)
        return Identity(arn, policies=policies, boundary=boundary)


def _optional(key: str, kind: str, statements: Statements | None) -> Policy | None:
    return None if statements is None else policy(key, PolicyType(kind), statements)


def _levels(prefix: str, kind: PolicyType, levels: tuple[Statements, ...]) -> tuple[Level, ...]:
    return tuple(
        Level(f"{prefix}{index}", f"{prefix}{index}", (policy(f"{prefix}/{index}", kind, each),))
        for index, each in enumerate(levels)
    )


PRINCIPALS = st.sampled_from([USER, USER, SESSION, SESSION, FEDERATED, ROOT, STRANGER, "anonymous"])
ACTIONS = st.sampled_from(["s3:GetObject", "s3:PutObject", "s3:ListBucket"])
RESOURCES = st.sampled_from([BUCKET, OBJECT, "arn:aws:s3:::acme/b"])
CONTEXTS = st.sampled_from(
    [{}, {"aws:SourceVpc": "vpc-1"}, {"aws:SecureTransport": True, "aws:SourceVpc": "vpc-2"}]
)
_PATTERNS = st.sampled_from(["*", "s3:*", "s3:*", "s3:*Object", "s3:GetObject", "s3:L?st*"])
_PLACES = st.sampled_from(
    ["*", "*", "*", BUCKET, BUCKET + "*", BUCKET + "/*", BUCKET + "/home/${aws:username}/*"]
)
_CONDITIONS = st.sampled_from(
    [
        *[{}] * 6,
        {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}},
        {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"StringLike": {"aws:PrincipalArn": "*:user/a*"}},
        {"Null": {"aws:username": "true"}},
    ]
)
_WHO: st.SearchStrategy[Statement] = st.sampled_from(
    [
        {"Principal": "*"},
        {"Principal": {"AWS": HOME}},
        {"Principal": {"AWS": [USER, OUTSIDE]}},
        {"Principal": {"AWS": ROLE}},
        {"Principal": {"AWS": [SESSION, FEDERATED]}},
        {"NotPrincipal": {"AWS": [USER, ROOT]}},
    ]
)


@st.composite
def statements(draw: st.DrawFn, *, named: bool = False, effect: str | None = None) -> Statement:
    """Draw a statement that often matches; `named` gives it a Principal."""
    made: Statement = {"Effect": effect or draw(st.sampled_from(["Allow"] * 5 + ["Deny"]))}
    made["NotAction" if draw(st.integers(0, 7)) == 0 else "Action"] = draw(
        st.one_of(_PATTERNS, st.lists(_PATTERNS, min_size=1, max_size=2))
    )
    made["NotResource" if draw(st.integers(0, 7)) == 0 else "Resource"] = draw(_PLACES)
    condition = draw(_CONDITIONS)
    if condition:
        made["Condition"] = condition
    return made | (draw(_WHO) if named else {})


def _several(*, named: bool = False) -> st.SearchStrategy[Statements]:
    return st.lists(statements(named=named), min_size=1, max_size=3).map(tuple)


def _guardrail() -> st.SearchStrategy[Statements]:
    return st.one_of(
        st.just((ALLOW_ALL,)),
        st.just((ALLOW_ALL,)),
        _several().map(lambda some: (ALLOW_ALL, *some)),
    )


_RCPS = statements(named=False, effect="Deny").map(lambda one: (one | {"Principal": "*"},))

_OPEN: st.SearchStrategy[Statements] = st.just((ALLOW_ALL | {"Principal": "*"},))

ORGANIZATIONS = st.builds(
    Organization,
    identity=st.lists(_several(), min_size=1, max_size=2).map(tuple),
    boundary=st.none() | st.none() | _several(),
    resource=st.none() | _several(named=True),
    scps=st.lists(_guardrail(), max_size=2).map(tuple),
    rcps=st.just(()) | st.just(()) | st.lists(_RCPS, max_size=1).map(tuple),
    session=st.none() | _several(),
    endpoint=st.none() | st.none() | _OPEN | _several(named=True),
)
"""Organizations in which many statements match the questions of QUESTIONS."""

QUESTIONS = st.fixed_dictionaries(
    {"principal": PRINCIPALS, "action": ACTIONS, "resource": RESOURCES, "context": CONTEXTS}
)
"""Arguments of `Organization.request`."""
