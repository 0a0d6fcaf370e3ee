"""What a policy grants on who holds it, and on what must be guarded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting, validate

IAM = "arn:aws:iam::222233334444:"
ANA = f"{IAM}user/ana"
ROLE = f"{IAM}role/apps/deployer"
POLICY = f"{IAM}policy/Deploy"
SELF_GRANT = "ADMIN_BY_SELF_GRANT"
SENSITIVE = "SENSITIVE_ACCESS"


def codes(setting: Setting, *statements: dict[str, Any], kind: str = "identity") -> set[str]:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return {item.code for item in validate(json.dumps(document), PolicyType(kind), setting)}


def statement(action: str, resource: str, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


@pytest.mark.parametrize(
    ("holder", "action", "resource"),
    [
        (ANA, "iam:PutUserPolicy", ANA),
        (ANA, "iam:AttachUserPolicy", "*"),
        (ANA, "iam:PutUserPolicy", f"{IAM}user/${{aws:username}}"),
        (ROLE, "iam:PutRolePolicy", f"{IAM}role/*"),
        (ROLE, "iam:Attach*", f"{IAM}role/apps/*"),
        (ROLE, "iam:CreatePolicyVersion", POLICY),
    ],
)
def test_right_to_write_one_s_own_policies_is_found(
    holder: str, action: str, resource: str
) -> None:
    setting = Setting(holders=(holder,), policy=POLICY)
    assert SELF_GRANT in codes(setting, statement(action, resource))


@pytest.mark.parametrize(
    ("holder", "action", "resource"),
    [
        (ANA, "iam:PutRolePolicy", "*"),
        (ROLE, "iam:PutUserPolicy", "*"),
        (ROLE, "iam:PutRolePolicy", f"{IAM}role/web/*"),
        (ANA, "iam:PutUserPolicy", f"{IAM}user/ben"),
        (ROLE, "iam:CreatePolicyVersion", f"{IAM}policy/Other"),
        (ROLE, "iam:GetRolePolicy", "*"),
    ],
)
def test_rights_over_others_are_no_self_grant(holder: str, action: str, resource: str) -> None:
    setting = Setting(holders=(holder,), policy=POLICY)
    assert SELF_GRANT not in codes(setting, statement(action, resource))


def test_nothing_is_said_of_a_policy_that_nobody_is_known_to_hold() -> None:
    assert SELF_GRANT not in codes(Setting(policy=POLICY), statement("iam:*", "*"))


def test_condition_and_deny_keep_self_grants_away() -> None:
    setting = Setting(holders=(ROLE,))
    grant = statement("iam:PutRolePolicy", f"{IAM}role/*")
    bound = {"Condition": {"ArnEquals": {"iam:PermissionsBoundary": f"{IAM}policy/Edge"}}}
    assert SELF_GRANT not in codes(setting, grant | bound)
    assert SELF_GRANT not in codes(setting, grant, statement("iam:*", ROLE, "Deny"))
    assert SELF_GRANT in codes(setting, grant, statement("iam:*", ANA, "Deny"))


def test_not_resource_that_spares_the_holder_grants_nothing_on_it() -> None:
    setting = Setting(holders=(ROLE,))
    grant = {"Effect": "Allow", "Action": "iam:PutRolePolicy", "NotResource": ROLE}
    assert SELF_GRANT not in codes(setting, grant)
    assert SELF_GRANT in codes(setting, grant | {"NotResource": ANA})


def test_full_administration_is_said_by_its_own_check() -> None:
    found = codes(Setting(holders=(ROLE,)), statement("*", "*"))
    assert SELF_GRANT not in found
    assert "FULL_ADMIN" in found


@pytest.mark.parametrize("kind", ["boundary", "scp", "session"])
def test_policies_that_grant_nothing_are_left_alone(kind: str) -> None:
    setting = Setting(holders=(ROLE,), sensitive=(("iam:PutRolePolicy", ROLE),))
    found = codes(setting, statement("iam:PutRolePolicy", "*"), kind=kind)
    assert not found & {SELF_GRANT, SENSITIVE}


def test_guarded_resource_is_found_by_action_and_arn() -> None:
    guarded = Setting(sensitive=(("S3:getobject", "arn:aws:s3:::acme-payroll/salaries.csv"),))
    assert SENSITIVE in codes(guarded, statement("s3:Get*", "arn:aws:s3:::acme-payroll/*"))
    assert SENSITIVE not in codes(guarded, statement("s3:Put*", "arn:aws:s3:::acme-payroll/*"))
    assert SENSITIVE not in codes(guarded, statement("s3:Get*", "arn:aws:s3:::acme-public/*"))


def test_guard_that_names_no_action_of_aws_guards_nothing() -> None:
    guarded = Setting(sensitive=(("s3:Nothing", "*"), ("", "")))
    assert SENSITIVE not in codes(guarded, statement("s3:*", "*"))
