"""What was done before signing in comes along, once, and stays with the account."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.db.models.signals import pre_delete, pre_save
from django.test import Client

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import open_sandbox
from iamlab.sandbox.services.policies import get_policy, list_versions
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseWork
from tests.accounts.pages import sign_in, sign_up
from tests.sandbox.organizations import ALLOW_ALL_TEXT, DENY_ALL_TEXT, READ


def edit(client: Client, text: str, base: int = 2) -> None:
    """Save a policy on the lab's own page."""
    data = {"scenario": "shop", "policy": READ, "text": text, "base_version": base}
    assert client.post("/lab/policy/save/", data).status_code in {200, 302}


def text_of(user: User) -> str:
    """Return what the person's copy says."""
    return get_policy(open_sandbox(Visitor(user_id=user.pk), "shop"), READ).text


def copies() -> int:
    return Sandbox.objects.filter(is_template=False).count()


def test_an_edit_is_kept_at_sign_up(stranger: Client, shop: Sandbox) -> None:
    edit(stranger, DENY_ALL_TEXT)
    assert sign_up(stranger) == 302
    assert text_of(User.objects.get(username="alice")) == DENY_ALL_TEXT
    assert copies() == 1
    assert "visitor" not in stranger.session


KEPT = "What you did before you signed in is kept with your account."


def test_people_are_told_what_became_of_their_work(stranger: Client, shop: Sandbox) -> None:
    edit(stranger, DENY_ALL_TEXT)
    sign_up(stranger)
    page = stranger.get("/account/").content.decode()
    assert "Your account is made, and you are signed in as alice." in page
    assert KEPT in page
    assert KEPT not in stranger.get("/account/").content.decode()


def test_nothing_is_said_to_who_did_nothing(stranger: Client, alice: User) -> None:
    sign_in(stranger)
    assert KEPT not in stranger.get("/account/").content.decode()


def test_signing_in_elsewhere_merges(stranger: Client, shop: Sandbox, alice: User) -> None:
    first = Client()
    sign_in(first)
    edit(first, DENY_ALL_TEXT)
    edit(stranger, ALLOW_ALL_TEXT)
    assert sign_in(stranger) == 302
    assert text_of(alice) == DENY_ALL_TEXT
    sandbox = open_sandbox(Visitor(user_id=alice.pk), "shop")
    assert ALLOW_ALL_TEXT in [version.text for version in list_versions(sandbox, READ)]
    assert copies() == 1


def test_work_on_exercises_comes_along(stranger: Client, shop: Sandbox, alice: User) -> None:
    edit(stranger, DENY_ALL_TEXT)
    key = stranger.session["visitor"]
    ExerciseWork.objects.create(visitor_key=key, course="c", exercise="e")
    sign_in(stranger)
    assert ExerciseWork.objects.get().owner_id == alice.pk


def test_the_session_gets_a_new_key(stranger: Client, shop: Sandbox, alice: User) -> None:
    edit(stranger, DENY_ALL_TEXT)
    before = stranger.session.session_key
    sign_in(stranger)
    assert stranger.session.session_key != before


def test_who_comes_next_at_the_computer_inherits_nothing(
    stranger: Client, shop: Sandbox, alice: User, bob: User
) -> None:
    edit(stranger, DENY_ALL_TEXT)
    sign_in(stranger)
    assert stranger.post("/account/logout/")["Location"] == "/"
    assert "visitor" not in stranger.session
    edit(stranger, ALLOW_ALL_TEXT)
    sign_in(stranger, "bob")
    assert text_of(alice) == DENY_ALL_TEXT
    assert text_of(bob) == ALLOW_ALL_TEXT


def test_a_failed_adoption_loses_nothing_and_is_tried_again(
    stranger: Client, shop: Sandbox, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    edit(stranger, DENY_ALL_TEXT)
    key = stranger.session["visitor"]
    ExerciseWork.objects.create(visitor_key=key, course="c", exercise="e")
    ExerciseWork.objects.create(owner=alice, course="c", exercise="e")

    def refuse(**arguments: object) -> None:
        raise DatabaseError("disk full")

    # The second half fails, after the organizations were given over: all of it is taken back.
    pre_delete.connect(refuse, sender=ExerciseWork)
    try:
        with caplog.at_level(logging.ERROR, logger="lessons.signals"):
            assert sign_in(stranger) == 302
    finally:
        pre_delete.disconnect(refuse, sender=ExerciseWork)
    assert "could not be given" in caplog.text
    assert stranger.session["visitor"] == key
    assert Sandbox.objects.get(is_template=False).visitor_key == key
    stranger.post("/account/logout/")
    assert text_of(alice) == DENY_ALL_TEXT
    assert ExerciseWork.objects.get().owner_id == alice.pk


@pytest.mark.django_db(transaction=True)
def test_two_people_who_choose_one_name_at_once() -> None:
    def rival(instance: User, **arguments: object) -> None:
        User.objects.bulk_create([User(username=instance.username)])

    pre_save.connect(rival, sender=User)
    try:
        response = Client().post(
            "/account/signup/",
            {
                "username": "alice",
                "password1": "a walrus in the library",
                "password2": "a walrus in the library",
            },
        )
    finally:
        pre_save.disconnect(rival, sender=User)
    assert response.status_code == 200
    assert "Somebody has this username already" in response.content.decode()
    assert User.objects.count() == 1
