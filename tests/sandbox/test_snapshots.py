"""A sandbox's snapshot: few queries, none when nothing changed, never an old answer."""

from __future__ import annotations

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from iamlab.engine import PolicyType, Request, Verdict, WhatIf
from iamlab.sandbox.models import Organization, Sandbox
from iamlab.sandbox.services import reading
from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.errors import SandboxNotFound
from iamlab.sandbox.services.policies import save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.snapshots import authorizer_of, snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import (
    ALICE_ARN,
    ALLOW_ALL_TEXT,
    BUCKET,
    DENY_ALL_TEXT,
    READ,
    SHOP,
    organization_files,
)

QUESTION = Request(ALICE_ARN, "s3:GetObject", f"arn:aws:sqs:eu-west-1:{SHOP}:orders")
BOUNDARY = f"{SHOP}/policy/Boundary"


@pytest.mark.django_db
@pytest.mark.parametrize("users", [1, 20, 100])
def test_a_snapshot_costs_a_constant_number_of_queries(
    users: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    template, _ = load_scenario("shop", organization_files(users))
    with django_assert_num_queries(10):
        assert len(snapshot_of(template).identities) == users + users // 2 + 2


def test_a_known_revision_costs_no_query(
    shop: Sandbox, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = snapshot_of(shop)
    with django_assert_num_queries(0):
        assert snapshot_of(shop) is first


def test_a_question_on_a_kept_sandbox_costs_one_query(
    shop: Sandbox, alice: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snapshot_of(own_sandbox(alice, "shop"))
    with django_assert_num_queries(1):
        authorizer_of(open_sandbox(alice, "shop")).decide(QUESTION)


def test_drafts_stand_in_for_rows_and_are_not_kept(
    shop: Sandbox, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = snapshot_of(shop)
    with django_assert_num_queries(0):
        drafted = snapshot_of(shop, {BOUNDARY: DENY_ALL_TEXT, "scp/RegionLock": ALLOW_ALL_TEXT})
    policies = drafted.policies()
    assert policies[BOUNDARY].text == DENY_ALL_TEXT
    assert policies["scp/RegionLock"].text == ALLOW_ALL_TEXT
    assert snapshot_of(shop) == before


def test_a_draft_of_what_is_attached_nowhere_changes_nothing(shop: Sandbox) -> None:
    assert snapshot_of(shop, {f"{SHOP}/policy/Loose": DENY_ALL_TEXT}) == snapshot_of(shop)


def test_a_boundary_is_read_as_a_boundary(shop: Sandbox) -> None:
    boundary = snapshot_of(shop).identities[f"arn:aws:iam::{SHOP}:user/team/user1"].boundary
    assert boundary is not None
    assert (boundary.key, boundary.type) == (BOUNDARY, PolicyType.BOUNDARY)


def test_the_authorizer_answers_from_rows_drafts_and_what_ifs(
    shop: Sandbox, alice: Visitor
) -> None:
    request = Request(ALICE_ARN, "sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{SHOP}:orders")
    zeta = f"{SHOP}/user/user0/inline/zeta"
    assert authorizer_of(shop).decide(request).verdict is Verdict.ALLOWED
    drafted = authorizer_of(shop, {zeta: DENY_ALL_TEXT})
    assert drafted.decide(request).verdict is Verdict.EXPLICIT_DENY
    granting = frozenset({zeta, f"{SHOP}/group/group0/inline/own"})
    without = authorizer_of(shop, what_if=WhatIf(policies=granting))
    assert without.decide(request).verdict is Verdict.IMPLICIT_DENY
    save_policy(alice, "shop", zeta, DENY_ALL_TEXT, base_version=1)
    saved = authorizer_of(open_sandbox(alice, "shop"))
    assert saved.decide(request).verdict is Verdict.EXPLICIT_DENY
    assert authorizer_of(shop).decide(request).verdict is Verdict.ALLOWED


def test_two_learners_never_see_each_others_snapshot(
    shop: Sandbox, alice: Visitor, bob: Visitor
) -> None:
    for visitor, text in ((alice, DENY_ALL_TEXT), (bob, ALLOW_ALL_TEXT)):
        save_policy(visitor, "shop", READ, text, base_version=2)
    for visitor, text in ((alice, DENY_ALL_TEXT), (bob, ALLOW_ALL_TEXT)):
        assert snapshot_of(open_sandbox(visitor, "shop")).policies()[READ].text == text


def test_rows_written_while_they_are_read_are_read_again(
    shop: Sandbox, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = own_sandbox(alice, "shop")
    read_last = reading._Rows._read_organization

    def save_meanwhile(rows: reading._Rows, sandbox: Sandbox) -> tuple[Organization | None, int]:
        save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
        return read_last(rows, sandbox)

    monkeypatch.setattr(reading._Rows, "_read_organization", save_meanwhile)
    assert snapshot_of(copy).policies()[READ].text == DENY_ALL_TEXT
    assert copy.revision == open_sandbox(alice, "shop").revision


def test_an_old_sandbox_object_catches_up(shop: Sandbox, alice: Visitor) -> None:
    old = own_sandbox(alice, "shop")
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert snapshot_of(old).policies()[READ].text == DENY_ALL_TEXT


def test_a_sandbox_that_is_gone_is_not_found(shop: Sandbox, alice: Visitor) -> None:
    copy = own_sandbox(alice, "shop")
    Sandbox.objects.filter(pk=copy.pk).delete()
    with pytest.raises(SandboxNotFound):
        snapshot_of(copy)


def test_a_raised_revision_is_read_anew(shop: Sandbox) -> None:
    snapshot_of(shop)
    Organization.objects.filter(sandbox=shop).update(aws_id="o-zzzzzzzzzz")
    Sandbox.objects.filter(pk=shop.pk).update(revision=F("revision") + 1)
    shop.refresh_from_db()
    assert snapshot_of(shop).accounts[SHOP].organization_id == "o-zzzzzzzzzz"
    assert BUCKET in snapshot_of(shop).resources
