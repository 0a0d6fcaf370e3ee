"""One's own account: its address, and its end with everything in it."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from iamlab.accounts.services.belongings import WORDS, Belonging, list_belongings
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import own_sandbox
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseWork, LessonVisit, SkillCard
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import is_signed_in, sign_in
from tests.accounts.test_passwords import reset, reset_link


def rows() -> dict[str, int]:
    """Return how many rows each model has, but for sessions and what Django keeps."""
    counted: list[type[Model]] = [
        model
        for label in ("auth", "account", "sandbox", "lessons")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return {model._meta.label: model._default_manager.count() for model in counted}


def give_things(user: User) -> None:
    """Let a person own one of many kinds."""
    own_sandbox(Visitor(user_id=user.pk), "shop")
    work = ExerciseWork.objects.create(owner=user, course="c", exercise="e")
    work.attempts.create(number=1, texts={})
    for lesson in ("one", "two"):
        LessonVisit.objects.create(owner=user, course="c", lesson=lesson)


def test_what_belongs_to_a_person_is_counted(shop: Sandbox, alice: User, bob: User) -> None:
    give_things(alice)
    give_things(bob)
    assert list_belongings(alice) == [
        Belonging(1, "exercise with its attempts"),
        Belonging(2, "lessons you opened"),
        Belonging(1, "practice organization with its edits"),
    ]


def test_every_kind_of_thing_a_learner_owns_has_words() -> None:
    models: list[type[Model]] = [*apps.get_app_config("lessons").get_models(), Sandbox]
    owned = {m._meta.label_lower for m in models if "owner" in {f.name for f in m._meta.fields}}
    assert len(owned) > 3
    assert owned <= set(WORDS)


def test_deletion_says_before_what_goes(hers: Client, alice: User, shop: Sandbox) -> None:
    give_things(alice)
    text = hers.get("/account/delete/").content.decode()
    assert "<b>1</b> practice organization with its edits" in text
    assert "<b>2</b> lessons you opened" in text


def test_deletion_leaves_nothing_and_touches_nobody_else(
    shop: Sandbox, bob: User, stranger: Client
) -> None:
    give_things(bob)
    before = rows()
    alice = User.objects.create_user("alice", "alice@example.org", PASSWORD)
    give_things(alice)
    now = timezone.now()
    SkillCard.objects.create(owner=alice, course="c", skill="s", due_at=now, reviewed_at=now)
    sign_in(stranger)
    assert stranger.post("/account/delete/", {"password": PASSWORD})["Location"] == (
        "/account/deleted/"
    )
    assert rows() == before
    assert not is_signed_in(stranger)
    assert sign_in(Client()) == 200


def test_deletion_needs_the_password_of_the_one_who_asks(hers: Client, bob: User) -> None:
    bob.set_password("the password of bob")
    bob.save()
    response = hers.post("/account/delete/", {"password": "the password of bob", "user": bob.pk})
    assert "This is not your password" in response.content.decode()
    assert User.objects.count() == 2


def test_other_browsers_of_a_deleted_account_are_strangers(hers: Client, alice: User) -> None:
    other = Client()
    sign_in(other)
    hers.post("/account/delete/", {"password": PASSWORD})
    assert not is_signed_in(other)
    assert other.get("/lab/").status_code in {200, 404}


def test_a_new_address_needs_the_password(hers: Client, alice: User) -> None:
    data = {"email": "new@example.org", "password": "wrong"}
    text = hers.post("/account/email/", data).content.decode()
    assert 'value="new@example.org"' in text
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_a_new_address_takes_the_place_of_the_old(hers: Client, alice: User) -> None:
    old_link = reset_link()
    data = {"email": "new@example.org", "password": PASSWORD}
    assert "new@example.org" in hers.post("/account/email/", data, follow=True).content.decode()
    assert reset(Client(), old_link) == 200  # the link sent to the old mailbox is dead
    assert reset(Client(), reset_link("new@example.org")) == 302
    sent = len(mail.outbox)
    Client().post("/account/password/reset/", {"email": "alice@example.org"})
    assert "No IAM Lab account" in mail.outbox[sent].subject


def test_the_address_can_be_taken_away(hers: Client, alice: User) -> None:
    hers.post("/account/email/", {"email": "", "password": PASSWORD})
    alice.refresh_from_db()
    assert alice.email == ""
    assert "None, so a forgotten password" in hers.get("/account/").content.decode()
