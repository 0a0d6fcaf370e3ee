"""An Authorizer keeps what it worked out; a question that differs must not get the old answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine.errors import AuthenticationError
from iamlab.engine.evaluation import Authorizer, CredentialState, Request, Verdict

from .organizations import (
    ALLOW_ALL,
    BUCKET,
    FEDERATED,
    OBJECT,
    OUTSIDE,
    SESSION,
    STRANGER,
    USER,
    Organization,
    allow,
    deny,
)

VARIABLE = allow(Resource="arn:aws:s3:::acme/${aws:PrincipalTag/team}/*")
ORGANIZATION = Organization(
    identity=(
        (
            allow(Action="s3:GetObject", Resource=BUCKET + "/*"),
            deny(Condition={"Bool": {"aws:SecureTransport": "false"}}),
            VARIABLE,
        ),
    ),
    resource=(allow(Principal={"AWS": SESSION}, Action="s3:PutObject"),),
)
CLOSED = Organization(session=(allow(Action="ec2:*"),), endpoint=(deny(Principal="*"),))
SESSION_POLICIES = CLOSED.request(principal=SESSION).session_policies
ENDPOINT_POLICIES = CLOSED.request().endpoint_policies
FIRST = Request(SESSION, "s3:GetObject", OBJECT)
CHANGES: dict[str, dict[str, Any]] = {
    "principal": {"principal": STRANGER},
    "action": {"action": "s3:DeleteObject"},
    "resource": {"resource": BUCKET},
    "owner": {"resource_account": OUTSIDE},
    "session policy": {"session_policies": SESSION_POLICIES},
    "endpoint policy": {"endpoint_policies": ENDPOINT_POLICIES},
    "condition": {"context": {"aws:SecureTransport": False}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_changed_question_is_answered_anew(change: dict[str, Any], backwards: bool) -> None:
    """S10: each of these changes turns an allowed request into a denied one."""
    authorizer = Authorizer(ORGANIZATION.snapshot())
    questions = [(FIRST, True), (replace(FIRST, **change), False)]
    for request, may in questions[::-1] if backwards else questions:
        assert (authorizer.decide(request).verdict is Verdict.ALLOWED) is may
        assert (authorizer.explain(request).decision.verdict is Verdict.ALLOWED) is may


def test_the_user_behind_a_federated_session_is_part_of_the_question() -> None:
    """P9."""
    organization = Organization(identity=((ALLOW_ALL,),), session=(ALLOW_ALL,))
    authorizer = Authorizer(organization.snapshot())
    known = organization.request(principal=FEDERATED)
    assert authorizer.decide(known).verdict is Verdict.ALLOWED
    assert authorizer.decide(replace(known, parent=None)).verdict is Verdict.IMPLICIT_DENY
    assert authorizer.decide(known).verdict is Verdict.ALLOWED


def test_credentials_that_expire_are_refused_at_once() -> None:
    """E1, W26."""
    authorizer = Authorizer(ORGANIZATION.snapshot())
    assert authorizer.decide(FIRST).verdict is Verdict.ALLOWED
    with pytest.raises(AuthenticationError):
        authorizer.decide(replace(FIRST, credentials=CredentialState.EXPIRED))


@pytest.mark.parametrize("teams", [("web", "data"), ("data", "web")])
def test_each_value_of_a_variable_is_looked_at(teams: tuple[str, str]) -> None:
    """R6: the context is no part of what is kept."""
    authorizer = Authorizer(Organization(identity=((VARIABLE,),)).snapshot())
    for team in teams:
        request = Request(
            USER, "s3:GetObject", "arn:aws:s3:::acme/web/a", context={"aws:PrincipalTag/team": team}
        )
        assert (authorizer.decide(request).verdict is Verdict.ALLOWED) is (team == "web")
        assert (authorizer.explain(request).decision.verdict is Verdict.ALLOWED) is (team == "web")


@pytest.mark.parametrize("values", [("true", "false", None), (None, "false", "true")])
def test_each_value_of_a_condition_key_is_told(values: tuple[str | None, ...]) -> None:
    """M2, M5: also after another value was told before."""
    tested = allow(Condition={"Bool": {"aws:SecureTransport": "true"}})
    authorizer = Authorizer(Organization(identity=((tested,),)).snapshot())
    for value in values:
        context: dict[str, str] = {} if value is None else {"aws:SecureTransport": value}
        request = Request(USER, "s3:GetObject", OBJECT, context=context)
        trace = authorizer.explain(request)
        fresh = Authorizer(authorizer.snapshot).explain(request)
        assert trace == fresh
        assert trace.decision.missing_keys == (() if value else ("aws:SecureTransport",))


def test_the_same_question_without_its_time_is_another() -> None:
    """C8."""
    tested = allow(Condition={"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}})
    organization = Organization(identity=((tested,),))
    authorizer = Authorizer(organization.snapshot())
    request = organization.request()
    for time, verdict in (
        (1_767_225_599.0, Verdict.ALLOWED),
        (1_767_225_600.0, Verdict.IMPLICIT_DENY),
        (None, Verdict.IMPLICIT_DENY),
    ):
        assert authorizer.decide(replace(request, time=time)).verdict is verdict
