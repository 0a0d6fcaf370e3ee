"""Whole accounts compared: ceilings, resource and trust policies, the public."""

from __future__ import annotations

from iamlab.engine import Snapshot
from iamlab.engine.catalog import all_actions
from iamlab.engine.comparison import (
    Comparison,
    Outcome,
    compare_access,
    compare_resource,
    public_access,
    tightness,
)
from tests.engine.comparison.organizations import (
    ACCOUNT,
    ANA,
    BUCKET,
    FULL,
    PARTNER,
    READER,
    SESSION,
    allow,
    deny,
    organization,
    text,
)

GET, PUT = "s3:GetObject", "s3:PutObject"
OBJECTS = f"{BUCKET}/*"
READ = text(allow(GET, OBJECTS))
READ_WRITE = text(allow([GET, PUT], OBJECTS))


def access(candidate: Snapshot, reference: Snapshot, principal: str = ANA) -> Comparison:
    return compare_access(candidate, reference, principal, limit=60)


def resource(candidate: Snapshot, reference: Snapshot, arn: str = BUCKET) -> Comparison:
    return compare_resource(candidate, reference, arn, limit=60)


def grants(principal: object, action: object = GET, **more: object) -> str:
    return text(
        {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": OBJECTS, **more}
    )


def test_a_wider_boundary_over_the_same_grant_is_wider() -> None:
    ours = organization(identity=READ_WRITE, boundary=READ_WRITE)
    theirs = organization(identity=READ_WRITE, boundary=READ)
    assert access(ours, theirs).outcome is Outcome.WIDER
    assert access(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_wider_boundary_over_a_narrow_grant_is_no_wider() -> None:
    ours = organization(identity=READ, boundary=text(FULL))
    theirs = organization(identity=READ, boundary=READ)
    assert access(ours, theirs).outcome is Outcome.NO_WIDER


def test_taking_the_boundary_off_is_wider() -> None:
    found = access(
        organization(identity=READ_WRITE), organization(identity=READ_WRITE, boundary=READ)
    )
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    assert found.witness.request.action == PUT


def test_an_scp_level_without_the_allow_caps() -> None:
    ours = organization(identity=READ_WRITE, scps=[text(FULL)])
    theirs = organization(identity=READ_WRITE, scps=[READ])
    assert access(ours, theirs).outcome is Outcome.WIDER
    assert access(theirs, ours).outcome is Outcome.NO_WIDER


def test_an_allow_in_an_scp_grants_nothing() -> None:
    ours = organization(identity=READ, scps=[text(FULL), READ_WRITE])
    theirs = organization(identity=READ, scps=[READ])
    assert access(ours, theirs).outcome is Outcome.NO_WIDER


def test_two_policies_are_worth_their_sum() -> None:
    ours = organization(identity=[READ, text(allow(PUT, OBJECTS))])
    assert access(ours, organization(identity=READ_WRITE)).outcome is Outcome.NO_WIDER


def test_a_bucket_policy_that_names_the_caller_counts() -> None:
    ours = organization(bucket=grants({"AWS": ANA}))
    theirs = organization(identity=READ)
    assert access(ours, theirs).outcome is Outcome.NO_WIDER
    assert access(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_direct_grant_goes_past_the_boundary() -> None:
    ours = organization(bucket=grants({"AWS": ANA}, PUT), boundary=READ)
    assert access(ours, organization(boundary=READ)).outcome is Outcome.WIDER


def test_a_grant_to_the_account_waits_for_the_callers_own_policy() -> None:
    ours = organization(bucket=grants({"AWS": ACCOUNT}))
    assert access(ours, organization()).outcome is Outcome.NO_WIDER


def test_a_session_has_the_roles_rights() -> None:
    ours, theirs = organization(role=READ_WRITE), organization(role=READ)
    found = access(ours, theirs, SESSION)
    assert found.outcome is Outcome.WIDER
    assert access(theirs, ours, SESSION).outcome is Outcome.NO_WIDER


def test_another_principal_in_a_bucket_policy_is_wider_for_somebody() -> None:
    ours = organization(bucket=grants({"AWS": [ANA, f"arn:aws:iam::{PARTNER}:role/importer"]}))
    theirs = organization(bucket=grants({"AWS": ANA}))
    found = resource(ours, theirs)
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    assert PARTNER in found.witness.request.principal
    assert resource(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_whole_account_is_wider_than_its_role() -> None:
    ours = organization(bucket=grants({"AWS": PARTNER}))
    theirs = organization(bucket=grants({"AWS": f"arn:aws:iam::{PARTNER}:role/importer"}))
    assert resource(ours, theirs).outcome is Outcome.WIDER


def test_one_session_is_narrower_than_its_role() -> None:
    ours = organization(bucket=grants({"AWS": READER}))
    theirs = organization(bucket=grants({"AWS": SESSION}))
    assert resource(ours, theirs).outcome is Outcome.WIDER
    assert resource(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_star_kept_to_the_organization_is_narrower_than_a_star() -> None:
    inside = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}
    ours, theirs = organization(bucket=grants("*")), organization(bucket=grants("*", **inside))
    assert resource(ours, theirs).outcome is Outcome.WIDER
    assert resource(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_pattern_of_roles_in_any_account_is_wider_than_in_ones_own() -> None:
    def named(pattern: str) -> str:
        return grants("*", Condition={"ArnLike": {"aws:PrincipalArn": pattern}})

    ours = organization(bucket=named("arn:aws:iam::*:role/app-*"))
    theirs = organization(bucket=named(f"arn:aws:iam::{ACCOUNT}:role/app-*"))
    assert resource(ours, theirs).outcome is Outcome.WIDER
    assert resource(theirs, ours).outcome is Outcome.NO_WIDER


def test_a_trust_policy_that_asks_for_an_external_id_is_narrower() -> None:
    def trust(**more: object) -> str:
        return text(
            {"Effect": "Allow", "Principal": {"AWS": PARTNER}, "Action": "sts:AssumeRole", **more}
        )

    asked = {"Condition": {"StringEquals": {"sts:ExternalId": "shop-1"}}}
    ours, theirs = organization(trust=trust()), organization(trust=trust(**asked))
    found = resource(ours, theirs, READER)
    assert found.outcome is Outcome.WIDER
    assert found.witness is not None
    assert found.witness.request.action == "sts:AssumeRole"
    assert resource(theirs, ours, READER).outcome is Outcome.NO_WIDER


def test_another_service_in_a_trust_policy_is_wider() -> None:
    def trust(*services: str) -> str:
        return text(
            {
                "Effect": "Allow",
                "Principal": {"Service": list(services)},
                "Action": "sts:AssumeRole",
            }
        )

    ours = organization(trust=trust("lambda.amazonaws.com", "ec2.amazonaws.com"))
    theirs = organization(trust=trust("lambda.amazonaws.com"))
    found = resource(ours, theirs, READER)
    assert found.witness is not None
    assert found.witness.request.principal == "ec2.amazonaws.com"


def public(bucket: str) -> Outcome:
    return public_access(organization(bucket=bucket), BUCKET, limit=60).outcome


def test_a_star_is_public_and_a_named_role_is_not() -> None:
    assert public(grants("*")) is Outcome.WIDER
    assert public(grants({"AWS": READER})) is Outcome.NO_WIDER


def test_what_strangers_can_choose_protects_nothing() -> None:
    for condition in (
        {"StringLike": {"aws:UserAgent": "partner-*"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-z9y8x7w6v5"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    ):
        assert public(grants("*", Condition=condition)) is Outcome.WIDER, condition


def test_what_strangers_cannot_have_protects() -> None:
    for condition in (
        {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
        {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}},
    ):
        assert public(grants("*", Condition=condition)) is Outcome.NO_WIDER, condition


def test_a_deny_closes_what_a_star_opens() -> None:
    shut = text(
        {"Effect": "Allow", "Principal": "*", "Action": GET, "Resource": OBJECTS},
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": OBJECTS,
            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}},
        },
    )
    assert public(shut) is Outcome.NO_WIDER


def test_an_unreadable_policy_is_never_a_pass() -> None:
    found = access(organization(identity="{"), organization(identity=READ))
    assert found.outcome is Outcome.UNKNOWN
    assert found.reason


def test_what_cannot_be_decided_is_unknown_and_never_a_pass() -> None:
    two_kinds = text(
        allow(
            GET,
            OBJECTS,
            Condition={
                "NumericLessThan": {"aws:UserAgent": "5"},
                "StringLike": {"aws:UserAgent": "*"},
            },
        )
    )
    found = access(organization(identity=two_kinds), organization(identity=text(deny(GET, "*"))))
    assert found.outcome is Outcome.UNKNOWN
    assert "aws:useragent" in found.reason


def test_without_time_nothing_is_passed() -> None:
    ours = organization(identity=text(FULL))
    found = compare_access(ours, organization(identity=READ), ANA, limit=0)
    assert found.outcome is Outcome.UNKNOWN
    assert found.reason


def test_tightness_counts_actions_and_resources_beyond() -> None:
    ours, theirs = organization(identity=READ_WRITE), organization(identity=READ)
    beyond = tightness(ours, theirs, ANA)
    assert beyond.actions_beyond == 1
    assert beyond.actions_asked > 10_000
    assert 0 < beyond.resource_share <= 1
    same = tightness(theirs, theirs, ANA)
    assert (same.actions_beyond, same.resources_beyond) == (0, 0)
    assert same.action_share == 0


def test_tightness_counts_every_action_that_one_kind_stands_for() -> None:
    """`s3:Get*` beyond `s3:GetObject`: as many as the catalog has of them, less one."""
    ours = organization(identity=text(allow("s3:Get*", "*")))
    theirs = organization(identity=text(allow(GET, "*")))
    beyond = tightness(ours, theirs, ANA)
    names = {name for name in all_actions() if name.startswith("s3:Get")} - {GET}
    assert beyond.actions_beyond == len(names)
    root = f"arn:aws:iam::{ACCOUNT}:root"
    assert tightness(ours, theirs, root).actions_beyond == 0
