"""The cast of the sandbox tests, and the shop that they practice with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import organization_files


@pytest.fixture
def shop(db: None) -> Sandbox:
    """The template of a small organization."""
    return load_scenario("shop", organization_files(users=3))[0]


@pytest.fixture
def alice(db: None) -> Visitor:
    """A learner with an account."""
    return Visitor(user_id=User.objects.create_user("alice").pk)


@pytest.fixture
def bob(db: None) -> Visitor:
    """Her classmate."""
    return Visitor(user_id=User.objects.create_user("bob").pk)


@pytest.fixture
def tara(db: None) -> Visitor:
    """Their teacher: to a sandbox, a person like any other."""
    return Visitor(user_id=User.objects.create_user("tara", is_staff=True).pk)


@pytest.fixture
def stranger() -> Visitor:
    """Somebody who just opened the page: a session, no account."""
    return Visitor(key="a-session-key")


@pytest.fixture
def nobody() -> Visitor:
    """A browser that keeps no session."""
    return Visitor()
