"""Saving makes versions, every version comes back, and no tab overwrites another."""

from __future__ import annotations

import json

import pytest

from iamlab.engine import PolicyType
from iamlab.sandbox.models import PolicyKind, Sandbox
from iamlab.sandbox.services.access import find_own, open_sandbox, own_sandbox
from iamlab.sandbox.services.errors import (
    EditConflict,
    PolicyNotFound,
    PolicyRefused,
    ScenarioNotFound,
)
from iamlab.sandbox.services.policies import (
    MAX_VERSIONS,
    edited_keys,
    edited_texts,
    get_policy,
    list_versions,
    restore_start,
    restore_version,
    save_policy,
)
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.texts import MAX_TEXT
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import (
    ALLOW_ALL_TEXT,
    BUCKET,
    DENY_ALL_TEXT,
    READ,
    READ_V1,
    READ_V2,
    SHOP,
    policy,
)

SCP = "scp/RegionLock"
FIRST = 2  # the shop's READ begins with the second of its two versions


def save(visitor: Visitor, text: str, base: int = FIRST, key: str = READ) -> int:
    """Save a text in the shop and return the number of the version in force."""
    return save_policy(visitor, "shop", key, text, base).number


def text_of(visitor: Visitor, key: str = READ) -> str:
    """Return the text in force that the visitor sees."""
    return get_policy(open_sandbox(visitor, "shop"), key).text


def test_a_policy_is_shown_with_its_kind_and_its_text_as_written(shop: Sandbox) -> None:
    state = get_policy(shop, READ)
    assert (state.name, state.kind, state.origin) == (
        "Read",
        PolicyKind.MANAGED,
        "customer managed",
    )
    assert state.arn == f"arn:aws:iam::{SHOP}:policy/team/Read"
    assert (state.type, state.text, state.version) == (PolicyType.IDENTITY, READ_V2, FIRST)
    assert (state.edited, state.editable) == (False, True)


@pytest.mark.parametrize(
    ("key", "policy_type", "origin"),
    [
        ("scp/FullAWSAccess", PolicyType.SCP, "AWS managed SCP"),
        ("rcp/KeepOut", PolicyType.RCP, "RCP"),
        ("aws/policy/ReadOnlyAccess", PolicyType.IDENTITY, "AWS managed"),
        (f"{SHOP}/user/user0/inline/zeta", PolicyType.IDENTITY, "inline"),
        (f"{SHOP}/group/group0/inline/own", PolicyType.IDENTITY, "inline"),
        (f"{SHOP}/role/runner/inline/own", PolicyType.IDENTITY, "inline"),
        (f"{SHOP}/role/runner/trust", PolicyType.TRUST, "trust policy"),
        (f"resource/{BUCKET}", PolicyType.RESOURCE, "bucket policy"),
    ],
)
def test_every_kind_of_policy_is_reached_by_its_key(
    key: str, policy_type: PolicyType, origin: str, shop: Sandbox
) -> None:
    state = get_policy(shop, key)
    assert (state.key, state.type, state.origin) == (key, policy_type, origin)


def test_saving_makes_a_new_version_with_the_text_exactly_as_typed(
    shop: Sandbox, alice: Visitor
) -> None:
    typed = "\n\t" + DENY_ALL_TEXT.replace('"*"', '"ü*"') + "  \r\n"
    assert save(alice, typed) == FIRST + 1
    assert text_of(alice) == typed


def test_saving_raises_the_revision_and_is_seen_in_the_snapshot(
    shop: Sandbox, alice: Visitor
) -> None:
    before = own_sandbox(alice, "shop")
    assert snapshot_of(before).policies()[READ].text == READ_V2
    save(alice, DENY_ALL_TEXT)
    after = open_sandbox(alice, "shop")
    assert after.revision == before.revision + 1
    assert snapshot_of(after).policies()[READ].text == DENY_ALL_TEXT


