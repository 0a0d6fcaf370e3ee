"""Who reaches which sandbox, and when a copy is made."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.models import Policy, PolicyVersion, Sandbox
from iamlab.sandbox.services.access import (
    get_sandbox,
    open_sandbox,
    own_sandbox,
)
from iamlab.sandbox.services.errors import SandboxNotFound, ScenarioNotFound, VisitorUnknown
from iamlab.sandbox.services.policies import get_policy, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import DENY_ALL_TEXT, READ, organization_files


def test_a_visit_shows_the_template_and_copies_nothing(shop: Sandbox, alice: Visitor) -> None:
    assert open_sandbox(alice, "shop") == shop
    assert Sandbox.objects.count() == 1


def test_the_first_write_makes_a_copy(shop: Sandbox, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    copy = open_sandbox(alice, "shop")
    assert copy != shop
    assert copy.owner_id == alice.user_id
    assert (copy.title, copy.summary) == (shop.title, shop.summary)
    assert get_policy(shop, READ).text != DENY_ALL_TEXT


def test_the_second_write_goes_to_the_same_copy(shop: Sandbox, alice: Visitor) -> None:
    assert own_sandbox(alice, "shop") == own_sandbox(alice, "shop")
    assert Sandbox.objects.count() == 2


def test_a_copy_shares_no_row_with_its_template(shop: Sandbox, alice: Visitor) -> None:
    before = snapshot_of(shop)
    copy = own_sandbox(alice, "shop")
    kept = set(Policy.objects.filter(sandbox=copy).values_list("pk", flat=True))
    shop.delete()
    assert set(Policy.objects.values_list("pk", flat=True)) == kept
    assert PolicyVersion.objects.exclude(sandbox=copy).count() == 0
    assert snapshot_of(copy) == before


def test_an_anonymous_copy_belongs_to_the_session(shop: Sandbox, stranger: Visitor) -> None:
    copy = own_sandbox(stranger, "shop")
    assert open_sandbox(stranger, "shop") == copy
    assert open_sandbox(Visitor(key="another-key"), "shop") == shop


def test_an_account_goes_before_the_session(shop: Sandbox, alice: Visitor) -> None:
    own_sandbox(Visitor(key="k"), "shop")
    both = Visitor(user_id=alice.user_id, key="k")
    assert open_sandbox(both, "shop") == shop
    assert own_sandbox(both, "shop").owner_id == alice.user_id


def test_nobody_may_look_but_not_write(shop: Sandbox, nobody: Visitor) -> None:
    assert open_sandbox(nobody, "shop") == shop
    with pytest.raises(VisitorUnknown) as caught:
        save_policy(nobody, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert caught.value.code == "VISITOR_UNKNOWN"
    assert Sandbox.objects.count() == 1


def test_an_empty_key_owns_nothing(shop: Sandbox) -> None:
    with pytest.raises(VisitorUnknown):
        own_sandbox(Visitor(key=""), "shop")


def test_the_owner_reaches_a_sandbox_by_number(shop: Sandbox, alice: Visitor) -> None:
    copy = own_sandbox(alice, "shop")
    assert get_sandbox(alice, copy.pk) == copy


@pytest.mark.parametrize("other", ["bob", "tara", "stranger", "nobody"])
def test_a_strangers_sandbox_looks_like_none(
    other: str, shop: Sandbox, alice: Visitor, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(other)
    copy = own_sandbox(alice, "shop")
    with pytest.raises(SandboxNotFound) as strangers:
        get_sandbox(visitor, copy.pk)
    with pytest.raises(SandboxNotFound) as missing:
        get_sandbox(visitor, copy.pk + 1000)
    assert strangers.value.code == missing.value.code == "SANDBOX_NOT_FOUND"
    assert str(strangers.value) == str(missing.value)


@pytest.mark.parametrize("other", ["alice", "bob", "nobody"])
def test_a_sessions_sandbox_is_hidden_from_others(
    other: str, shop: Sandbox, stranger: Visitor, request: pytest.FixtureRequest
) -> None:
    copy = own_sandbox(stranger, "shop")
    with pytest.raises(SandboxNotFound):
        get_sandbox(request.getfixturevalue(other), copy.pk)
    assert get_sandbox(stranger, copy.pk) == copy


def test_everyone_reaches_a_template_by_number(
    shop: Sandbox, nobody: Visitor, bob: Visitor
) -> None:
    assert get_sandbox(nobody, shop.pk) == get_sandbox(bob, shop.pk) == shop


def test_classmates_write_in_their_own_copies(shop: Sandbox, alice: Visitor, bob: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert get_policy(open_sandbox(bob, "shop"), READ).version == 2
    save_policy(bob, "shop", READ, DENY_ALL_TEXT + "\n", base_version=2)
    assert get_policy(open_sandbox(alice, "shop"), READ).text == DENY_ALL_TEXT


@pytest.mark.django_db
def test_an_unknown_scenario_cannot_be_opened_nor_copied() -> None:
    for verb in (open_sandbox, own_sandbox):
        with pytest.raises(ScenarioNotFound):
            verb(Visitor(key="k"), "atlantis")


@pytest.mark.django_db
@pytest.mark.parametrize("users", [1, 4, 8])
def test_a_copy_costs_a_constant_number_of_queries(
    users: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_scenario("shop", organization_files(users))
    with django_assert_num_queries(36):
        own_sandbox(Visitor(key="k"), "shop")
