"""Mistakes that were made once: who a caller is, what a trace says, what a token may last."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation import (
    Authorizer,
    EvaluationRules,
    Reason,
    Request,
    Snapshot,
    Verdict,
)
from iamlab.engine.evaluation.public_access import is_public

from .organizations import (
    ALLOW_ALL,
    FEDERATED,
    HOME,
    OBJECT,
    OUTSIDE,
    ROLE,
    SESSION,
    STRANGER,
    USER,
    Organization,
    allow,
    policy,
    text_of,
)
from .test_words_of_cases import texts, traces

OTHER = allow(Action="ec2:*")


@pytest.mark.parametrize(
    ("switch", "organization"),
    [
        ("boundary_grants", Organization(boundary=(ALLOW_ALL,))),
        ("scp_grants", Organization(scps=((ALLOW_ALL,),))),
    ],
)
def test_a_misconception_can_be_explained(switch: str, organization: Organization) -> None:
    authorizer = Authorizer(organization.snapshot(), EvaluationRules(**{switch: True}))
    assert authorizer.explain(organization.request()).decision.verdict is Verdict.ALLOWED


def test_the_unique_id_of_a_user_names_its_federated_sessions() -> None:
    """P table: AIDA id "as user", so PARENT for its GetFederationToken sessions (E9.9)."""
    organization = Organization(
        resource=(allow(Principal={"AWS": "AIDAEXAMPLE"}),), session=(ALLOW_ALL,)
    )
    snapshot = organization.snapshot()
    user = replace(snapshot.identities[USER], unique_id="AIDAEXAMPLE")
    known = replace(snapshot, identities=dict(snapshot.identities) | {USER: user})
    decision = Authorizer(known).decide(organization.request(principal=FEDERATED))
    assert decision.reason is Reason.RESOURCE_ALLOW


def test_a_warm_authorizer_explains_as_a_new_one() -> None:
    organization = Organization(identity=((ALLOW_ALL,),), resource=(allow(Principal="*"),))
    warm = Authorizer(organization.snapshot())
    warm.explain(organization.request(resource="arn:aws:s3:::acme/a"))
    request = organization.request(resource="arn:aws:s3:::acme/b")
    assert warm.explain(request) == Authorizer(organization.snapshot()).explain(request)


@pytest.mark.parametrize("resource", ["*", OBJECT])
def test_an_identity_provider_is_told_no_nonsense(resource: str) -> None:
    trace = Authorizer(Snapshot()).explain(
        Request("accounts.google.com", "sts:AssumeRoleWithWebIdentity", resource)
    )
    assert "None" not in trace.summary
    assert "both sides" not in trace.summary


@pytest.mark.parametrize("other", [ROLE.replace("Reader", "Admin"), ROLE.replace(HOME, OUTSIDE)])
def test_a_session_cannot_become_another_role_by_a_context_key(other: str) -> None:
    """P8: role to session by name; a supplied PrincipalArn gives the path, not another role."""
    organization = Organization(resource=(allow(Principal={"AWS": other}),))
    request = organization.request(principal=SESSION, context={"aws:PrincipalArn": other})
    try:
        trace = Authorizer(organization.snapshot()).explain(request)
    except RequestError:
        return
    assert trace.caller.arn == SESSION
    assert trace.decision.verdict is Verdict.IMPLICIT_DENY


def test_one_level_of_scps_is_told_in_a_sentence() -> None:
    assert [
        (layer.why, name)
        for name, trace in traces().items()
        for layer in trace.layers
        if re.fullmatch("`[^`]*`", layer.why)
    ] == []


@pytest.mark.parametrize("layer", ["endpoint", "boundary", "resource", "session"])
def test_an_empty_policy_is_not_said_to_be_absent_from_the_caller(layer: str) -> None:
    organization = replace(Organization(identity=((ALLOW_ALL,),)), **{layer: ()})
    trace = Authorizer(organization.snapshot()).explain(organization.request(principal=SESSION))
    told = next(item for item in trace.layers if item.layer == layer)
    assert "attached to" not in told.why


@pytest.mark.parametrize("place", ["accesspoint/*", "accesspoint/my*"])
def test_a_wildcard_in_the_name_of_an_access_point_is_not_public(place: str) -> None:
    """AWS: the value may hold a wildcard for the access point's name if the account is fixed."""
    arn = f"arn:aws:s3:eu-west-1:{HOME}:{place}"
    statement = allow(Principal="*", Condition={"ArnLike": {"s3:DataAccessPointArn": arn}})
    assert not is_public(text_of((statement,)))


def test_no_text_holds_empty_backticks() -> None:
    assert [told for told in texts() if re.search("(?<!`)``(?!`)", told[0])] == []


def test_the_same_account_is_not_told_about_two_accounts() -> None:
    organization = Organization(
        identity=((ALLOW_ALL,),), resource=(allow(Principal={"AWS": STRANGER}),)
    )
    trace = Authorizer(
        organization.snapshot(), EvaluationRules(either_side_in_account=False)
    ).explain(organization.request())
    assert "across accounts" not in trace.summary


def test_a_misconception_about_both_sides_names_no_root() -> None:
    organization = Organization(resource=(allow(Principal={"AWS": STRANGER}),))
    trace = Authorizer(
        organization.snapshot(), EvaluationRules(both_sides_across_accounts=False)
    ).explain(organization.request(principal=STRANGER))
    assert "root" not in trace.summary


@pytest.mark.parametrize(
    "parent", [USER.replace(HOME, OUTSIDE), f"arn:aws:iam::{OUTSIDE}:root", "garbage"]
)
def test_a_federated_session_has_no_parent_in_another_account(parent: str) -> None:
    """P9: a federated user lives in the account of the user who called GetFederationToken."""
    snapshot = Organization(identity=((ALLOW_ALL,),)).snapshot()
    admin = replace(snapshot.identities[USER], arn=parent)
    known = replace(snapshot, identities=dict(snapshot.identities) | {parent: admin})
    session = (policy("session", PolicyType.SESSION, (ALLOW_ALL,)),)
    request = Request(FEDERATED, "s3:GetObject", OBJECT, parent=parent, session_policies=session)
    try:
        verdict = Authorizer(known).decide(request).verdict
    except RequestError:
        return
    assert verdict is Verdict.IMPLICIT_DENY


def test_a_federated_user_is_called_by_its_own_name() -> None:
    """M1: the effective principal is the session, not the user behind it."""
    organization = Organization()
    trace = Authorizer(organization.snapshot()).explain(organization.request(principal=FEDERATED))
    assert trace.caller.noun == "federated-user/guest"


@pytest.mark.parametrize("action", ["sts:GetFederationToken", "sts:GetSessionToken"])
def test_tokens_of_users_have_a_longest_duration(action: str) -> None:
    """S5 and the table of section 8: 36 hours at most; asking above is an error. (doubtful)"""
    resource = FEDERATED if "Federation" in action else "*"
    request = Request(USER, action, resource, context={"sts:DurationSeconds": 129_601})
    with pytest.raises(RequestError):
        Authorizer(Organization(identity=((ALLOW_ALL,),)).snapshot()).decide(request)
