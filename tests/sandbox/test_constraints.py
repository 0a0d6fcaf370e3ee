"""What the database itself refuses, whichever database it is."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from iamlab.sandbox.models import (
    Account,
    GuardrailTarget,
    IamRole,
    IamUser,
    Policy,
    PolicyAttachment,
    PolicyVersion,
    Resource,
    Sandbox,
    SandboxRow,
)
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import READ, SHOP


def assert_refused(row: Sandbox | SandboxRow) -> None:
    """The row cannot be written."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_migrations_match_the_models(db: None) -> None:
    call_command("makemigrations", "sandbox", check=True, dry_run=True, stdout=StringIO())


def test_a_scenario_has_one_template(shop: Sandbox) -> None:
    assert_refused(Sandbox(scenario="shop", title="Another", is_template=True))


def test_a_learner_has_one_copy_of_a_scenario(shop: Sandbox, alice: Visitor) -> None:
    Sandbox.objects.create(scenario="shop", title="Copy", owner_id=alice.user_id)
    assert_refused(Sandbox(scenario="shop", title="Copy", owner_id=alice.user_id))
    Sandbox.objects.create(scenario="shop", title="Copy", visitor_key="k")
    assert_refused(Sandbox(scenario="shop", title="Copy", visitor_key="k"))


def test_a_sandbox_is_a_template_or_has_one_owner(shop: Sandbox, alice: Visitor) -> None:
    assert_refused(Sandbox(scenario="x", title="Nobody's"))
    assert_refused(Sandbox(scenario="x", title="Both", owner_id=alice.user_id, visitor_key="k"))
    assert_refused(Sandbox(scenario="x", title="Owned", is_template=True, visitor_key="k"))


@pytest.mark.parametrize(
    ("kind", "holders"),
    [
        ("managed", []),
        ("managed", ["account", "user"]),
        ("aws_managed", ["account"]),
        ("scp", ["account"]),
        ("rcp", ["resource"]),
        ("inline", []),
        ("inline", ["user", "role"]),
        ("inline", ["account"]),
        ("trust", []),
        ("trust", ["user"]),
        ("resource", ["role"]),
        ("made-up", []),
    ],
)
def test_a_policy_has_the_holder_of_its_kind(kind: str, holders: list[str], shop: Sandbox) -> None:
    found = {
        "account": Account.objects.filter(sandbox=shop).last(),
        "user": IamUser.objects.filter(sandbox=shop).first(),
        "role": IamRole.objects.filter(sandbox=shop).first(),
        "resource": Resource.objects.filter(sandbox=shop, policies=None).first(),
    }
    held = {holder: found[holder] for holder in holders}
    assert_refused(Policy(sandbox=shop, kind=kind, key="new", name="New", **held))


def test_a_key_names_one_policy_in_a_sandbox(shop: Sandbox) -> None:
    assert_refused(Policy(sandbox=shop, kind="scp", key="scp/RegionLock", name="Twice"))


def test_a_role_has_one_trust_policy(shop: Sandbox) -> None:
    role = IamRole.objects.filter(sandbox=shop).first()
    assert_refused(Policy(sandbox=shop, kind="trust", key="second", name="Second", role=role))


def test_one_version_is_in_force(shop: Sandbox) -> None:
    policy = Policy.objects.get(sandbox=shop, key=READ)
    more = {"sandbox": shop, "policy": policy, "text": "{}", "text_hash": "0"}
    assert_refused(PolicyVersion(number=9, is_default=True, **more))
    assert_refused(PolicyVersion(number=1, **more))


def test_an_attachment_is_to_one_identity_and_once(shop: Sandbox) -> None:
    there = PolicyAttachment.objects.filter(sandbox=shop, user__isnull=False).first()
    assert there is not None
    base = {"sandbox": shop, "policy": there.policy}
    role = IamRole.objects.filter(sandbox=shop).first()
    assert_refused(PolicyAttachment(**base))
    assert_refused(PolicyAttachment(**base, user=there.user))
    assert_refused(PolicyAttachment(**base, user=there.user, role=role))


def test_a_guardrail_is_on_a_target_once(shop: Sandbox) -> None:
    there = GuardrailTarget.objects.filter(sandbox=shop).first()
    assert there is not None
    assert_refused(GuardrailTarget(sandbox=shop, policy=there.policy, target=there.target))


@pytest.mark.parametrize("seconds", [3599, 43201])
def test_a_role_session_lasts_one_to_twelve_hours(seconds: int, shop: Sandbox) -> None:
    """The limits of MaxSessionDuration in the IAM API's CreateRole."""
    role = IamRole.objects.filter(sandbox=shop, account__aws_id=SHOP).first()
    assert role is not None
    role.max_session_duration = seconds
    assert_refused(role)


def test_names_are_unique_within_their_account(shop: Sandbox) -> None:
    account = Account.objects.get(sandbox=shop, aws_id=SHOP)
    assert_refused(IamUser(sandbox=shop, account=account, name="user0", path="/elsewhere/"))
    assert_refused(Account(sandbox=shop, aws_id=SHOP, name="twin"))
