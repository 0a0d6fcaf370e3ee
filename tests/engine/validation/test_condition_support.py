"""Checks of conditions against the actions of their statement.

Which actions carry a key is taken from AWS's service authorization reference.
"""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from tests.engine.validation.looking import Statement, allow, deny, findings, message, spots

UNSUPPORTED = "UNSUPPORTED_ACTION_FOR_CONDITION_KEY"
MISSING = "MISSING_ACTION_FOR_CONDITION_KEY"
UNKNOWN = "UNKNOWN_CONDITION_FOR_ACTION"
SERVICES = "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES"
CODES = (UNSUPPORTED, MISSING, UNKNOWN)


def asking(
    actions: Any, key: str, operator: str = "StringEquals", value: Any = "x", effect: str = "Allow"
) -> Statement:
    return {
        "Effect": effect,
        "Action": actions,
        "Resource": "*",
        "Condition": {operator: {key: value}},
    }


def codes(statement: Statement, policy_type: PolicyType = PolicyType.IDENTITY) -> list[str]:
    return [code for code in CODES if findings(code, statement, type=policy_type)]


@pytest.mark.parametrize(
    ("actions", "key"),
    [
        (["s3:ListBucket", "s3:GetObject"], "s3:prefix"),
        (["s3:GetObject", "s3:DeleteObject"], "s3:ExistingObjectTag/team"),
        (["iam:PassRole", "iam:GetRole"], "iam:PassedToService"),
        (["iam:PassRole", "ec2:RunInstances"], "iam:PassedToService"),
        (["kms:Decrypt", "kms:DescribeKey"], "kms:EncryptionContext:department"),
        (["dynamodb:GetItem", "dynamodb:Scan"], "dynamodb:LeadingKeys"),
        (["sns:Subscribe", "sns:Publish"], "sns:Protocol"),
    ],
)
def test_some_actions_never_carry_the_key(actions: list[str], key: str) -> None:
    operator = "ForAnyValue:StringEquals" if key == "dynamodb:LeadingKeys" else "StringEquals"
    statement = asking(actions, key, operator)
    assert codes(statement) == [UNSUPPORTED]
    assert spots(UNSUPPORTED, statement) == [key]
    (found,) = findings(UNSUPPORTED, statement)
    assert found.severity is Severity.ERROR
    assert f"`{actions[1]}`" in found.message
    assert f"`{actions[0]}`" not in found.message


