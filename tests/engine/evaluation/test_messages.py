"""AWS's own access-denied sentences (M7), and which layer is reported (M4).

Source: AWS, "Troubleshoot access denied error messages".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation import (
    Authorizer,
    Identity,
    Layer,
    Reason,
    Request,
    Snapshot,
    Trace,
    Verdict,
)

from .organizations import (
    ALLOW_ALL,
    HOME,
    OBJECT,
    ROLE,
    SESSION,
    STRANGER,
    USER,
    Organization,
    Statement,
    allow,
    deny,
    policy,
)

OTHER = allow(Action="ec2:*")
FULL = Organization(identity=((ALLOW_ALL,),))
OPENING = f"User: {SESSION} is not authorized to perform: s3:GetObject on resource: {OBJECT}"
EXPLICIT: dict[Layer, tuple[dict[str, Any], str]] = {
    Layer.RCP: ({"rcps": ((deny(Principal="*"),),)}, "a resource control policy"),
    Layer.SCP: ({"scps": ((ALLOW_ALL, deny()),)}, "a service control policy"),
    Layer.ENDPOINT: ({"endpoint": (deny(Principal="*"),)}, "a VPC endpoint policy"),
    Layer.RESOURCE: ({"resource": (deny(Principal="*"),)}, "a resource-based policy"),
    Layer.IDENTITY: ({"identity": ((ALLOW_ALL, deny()),)}, "an identity-based policy"),
    Layer.BOUNDARY: ({"boundary": (ALLOW_ALL, deny())}, "a permissions boundary"),
    Layer.SESSION: ({"session": (ALLOW_ALL, deny())}, "a session policy"),
}
IMPLICIT: dict[Layer, tuple[dict[str, Any], Reason, str]] = {
    Layer.SCP: ({"scps": ((OTHER,),)}, Reason.NO_SCP_ALLOW, "service control policy"),
    Layer.ENDPOINT: (
        {"endpoint": (OTHER | {"Principal": "*"},)},
        Reason.NO_ENDPOINT_ALLOW,
        "VPC endpoint policy",
    ),
    Layer.IDENTITY: ({"identity": ((OTHER,),)}, Reason.NO_IDENTITY_ALLOW, "identity-based policy"),
    Layer.BOUNDARY: ({"boundary": (OTHER,)}, Reason.NO_BOUNDARY_ALLOW, "permissions boundary"),
    Layer.SESSION: ({"session": (OTHER,)}, Reason.NO_SESSION_ALLOW, "session policy"),
}


def explain(organization: Organization, **asked: Any) -> Trace:
    asked.setdefault("principal", SESSION)
    return Authorizer(organization.snapshot()).explain(organization.request(**asked))


@pytest.mark.parametrize("layer", EXPLICIT)
def test_an_explicit_deny_names_the_kind_of_policy(layer: Layer) -> None:
    """M2, M7."""
    changes, kind = EXPLICIT[layer]
    trace = explain(replace(FULL, **changes))
    assert trace.decision[:3] == (Verdict.EXPLICIT_DENY, Reason.EXPLICIT_DENY, layer)
    assert trace.message == f"{OPENING} with an explicit deny in {kind}"


@pytest.mark.parametrize("layer", IMPLICIT)
def test_an_implicit_deny_names_the_layer_that_is_silent(layer: Layer) -> None:
    """M4, M7."""
    changes, reason, kind = IMPLICIT[layer]
    trace = explain(replace(FULL, **changes))
    assert trace.decision[:3] == (Verdict.IMPLICIT_DENY, reason, layer)
    assert trace.message == f"{OPENING} because no {kind} allows the s3:GetObject action"


def test_across_accounts_the_silent_owner_is_named() -> None:
    """M4: which side."""
    trace = explain(FULL, principal=STRANGER)
    assert trace.decision.reason is Reason.NO_RESOURCE_ALLOW
    assert trace.message.endswith("because no resource-based policy allows the s3:GetObject action")
    assert HOME in trace.summary


def test_across_accounts_the_silent_caller_is_named() -> None:
    """M4: which side."""
    trace = explain(Organization(resource=(allow(Principal="*"),)), principal=STRANGER)
    assert trace.decision.reason is Reason.NO_IDENTITY_ALLOW
    assert trace.message.endswith("because no identity-based policy allows the s3:GetObject action")


def test_with_both_sides_silent_the_owner_is_named() -> None:
    """M4: across accounts the resource-based policy is reported first (E4)."""
    assert explain(Organization(), principal=STRANGER).decision.layer is Layer.RESOURCE


def trusting(*statements: Statement) -> Snapshot:
    """Return the organization with a trust policy on its role."""
    snapshot = FULL.snapshot()
    role = Identity(ROLE, trust=policy("trust", PolicyType.TRUST, statements))
    return replace(snapshot, identities=dict(snapshot.identities) | {ROLE: role})


def assume(*statements: Statement) -> Trace:
    return Authorizer(trusting(*statements)).explain(Request(USER, "sts:AssumeRole", ROLE))


def test_a_silent_trust_policy_has_words_of_its_own() -> None:
    """M4: no role trust policy allows."""
    trace = assume({"Effect": "Allow", "Principal": {"AWS": STRANGER}, "Action": "sts:AssumeRole"})
    assert trace.decision.reason is Reason.NO_TRUST_ALLOW
    assert trace.message == (
        f"User: {USER} is not authorized to perform: sts:AssumeRole on resource: {ROLE} "
        "because no role trust policy allows the sts:AssumeRole action"
    )


def test_a_deny_of_a_trust_policy_has_words_of_its_own() -> None:
    """M7."""
    trace = assume({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"})
    assert trace.message.endswith("with an explicit deny in the role trust policy")


def test_an_allowed_request_has_no_message() -> None:
    """M7."""
    assert explain(FULL).message == ""


def test_a_request_about_nothing_in_particular_names_no_resource() -> None:
    """M7."""
    trace = explain(Organization(), action="s3:ListAllMyBuckets", resource="*")
    assert trace.message == (
        f"User: {SESSION} is not authorized to perform: s3:ListAllMyBuckets "
        "because no identity-based policy allows the s3:ListAllMyBuckets action"
    )


def test_what_the_service_itself_refuses_names_no_policy() -> None:
    """E16, M7."""
    managed = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    trace = explain(FULL, action="iam:DeletePolicy", resource=managed)
    assert trace.decision.layer is Layer.SERVICE
    assert "policy allows" not in trace.message
    assert "explicit deny" not in trace.message


def test_the_message_is_had_without_the_whole_story() -> None:
    """M7: decide, then ask for the sentence."""
    organization = Organization()
    authorizer = Authorizer(organization.snapshot())
    request = organization.request()
    authorizer.decide(request)
    assert authorizer.report(request).message == authorizer.explain(request).message


def test_an_explicit_deny_says_that_no_allow_helps_and_counts_the_other_denies() -> None:
    """M2."""
    organization = Organization(
        identity=((ALLOW_ALL, deny(Sid="First"), deny(Sid="Second")),), boundary=(deny(),)
    )
    summary = explain(organization).summary
    assert "First" in summary
    assert "2 more Denies" in summary
    assert "no Allow can help" in summary


def test_an_allow_names_the_statement_that_grants() -> None:
    """M1, M3: by Sid, or by place when it has none."""
    named = explain(Organization(((allow(Sid="Reads"),),))).summary
    assert "`Reads` in `identity/0` allows it" in named
    unnamed = explain(Organization(((OTHER, ALLOW_ALL),))).summary
    assert "Statement 2 in `identity/0` allows it" in unnamed


def test_both_sides_of_a_grant_across_accounts_are_named() -> None:
    """M3, E10.1."""
    organization = Organization(
        identity=((allow(Sid="Mine"),),), resource=(allow(Sid="Theirs", Principal="*"),)
    )
    trace = explain(organization, principal=STRANGER)
    assert "Mine" in trace.summary
    assert "Theirs" in trace.summary
    assert {item.layer for item in trace.decision.deciding} == {Layer.RESOURCE, Layer.IDENTITY}


def test_the_session_is_named_not_its_role() -> None:
    """M1: the effective principal."""
    trace = explain(Organization())
    assert trace.caller.arn == SESSION
    assert SESSION in trace.message
    assert trace.context["aws:PrincipalArn"] == (ROLE,)