def test_saving_the_same_text_makes_no_version(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    before = open_sandbox(alice, "shop")
    assert save(alice, DENY_ALL_TEXT, base=FIRST + 1) == FIRST + 1
    after = open_sandbox(alice, "shop")
    assert after.revision == before.revision
    assert len(list_versions(after, READ)) == 3


def test_the_second_tab_is_told_and_shown_the_difference(shop: Sandbox, alice: Visitor) -> None:
    first, second = READ_V2.replace("s3:", "sqs:"), READ_V2.replace("s3:", "sns:")
    save(alice, first)
    with pytest.raises(EditConflict) as caught:
        save(alice, second)
    conflict = caught.value
    assert conflict.code == "EDIT_CONFLICT"
    assert (conflict.current.number, conflict.current.text) == (FIRST + 1, first)
    assert conflict.text == second
    changed = [line for line in conflict.diff.split("\n")[3:] if line[0] in "+-"]
    assert [line[0] for line in changed] == ["-", "+"]
    assert "sqs:GetObject" in changed[0]
    assert "sns:GetObject" in changed[1]
    assert text_of(alice) == first


def test_after_a_conflict_the_second_tab_can_save_on_top(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    with pytest.raises(EditConflict) as caught:
        save(alice, ALLOW_ALL_TEXT)
    assert save(alice, caught.value.text, base=caught.value.current.number) == FIRST + 2
    kept = [item.text for item in list_versions(open_sandbox(alice, "shop"), READ)]
    assert kept == [ALLOW_ALL_TEXT, DENY_ALL_TEXT, READ_V2, READ_V1]


def test_both_tabs_typing_the_same_is_no_conflict(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    assert save(alice, DENY_ALL_TEXT) == FIRST + 1


def test_a_conflict_on_the_first_write_leaves_no_copy(shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(EditConflict):
        save(alice, DENY_ALL_TEXT, base=9)
    assert find_own(alice, "shop") is None


def test_a_restore_in_one_tab_is_a_conflict_in_the_other(shop: Sandbox, alice: Visitor) -> None:
    number = save(alice, DENY_ALL_TEXT)
    restore_start(alice, "shop", READ)
    with pytest.raises(EditConflict):
        save(alice, ALLOW_ALL_TEXT, base=number)


def test_very_long_texts_conflict_without_a_difference(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    with pytest.raises(EditConflict) as caught:
        save(alice, "\n" * 5000 + ALLOW_ALL_TEXT)
    assert caught.value.diff == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"Statement": 1}', '{"a": 1, "a": 2}'])
def test_an_unreadable_text_is_refused_with_its_findings(
    text: str, shop: Sandbox, alice: Visitor
) -> None:
    with pytest.raises(PolicyRefused) as caught:
        save(alice, text)
    assert caught.value.code == "INVALID_DOCUMENT"
    assert caught.value.findings
    assert find_own(alice, "shop") is None


def test_a_readable_text_with_grammar_errors_is_kept(shop: Sandbox, alice: Visitor) -> None:
    save(alice, '{"Statement": [{"Effect": "Maybe", "Action": "s3:*"}]}')
    assert get_policy(open_sandbox(alice, "shop"), READ).edited


def test_the_longest_text_is_kept_and_a_longer_one_refused(shop: Sandbox, alice: Visitor) -> None:
    longest = DENY_ALL_TEXT.ljust(MAX_TEXT)
    save(alice, longest)
    assert text_of(alice) == longest
    with pytest.raises(PolicyRefused) as caught:
        save(alice, longest + " ", base=FIRST + 1)
    assert caught.value.code == "TEXT_TOO_LONG"


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_a_database_cannot_keep_is_refused(
    character: str, shop: Sandbox, alice: Visitor
) -> None:
    with pytest.raises(PolicyRefused):
        save(alice, DENY_ALL_TEXT + character)


@pytest.mark.parametrize("key", ["scp/FullAWSAccess", "aws/policy/ReadOnlyAccess"])
def test_what_aws_manages_cannot_be_edited(key: str, shop: Sandbox, alice: Visitor) -> None:
    assert not get_policy(shop, key).editable
    with pytest.raises(PolicyRefused) as caught:
        save(alice, DENY_ALL_TEXT, base=1, key=key)
    assert caught.value.code == "AWS_MANAGED"


@pytest.mark.parametrize("key", ["scp/Nothing", "", "\x00", "\ud800", "x" * 9000])
def test_an_unknown_policy_is_said_to_be_unknown(key: str, shop: Sandbox, alice: Visitor) -> None:
    for act in (
        lambda: get_policy(shop, key),
        lambda: list_versions(shop, key),
        lambda: save(alice, DENY_ALL_TEXT, key=key),
        lambda: restore_version(alice, "shop", key, 1),
        lambda: restore_start(alice, "shop", key),
    ):
        with pytest.raises(PolicyNotFound, match="has no policy"):
            act()
    assert find_own(alice, "shop") is None


def test_edited_texts_are_those_in_force_that_differ_from_the_start(
    shop: Sandbox, alice: Visitor
) -> None:
    save(alice, DENY_ALL_TEXT)
    save(alice, ALLOW_ALL_TEXT, base=1, key=SCP)
    save(alice, DENY_ALL_TEXT, base=2, key=SCP)
    sandbox = open_sandbox(alice, "shop")
    assert edited_texts(sandbox) == {READ: DENY_ALL_TEXT, SCP: DENY_ALL_TEXT}
    assert edited_keys(shop) == frozenset()


def test_typing_the_starting_text_again_is_no_edit(shop: Sandbox, alice: Visitor) -> None:
    save(alice, DENY_ALL_TEXT)
    save(alice, READ_V2, base=3)
    assert edited_keys(open_sandbox(alice, "shop")) == frozenset()


def test_the_oldest_edits_go_and_the_start_stays(shop: Sandbox, alice: Visitor) -> None:
    for number in range(MAX_VERSIONS + 3):
        text = json.dumps(policy("Allow", f"s3:Get{number}"))
        save(alice, text, base=FIRST + number)
    numbers = [item.number for item in list_versions(open_sandbox(alice, "shop"), READ)]
    last = FIRST + MAX_VERSIONS + 3
    assert numbers == [*range(last, last - MAX_VERSIONS, -1), 2, 1]


@pytest.mark.django_db
def test_nothing_is_saved_in_an_unknown_scenario() -> None:
    with pytest.raises(ScenarioNotFound):
        save_policy(Visitor(key="k"), "atlantis", READ, DENY_ALL_TEXT, 1)
