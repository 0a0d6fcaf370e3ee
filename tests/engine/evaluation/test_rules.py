"""The switches of the evaluation: AWS's setting, and the question on which another one differs."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation import (
    AWS_RULES,
    Account,
    Authorizer,
    EvaluationRules,
    Level,
    Policy,
    Reason,
    Request,
    Resource,
    Snapshot,
    Verdict,
)

from .organizations import (
    ALLOW_ALL,
    FEDERATED,
    HOME,
    OBJECT,
    ROOT,
    STRANGER,
    USER,
    Organization,
    allow,
    deny,
    policy,
)

ALLOWED, EXPLICIT, IMPLICIT = Verdict
NO_GET = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
READ_ONLY = allow(Action="ec2:*")
KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234abcd"
NAMES_USER = allow(Principal={"AWS": USER})
NAMES_STRANGER = allow(Principal={"AWS": STRANGER})


def verdict(snapshot: Snapshot, request: Request, **switches: bool) -> Verdict:
    return Authorizer(snapshot, EvaluationRules(**switches)).decide(request).verdict


def differs(
    snapshot: Snapshot, request: Request, switch: str, by_aws: Verdict, otherwise: Verdict
) -> None:
    """Check one switch: AWS's verdict by default, the other one when the switch is turned."""
    assert Authorizer(snapshot).decide(request).verdict is by_aws
    turned = not getattr(AWS_RULES, switch)
    assert verdict(snapshot, request, **{switch: turned}) is otherwise


def test_the_defaults_are_what_aws_does() -> None:
    """Section 10 names the misconceptions; each is one value that differs from these."""
    assert EvaluationRules() == AWS_RULES
    true = {field.name for field in fields(EvaluationRules) if getattr(AWS_RULES, field.name)}
    assert true == {
        "deny_wins",
        "scp_every_level",
        "scp_spares_management",
        "scp_binds_root",
        "either_side_in_account",
        "both_sides_across_accounts",
        "mandatory_trust_policy",
        "mandatory_key_policy",
        "absent_session_fails",
        "scp_must_allow",
        "rcp_binds_outsiders",
        "owner_must_allow",
        "always_allowed_calls",
        "root_arn_means_account",
        "account_principal_delegates",
        "not_principal_needs_chain",
        "resource_case_counts",
        "variables_need_version",
        "every_condition_counts",
        "string_equals_case_counts",
        "absent_key_meets_negated",
        "principal_arn_names_role",
    }


def test_a_deny_wins_over_every_allow() -> None:
    """E4, Q1."""
    organization = Organization(identity=((ALLOW_ALL, NO_GET),))
    differs(organization.snapshot(), organization.request(), "deny_wins", EXPLICIT, ALLOWED)


def test_a_deny_still_denies_what_nothing_allows_when_it_does_not_win() -> None:
    """Q1: the misconception is about a Deny beside an Allow."""
    organization = Organization(identity=((NO_GET,),))
    got = verdict(organization.snapshot(), organization.request(), deny_wins=False)
    assert got is EXPLICIT


def test_every_level_of_scps_must_allow() -> None:
    """E5, Q6, W4."""
    organization = Organization(identity=((ALLOW_ALL,),), scps=((READ_ONLY,), (ALLOW_ALL,)))
    differs(organization.snapshot(), organization.request(), "scp_every_level", IMPLICIT, ALLOWED)


def test_an_scp_without_any_allow_denies_even_if_one_level_is_enough() -> None:
    """E5: one level is not none."""
    organization = Organization(identity=((ALLOW_ALL,),), scps=((READ_ONLY,), (READ_ONLY,)))
    got = verdict(organization.snapshot(), organization.request(), scp_every_level=False)
    assert got is IMPLICIT


def test_an_scp_grants_nothing() -> None:
    """E5, Q3."""
    organization = Organization(scps=((ALLOW_ALL,),))
    differs(organization.snapshot(), organization.request(), "scp_grants", IMPLICIT, ALLOWED)


def test_scps_spare_the_management_account() -> None:
    """E5, Q8, W6."""
    snapshot = Organization(identity=((ALLOW_ALL,),), scps=((NO_GET, ALLOW_ALL),)).snapshot()
    home = replace(snapshot.accounts[HOME], management=True)
    managed = replace(snapshot, accounts={HOME: home})
    differs(
        managed, Request(USER, "s3:GetObject", OBJECT), "scp_spares_management", ALLOWED, EXPLICIT
    )


def test_scps_bind_the_root_user_of_a_member_account() -> None:
    """E13, Q7."""
    organization = Organization(scps=((ALLOW_ALL, NO_GET),))
    request = organization.request(principal=ROOT)
    differs(organization.snapshot(), request, "scp_binds_root", EXPLICIT, ALLOWED)


def test_a_boundary_grants_nothing() -> None:
    """E8, Q4."""
    organization = Organization(boundary=(ALLOW_ALL,))
    differs(organization.snapshot(), organization.request(), "boundary_grants", IMPLICIT, ALLOWED)


