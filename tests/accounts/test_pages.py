"""Every page of accounts: who sees it, what it holds, and that nothing sent to it breaks it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import PAGES, SIGNUP, sign_in

GARBAGE = [
    "",
    "a" * 300_000,
    "\0",
    "ali\0ce",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202ealice\u2066",
    "Ａlice",  # full-width: looks like another name once normalized
    "\U0010ffff" * 50,
    "%00%ff",
    "\r\nSet-Cookie: a=b",
    "'; DROP TABLE auth_user; --",
    "{{ 7|add:7 }}<script>",
]
FORMS = {
    "/account/signup/": SIGNUP,
    "/account/login/": {"login": "alice", "password": PASSWORD},
    "/account/password/reset/": {"email": "alice@example.org"},
    "/account/password/change/": {
        "oldpassword": PASSWORD,
        "password1": "another walrus",
        "password2": "another walrus",
    },
    "/account/email/": {"email": "new@example.org", "password": PASSWORD},
    "/account/delete/": {"password": PASSWORD},
}


def test_every_address_is_known_here() -> None:
    resolver = next(
        item
        for item in get_resolver().url_patterns
        if isinstance(item, URLResolver) and str(item.pattern) == "account/"
    )
    routed = {str(pattern.pattern) for pattern in resolver.url_patterns}
    listed = {path.removeprefix("/account/") for path in PAGES}
    assert {path for path in routed if "(?P" not in path} == {
        path for path in listed if "1-abc" not in path
    }
    assert len(routed) == len(listed)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in_where_an_account_is_needed(
    stranger: Client, path: str
) -> None:
    response = stranger.get(path)
    if path == "/account/logout/":
        assert (response.status_code, response["Location"]) == (302, "/")
    elif PAGES[path] == "in":
        assert response.status_code == 302
        assert response["Location"] == f"/account/login/?next={path}"
    else:
        assert response.status_code == 200
        assert "<h1" in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_person_sees_the_pages_of_an_account(hers: Client, path: str) -> None:
    response = hers.get(path)
    if PAGES[path] == "out":
        assert (response.status_code, response["Location"]) == (302, "/")
    elif path == "/account/password/set/":  # she has a password already
        assert (response.status_code, response["Location"]) == (302, "/account/password/change/")
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("path", [path for path in PAGES if PAGES[path] == "in"])
def test_a_page_of_ones_own_shows_nothing_of_others(hers: Client, bob: User, path: str) -> None:
    assert bob.username not in hers.get(path, follow=True).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_nothing_inline(stranger: Client, hers: Client, path: str) -> None:
    for client in (stranger, hers):
        text = client.get(path, follow=True).content.decode()
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_any_field_is_no_server_error(
    stranger: Client, hers: Client, path: str, garbage: str
) -> None:
    client = hers if PAGES[path] == "in" else stranger
    for field in [*FORMS[path], "next"]:
        response = client.post(path, {**FORMS[path], field: garbage})
        assert response.status_code in {200, 302, 413, 429}
        if response.status_code == 302 and not response["Location"].startswith("/account/"):
            assert response["Location"].startswith("/") or garbage == response["Location"]
    assert User.objects.filter(username="alice").exists() or path == "/account/delete/"


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_an_address_is_no_server_error(stranger: Client, garbage: str) -> None:
    for path in ("/account/signup/", "/account/login/", "/account/password/reset/"):
        for name in ("next", "email"):
            assert stranger.get(path, {name: garbage[:4000]}).status_code == 200


@pytest.mark.parametrize(
    "key",
    ["zzzzzzzzzzzzz-abc-def", "1-%00-a", "1-set-password", "0-a", "1-a-b-c", "1-" + "a" * 200],
)
def test_a_key_that_was_never_sent_no_longer_works(stranger: Client, key: str) -> None:
    response = stranger.get(f"/account/password/reset/key/{key}/")
    assert response.status_code == 200
    assert "This link no longer works" in response.content.decode()
    assert stranger.post(f"/account/password/reset/key/{key}/", {}).status_code == 200


def test_what_was_typed_stays_but_for_passwords(stranger: Client) -> None:
    data = {**SIGNUP, "username": "alice!", "email": "alice@example.org"}
    text = stranger.post("/account/signup/", data).content.decode()
    assert 'value="alice!"' in text
    assert 'value="alice@example.org"' in text
    assert PASSWORD not in text


def test_a_mistake_is_told_beside_its_field(stranger: Client) -> None:
    text = stranger.post("/account/signup/", {**SIGNUP, "username": "a b"}).content.decode()
    field = re.search(r'<input[^>]*name="username"[^>]*>', text)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert "autofocus" in field[0]
    assert re.search(r'aria-describedby="[^"]*id_username_error', field[0])
    assert re.search(r'id="id_username_error".*?Use letters a to z', text, re.DOTALL)


@pytest.mark.parametrize(
    ("path", "field", "meaning"),
    [
        ("/account/signup/", "username", "username"),
        ("/account/signup/", "password1", "new-password"),
        ("/account/signup/", "password2", "new-password"),
        ("/account/signup/", "email", "email"),
        ("/account/login/", "login", "username"),
        ("/account/login/", "password", "current-password"),
        ("/account/password/reset/", "email", "email"),
        ("/account/password/change/", "oldpassword", "current-password"),
        ("/account/password/change/", "password1", "new-password"),
        ("/account/delete/", "password", "current-password"),
        ("/account/email/", "email", "email"),
    ],
)
def test_password_managers_know_every_field(
    stranger: Client, hers: Client, path: str, field: str, meaning: str
) -> None:
    text = (hers if PAGES[path] == "in" else stranger).get(path).content.decode()
    tag = re.search(rf'<input[^>]*name="{field}"[^>]*>', text)
    assert tag is not None
    assert f'autocomplete="{meaning}"' in tag[0]


def test_requirements_are_shown_before(stranger: Client) -> None:
    text = stranger.get("/account/signup/").content.decode()
    assert "3 to 30 characters" in text
    assert "At least 10 characters" in text


def test_pages_about_a_person_are_never_cached(hers: Client) -> None:
    for path in ("/account/", "/account/email/", "/account/delete/"):
        assert "no-store" in hers.get(path)["Cache-Control"]


def test_an_account_that_is_switched_off_says_so_to_its_owner_only(
    stranger: Client, alice: User
) -> None:
    alice.is_active = False
    alice.save()
    data = {"login": "alice", "password": PASSWORD}
    assert stranger.post("/account/login/", data)["Location"] == "/account/inactive/"
    assert sign_in(stranger, password="wrong password") == 200
