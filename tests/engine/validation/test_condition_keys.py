"""Checks of the names of condition keys (C2)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.looking import (
    Statement,
    allow,
    deny,
    errors,
    findings,
    mended,
    message,
    spots,
)

NAMING = (
    "INVALID_CONDITION_KEY_FORMAT",
    "INVALID_GLOBAL_CONDITION_KEY",
    "INVALID_SERVICE",
    "INVALID_SERVICE_CONDITION_KEY",
    "MISSING_TAG_KEY_IN_CONDITION",
    "DEPRECATED_GLOBAL_CONDITION_KEY",
)


def asking(key: str, value: Any = "x", operator: str = "StringEquals") -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


def codes(key: str, **more: Any) -> set[str]:
    return {code for code in NAMING if findings(code, asking(key), **more)}


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        ("aws", "INVALID_CONDITION_KEY_FORMAT"),
        ("aws:", "INVALID_CONDITION_KEY_FORMAT"),
        (":SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        ("", "INVALID_CONDITION_KEY_FORMAT"),
        ("aws: SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        (" aws:SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        ("*:SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        ("aws.SourceIp", "INVALID_CONDITION_KEY_FORMAT"),
        ("aws:SourceAddress", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:PassedToService", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:OrgId", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:é", "INVALID_GLOBAL_CONDITION_KEY"),
        ("s33:prefix", "INVALID_SERVICE"),
        ("dynamo:LeadingKeys", "INVALID_SERVICE"),
        ("\u212ams:ViaService", "INVALID_SERVICE"),  # the Kelvin sign is no k
        ("s3:prefixes", "INVALID_SERVICE_CONDITION_KEY"),
        ("S3:Prefixes", "INVALID_SERVICE_CONDITION_KEY"),
        ("s3:SourceIp", "INVALID_SERVICE_CONDITION_KEY"),
        ("kms:EncryptionContext", "INVALID_SERVICE_CONDITION_KEY"),
        ("aws:ResourceTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:resourcetag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:ResourceTag/", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:RequestTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:PrincipalTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("s3:ExistingObjectTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("ec2:ResourceTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("iam:ResourceTag/", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:ARN", "DEPRECATED_GLOBAL_CONDITION_KEY"),
        ("aws:arn", "DEPRECATED_GLOBAL_CONDITION_KEY"),
    ],
)
def test_a_wrong_name_has_exactly_one_code(key: str, code: str) -> None:
    assert codes(key) == {code}


@pytest.mark.parametrize(
    "key",
    [
        "aws:SourceIp",
        "AWS:sourceip",
        "aws:ResourceTag/team",
        "aws:ResourceTag/team: payroll",
        "aws:PrincipalTag/ключ",
        "aws:TagKeys",
        "s3:prefix",
        "S3:PREFIX",
        "s3:ExistingObjectTag/environment",
        "s3:x-amz-server-side-encryption",
        "kms:EncryptionContext:aws:s3:arn",
        "ec2:ResourceTag/aws:cloudformation:stack-name",
        "saml:aud",
        "SAML:sub",
        "cognito-identity.amazonaws.com:amr",
        "accounts.google.com:aud",
        "graph.facebook.com:app_id",
        "token.actions.githubusercontent.com:sub",
        "token.actions.githubusercontent.com:repository_owner",
        "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:sub",
        "login.example.com/tenant:anything",
        # AWS's own managed policies test these; its reference does not list them.
        "aws:IsMcpServiceAction",
        "lakeformation:GlueARN",
    ],
)
def test_a_right_name_is_left_alone(key: str) -> None:
    assert codes(key) == set()


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_policy_type_is_looked_at(policy_type: PolicyType) -> None:
    assert "INVALID_GLOBAL_CONDITION_KEY" in codes("aws:SourceAddress", type=policy_type)


@pytest.mark.parametrize("operator", ["Null", "StringLikeIfExists", "NoSuchOperator"])
def test_the_operator_does_not_matter(operator: str) -> None:
    assert spots("INVALID_SERVICE", asking("s33:prefix", operator=operator)) == ["s33:prefix"]


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        ("INVALID_CONDITION_KEY_FORMAT", "SourceIp", "aws:SourceIp"),
        ("INVALID_CONDITION_KEY_FORMAT", "sourceip", "aws:SourceIp"),
        ("INVALID_CONDITION_KEY_FORMAT", "aws.SourceIp", "aws:SourceIp"),
        ("INVALID_GLOBAL_CONDITION_KEY", "aws:SourceIPs", "aws:SourceIp"),
        ("INVALID_GLOBAL_CONDITION_KEY", "aws:PrincipalOrg", "aws:PrincipalOrgID"),
        ("INVALID_GLOBAL_CONDITION_KEY", "aws:TagKey", "aws:TagKeys"),
        ("INVALID_SERVICE", "s33:prefix", "s3:prefix"),
        ("INVALID_SERVICE", "dynamo:LeadingKeys", "dynamodb:LeadingKeys"),
        ("INVALID_SERVICE_CONDITION_KEY", "s3:prefixes", "s3:prefix"),
        ("INVALID_SERVICE_CONDITION_KEY", "s3:SourceIp", "aws:SourceIp"),
        ("INVALID_SERVICE_CONDITION_KEY", "iam:PassedToServices", "iam:PassedToService"),
        ("DEPRECATED_GLOBAL_CONDITION_KEY", "aws:ARN", "aws:PrincipalArn"),
    ],
)
def test_the_repair_writes_the_key_that_was_meant(code: str, key: str, expected: str) -> None:
    after = mended(code, asking(key))
    assert after[0]["Condition"] == {"StringEquals": {expected: "x"}}


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("INVALID_CONDITION_KEY_FORMAT", "nonsense"),
        ("INVALID_GLOBAL_CONDITION_KEY", "aws:zzzzzzzzzz"),
        ("INVALID_SERVICE", "zzzzzzz:prefix"),
        ("INVALID_SERVICE_CONDITION_KEY", "s3:zzzzzzzzzz"),
        ("INVALID_GLOBAL_CONDITION_KEY", "aws:" + "x" * 5000),
        ("MISSING_TAG_KEY_IN_CONDITION", "aws:ResourceTag"),
    ],
)
def test_where_nothing_is_near_there_is_no_repair(code: str, key: str) -> None:
    assert spots(code, asking(key)) == [key]
    assert mended(code, asking(key)) is None


def test_no_repair_makes_the_same_key_twice() -> None:
    twice = allow(
        "s3:GetObject", Condition={"StringEquals": {"aws:SourceIPs": "x", "aws:sourceip": "y"}}
    )
    assert spots("INVALID_GLOBAL_CONDITION_KEY", twice) == ["aws:SourceIPs"]
    assert mended("INVALID_GLOBAL_CONDITION_KEY", twice) is None


def test_each_wrong_key_of_a_statement_is_reported_at_its_place() -> None:
    statement = deny(
        "s3:*",
        Condition={
            "StringEquals": {"aws:foo": "x", "aws:username": "ana", "s3:bar": "x"},
            "Bool": {"aws:SecureTransport": "false", "foo": "true"},
        },
    )
    assert spots("INVALID_GLOBAL_CONDITION_KEY", statement) == ["aws:foo"]
    assert spots("INVALID_SERVICE_CONDITION_KEY", statement) == ["s3:bar"]
    (found,) = findings("INVALID_CONDITION_KEY_FORMAT", statement)
    assert found.path == ("Statement", 0, "Condition", "Bool", "foo")


def test_a_tag_key_without_tag_says_how_it_is_written() -> None:
    assert "`aws:ResourceTag/`" in message(
        "MISSING_TAG_KEY_IN_CONDITION", asking("aws:ResourceTag")
    )


def test_the_retired_key_names_both_successors() -> None:
    text = message("DEPRECATED_GLOBAL_CONDITION_KEY", asking("aws:ARN"))
    assert "`aws:PrincipalArn`" in text
    assert "`aws:SourceArn`" in text
    assert not errors(asking("aws:ARN"))
