"""What is easily lost when organizations are compared: their guardrails, strangers, and parts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine import Authorizer, Level, Policy, PolicyType, Resource, Snapshot, Verdict
from iamlab.engine.comparison import (
    Comparison,
    Outcome,
    compare_access,
    compare_resource,
    public_access,
    with_outsider,
)
from tests.engine.comparison.organizations import (
    ACCOUNT,
    ANA,
    BUCKET,
    FULL,
    PARTNER,
    READER,
    allow,
    organization,
    text,
)

GET, PUT = "s3:GetObject", "s3:PutObject"
OBJECTS = f"{BUCKET}/*"
TABLE = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
ALL = text(FULL)


def access(candidate: Snapshot, reference: Snapshot) -> Comparison:
    return compare_access(candidate, reference, ANA, limit=60)


def at_bucket(candidate: str, reference: str) -> Outcome:
    ours, theirs = organization(bucket=candidate), organization(bucket=reference)
    return compare_resource(ours, theirs, BUCKET, limit=60).outcome


def statement(effect: str = "Allow", **more: Any) -> dict[str, object]:
    return {"Effect": effect, "Principal": "*", "Action": GET, "Resource": OBJECTS, **more}


def when(operator: str, key: str, value: object) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


def with_rcp(snapshot: Snapshot, rcp: str) -> Snapshot:
    level = Level("r-ab12", "root", (Policy("rcp/x", "x", PolicyType.RCP, rcp),))
    account = replace(snapshot.accounts[ACCOUNT], rcp_levels=(level,))
    return replace(snapshot, accounts={ACCOUNT: account})


def with_resource(
    snapshot: Snapshot, arn: str, policy: str | None, account: str = ACCOUNT
) -> Snapshot:
    own = None if policy is None else Policy("own", "own", PolicyType.RESOURCE, policy)
    found = Resource(arn, account, "it", own)
    return replace(snapshot, resources={**snapshot.resources, arn: found})


def test_an_rcp_covers_only_some_services() -> None:
    """RCPs bind few services; `*` in one says nothing about the others."""
    shut = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}],
        }
    )
    for action, outcome in (
        ("sqs:SendMessage", Outcome.WIDER),
        ("sns:Publish", Outcome.NO_WIDER),
        ("*", Outcome.WIDER),
    ):
        plain = replace(organization(identity=text(allow(action, "*"))), resources={})
        assert access(plain, with_rcp(plain, shut)).outcome is outcome, action


def test_an_rcp_shuts_a_bucket_without_a_policy() -> None:
    shut = text(statement("Deny", Action="s3:*", Resource="*"))
    plain = organization(identity=text(allow("s3:*", "*")))
    found = compare_resource(plain, with_rcp(plain, shut), BUCKET, limit=60)
    assert found.outcome is Outcome.WIDER


def test_less_in_a_public_policy_can_let_more_in() -> None:
    """Block Public Access shuts other accounts out only while the policy is public (E15)."""
    partners = statement(
        Action=PUT, Principal={"AWS": f"arn:aws:iam::{PARTNER}:role/importer"}, Sid="a"
    )
    private, public = text(partners), text(partners, statement())

    def shut(policy: str) -> Snapshot:
        found = organization(bucket=policy)
        bucket = replace(found.resources[BUCKET], restrict_public_buckets=True)
        return replace(found, resources={BUCKET: bucket})

    found = compare_resource(shut(private), shut(public), BUCKET, limit=60)
    assert found.outcome is Outcome.WIDER


def test_the_policy_of_a_table_covers_its_indexes() -> None:
    index = f"{TABLE}/index/by-day"
    policy = text(
        {
            "Effect": "Allow",
            "Principal": {"AWS": ANA},
            "Action": "dynamodb:Query",
            "Resource": index,
        }
    )
    ours, theirs = (with_resource(organization(), TABLE, item) for item in (policy, None))
    found = access(ours, theirs)
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    assert found.witness.request.resource == index
    assert access(theirs, ours).outcome is Outcome.NO_WIDER
    assert compare_resource(ours, theirs, TABLE, limit=60).outcome is Outcome.WIDER


def test_the_index_of_a_table_in_another_account() -> None:
    table = f"arn:aws:dynamodb:eu-west-1:{PARTNER}:table/orders"
    policy = text(
        {
            "Effect": "Allow",
            "Principal": {"AWS": ANA},
            "Action": "dynamodb:Query",
            "Resource": f"{table}/index/*",
        }
    )
    ours, theirs = (
        with_resource(organization(identity=held), table, policy, PARTNER)
        for held in (ALL, text(allow("dynamodb:*", f"{table}/index/a*")))
    )
    assert access(ours, theirs).outcome is Outcome.WIDER
    assert access(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_stranger_can_wear_any_tag() -> None:
    tagged = text(statement(**when("StringEquals", "aws:PrincipalTag/team", "web")))
    found = public_access(organization(bucket=tagged), BUCKET, limit=60)
    assert found.outcome is Outcome.WIDER
    assert at_bucket(tagged, text()) is Outcome.WIDER


def test_those_of_the_organization_are_in_no_other() -> None:
    inside = when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")
    named: dict[str, Any] = {"Principal": {"AWS": [READER, ANA]}}
    kept, free = text(statement(**named, **inside)), text(statement(**named))
    assert at_bucket(free, kept) is Outcome.NO_WIDER
    assert at_bucket(kept, free) is Outcome.NO_WIDER


@pytest.mark.parametrize(
    ("wide", "narrow", "operator"),
    [
        ("arn:aws:iam::*:role/*", "arn:aws:iam::*:role/a*", "ArnLike"),
        ("arn:aws:iam::*:role/app-*", "arn:aws:iam::*:role/app-?*", "ArnLike"),
        ("*:role/a*", "*:role/ab*", "StringLike"),
        ("arn:aws:iam::*:user/*", "arn:aws:iam::*:user/s*", "ArnLike"),
        ("arn:aws:iam::5*:role/app", "arn:aws:iam::55*:role/app", "ArnLike"),
    ],
)
def test_patterns_of_principals(wide: str, narrow: str, operator: str) -> None:
    ours, theirs = (
        text(statement(**when(operator, "aws:PrincipalArn", item))) for item in (wide, narrow)
    )
    assert at_bucket(ours, theirs) is Outcome.WIDER
    assert at_bucket(theirs, ours) is Outcome.NO_WIDER


def test_a_deny_that_spares_some_names() -> None:
    def policy(spared: str) -> str:
        spare = when("ArnNotLike", "aws:PrincipalArn", f"arn:aws:iam::*:role/{spared}")
        return text(statement(), statement("Deny", **spare))

    assert at_bucket(policy("app-*"), policy("app-prod-*")) is Outcome.WIDER
    assert at_bucket(policy("app-prod-*"), policy("app-*")) is Outcome.NO_WIDER


def test_a_service_that_only_a_condition_names() -> None:
    ours = text(statement(**when("StringEquals", "aws:PrincipalServiceName", "q.amazonaws.com")))
    assert at_bucket(ours, text()) is Outcome.WIDER


def test_a_federated_user_by_name() -> None:
    named = {"AWS": f"arn:aws:sts::{ACCOUNT}:federated-user/bob"}
    assert at_bucket(text(statement(Principal=named)), text()) is Outcome.WIDER


def test_root_may_mend_the_policy_of_its_bucket() -> None:
    """A Deny of everything leaves the owner's root its three calls, and takes all others (E13)."""
    root = f"arn:aws:iam::{ACCOUNT}:root"
    some = ["s3:GetBucketPolicy", "s3:PutBucketVersioning"]
    shut = text(statement("Deny", Principal={"AWS": root}, Action=some, Resource=BUCKET))
    ours, theirs = organization(bucket=text()), organization(bucket=shut)
    found = compare_access(ours, theirs, root, limit=60)
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    assert found.witness.request.action == "s3:PutBucketVersioning"