@pytest.mark.parametrize(
    ("actions", "key"),
    [
        ("s3:ListBucket", "s3:prefix"),
        (["s3:PutObject", "s3:PutObjectAcl"], "s3:x-amz-acl"),
        (["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], "kms:GrantIsForAWSResource"),
        (["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"], "kms:ViaService"),
        (["s3:*"], "s3:TlsVersion"),
        (["kms:*"], "kms:CallerAccount"),
        # global keys come with everything; tags have checks of their own
        (["s3:ListBucket", "ec2:DescribeInstances"], "aws:SourceVpc"),
        (["ec2:DescribeInstances"], "aws:ResourceTag/team"),
        (["ec2:DescribeInstances"], "aws:RequestTag/team"),
        # said of the caller, whatever is called
        ("s3:ListBucket", "lambda:SourceFunctionArn"),
        ("secretsmanager:GetSecretValue", "ec2:SourceInstanceArn"),
        # checked within the call of AssumeRole
        (["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "sts:ExternalId"),
        # no service's, or nothing is known
        ("sts:AssumeRoleWithWebIdentity", "token.actions.githubusercontent.com:sub"),
        ("sts:AssumeRoleWithSAML", "saml:aud"),
        (["s3:NoSuchAction", "nosuch:Action"], "s3:prefix"),
        ("s3:GetObject", "s3:nosuchkey"),
        ("*", "s3:prefix"),
        ([], "s3:prefix"),
    ],
)
def test_every_action_carries_the_key_or_may(actions: Any, key: str) -> None:
    assert codes(asking(actions, key)) == []


@pytest.mark.parametrize(
    ("operator", "value"),
    [("StringLikeIfExists", "x"), ("ForAllValues:StringLike", "x"), ("Null", "true")],
)
def test_operators_that_spare_requests_without_the_key(operator: str, value: str) -> None:
    assert codes(asking(["s3:ListBucket", "s3:GetObject"], "s3:prefix", operator, value)) == []


def test_not_action_is_left_alone() -> None:
    statement = asking([], "s3:prefix")
    statement["NotAction"] = "s3:GetObject"
    del statement["Action"]
    assert codes(statement) == []


@pytest.mark.parametrize(
    ("effect", "operator", "outcome"),
    [
        ("Allow", "StringEquals", "never allowed"),
        ("Deny", "StringEquals", "never denied"),
        ("Deny", "StringNotEquals", "always denied"),
        ("Allow", "StringNotEquals", "does not hold them back"),
    ],
)
def test_the_message_tells_what_happens(effect: str, operator: str, outcome: str) -> None:
    statement = asking(["s3:ListBucket", "s3:GetObject"], "s3:prefix", operator, effect=effect)
    assert outcome in message(UNSUPPORTED, statement)


def test_where_the_reference_has_gaps_it_is_a_warning() -> None:
    statement = asking(["ec2:StopInstances", "ec2:DescribeInstances"], "ec2:ResourceTag/team")
    (found,) = findings(UNSUPPORTED, statement)
    assert found.severity is Severity.WARNING
    deleting = asking(
        ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"], "iam:AWSServiceName"
    )
    (found,) = findings(UNSUPPORTED, deleting)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("actions", "key", "sole"),
    [
        ("lambda:CreateFunction", "iam:PassedToService", "iam:PassRole"),
        (["iam:GetRole", "iam:CreateRole"], "iam:PassedToService", "iam:PassRole"),
        ("iam:Get*", "iam:PassedToService", "iam:PassRole"),
        ("ec2:RunInstances", "ec2:CreateAction", "ec2:CreateTags"),
    ],
)
def test_the_one_action_of_a_key_is_missing(actions: Any, key: str, sole: str) -> None:
    statement = asking(actions, key)
    assert findings(MISSING, statement)
    assert not findings(UNSUPPORTED, statement)
    assert f"`{sole}`" in message(MISSING, statement)
    assert spots(MISSING, statement) == [key]


@pytest.mark.parametrize(
    ("actions", "key"),
    [
        ("iam:PassRole", "iam:PassedToService"),
        ("iam:*", "iam:PassedToService"),
        ("iam:Pass*", "iam:PassedToService"),
        ("*", "iam:PassedToService"),
        (["ec2:RunInstances", "*:PassRole"], "iam:PassedToService"),
        (["iam:GetRole", "iam:NoSuchAction"], "iam:PassedToService"),
        ("s3:GetObject", "s3:prefix"),  # two actions know it
    ],
)
def test_the_action_is_there_or_may_be_or_is_not_the_only_one(actions: Any, key: str) -> None:
    assert not findings(MISSING, asking(actions, key))


@pytest.mark.parametrize(
    ("actions", "key", "expected"),
    [
        ("s3:List*", "s3:prefix", ["s3:List*"]),
        ("s3:*", "s3:prefix", ["s3:*"]),
        (["s3:ListBucket", "s3:Get*", "s3:?etObject"], "s3:prefix", ["s3:Get*", "s3:?etObject"]),
        ("ec2:*", "ec2:ResourceTag/team", ["ec2:*"]),
        ("iam:*", "iam:PassedToService", ["iam:*"]),
    ],
)
def test_wildcards_over_actions_that_do_not_carry_the_key(
    actions: Any, key: str, expected: list[str]
) -> None:
    assert spots(UNKNOWN, asking(actions, key)) == expected


def test_a_wildcard_is_marked_at_its_place_and_counted() -> None:
    statement = asking(["s3:ListBucket", "s3:GetObject*"], "s3:prefix")
    (found,) = findings(UNKNOWN, statement)
    assert found.path == ("Statement", 0, "Action", 1)
    assert found.severity is Severity.WARNING
    assert "such as `s3:GetObject`" in found.message


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_policy_type_is_looked_at(policy_type: PolicyType) -> None:
    statement = asking(["s3:ListBucket", "s3:GetObject"], "s3:prefix")
    assert codes(statement, policy_type) == [UNSUPPORTED]


@pytest.mark.parametrize("key", ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"])
@pytest.mark.parametrize("actions", ["*", ["s3:*", "*"], "*:Get*", "s?:GetObject"])
def test_keys_of_few_services_on_all(key: str, actions: Any) -> None:
    statement = asking(actions, key, "ForAnyValue:StringNotLike", effect="Deny")
    assert spots(SERVICES, statement) == [key]


def test_keys_of_few_services_with_not_action() -> None:
    statement = deny([], Condition={"StringNotEquals": {"aws:vpceorgid": "o-a1b2c3d4e5"}})
    statement["NotAction"] = statement.pop("Action")
    assert spots(SERVICES, statement) == ["aws:vpceorgid"]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
        {"Null": {"aws:VpceOrgID": "false"}},
        {
            "StringNotEquals": {"aws:VpceOrgID": "o-a1b2c3d4e5"},
            "Null": {"aws:VpceOrgID": "false"},
        },
    ],
)
def test_other_keys_or_only_requests_with_the_key(condition: Any) -> None:
    assert not findings(SERVICES, deny("*", Condition=condition))


def test_named_services_are_left_alone() -> None:
    condition = {"StringNotEquals": {"aws:VpceOrgID": "o-a1b2c3d4e5"}}
    assert not findings(SERVICES, deny(["s3:*", "kms:Decrypt"], Condition=condition))
    assert not findings(SERVICES, allow("s3:Get*", Condition=condition))
