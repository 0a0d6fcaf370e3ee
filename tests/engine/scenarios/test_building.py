"""From shapes to a snapshot: who has what, under which key, and what stands above each account."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation.snapshot import Snapshot, replace_policy
from iamlab.engine.scenarios import build_snapshot, scenario_from_mapping

ANA = "arn:aws:iam::222233334444:user/ana"
FN = "arn:aws:iam::222233334444:role/service/fn"
BUCKET = "arn:aws:s3:::acme-receipts"


@pytest.fixture
def snapshot(data: dict[str, Any]) -> Snapshot:
    return build_snapshot(scenario_from_mapping(data))


def test_identities_and_resources_are_found_by_their_arns(snapshot: Snapshot) -> None:
    assert set(snapshot.identities) == {
        ANA,
        FN,
        "arn:aws:iam::333344445555:user/ana",
        "arn:aws:iam::333344445555:user/nadia",
    }
    assert set(snapshot.resources) == {BUCKET, "arn:aws:sqs:eu-west-1:222233334444:uploads"}


def test_a_user_has_own_policies_first_and_then_those_of_groups(snapshot: Snapshot) -> None:
    assert [(item.policy.key, item.via) for item in snapshot.identities[ANA].policies] == [
        ("aws/policy/AdministratorAccess", ""),
        ("222233334444/user/ana/inline/mine", ""),
        ("222233334444/policy/Read", "group Developers"),
        ("222233334444/group/Developers/inline/own", "group Developers"),
    ]


def test_a_boundary_has_the_key_of_its_policy_and_another_type(snapshot: Snapshot) -> None:
    boundary = snapshot.identities[ANA].boundary
    assert boundary is not None
    assert (boundary.key, boundary.type) == ("222233334444/policy/Ceiling", PolicyType.BOUNDARY)


def test_managed_policies_have_arns_with_their_paths(snapshot: Snapshot) -> None:
    policies = snapshot.policies()
    assert policies["222233334444/policy/Read"].arn == (
        "arn:aws:iam::222233334444:policy/team/Read"
    )
    assert policies["aws/policy/AdministratorAccess"].arn == (
        "arn:aws:iam::aws:policy/AdministratorAccess"
    )


def test_a_user_keeps_identifier_tags_and_groups(snapshot: Snapshot) -> None:
    ana = snapshot.identities[ANA]
    assert (ana.unique_id, ana.tags, ana.groups) == (
        "AIDAEXAMPLEANA0000000",
        {"team": "web"},
        ("Developers",),
    )
    assert ana.trust is None


def test_a_role_has_a_trust_policy_and_a_longest_session(snapshot: Snapshot) -> None:
    role = snapshot.identities[FN]
    assert role.trust is not None
    assert (role.trust.key, role.trust.type) == ("222233334444/role/fn/trust", PolicyType.TRUST)
    assert role.max_session_duration == 7200


def test_a_resource_belongs_to_the_account_that_lists_it(snapshot: Snapshot) -> None:
    bucket = snapshot.resources[BUCKET]
    assert (bucket.account, bucket.name) == ("222233334444", "acme-receipts")
    assert bucket.restrict_public_buckets
    assert bucket.policy is not None
    assert (bucket.policy.key, bucket.policy.type, bucket.policy.origin) == (
        f"resource/{BUCKET}",
        PolicyType.RESOURCE,
        "bucket policy",
    )


def test_scp_levels_run_from_the_root_over_each_unit_to_the_account(snapshot: Snapshot) -> None:
    levels = snapshot.accounts["222233334444"].scp_levels
    assert [(level.target, level.name) for level in levels] == [
        ("r-ab12", "Root"),
        ("ou-ab12-work1234", "Workloads"),
        ("ou-ab12-prod1234", "Prod"),
        ("222233334444", "production"),
    ]
    assert [[policy.key for policy in level.policies] for level in levels] == [
        ["scp/FullAWSAccess"],
        ["scp/FullAWSAccess"],
        [],
        ["scp/FullAWSAccess"],
    ]


def test_rcp_levels_hold_only_rcps(snapshot: Snapshot) -> None:
    levels = snapshot.accounts["222233334444"].rcp_levels
    assert [[policy.key for policy in level.policies] for level in levels] == [
        [],
        [],
        ["rcp/Outsiders"],
        [],
    ]


def test_a_member_account_knows_its_place_in_the_organization(snapshot: Snapshot) -> None:
    account = snapshot.accounts["222233334444"]
    assert account.organization_id == "o-a1b2c3d4e5"
    assert account.organization_path == ("o-a1b2c3d4e5/r-ab12/ou-ab12-work1234/ou-ab12-prod1234/")
    assert not account.management


def test_the_management_account_has_levels_and_its_flag(snapshot: Snapshot) -> None:
    account = snapshot.accounts["111122223333"]
    assert account.management
    assert [level.target for level in account.scp_levels] == ["r-ab12", "111122223333"]
    assert account.organization_path == "o-a1b2c3d4e5/r-ab12/"


def test_an_account_without_parent_is_outside(snapshot: Snapshot) -> None:
    account = snapshot.accounts["333344445555"]
    assert (account.organization_id, account.organization_path) == (None, None)
    assert (account.scp_levels, account.rcp_levels) == ((), ())


def test_the_default_version_is_in_force(data: dict[str, Any]) -> None:
    versions = [{"Version": "2012-10-17"}, {"Version": "2008-10-17"}]
    data["accounts"][1]["policies"][0] = {
        "name": "Read",
        "versions": versions,
        "default_version": 2,
    }
    snapshot = build_snapshot(scenario_from_mapping(data))
    assert "2008-10-17" in snapshot.policies()["222233334444/policy/Read"].text


def test_keys_name_the_policies_that_a_draft_replaces(snapshot: Snapshot) -> None:
    changed = replace_policy(snapshot, "222233334444/policy/Read", "{}")
    texts = [item.policy.text for item in changed.identities[ANA].policies]
    assert [text == "{}" for text in texts] == [False, False, True, False]
    assert changed.identities[FN].policies[0].policy.text == "{}"
