"""The cast of the tests of accounts, and the shop that they practice with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from tests.sandbox.organizations import organization_files

PASSWORD = "a walrus in the library"


@pytest.fixture(autouse=True)
def afresh(db: None) -> None:
    """Count attempts from zero."""
    cache.clear()


@pytest.fixture
def shop(db: None) -> Sandbox:
    """The template of a small organization."""
    return load_scenario("shop", organization_files(users=3))[0]


@pytest.fixture
def alice(db: None) -> User:
    """A learner with an account and an address."""
    return User.objects.create_user("alice", "alice@example.org", PASSWORD)


@pytest.fixture
def bob(db: None) -> User:
    """Her classmate, who gave no address."""
    return User.objects.create_user("bob", password=PASSWORD)


@pytest.fixture
def hers(alice: User) -> Client:
    """Alice's browser, signed in."""
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    """The browser of somebody who just opened the page."""
    return Client()
