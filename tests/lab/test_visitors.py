"""How long a browser is known: from its last write on, and at no cost to those who only read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db

WRITE = "/exercises/lambda-reads-bucket/draft/"


def expires(client: Client) -> datetime:
    """Return when the server forgets the browser's session."""
    return Session.objects.get(pk=client.cookies["sessionid"].value).expire_date


def last_wrote(client: Client, days: int) -> None:
    """Let the session be as if the last write had been some days ago."""
    session = client.session
    session["visitor_day"] = (timezone.localdate() - timedelta(days=days)).isoformat()
    session.save()
    old = timezone.now() + timedelta(days=90 - days)
    Session.objects.filter(pk=session.session_key).update(expire_date=old)


def test_the_first_write_of_a_day_renews_the_session_and_its_cookie(
    client: Client, settings: Settings
) -> None:
    client.post(WRITE)
    name = client.session["visitor"]
    last_wrote(client, days=60)
    response = client.post(WRITE)
    assert response.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert expires(client) > timezone.now() + timedelta(days=89)
    assert client.session["visitor"] == name


def test_a_second_write_of_the_day_renews_nothing(client: Client) -> None:
    client.post(WRITE)
    assert "sessionid" not in client.post(WRITE).cookies


def test_reading_renews_nothing(client: Client) -> None:
    client.post(WRITE)
    last_wrote(client, days=60)
    assert "sessionid" not in client.get("/progress/").cookies
    assert expires(client) < timezone.now() + timedelta(days=31)


def test_reading_makes_no_session(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert "sessionid" not in Client().get("/progress/").cookies


def test_a_person_needs_no_name(client: Client) -> None:
    client.force_login(User.objects.create_user("alice"))
    client.post(WRITE)
    assert "visitor" not in client.session
    assert "visitor_day" not in client.session