def test_a_role_that_is_not_there_yet_gets_a_name_and_can_be_asked() -> None:
    """A pattern in `aws:PrincipalArn` lets in every role that is ever created with such a name."""
    roles = {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/app-*"}
    pattern = statement(Condition={"ArnLike": roles})
    candidate = organization(bucket=text(pattern))
    reference = organization(bucket=text(statement(Principal={"AWS": ANA})))
    found = compare_resource(candidate, reference, BUCKET, limit=60)
    assert found.witness is not None
    request = found.witness.request
    assert request.principal == f"arn:aws:sts::{ACCOUNT}:assumed-role/app-other/anybody"
    known = with_outsider(candidate, request.principal, powerless=True)
    assert Authorizer(known).decide(request).verdict is Verdict.ALLOWED
    before = with_outsider(reference, request.principal, powerless=True)
    assert Authorizer(before).decide(request).verdict is not Verdict.ALLOWED
    assert found.witness.powerless


def test_outsiders_are_users_and_roles_that_are_not_known() -> None:
    snapshot = organization()
    reader_at_work = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/job"
    for known in (ANA, READER, reader_at_work, "anonymous", "events.amazonaws.com", BUCKET):
        assert with_outsider(snapshot, known) is snapshot, known
    role, user = f"arn:aws:iam::{PARTNER}:role/team/importer", f"arn:aws:iam::{PARTNER}:user/eve"
    session = f"arn:aws:sts::{PARTNER}:assumed-role/importer/1"
    for new, arn in ((role, role), (user, user), (session, role.replace("team/", ""))):
        assert set(with_outsider(snapshot, new).identities) - set(snapshot.identities) == {arn}
    both = with_outsider(snapshot, role)
    assert with_outsider(both, session) is both
    assert with_outsider(snapshot, user).identities[user].policies
    assert not with_outsider(snapshot, user, powerless=True).identities[user].policies


def test_a_deny_that_is_gone_is_found_by_a_powerful_role_that_is_not_there_yet() -> None:
    roles = {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/app-*"}
    shut = statement("Deny", Condition={"ArnLike": roles})
    granted = statement(Principal={"AWS": ANA})
    ours = organization(bucket=text(granted))
    theirs = organization(bucket=text(granted, shut))
    found = compare_resource(ours, theirs, BUCKET, limit=60)
    assert found.witness is not None
    assert found.witness.request.principal.endswith(":assumed-role/app-other/anybody")
    assert not found.witness.powerless
    assert compare_resource(theirs, ours, BUCKET, limit=60).outcome is Outcome.NO_WIDER


def test_who_is_named_in_a_policy_and_not_known_needs_no_policy_of_their_own() -> None:
    bob = f"arn:aws:iam::{ACCOUNT}:user/bob"
    ours = organization(bucket=text(statement(Principal={"AWS": bob})))
    found = compare_resource(ours, organization(), BUCKET, limit=60)
    assert found.witness is not None
    assert found.witness.request.principal == bob
    trust = {"Effect": "Allow", "Principal": {"AWS": bob}, "Action": "sts:AssumeRole"}
    trusting = compare_resource(organization(trust=text(trust)), organization(), READER, limit=60)
    assert trusting.witness is not None
    assert trusting.witness.request.principal == bob


def test_an_account_that_is_named_lets_in_nobody_without_a_policy() -> None:
    """The account's root in Principal leaves it to the identities' own policies (E1)."""
    root = f"arn:aws:iam::{ACCOUNT}:root"
    ours = organization(bucket=text(statement(Principal={"AWS": root})))
    assert compare_resource(ours, organization(), BUCKET, limit=60).outcome is Outcome.NO_WIDER
