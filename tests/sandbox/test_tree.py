"""The left pane's tree: everything in its place, with the keys that open it."""

from __future__ import annotations

import json

import pytest
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.models import Policy, PolicyKind, Sandbox
from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.policies import save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.tree import OrgTree, TreeAccount, TreeEntity, organization_tree
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import BUCKET, DENY_ALL_TEXT, READ, SHOP, organization_files


def shop_account(tree: OrgTree) -> TreeAccount:
    """Return the shop's account, under Workloads and Production."""
    assert tree.root is not None
    return tree.root.units[0].units[0].accounts[0]


def entities(account: TreeAccount) -> tuple[TreeEntity, ...]:
    """Return all users, groups, roles and resources of an account."""
    return account.users + account.groups + account.roles + account.resources


def keys_of(tree: OrgTree) -> set[str]:
    """Return every policy key that the tree leads to."""
    assert tree.root is not None
    nodes, found = [tree.root], {item.key for item in tree.aws_managed}
    while nodes:
        node = nodes.pop()
        nodes += node.units
        found |= {item.key for item in node.guardrails}
        for account in node.accounts:
            found |= {item.key for item in account.guardrails + account.policies}
            for entity in entities(account):
                found |= {item.key for item in entity.policies + entity.attached}
                found |= {entity.boundary.key} if entity.boundary else set()
    return found


def test_units_and_accounts_hang_where_they_belong(shop: Sandbox) -> None:
    tree = organization_tree(shop)
    root = tree.root
    assert root is not None
    assert (tree.title, tree.organization_id, root.name) == ("The shop", "o-a1b2c3d4e5", "Root")
    assert [(item.name, item.management) for item in root.accounts] == [("management", True)]
    assert [item.name for item in root.units] == ["Workloads"]
    assert [item.name for item in root.units[0].units] == ["Production"]
    assert (shop_account(tree).id, shop_account(tree).management) == (SHOP, False)
    assert [item.name for item in tree.outside] == ["partner"]


def test_guardrails_stand_at_their_targets(shop: Sandbox) -> None:
    root = organization_tree(shop).root
    assert root is not None
    unit = root.units[0]
    inner = unit.units[0]
    assert [item.key for item in root.guardrails] == ["scp/FullAWSAccess"]
    assert [item.key for item in unit.guardrails] == ["scp/FullAWSAccess", "scp/RegionLock"]
    assert [(item.key, item.kind) for item in inner.guardrails] == [
        ("scp/FullAWSAccess", PolicyKind.SCP),
        ("rcp/KeepOut", PolicyKind.RCP),
    ]
    assert [item.aws_managed for item in unit.guardrails] == [True, False]


def test_an_account_lists_what_is_in_it(shop: Sandbox) -> None:
    account = shop_account(organization_tree(shop))
    assert [item.name for item in account.users] == ["user0", "user1", "user2"]
    assert [item.name for item in account.groups] == ["group0"]
    assert [item.name for item in account.roles] == ["runner", "role0"]
    assert [item.name for item in account.policies] == ["Read", "Boundary", "Loose"]
    assert [item.name for item in account.resources] == ["shop-receipts", "orders queue", "1"]
    assert (account.profiles, account.providers) == (("web",), ("ci.example.com",))
    assert account.count == 3 + 1 + 2 + 3 + 3


def test_a_user_leads_to_its_policies_groups_and_boundary(shop: Sandbox) -> None:
    user = shop_account(organization_tree(shop)).users[1]
    assert user.arn == f"arn:aws:iam::{SHOP}:user/team/user1"
    assert [item.key for item in user.attached] == ["aws/policy/ReadOnlyAccess", READ]
    assert [item.name for item in user.policies] == ["zeta", "alpha"]
    assert user.groups == ("group0",)
    assert user.boundary is not None
    assert user.boundary.key == f"{SHOP}/policy/Boundary"


def test_a_group_knows_its_members(shop: Sandbox) -> None:
    group = shop_account(organization_tree(shop)).groups[0]
    assert group.members == ("user0", "user1", "user2")


def test_a_roles_trust_policy_comes_first(shop: Sandbox) -> None:
    role = shop_account(organization_tree(shop)).roles[0]
    assert [(item.key, item.kind) for item in role.policies] == [
        (f"{SHOP}/role/runner/trust", PolicyKind.TRUST),
        (f"{SHOP}/role/runner/inline/own", PolicyKind.INLINE),
    ]


def test_a_resource_has_its_policy_or_none(shop: Sandbox) -> None:
    bucket, queue, _ = shop_account(organization_tree(shop)).resources
    assert [(item.key, item.origin) for item in bucket.policies] == [
        (f"resource/{BUCKET}", "bucket policy")
    ]
    assert queue.policies == ()


def test_every_attached_policy_is_reached_and_every_key_opens_one(shop: Sandbox) -> None:
    stored = set(Policy.objects.filter(sandbox=shop).values_list("key", flat=True))
    assert keys_of(organization_tree(shop)) == stored - {"scp/Unused"}


def test_edited_policies_are_marked_wherever_they_stand(shop: Sandbox, alice: Visitor) -> None:
    save_policy(alice, "shop", READ, DENY_ALL_TEXT, base_version=2)
    account = shop_account(organization_tree(open_sandbox(alice, "shop")))
    assert [item.name for item in account.policies if item.edited] == ["Read"]
    assert [item.name for item in account.users[0].attached if item.edited] == ["Read"]
    assert not any(item.edited for item in shop_account(organization_tree(shop)).policies)


def test_accounts_without_an_organization_stand_outside(db: None) -> None:
    data = {"title": "One", "accounts": [{"id": SHOP, "name": "single"}]}
    template, _ = load_scenario("single", {"organization.yaml": json.dumps(data)})
    tree = organization_tree(template)
    assert tree.root is None
    assert [item.name for item in tree.outside] == ["single"]


@pytest.mark.parametrize("users", [1, 20, 60])
def test_a_tree_costs_a_constant_number_of_queries(
    users: int, alice: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_scenario("shop", organization_files(users))
    copy = own_sandbox(alice, "shop")
    with django_assert_num_queries(13):
        organization_tree(copy)
