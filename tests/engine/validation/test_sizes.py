"""The quota of each policy type; the very limits are tested with the reader of documents."""

from __future__ import annotations

import json

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation import find_check
from tests.engine.validation.marking import found, policy, repaired, statement_of

# type, quota by AWS's pages, whether white space counts
QUOTAS = [
    (PolicyType.IDENTITY, "IDENTITY_POLICY", 6_144, False),
    (PolicyType.BOUNDARY, "IDENTITY_POLICY", 6_144, False),
    (PolicyType.TRUST, "ROLE_TRUST_POLICY", 2_048, False),
    (PolicyType.SESSION, "SESSION_POLICY", 2_048, True),
    (PolicyType.SCP, "SCP", 10_240, True),
    (PolicyType.RCP, "RCP", 5_120, True),
    (PolicyType.ENDPOINT, "ENDPOINT_POLICY", 20_480, True),
    (PolicyType.RESOURCE, "RESOURCE_POLICY", 20_480, True),
]


@pytest.mark.parametrize(("policy_type", "name", "quota", "counted"), QUOTAS)
def test_white_space_is_removed_where_that_helps(
    policy_type: PolicyType, name: str, quota: int, counted: bool
) -> None:
    code = f"POLICY_SIZE_EXCEEDS_{name}_QUOTA"
    text = policy(statement_of(policy_type)).replace("\n", "\n" + " " * quota, 1)
    assert bool(found(text, code, policy_type)) == counted
    if counted:
        spared = repaired(text, code, policy_type)
        assert spared == json.dumps(json.loads(text), separators=(",", ":"))
        assert not found(spared, code, policy_type)


@pytest.mark.parametrize(("policy_type", "name", "quota", "counted"), QUOTAS)
def test_what_is_too_long_without_white_space_has_no_repair(
    policy_type: PolicyType, name: str, quota: int, counted: bool
) -> None:
    code = f"POLICY_SIZE_EXCEEDS_{name}_QUOTA"
    text = policy(statement_of(policy_type, Sid="x" * quota))
    assert repaired(text, code, policy_type) is None


def test_spaces_inside_strings_stay() -> None:
    statement = statement_of(PolicyType.RESOURCE, Sid='Read  "the"  receipts\\ ')
    text = policy(statement).replace("\n", "\n" + " " * 20_480, 1)
    spared = repaired(text, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", PolicyType.RESOURCE)
    assert spared == json.dumps(json.loads(text), separators=(",", ":"))


@pytest.mark.parametrize(("policy_type", "name", "quota", "counted"), QUOTAS)
def test_the_examples_are_over_and_far_below_the_quota(
    policy_type: PolicyType, name: str, quota: int, counted: bool
) -> None:
    check = find_check(f"POLICY_SIZE_EXCEEDS_{name}_QUOTA")
    assert check is not None
    assert len(check.good.text) < 1_000 < quota < len(check.bad.text) < 3 * quota
