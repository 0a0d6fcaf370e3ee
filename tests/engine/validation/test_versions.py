"""The version of the policy language: missing, old or invented."""

from __future__ import annotations

import json

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.marking import (
    BASE,
    found,
    marked,
    mended,
    policy,
    repaired,
    statement_of,
)

CURRENT, OLD = "2012-10-17", "2008-10-17"
GUARDRAILS = (PolicyType.SCP, PolicyType.RCP)


@pytest.mark.parametrize("policy_type", PolicyType)
def test_the_old_version_is_an_error_only_in_guardrails(policy_type: PolicyType) -> None:
    text = policy(statement_of(policy_type), Version=OLD)
    wrong, tolerated = "INVALID_VERSION", "OLD_VERSION"
    if policy_type in GUARDRAILS:
        wrong, tolerated = tolerated, wrong
    assert not found(text, wrong, policy_type)
    assert marked(text, tolerated, policy_type) == [f'"{OLD}"']
    assert mended(text, tolerated, policy_type)["Version"] == CURRENT


@pytest.mark.parametrize("version", ["2012-10-18", "2012/10/17", "", "latest"])
def test_an_invented_version_is_replaced(version: str) -> None:
    text = policy(BASE, Version=version)
    assert not found(text, "OLD_VERSION")
    assert mended(text, "INVALID_VERSION") == json.loads(policy(BASE))


def test_a_missing_version_is_added_first() -> None:
    text = f'{{\n  "Statement": [{json.dumps(BASE)}]\n}}'
    assert repaired(text, "MISSING_VERSION") == (
        f'{{\n  "Version": "2012-10-17",\n  "Statement": [{json.dumps(BASE)}]\n}}'
    )
    assert repaired("{}", "MISSING_VERSION") == '{\n  "Version": "2012-10-17"\n}'


@pytest.mark.parametrize("code", ["INVALID_VERSION", "MISSING_VERSION", "OLD_VERSION"])
def test_the_current_version_is_silent(code: str) -> None:
    assert not found(policy(BASE), code)


def test_a_version_that_is_no_string_is_not_called_old() -> None:
    assert not found(policy(BASE, Version=20081017), "OLD_VERSION")
