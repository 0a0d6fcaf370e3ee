"""The rows of the organization's tree: what is open, what is a link, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.test import Client

from iamlab.lab.branches import MAX_OPEN, Branch, find_section, tree_branches
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.tree import organization_tree
from tests.sandbox.organizations import SHOP, organization_files


def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from walk(branch.children)


@pytest.fixture
def shop(db: None) -> Sandbox:
    """An organization with more users than a page shows at once."""
    return load_scenario("shop", organization_files(users=MAX_OPEN + 1))[0]


def test_only_the_way_to_the_open_policy_is_open(acme: Sandbox) -> None:
    key = "222233334444/role/receipt-reader/inline/write-own-logs"
    rows = list(walk(tree_branches(organization_tree(acme), key)))
    opened = [row.name for row in rows if row.open]
    assert opened == ["Root", "Workloads", "production", "receipt-reader"]
    assert [row.key for row in rows if row.current] == [key]


def test_without_an_open_policy_the_root_is_open(acme: Sandbox) -> None:
    rows = list(walk(tree_branches(organization_tree(acme), "")))
    assert [row.name for row in rows if row.open] == ["Root"]


def test_a_holder_of_one_policy_is_its_link(acme: Sandbox) -> None:
    rows = {row.name: row for row in walk(tree_branches(organization_tree(acme), ""))}
    assert rows["receipt-uploads"].key.startswith("resource/arn:aws:sqs:")
    assert rows["receipt-uploads"].children == ()


def test_a_user_shows_what_comes_through_groups_and_the_boundary(acme: Sandbox) -> None:
    rows = {row.name: row for row in walk(tree_branches(organization_tree(acme), ""))}
    sides = {child.name: child.side for child in rows["ana"].children}
    assert sides["OwnDevelopment"] == "via Developers"
    assert sides["DeveloperBoundary"] == "boundary"


def test_many_users_are_a_section_of_their_own(shop: Sandbox) -> None:
    branches = tree_branches(organization_tree(shop), "")
    section = find_section(branches, f"{SHOP}/Users")
    assert section is not None
    assert section.side == str(MAX_OPEN + 1)
    assert find_section(branches, f"{SHOP}/Roles") is None


def test_page_leaves_a_section_out_until_it_is_asked_for(shop: Sandbox, stranger: Client) -> None:
    last = f">user{MAX_OPEN}<"
    assert last not in stranger.get("/lab/", {"scenario": "shop"}).content.decode()
    query = {"scenario": "shop", "section": f"{SHOP}/Users"}
    assert last in stranger.get("/lab/", query).content.decode()
    assert last in stranger.get("/lab/tree/", query).content.decode()


@pytest.mark.parametrize("section", ["", "nothing", "\x00"])
def test_no_such_section_is_a_404(acme: Sandbox, stranger: Client, section: str) -> None:
    assert stranger.get("/lab/tree/", {"section": section}).status_code == 404
