"""The table of E9: who names the caller in the resource policy, and what then still limits it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from iamlab.engine.evaluation import Authorizer, Reason, Verdict

from .organizations import (
    ALLOW_ALL,
    FEDERATED,
    HOME,
    ORGANIZATIONS,
    QUESTIONS,
    ROLE,
    SESSION,
    USER,
    Organization,
    Statements,
    allow,
)

SILENT: Statements = (allow(Action="ec2:*"),)
FULL: Statements = (ALLOW_ALL,)
ANY = (FULL, SILENT, None)
PRESENT_OR_ABSENT_ALLOW = (FULL, None)


def reason(
    principal: str,
    named: str | None,
    identity: Statements | None,
    boundary: Statements | None,
    session: Statements | None,
) -> Reason:
    organization = Organization(
        identity=(identity,) if identity is not None else (),
        boundary=boundary,
        resource=(allow(Principal={"AWS": named}),) if named is not None else None,
        session=session,
    )
    request = organization.request(principal=principal)
    return Authorizer(organization.snapshot()).decide(request).reason


@pytest.mark.parametrize("named", [None, HOME], ids=["E9.1", "E9.11"])
@pytest.mark.parametrize(
    ("boundary", "session"), list(product(PRESENT_OR_ABSENT_ALLOW, PRESENT_OR_ABSENT_ALLOW))
)
def test_the_identity_path_is_enough(
    named: str | None, boundary: Statements | None, session: Statements | None
) -> None:
    """E9.1, E9.11, W1: an account principal leaves it to the identity path."""
    assert reason(SESSION, named, FULL, boundary, session) is Reason.IDENTITY_ALLOW


@pytest.mark.parametrize("named", [None, HOME], ids=["E9.2", "E9.11"])
@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((SILENT, FULL, FULL), Reason.NO_IDENTITY_ALLOW),
        ((FULL, SILENT, FULL), Reason.NO_BOUNDARY_ALLOW),
        ((FULL, FULL, SILENT), Reason.NO_SESSION_ALLOW),
    ],
)
def test_any_silent_part_of_the_identity_path_denies(
    named: str | None, layers: tuple[Statements, Statements, Statements], expected: Reason
) -> None:
    """E9.2, E9.11."""
    assert reason(SESSION, named, *layers) is expected


@pytest.mark.parametrize(("identity", "boundary"), list(product((SILENT, None), ANY)))
@pytest.mark.parametrize("named", [USER, "*"])
def test_a_grant_to_the_user_needs_nothing_else(
    named: str, identity: Statements | None, boundary: Statements | None
) -> None:
    """E9.3, E9.5, Q5."""
    assert reason(USER, named, identity, boundary, None) is Reason.RESOURCE_ALLOW


@pytest.mark.parametrize(("boundary", "session"), list(product(ANY, ANY)))
@pytest.mark.parametrize("named", [SESSION, "*"])
def test_a_grant_to_the_session_needs_nothing_else(
    named: str, boundary: Statements | None, session: Statements | None
) -> None:
    """E9.4, E9.5, W2."""
    assert reason(SESSION, named, SILENT, boundary, session) is Reason.RESOURCE_ALLOW


@pytest.mark.parametrize("session", ANY)
def test_a_grant_to_the_federated_session_needs_nothing_else(session: Statements | None) -> None:
    """E9.4."""
    assert reason(FEDERATED, FEDERATED, SILENT, SILENT, session) is Reason.RESOURCE_ALLOW


@pytest.mark.parametrize(
    ("boundary", "session", "expected"),
    [
        (FULL, FULL, Reason.RESOURCE_ALLOW),
        (None, None, Reason.RESOURCE_ALLOW),
        (SILENT, FULL, Reason.NO_BOUNDARY_ALLOW),
        (SILENT, None, Reason.NO_BOUNDARY_ALLOW),
        (FULL, SILENT, Reason.NO_SESSION_ALLOW),
        (None, SILENT, Reason.NO_SESSION_ALLOW),
    ],
)
def test_a_grant_to_the_role_is_limited_by_boundary_and_session(
    boundary: Statements | None, session: Statements | None, expected: Reason
) -> None:
    """E9.6, E9.7, E9.8, W2."""
    assert reason(SESSION, ROLE, SILENT, boundary, session) is expected


@pytest.mark.parametrize(
    ("boundary", "session", "expected"),
    [
        (None, FULL, Reason.RESOURCE_ALLOW),
        (FULL, FULL, Reason.RESOURCE_ALLOW),
        (SILENT, FULL, Reason.NO_BOUNDARY_ALLOW),
        (FULL, SILENT, Reason.NO_SESSION_ALLOW),
        (FULL, None, Reason.NO_SESSION_ALLOW),
    ],
)
def test_a_grant_to_the_user_behind_a_federated_session_is_limited_too(
    boundary: Statements | None, session: Statements | None, expected: Reason
) -> None:
    """E9.9, E9.10."""
    assert reason(FEDERATED, USER, SILENT, boundary, session) is expected


@settings(max_examples=100, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_a_boundary_never_allows_more(organization: Organization, question: dict[str, Any]) -> None:
    """E8, Q4: it only caps."""
    request = organization.request(**question)
    free = replace(organization, boundary=None)
    if Authorizer(organization.snapshot()).decide(request).verdict is Verdict.ALLOWED:
        assert Authorizer(free.snapshot()).decide(request).verdict is Verdict.ALLOWED


@settings(max_examples=100, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_scps_never_allow_more(organization: Organization, question: dict[str, Any]) -> None:
    """E5, Q3: they only cap."""
    request = organization.request(**question)
    free = replace(organization, scps=())
    if Authorizer(organization.snapshot()).decide(request).verdict is Verdict.ALLOWED:
        assert Authorizer(free.snapshot()).decide(request).verdict is Verdict.ALLOWED
