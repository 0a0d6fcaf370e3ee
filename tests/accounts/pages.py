"""What the tests of accounts send."""

from __future__ import annotations

from django.test import Client

from tests.accounts.conftest import PASSWORD

SIGNUP = {"username": "alice", "password1": PASSWORD, "password2": PASSWORD, "email": ""}

# Every page, and who may see it: "all", only strangers ("out"), only those signed in ("in").
PAGES = {
    "/account/signup/": "out",
    "/account/login/": "out",
    "/account/logout/": "in",
    "/account/inactive/": "all",
    "/account/password/reset/": "all",
    "/account/password/reset/done/": "all",
    "/account/password/reset/key/1-abc-def/": "all",
    "/account/password/reset/key/done/": "all",
    "/account/password/change/": "in",
    "/account/password/set/": "in",
    "/account/": "in",
    "/account/email/": "in",
    "/account/delete/": "in",
    "/account/deleted/": "all",
}


def sign_up(client: Client, **changes: str) -> int:
    """Send the sign-up form and return the status: 302 when it worked."""
    return client.post("/account/signup/", {**SIGNUP, **changes}).status_code


def sign_in(client: Client, login: str = "alice", password: str = PASSWORD) -> int:
    """Send the sign-in form and return the status: 302 when it worked."""
    return client.post("/account/login/", {"login": login, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    """Whether the account's own page opens."""
    return client.get("/account/").status_code == 200
