"""All that a visitor owns can be listed and deleted, and nothing else goes with it."""

from __future__ import annotations

import pytest

from iamlab.sandbox.models import Policy, PolicyVersion, Sandbox
from iamlab.sandbox.services.access import find_own, own_sandbox
from iamlab.sandbox.services.belongings import count_copies, delete_copies, list_copies
from iamlab.sandbox.services.policies import save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import DENY_ALL_TEXT, READ, organization_files


@pytest.fixture
def copies(shop: Sandbox, stranger: Visitor, alice: Visitor, bob: Visitor) -> None:
    """Three visitors with a copy of the shop each; Alice has edited hers and has a bakery too."""
    load_scenario("bakery", organization_files(users=1, title="The bakery"))
    for visitor in (stranger, alice, bob):
        own_sandbox(visitor, "shop")
    own_sandbox(alice, "bakery")
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)


@pytest.mark.usefixtures("copies")
def test_copies_are_listed_with_what_was_edited(alice: Visitor, bob: Visitor) -> None:
    assert [(copy.scenario, copy.title, copy.texts) for copy in list_copies(alice)] == [
        ("bakery", "The bakery", {}),
        ("shop", "The shop", {READ: DENY_ALL_TEXT}),
    ]
    assert [(copy.scenario, copy.texts) for copy in list_copies(bob)] == [("shop", {})]


@pytest.mark.usefixtures("copies")
def test_deleting_takes_ones_own_copies_with_all_their_rows(
    shop: Sandbox, stranger: Visitor, alice: Visitor, bob: Visitor
) -> None:
    left = Sandbox.objects.exclude(owner_id=alice.user_id)
    policies = Policy.objects.filter(sandbox__in=left).count()
    versions = PolicyVersion.objects.filter(sandbox__in=left).count()
    assert delete_copies(alice) == 2
    assert list_copies(alice) == []
    assert (count_copies(alice), count_copies(bob), count_copies(stranger)) == (0, 1, 1)
    assert Sandbox.objects.filter(is_template=True).count() == 2
    assert (Policy.objects.count(), PolicyVersion.objects.count()) == (policies, versions)
    assert find_own(alice, "shop") is None
    assert delete_copies(alice) == 0


@pytest.mark.usefixtures("copies")
def test_somebody_unknown_owns_nothing(nobody: Visitor) -> None:
    assert (list_copies(nobody), count_copies(nobody), delete_copies(nobody)) == ([], 0, 0)
    assert Sandbox.objects.filter(is_template=False).count() == 4
