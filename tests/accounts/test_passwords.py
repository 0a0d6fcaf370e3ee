"""A password is changed by its owner, and reset by whoever reads the owner's mailbox."""

from __future__ import annotations

import logging
import re
import smtplib

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import is_signed_in, sign_in, sign_up

NEW = "two walruses on a tram"


def reset_link(address: str = "alice@example.org") -> str:
    """Ask for a reset and return the path in the message."""
    Client().post("/account/password/reset/", {"email": address})
    found = re.search(
        r"http://testserver(/account/password/reset/key/\S+)", str(mail.outbox[-1].body)
    )
    assert found is not None
    return found[1]


def reset(client: Client, link: str, password: str = NEW) -> int:
    """Follow a link and send its form, as a browser does."""
    page = client.get(link, follow=True)
    path = page.redirect_chain[-1][0] if page.redirect_chain else link
    data = {"password1": password, "password2": password}
    return client.post(path, data).status_code


def test_a_change_needs_the_current_password(hers: Client, alice: User) -> None:
    data = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    response = hers.post("/account/password/change/", data)
    assert "This is not your current password" in response.content.decode()
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_a_change_signs_out_everywhere_else(hers: Client, alice: User) -> None:
    other = Client()
    sign_in(other)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    response = hers.post("/account/password/change/", data, follow=True)
    assert response.request["PATH_INFO"] == "/account/"
    assert "Your password is changed" in response.content.decode()
    assert is_signed_in(hers)
    assert not is_signed_in(other)
    assert sign_in(Client(), password=NEW) == 302
    assert "was changed" in mail.outbox[0].subject


def test_a_reset_works_once(alice: User, stranger: Client) -> None:
    link = reset_link()
    assert 'account "alice"' in mail.outbox[0].body
    assert reset(stranger, link) == 302
    assert not is_signed_in(stranger)
    assert sign_in(stranger, password=NEW) == 302
    assert reset(Client(), link, "three walruses in a boat") == 200
    assert sign_in(Client(), password=NEW) == 302


def test_a_reset_signs_out_who_knew_the_old_password(alice: User, hers: Client) -> None:
    assert reset(Client(), reset_link()) == 302
    assert not is_signed_in(hers)


def test_the_form_for_a_new_password_is_not_at_the_address_of_the_key(alice: User) -> None:
    response = Client().get(reset_link())
    assert response.status_code == 302
    assert response["Location"].endswith("-set-password/")


def test_messages_name_the_time_a_link_has() -> None:
    assert django_settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600


def test_who_gave_no_address_gets_no_mail(bob: User) -> None:
    Client().post("/account/password/reset/", {"email": ""})
    assert mail.outbox == []


def test_a_mail_server_that_fails_is_logged_and_not_shown(
    alice: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the discard port: nobody listens
    with pytest.raises((OSError, smtplib.SMTPException)):
        mail.send_mail("s", "m", None, ["a@example.org"])
    with caplog.at_level(logging.ERROR):
        response = Client().post("/account/password/reset/", {"email": "alice@example.org"})
    assert response["Location"] == "/account/password/reset/done/"
    assert "No mail could be sent" in caplog.text


def test_an_account_without_password_chooses_one(db: None) -> None:
    dora, client = User.objects.create_user("dora"), Client()
    client.force_login(dora)
    for path in ("/account/password/change/", "/account/delete/", "/account/email/"):
        assert client.get(path)["Location"] == "/account/password/set/"
    response = client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    assert response["Location"] == "/account/"
    assert sign_in(Client(), "dora", NEW) == 302


def test_the_address_of_sign_up_serves_the_reset(stranger: Client) -> None:
    sign_up(stranger, email="Alice@Example.org")
    assert reset(Client(), reset_link("alice@example.org")) == 302
    assert sign_in(Client(), password=NEW) == 302
