"""An anonymous learner keeps everything on signing up, and loses nothing on signing in."""

from __future__ import annotations

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.adoption import adopt_sandboxes
from iamlab.sandbox.services.policies import get_policy, list_versions, restore_version, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import (
    ALLOW_ALL_TEXT,
    DENY_ALL_TEXT,
    READ,
    READ_V2,
    organization_files,
)


def adopt(visitor: Visitor, person: Visitor) -> int:
    """Let a session become a person."""
    assert visitor.key is not None
    assert person.user_id is not None
    return adopt_sandboxes(visitor.key, person.user_id)


def test_copies_go_with_the_learner_on_sign_up(
    shop: Sandbox, stranger: Visitor, alice: Visitor
) -> None:
    load_scenario("bakery", organization_files(users=1))
    copies = {own_sandbox(stranger, slug) for slug in ("shop", "bakery")}
    save_policy(stranger, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert adopt(stranger, alice) == 2
    assert {open_sandbox(alice, slug) for slug in ("shop", "bakery")} == copies
    assert get_policy(open_sandbox(alice, "shop"), READ).text == DENY_ALL_TEXT
    assert open_sandbox(stranger, "shop") == shop


def test_signing_in_keeps_both_texts(shop: Sandbox, stranger: Visitor, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    save_policy(stranger, "shop", READ, ALLOW_ALL_TEXT, base_version=2)
    adopt(stranger, alice)
    sandbox = open_sandbox(alice, "shop")
    assert get_policy(sandbox, READ).text == DENY_ALL_TEXT
    newest = list_versions(sandbox, READ)[0]
    assert (newest.text, newest.note) == (ALLOW_ALL_TEXT, "Saved before you signed in")
    restore_version(alice, "shop", READ, newest.number)
    assert get_policy(open_sandbox(alice, "shop"), READ).text == ALLOW_ALL_TEXT
    assert Sandbox.objects.filter(is_template=False).count() == 1


def test_a_text_that_is_there_already_is_not_kept_twice(
    shop: Sandbox, stranger: Visitor, alice: Visitor
) -> None:
    for visitor in (alice, stranger):
        save_policy(visitor, "shop", READ, DENY_ALL_TEXT, base_version=2)
    adopt(stranger, alice)
    assert len(list_versions(open_sandbox(alice, "shop"), READ)) == 3


def test_other_sessions_and_people_are_left_alone(
    shop: Sandbox, stranger: Visitor, alice: Visitor, bob: Visitor
) -> None:
    other = Visitor(key="another-key")
    kept = {own_sandbox(bob, "shop"), own_sandbox(other, "shop")}
    assert adopt(stranger, alice) == 0
    assert {open_sandbox(bob, "shop"), open_sandbox(other, "shop")} == kept
    assert get_policy(open_sandbox(alice, "shop"), READ).text == READ_V2


def test_edits_of_policies_that_are_gone_from_the_scenario_do_no_harm(
    shop: Sandbox, stranger: Visitor, alice: Visitor
) -> None:
    key = "222233334444/user/user2/inline/zeta"
    save_policy(stranger, "shop", key, DENY_ALL_TEXT, base_version=1)
    load_scenario("shop", organization_files(users=1))
    own = own_sandbox(alice, "shop")
    assert adopt(stranger, alice) == 1
    assert open_sandbox(alice, "shop") == own
