"""Guessing, prying, luring and forging get nowhere."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import PAGES, is_signed_in, sign_in, sign_up

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    " https://evil.example",
    "https://testserver@evil.example/",
    "///evil.example",
    "/" + "a" * 3000,
]


def test_a_password_cannot_be_guessed_fast(stranger: Client, alice: User) -> None:
    for number in range(5):
        assert sign_in(stranger, password=f"guess number {number}") == 200
    response = stranger.post("/account/login/", {"login": "alice", "password": PASSWORD})
    assert "Too many attempts" in response.content.decode()
    assert not is_signed_in(stranger)


def test_guesses_count_whatever_the_spelling_and_the_browser(alice: User) -> None:
    for name in ("alice", "ALICE", "Alice", "aLice", "alicE"):
        sign_in(Client(), name, "a wrong guess")
    assert sign_in(Client()) == 200


def test_a_correct_sign_in_is_not_counted(alice: User) -> None:
    assert [sign_in(Client()) for _ in range(8)] == [302] * 8


def test_the_passwords_of_many_people_cannot_be_tried_from_one_place(stranger: Client) -> None:
    answers = [
        stranger.post("/account/login/", {"login": f"person{n}", "password": "walrus"})
        for n in range(61)
    ]
    assert all("No account has this" in answer.content.decode() for answer in answers[:60])
    assert "Too many attempts" in answers[60].content.decode()


def test_the_form_to_delete_is_no_way_to_guess(hers: Client, alice: User) -> None:
    for _ in range(5):
        assert hers.post("/account/delete/", {"password": "wrong"}).status_code == 200
    assert hers.post("/account/delete/", {"password": PASSWORD}).status_code == 200
    assert User.objects.filter(pk=alice.pk).exists()


def test_too_many_sign_ups_from_one_place_are_a_page_of_ours(stranger: Client) -> None:
    answers = [stranger.post("/account/signup/", {"username": ""}) for _ in range(61)]
    assert answers[59].status_code == 200
    assert answers[60].status_code == 429
    assert "Too many requests" in answers[60].content.decode()


def test_sign_in_does_not_tell_who_has_an_account(stranger: Client, alice: User) -> None:
    texts = []
    for name in ("alice", "nobody"):
        answer = stranger.post("/account/login/", {"login": name, "password": "wrong"})
        text = answer.content.decode().replace(f'value="{name}"', "")
        texts.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken": "[^"]+', "", text))
    assert texts[0] == texts[1]


def test_sign_up_does_not_tell_which_addresses_have_an_account(
    stranger: Client, alice: User
) -> None:
    assert sign_up(stranger, username="carol", email="alice@example.org") == 302
    assert is_signed_in(stranger)


def test_reset_does_not_tell_which_addresses_have_an_account(alice: User) -> None:
    addresses = ["alice@example.org", "nobody@example.org"]
    for address in addresses:
        response = Client().post("/account/password/reset/", {"email": address})
        assert response["Location"] == "/account/password/reset/done/"
    assert [message.to for message in mail.outbox] == [
        ["alice@example.org"],
        ["nobody@example.org"],
    ]


def test_a_mailbox_is_not_flooded(alice: User) -> None:
    for number in range(5):
        User.objects.create_user(f"copy{number}", "alice@example.org", PASSWORD)
    for _ in range(3):
        Client().post("/account/password/reset/", {"email": "alice@example.org"})
    assert len(mail.outbox) == 9
    assert "alice" in mail.outbox[0].body
    response = Client().post("/account/password/reset/", {"email": "ALICE@example.org"})
    assert response.status_code == 429
    assert len(mail.outbox) == 9


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("page", ["/account/login/", "/account/signup/"])
def test_nobody_is_led_elsewhere(page: str, target: str, alice: User) -> None:
    names = {"login": "alice", "password": PASSWORD}
    if "signup" in page:
        names = {"username": "carol", "password1": PASSWORD, "password2": PASSWORD}
    response = Client().post(page, {**names, "next": target})
    assert (response.status_code, response["Location"]) == (302, "/")
    response = Client().post(f"{page}?next={quote(target)}", names | {"username": "dora"})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_out_leads_nowhere_else(hers: Client) -> None:
    assert hers.post("/account/logout/", {"next": "https://evil.example/"})["Location"] == "/"


def test_one_comes_back_to_the_page_one_was_on(stranger: Client, alice: User) -> None:
    text = stranger.get("/checks/?q=old&type=scp").content.decode()
    links = re.findall(r'href="(/account/(?:login|signup)/\?[^"]+)"', text)
    assert len(links) == 2
    page = stranger.get(links[0].replace("&amp;", "&")).content.decode()
    hidden = re.search(r'name="next" value="([^"]+)"', page)
    assert hidden is not None
    back = hidden[1].replace("&amp;", "&")
    data = {"login": "alice", "password": PASSWORD, "next": back}
    assert stranger.post("/account/login/", data)["Location"] == "/checks/?q=old&type=scp"


@pytest.mark.parametrize("path", [path for path in PAGES if "key" not in path])
def test_forms_need_their_token(alice: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(path, {"password": PASSWORD}).status_code == 403
    assert is_signed_in(client)
    assert User.objects.filter(pk=alice.pk).exists()


def test_nobody_is_signed_out_by_a_link(hers: Client) -> None:
    assert hers.get("/account/logout/").status_code == 200
    assert is_signed_in(hers)


@pytest.mark.parametrize(
    "password", ["walrus", "password123", "18446744073709551616", "alice.alice", "w" * 201]
)
def test_weak_and_endless_passwords_are_refused(stranger: Client, password: str) -> None:
    changes = {"username": "alice.alice", "password1": password, "password2": password}
    assert sign_up(stranger, **changes) == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["al", "a" * 31, "alice@home", "álice", "аlice", "-alice", "alice smith", "alice\n"]
)
def test_names_that_could_be_taken_for_another_are_refused(stranger: Client, name: str) -> None:
    # A line break at the end is cut off by every text field, so that name is "alice".
    expected = 302 if name.strip() == "alice" else 200
    assert sign_up(stranger, username=name) == expected


def test_a_name_is_taken_in_any_spelling(stranger: Client, alice: User) -> None:
    assert sign_up(stranger, username="ALICE") == 200
    assert sign_up(stranger, username="Bob") == 302
    assert sign_in(Client(), "bOB") == 302
    assert reverse("account_overview") == "/account/"