def test_a_boundary_does_not_cap_a_direct_grant_of_the_resource() -> None:
    """E9.3, Q5."""
    organization = Organization(boundary=(READ_ONLY,), resource=(NAMES_USER,))
    request = organization.request()
    differs(organization.snapshot(), request, "boundary_caps_direct", ALLOWED, IMPLICIT)


@pytest.mark.parametrize(
    "organization",
    [
        Organization(resource=(NAMES_USER,)),
        Organization(identity=((ALLOW_ALL,),), resource=(NAMES_STRANGER,)),
    ],
    ids=["resource side", "identity side"],
)
def test_in_one_account_either_side_is_enough(organization: Organization) -> None:
    """E9.1, E9.3, Q11."""
    request = organization.request()
    differs(organization.snapshot(), request, "either_side_in_account", ALLOWED, IMPLICIT)


def test_a_resource_without_policy_asks_for_nothing_even_if_both_sides_must() -> None:
    """Q11: the misconception is about a resource policy that is there."""
    organization = Organization(identity=((ALLOW_ALL,),))
    got = verdict(organization.snapshot(), organization.request(), either_side_in_account=False)
    assert got is ALLOWED


def test_across_accounts_both_sides_must_allow() -> None:
    """E10.2, Q12, W3."""
    organization = Organization(resource=(NAMES_STRANGER,))
    request = organization.request(principal=STRANGER)
    snapshot = organization.snapshot()
    differs(snapshot, request, "both_sides_across_accounts", IMPLICIT, ALLOWED)


def test_the_owner_must_allow_even_if_one_side_is_enough() -> None:
    """E10.3: the misconception is that the bucket policy does, not the caller's own."""
    organization = Organization(identity=((ALLOW_ALL,),))
    request = organization.request(principal=STRANGER)
    got = verdict(organization.snapshot(), request, both_sides_across_accounts=False)
    assert got is IMPLICIT


def test_a_key_policy_comes_before_any_other() -> None:
    """E12, W23."""
    snapshot = Organization(identity=((ALLOW_ALL,),)).snapshot()
    key_policy = policy("key", PolicyType.RESOURCE, (NAMES_STRANGER,))
    closed = replace(snapshot, resources={KEY: Resource(KEY, HOME, policy=key_policy)})
    request = Request(USER, "kms:Decrypt", KEY)
    differs(closed, request, "mandatory_key_policy", IMPLICIT, ALLOWED)
    assert verdict(closed, request, mandatory_trust_policy=False) is IMPLICIT


def test_a_trust_policy_comes_before_any_other() -> None:
    """E12, Q13, S0.4."""
    role = f"arn:aws:iam::{HOME}:role/Admin"
    snapshot = Organization(identity=((ALLOW_ALL,),)).snapshot()
    request = Request(USER, "sts:AssumeRole", role)
    differs(snapshot, request, "mandatory_trust_policy", IMPLICIT, ALLOWED)
    assert verdict(snapshot, request, mandatory_key_policy=False) is IMPLICIT
    assert Authorizer(snapshot).decide(request).reason is Reason.NO_TRUST_ALLOW


def test_a_federated_user_without_session_policy_may_do_nothing() -> None:
    """E8, W21."""
    organization = Organization(identity=((ALLOW_ALL,),))
    request = organization.request(principal=FEDERATED)
    differs(organization.snapshot(), request, "absent_session_fails", IMPLICIT, ALLOWED)


def test_a_misconception_changes_no_other_question() -> None:
    """A switch decides only what it is about: plain identity allows stay as they are."""
    organization = Organization(
        identity=((ALLOW_ALL,),), scps=((ALLOW_ALL,), (ALLOW_ALL,)), boundary=(ALLOW_ALL,)
    )
    for field in fields(EvaluationRules):
        turned = {field.name: not getattr(AWS_RULES, field.name)}
        got = verdict(organization.snapshot(), organization.request(), **turned)
        assert got is ALLOWED, field.name


def test_levels_are_those_of_the_callers_account() -> None:
    """E5, Q9, W5: SCPs above the owner do not bind an outsider."""
    full = Policy("full", "Full", PolicyType.SCP, '{"Statement": []}')
    organization = Organization(identity=((ALLOW_ALL,),), resource=(NAMES_STRANGER,))
    snapshot = organization.snapshot()
    home = Account(HOME, scp_levels=(Level("root", "Root", (full,)),))
    capped = replace(snapshot, accounts=dict(snapshot.accounts) | {HOME: home})
    request = organization.request(principal=STRANGER)
    assert Authorizer(capped).decide(request).verdict is ALLOWED
    assert Authorizer(capped).decide(organization.request()).verdict is IMPLICIT


def test_a_deny_of_the_resource_is_reported_before_one_of_the_identity() -> None:
    """E4: the order decides only which one is reported."""
    organization = Organization(
        identity=((deny(),),), resource=(deny(Principal="*"), allow(Principal="*"))
    )
    decision = Authorizer(organization.snapshot()).decide(organization.request())
    assert decision.layer == "resource"
    assert [item.policy for item in decision.deciding] == ["bucket"]
