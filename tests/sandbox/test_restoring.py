"""Every version of a policy comes back, and so does the starting state: of one, or of all."""

from __future__ import annotations

import pytest

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import find_own, open_sandbox
from iamlab.sandbox.services.errors import VersionNotFound
from iamlab.sandbox.services.policies import (
    edited_keys,
    get_policy,
    list_versions,
    restore_all,
    restore_start,
    restore_version,
    save_policy,
)
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import (
    ALLOW_ALL_TEXT,
    DENY_ALL_TEXT,
    READ,
    READ_V1,
    READ_V2,
    organization_files,
)

SCP = "scp/RegionLock"
FIRST = 2  # the shop's READ begins with the second of its two versions


def save(visitor: Visitor, text: str, base: int = FIRST, key: str = READ) -> int:
    """Save a text in the shop and return the number of the version in force."""
    return save_policy(visitor, "shop", key, text, base).number


def text_of(visitor: Visitor) -> str:
    """Return the text of READ in force that the visitor sees."""
    return get_policy(open_sandbox(visitor, "shop"), READ).text


def test_any_version_can_be_put_in_force_without_making_one(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    for number, text in [(1, READ_V1), (3, DENY_ALL_TEXT), (2, READ_V2)]:
        revision = open_sandbox(alice, "shop").revision
        assert restore_version(alice, "shop", READ, number).number == number
        assert text_of(alice) == text
        assert open_sandbox(alice, "shop").revision == revision + 1
    versions = list_versions(open_sandbox(alice, "shop"), READ)
    assert [(item.number, item.is_default) for item in versions] == [
        (3, False),
        (2, True),
        (1, False),
    ]


def test_a_save_after_a_restore_takes_the_next_number(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    restore_start(alice, "shop", READ)
    assert save(alice, ALLOW_ALL_TEXT) == FIRST + 2


def test_a_version_that_never_was_cannot_be_restored(shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(VersionNotFound) as caught:
        restore_version(alice, "shop", READ, 7)
    assert caught.value.code == "VERSION_NOT_FOUND"


def test_the_start_of_one_policy_is_restored_and_others_stay(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    save(alice, DENY_ALL_TEXT, base=1, key=SCP)
    assert restore_start(alice, "shop", READ).number == FIRST
    assert edited_keys(open_sandbox(alice, "shop")) == {SCP}


def test_restoring_what_was_never_edited_copies_nothing(shop: Sandbox, alice: Visitor) -> None:
    assert restore_start(alice, "shop", READ).text == READ_V2
    assert restore_all(alice, "shop") == shop
    assert find_own(alice, "shop") is None


def test_the_whole_start_is_restored_and_edits_stay_in_history(
    shop: Sandbox, alice: Visitor
) -> None:
    save(alice, DENY_ALL_TEXT)
    save(alice, DENY_ALL_TEXT, base=1, key=SCP)
    before = open_sandbox(alice, "shop").revision
    restored = restore_all(alice, "shop")
    assert restored.revision == open_sandbox(alice, "shop").revision > before
    assert edited_keys(restored) == frozenset()
    assert snapshot_of(restored) == snapshot_of(shop)
    assert list_versions(restored, READ)[0].text == DENY_ALL_TEXT


def test_starting_over_brings_the_scenario_as_it_is_today(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    renewed, _ = load_scenario("shop", organization_files(users=5, title="New shop"))
    restored = restore_all(alice, "shop")
    assert restored.owner_id == alice.user_id
    assert restored.title == "New shop"
    assert snapshot_of(restored) == snapshot_of(renewed)


@pytest.mark.parametrize("number", [-1, 0, 10**30])
def test_an_impossible_number_is_no_version(number: int, shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(VersionNotFound):
        restore_version(alice, "shop", READ, number)


def test_a_classmate_restores_only_their_own(shop: Sandbox, alice: Visitor, bob: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    save(bob, ALLOW_ALL_TEXT)
    with pytest.raises(VersionNotFound):
        restore_version(bob, "shop", READ, FIRST + 2)
    restore_all(bob, "shop")
    assert text_of(bob) == READ_V2
    assert text_of(alice) == DENY_ALL_TEXT
