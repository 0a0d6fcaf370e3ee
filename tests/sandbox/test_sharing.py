"""A shared question says the same to everyone, whatever becomes of the sandbox."""

from __future__ import annotations

import pytest

from iamlab.sandbox.models import Sandbox, SharedQuestion
from iamlab.sandbox.services.access import find_own
from iamlab.sandbox.services.errors import (
    PolicyNotFound,
    PolicyRefused,
    QuestionRefused,
    SharedNotFound,
)
from iamlab.sandbox.services.policies import restore_all, save_policy
from iamlab.sandbox.services.sharing import (
    MAX_SHARED,
    open_shared,
    share_question,
    shared_snapshot,
)
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import ALLOW_ALL_TEXT, BUCKET, DENY_ALL_TEXT, READ

QUESTION = {"principal": "shop/user/user0", "action": "s3:GetObject", "resource": f"{BUCKET}/1"}
SCP = "scp/RegionLock"


def test_a_link_opens_the_question_with_edits_and_drafts(shop: Sandbox, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    token = share_question(alice, "shop", QUESTION, {SCP: ALLOW_ALL_TEXT}).token
    shared = open_shared(token)
    assert (shared.scenario, shared.question) == ("shop", QUESTION)
    assert shared.texts == {READ: DENY_ALL_TEXT, SCP: ALLOW_ALL_TEXT}
    policies = shared_snapshot(shared).policies()
    assert (policies[READ].text, policies[SCP].text) == (DENY_ALL_TEXT, ALLOW_ALL_TEXT)


def test_a_draft_goes_before_the_saved_text(shop: Sandbox, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert share_question(alice, "shop", QUESTION, {READ: ALLOW_ALL_TEXT}).texts == {
        READ: ALLOW_ALL_TEXT
    }


def test_later_edits_do_not_change_what_was_shared(shop: Sandbox, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    token = share_question(alice, "shop", QUESTION, {}).token
    restore_all(alice, "shop")
    assert shared_snapshot(open_shared(token)).policies()[READ].text == DENY_ALL_TEXT


def test_sharing_without_edits_needs_no_copy_and_no_account(shop: Sandbox, nobody: Visitor) -> None:
    shared = share_question(nobody, "shop", QUESTION, {})
    assert shared.texts == {}
    assert shared_snapshot(shared) == snapshot_of(shop)
    assert Sandbox.objects.count() == 1


def test_the_same_question_has_one_link(shop: Sandbox, alice: Visitor, bob: Visitor) -> None:
    first = share_question(alice, "shop", QUESTION, {})
    assert share_question(bob, "shop", dict(reversed(QUESTION.items())), {}) == first
    other = share_question(bob, "shop", {**QUESTION, "action": "s3:PutObject"}, {})
    edited = share_question(bob, "shop", QUESTION, {READ: DENY_ALL_TEXT})
    assert len({first.token, other.token, edited.token}) == SharedQuestion.objects.count() == 3


def test_a_classmates_edits_are_not_shared(shop: Sandbox, alice: Visitor, bob: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    assert share_question(bob, "shop", QUESTION, {}).texts == {}
    assert find_own(bob, "shop") is None


def test_drafts_are_checked_like_saved_texts(shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(PolicyRefused):
        share_question(alice, "shop", QUESTION, {READ: "{"})
    with pytest.raises(PolicyNotFound):
        share_question(alice, "shop", QUESTION, {"scp/Nothing": DENY_ALL_TEXT})
    assert SharedQuestion.objects.count() == 0


def test_too_long_a_question_is_refused(shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(QuestionRefused, match="too long") as caught:
        share_question(alice, "shop", {"context": "x" * MAX_SHARED}, {})
    assert caught.value.code == "QUESTION_REFUSED"


@pytest.mark.parametrize("value", [float("nan"), {1, 2}])
def test_what_is_not_plain_data_is_refused(value: object, shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(QuestionRefused, match="plain data"):
        share_question(alice, "shop", {"context": value}, {})


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "unknown", "x" * 500, "\x00", "\ud800"])
def test_an_unknown_link_opens_nothing(token: str) -> None:
    with pytest.raises(SharedNotFound) as caught:
        open_shared(token)
    assert caught.value.code == "SHARED_NOT_FOUND"


@pytest.mark.parametrize("text", ["\x00", "a\\\x00", "\ud800"])
def test_what_a_database_cannot_keep_is_refused(text: str, shop: Sandbox, alice: Visitor) -> None:
    with pytest.raises(QuestionRefused, match="characters"):
        share_question(alice, "shop", {"context": {"a": [text]}}, {})
    with pytest.raises(PolicyNotFound):
        share_question(alice, "shop", QUESTION, {text: DENY_ALL_TEXT})


@pytest.mark.parametrize("text", ["\\u0000", "ü😀", "\n"])
def test_unusual_text_is_shared_as_it_is(text: str, shop: Sandbox, alice: Visitor) -> None:
    token = share_question(alice, "shop", {"context": text}, {}).token
    assert open_shared(token).question == {"context": text}
