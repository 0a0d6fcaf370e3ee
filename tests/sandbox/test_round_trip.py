"""An organization comes back from the rows as it stood in the files, at any size."""

from __future__ import annotations

import json

import pytest

from iamlab.engine.scenarios import build_snapshot, read_scenario
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import own_sandbox
from iamlab.sandbox.services.reading import read_organization
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import organization_files, policy

SHIPPED_SLUGS = sorted(path.parent.name for path in SHIPPED.glob("*/organization.yaml"))


def assert_round_trip(slug: str, files: dict[str, str], visitor: Visitor) -> None:
    """The template and a learner's copy both say what the files say, in the same order."""
    expected = build_snapshot(read_scenario(files))
    template, _ = load_scenario(slug, files)
    copy = own_sandbox(visitor, slug)
    for sandbox in (template, copy):
        found = snapshot_of(sandbox)
        assert found == expected
        assert list(found.accounts) == list(expected.accounts)
        assert list(found.identities) == list(expected.identities)
        assert list(found.resources) == list(expected.resources)


def test_a_scenario_is_shipped() -> None:
    assert SHIPPED_SLUGS


@pytest.mark.parametrize("slug", SHIPPED_SLUGS)
def test_a_shipped_scenario_comes_back(slug: str, alice: Visitor) -> None:
    assert_round_trip(slug, read_folder(SHIPPED / slug), alice)


@pytest.mark.parametrize("users", [1, 20, 200])
def test_a_generated_organization_comes_back(users: int, alice: Visitor) -> None:
    assert_round_trip("generated", organization_files(users), alice)


def test_accounts_without_an_organization_come_back(alice: Visitor) -> None:
    data = {
        "title": "One account",
        "accounts": [{"id": "222233334444", "name": "single", "users": [{"name": "ana"}]}],
    }
    assert_round_trip("single", {"organization.yaml": json.dumps(data)}, alice)


def test_an_aws_managed_policy_may_be_attached_in_every_account(alice: Visitor) -> None:
    aws = {"name": "Shared", "document": policy("Allow", "*"), "aws_managed": True}
    data = {
        "title": "Two accounts",
        "accounts": [
            {
                "id": "222233334444",
                "name": "one",
                "users": [{"name": "ana", "attached": ["Shared"]}],
            },
            {"id": "333344445555", "name": "two", "policies": [aws]},
        ],
    }
    assert_round_trip("two", {"organization.yaml": json.dumps(data)}, alice)


def test_what_no_decision_depends_on_comes_back_too(shop: Sandbox) -> None:
    organization = read_organization(shop)
    account = next(item for item in organization.accounts if item.name == "shop")
    assert [(item.name, item.role) for item in account.instance_profiles] == [("web", "runner")]
    assert [(item.url, item.client_ids) for item in account.oidc_providers] == [
        ("ci.example.com", ["sts.amazonaws.com"])
    ]
    assert [item.name for item in account.policies] == ["Read", "Boundary", "Loose"]
    assert account.roles[0].description == "Runs things."
    assert [unit.name for unit in organization.units] == ["Workloads", "Production"]
    unused = next(item for item in organization.guardrails if item.name == "Unused")
    assert unused.targets == []
    assert unused.description == "On nothing."
