"""Checks of tags in conditions on actions that may not know them.

Which actions know the tags of their resource is taken from AWS's service authorization reference:
of EC2, StopInstances does and the Describe actions do not.
"""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from tests.engine.validation.looking import Statement, findings, message, spots

SUFFIX = "WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
DENY, ALLOW = f"DENY_{SUFFIX}", f"ALLOW_{SUFFIX}"
DENY_OTHERS, ALLOW_OTHERS = f"DENY_NOTACTION_{SUFFIX}", f"ALLOW_NOTACTION_{SUFFIX}"
CODES = (DENY, ALLOW, DENY_OTHERS, ALLOW_OTHERS)
TAG = "aws:ResourceTag/team"


def statement(
    effect: str, actions: Any, operator: str = "StringEquals", key: str = TAG, **more: Any
) -> Statement:
    value = more.pop("value", "payroll")
    element = more.pop("element", "Action")
    return {
        "Effect": effect,
        element: actions,
        "Resource": "*",
        "Condition": {operator: {key: value}},
    }


def codes(one: Statement, policy_type: PolicyType = PolicyType.IDENTITY) -> list[str]:
    return [code for code in CODES if findings(code, one, type=policy_type)]


@pytest.mark.parametrize(("effect", "code"), [("Deny", DENY), ("Allow", ALLOW)])
@pytest.mark.parametrize(
    "actions",
    [
        "ec2:DescribeInstances",
        "EC2:describeinstances",
        ["ec2:StopInstances", "ec2:DescribeInstances"],
        "ec2:DescribeInstanceT*",
        ["iam:ListUsers", "ec2:StopInstances"],
    ],
)
def test_actions_that_know_no_tags(actions: Any, effect: str, code: str) -> None:
    assert codes(statement(effect, actions)) == [code]
    assert spots(code, statement(effect, actions)) == [TAG]


@pytest.mark.parametrize("effect", ["Deny", "Allow"])
@pytest.mark.parametrize(
    "actions",
    [
        "ec2:StopInstances",
        ["ec2:StopInstances", "ec2:StartInstances"],
        # some of what they cover knows tags
        "ec2:*",
        "ec2:S*",
        # all services: more than can be said in one sentence
        "*",
        "*:Describe*",
        # nothing is known of these
        "ec2:NoSuchAction",
        "nosuch:Action",
        [],
    ],
)
def test_actions_that_know_tags_or_may(actions: Any, effect: str) -> None:
    assert codes(statement(effect, actions)) == []


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        # these match a request without the tag: nothing escapes the Deny
        ("StringNotEquals", "payroll"),
        ("StringEqualsIfExists", "payroll"),
        ("ForAllValues:StringEquals", "payroll"),
        ("Null", "true"),
        ("NoSuchOperator", "payroll"),
    ],
)
def test_operators_that_match_without_the_tag(operator: str, value: str) -> None:
    assert codes(statement("Deny", "ec2:DescribeInstances", operator, value=value)) == []


@pytest.mark.parametrize(
    ("operator", "value"),
    [("Null", "false"), ("StringLike", "*"), ("ForAnyValue:StringNotEquals", "payroll")],
)
def test_operators_that_fail_without_the_tag(operator: str, value: str) -> None:
    assert codes(statement("Deny", "ec2:DescribeInstances", operator, value=value)) == [DENY]


@pytest.mark.parametrize("key", ["aws:RequestTag/team", "aws:PrincipalTag/team", "aws:ResourceTag"])
def test_other_keys(key: str) -> None:
    assert codes(statement("Deny", "ec2:DescribeInstances", key=key)) == []


def test_letter_case_of_the_key_does_not_count() -> None:
    assert codes(statement("Deny", "ec2:DescribeInstances", key="AWS:resourcetag/Team")) == [DENY]


@pytest.mark.parametrize(("effect", "code"), [("Deny", DENY_OTHERS), ("Allow", ALLOW_OTHERS)])
def test_not_action_takes_in_what_knows_no_tags(effect: str, code: str) -> None:
    assert codes(statement(effect, "iam:*", element="NotAction")) == [code]
    assert codes(statement(effect, "iam:*", "StringNotEquals", element="NotAction")) == []


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (DENY, Severity.SECURITY_WARNING),
        (ALLOW, Severity.SUGGESTION),
        (DENY_OTHERS, Severity.SECURITY_WARNING),
        (ALLOW_OTHERS, Severity.SUGGESTION),
    ],
)
def test_an_escaping_deny_is_a_matter_of_security(code: str, severity: Severity) -> None:
    element = "NotAction" if "NOTACTION" in code else "Action"
    effect = "Deny" if code.startswith("DENY") else "Allow"
    (found,) = findings(code, statement(effect, "ec2:DescribeInstances", element=element))
    assert found.severity is severity


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_policy_types(policy_type: PolicyType) -> None:
    denied = statement("Deny", "ec2:DescribeInstances")
    allowed = statement("Allow", "ec2:DescribeInstances")
    trust, rcp = policy_type is PolicyType.TRUST, policy_type is PolicyType.RCP
    assert codes(denied, policy_type) == ([] if trust else [DENY])
    assert codes(allowed, policy_type) == ([] if trust or rcp else [ALLOW])


def test_many_actions_are_counted() -> None:
    actions = [f"ec2:Describe{name}" for name in ("Regions", "Hosts", "Images", "Vpcs", "Tags")]
    text = message(DENY, statement("Deny", actions))
    assert "`ec2:DescribeRegions`, `ec2:DescribeHosts`, `ec2:DescribeImages` and 2 more" in text
