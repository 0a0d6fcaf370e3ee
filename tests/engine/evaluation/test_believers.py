"""What else evaluators with a rule wrong must get right: ranks, names, guardrails and words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation import (
    AWS_RULES,
    Authorizer,
    EvaluationRules,
    Identity,
    Layer,
    Request,
    Trace,
    Verdict,
)

from .organizations import (
    ALLOW_ALL,
    BUCKET,
    HOME,
    OBJECT,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    USER,
    Organization,
    Statement,
    allow,
    deny,
    policy,
)

ALLOWED, EXPLICIT, IMPLICIT = Verdict
READ = "s3:GetObject"
NO_OBJECTS = deny(Resource=f"{BUCKET}/*")


def explain(organization: Organization, switch: str, request: Request | None = None) -> Trace:
    rules = EvaluationRules(**{switch: not getattr(AWS_RULES, switch)})
    return Authorizer(organization.snapshot(), rules).explain(request or organization.request())


def verdict(organization: Organization, switch: str, request: Request | None = None) -> Verdict:
    return explain(organization, switch, request).decision.verdict


def layer(trace: Trace, name: Layer) -> str:
    return next(item.says for item in trace.layers if item.layer is name)


def test_the_names_of_the_switches_are_those_of_the_fields() -> None:
    assert EvaluationRules.names()[0] == "deny_wins"
    assert all(type(getattr(AWS_RULES, name)) is bool for name in EvaluationRules.names())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((ALLOW_ALL, NO_OBJECTS), ALLOWED),
        ((NO_OBJECTS, ALLOW_ALL), EXPLICIT),
        ((allow(Action="ec2:*"), NO_OBJECTS, ALLOW_ALL), EXPLICIT),
    ],
)
def test_the_first_statement_that_matches_wins(
    statements: tuple[Statement, ...], expected: Verdict
) -> None:
    """Q2: one that does not match is passed over."""
    assert verdict(Organization(identity=(statements,)), "first_match_wins") is expected


def test_layers_are_no_competitors_for_the_first_match() -> None:
    """Q2: the bucket policy's Deny stands, whatever came before it in another layer."""
    organization = Organization(
        identity=((ALLOW_ALL,),), resource=(deny(Principal="*"),), scps=((ALLOW_ALL,), (ALLOW_ALL,))
    )
    assert verdict(organization, "first_match_wins") is EXPLICIT


def test_what_comes_later_is_overruled_and_decides_nothing() -> None:
    """Q2: later statements that agree with the first are not overruled."""
    organization = Organization(identity=((ALLOW_ALL, NO_OBJECTS, ALLOW_ALL),))
    decision = explain(organization, "first_match_wins").decision
    assert [item.index for item in decision.overruled] == [1]
    assert [item.index for item in decision.deciding] == [0, 2]


@pytest.mark.parametrize(
    ("granting", "denying", "expected"),
    [
        (allow(Resource=OBJECT), deny(), ALLOWED),
        (allow(Action=READ), deny(), ALLOWED),
        (allow(Action=READ), deny(Action="s3:*"), ALLOWED),
        (allow(Action=READ), NO_OBJECTS, EXPLICIT),
        (allow(Resource=OBJECT), deny(Resource=OBJECT), EXPLICIT),
        (allow(Resource=f"{BUCKET}/*"), deny(Resource=OBJECT), EXPLICIT),
    ],
)
def test_the_more_precise_statement_wins(
    granting: Statement, denying: Statement, expected: Verdict
) -> None:
    """E4: resources before actions; a tie goes to the Deny."""
    organization = Organization(identity=((granting, denying),))
    assert verdict(organization, "specific_allow_wins") is expected
    assert Authorizer(organization.snapshot()).decide(organization.request()).verdict is EXPLICIT


def test_a_list_of_exceptions_names_nothing_precisely() -> None:
    """A4: NotAction and NotResource do not make a statement precise."""
    granting = {"Effect": "Allow", "NotAction": "iam:DeleteUser", "NotResource": f"{BUCKET}/x"}
    organization = Organization(identity=((granting, deny()),))
    assert verdict(organization, "specific_allow_wins") is EXPLICIT


def test_a_guardrail_that_allows_precisely_is_no_permission() -> None:
    """E5: an SCP's Allow outranks nothing, for it grants nothing."""
    organization = Organization(
        identity=((ALLOW_ALL, deny()),), scps=((allow(Action=READ, Resource=OBJECT),),)
    )
    assert verdict(organization, "specific_allow_wins") is EXPLICIT


def test_one_allowing_level_makes_the_rung_of_scps_allow() -> None:
    """E5, Q6: for whoever believes that one level is enough."""
    organization = Organization(
        identity=((ALLOW_ALL,),), scps=((allow(Action="ec2:*"),), (ALLOW_ALL,))
    )
    trace = explain(organization, "scp_every_level")
    assert (trace.decision.verdict, layer(trace, Layer.SCP)) == (ALLOWED, "allow")
    assert layer(Authorizer(organization.snapshot()).explain(trace.request), Layer.SCP) == "silent"


def test_no_level_that_allows_leaves_the_rung_of_scps_silent() -> None:
    """E5, Q6."""
    organization = Organization(
        identity=((ALLOW_ALL,),), scps=((allow(Action="ec2:*"),), (allow(Action="ec2:*"),))
    )
    trace = explain(organization, "scp_every_level")
    assert (trace.decision.verdict, layer(trace, Layer.SCP)) == (IMPLICIT, "silent")
    assert trace.nearest_miss is not None


