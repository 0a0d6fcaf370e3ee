"""The cast of the lab's tests, and the organization that they practice with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder


@pytest.fixture
def acme(db: None) -> Sandbox:
    """The template of Acme Receipts, as shipped."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


@pytest.fixture
def alice(db: None) -> Client:
    """The browser of a learner with an account."""
    return _signed_in("alice")


@pytest.fixture
def bob(db: None) -> Client:
    """The browser of her classmate."""
    return _signed_in("bob")


@pytest.fixture
def stranger() -> Client:
    """The browser of somebody who just opened the page."""
    return Client()


def _signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(name))
    return client