def test_a_layer_that_is_taken_for_a_permission_is_the_one_reported() -> None:
    """Q4: the boundary, not the identity policies that are silent."""
    decision = explain(Organization(boundary=(ALLOW_ALL,)), "boundary_grants").decision
    assert (decision.verdict, decision.layer) == (ALLOWED, Layer.BOUNDARY)
    assert [item.policy for item in decision.deciding] == ["boundary"]


def test_an_scp_above_the_resource_stops_an_anonymous_caller() -> None:
    """Q9: for whoever believes that SCPs guard resources."""
    organization = Organization(resource=(allow(Principal="*"),), scps=((ALLOW_ALL, NO_OBJECTS),))
    request = organization.request(principal="anonymous")
    assert Authorizer(organization.snapshot()).decide(request).verdict is ALLOWED
    assert verdict(organization, "scp_binds_outsiders", request) is EXPLICIT


def test_an_scp_that_allows_outsiders_lets_them_through() -> None:
    """Q9: the SCPs above the resource are asked, and they allow."""
    organization = Organization(
        identity=((ALLOW_ALL,),), resource=(allow(Principal="*"),), scps=((ALLOW_ALL,),)
    )
    request = organization.request(principal=STRANGER)
    assert verdict(organization, "scp_binds_outsiders", request) is ALLOWED


def test_scps_above_both_accounts_are_asked_once() -> None:
    """W5: caller and owner share the root of their organization."""
    organization = Organization(
        identity=((ALLOW_ALL,),), resource=(allow(Principal="*"),), scps=((ALLOW_ALL,),)
    )
    snapshot = organization.snapshot()
    accounts = dict(snapshot.accounts)
    shared = accounts[HOME].scp_levels
    accounts = {name: replace(item, scp_levels=shared) for name, item in accounts.items()}
    rules = EvaluationRules(scp_binds_outsiders=True)
    trace = Authorizer(replace(snapshot, accounts=accounts), rules).explain(
        organization.request(principal=STRANGER)
    )
    assert [len(item.levels) for item in trace.layers if item.layer is Layer.SCP] == [1]


def test_the_root_user_is_still_meant_by_the_arn_of_root() -> None:
    """Q10: whoever takes `:root` for the root user alone is right about the root user."""
    organization = Organization(resource=(deny(Principal={"AWS": ROOT}),))
    request = organization.request(principal=ROOT)
    assert verdict(organization, "root_arn_means_account", request) is EXPLICIT


@pytest.mark.parametrize(("group", "expected"), [("Readers", ALLOWED), ("Writers", IMPLICIT)])
def test_a_group_means_its_own_members(group: str, expected: Verdict) -> None:
    """Q16, P1."""
    principal = {"AWS": f"arn:aws:iam::{HOME}:group/{group}"}
    organization = Organization(resource=(allow(Principal=principal),))
    snapshot = organization.snapshot()
    member = replace(snapshot.identities[USER], groups=("Readers",))
    joined = replace(snapshot, identities=dict(snapshot.identities) | {USER: member})
    rules = EvaluationRules(groups_are_principals=True)
    assert Authorizer(joined, rules).decide(organization.request()).verdict is expected


def test_a_session_named_after_nobody_gains_nothing() -> None:
    """Q15, S7: there is no user whose permissions could be kept."""
    snapshot = Organization().snapshot()
    user = replace(Organization(identity=((ALLOW_ALL,),)).snapshot().identities[USER], arn=USER)
    role = Identity(ROLE)
    joined = replace(snapshot, identities={USER: user, ROLE: role})
    authorizer = Authorizer(joined, EvaluationRules(role_adds_to_user=True))
    named = SESSION.removesuffix("s1") + "ana"
    assert authorizer.decide(Request(SESSION, READ, OBJECT)).verdict is IMPLICIT
    assert authorizer.decide(Request(named, READ, OBJECT)).verdict is ALLOWED


def test_a_trust_policy_taken_for_permissions_speaks_of_its_role_only() -> None:
    """Q14: the trust policy of one role grants nothing to a user."""
    trust = policy("trust", PolicyType.TRUST, (allow(Principal={"AWS": HOME}, Action=READ),))
    snapshot = Organization().snapshot()
    role = replace(snapshot.identities[ROLE], trust=trust)
    trusting = replace(snapshot, identities=dict(snapshot.identities) | {ROLE: role})
    authorizer = Authorizer(trusting, EvaluationRules(trust_policy_grants=True))
    assert authorizer.decide(Request(SESSION, READ, OBJECT)).verdict is ALLOWED
    assert authorizer.decide(Request(USER, READ, OBJECT)).verdict is IMPLICIT


@pytest.mark.parametrize(
    ("organization", "switch", "says"),
    [
        (
            Organization(identity=((ALLOW_ALL, NO_OBJECTS),)),
            "deny_wins",
            "Statement 1 in `identity/0` allows it, and the Deny beside it does not count.",
        ),
        (
            Organization(identity=((NO_OBJECTS,),)),
            "deny_wins",
            "Statement 1 in the policy `identity/0` denies it. Nothing allows it.",
        ),
        (
            Organization(resource=(allow(Principal={"AWS": USER}),)),
            "either_side_in_account",
            "No identity-based policy of `user/ana` allows `s3:GetObject` on this resource; "
            "both sides must.",
        ),
        (
            Organization(resource=(allow(Principal={"AWS": HOME}),)),
            "account_principal_delegates",
            "Statement 1 in `bucket` names the caller directly, so no identity-based policy is "
            "needed.",
        ),
    ],
)
def test_a_story_is_told_as_its_evaluator_believes(
    organization: Organization, switch: str, says: str
) -> None:
    """M1 to M4."""
    assert explain(organization, switch).summary == says
