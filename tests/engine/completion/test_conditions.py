"""Conditions: operators that fit the key's type, keys that the actions support, known values."""

from __future__ import annotations

import pytest

from iamlab.engine import PolicyType, condition_key, condition_keys_for_action
from tests.engine.completion.places import (
    HOME,
    OTHER,
    POLICY,
    ROLE,
    USER,
    accept,
    labels,
    statement,
)


def condition(inner: str, action: str = "s3:ListBucket") -> str:
    return statement(f'"Effect": "Allow", "Action": "{action}", "Condition": {{{inner}}}')


def test_operators_and_keys_with_their_usual_operator() -> None:
    found = labels(condition("|"))
    assert found[0] == "StringEquals"
    assert "aws:SecureTransport" in found
    assert accept(condition("|"), "aws:SecureTransport") == condition(
        '"Bool": {\n  "aws:SecureTransport": "|"\n}'
    )
    assert '"ForAnyValue:StringEquals"' in accept(condition("|"), "aws:TagKeys")
    assert '"IpAddress"' in accept(condition("|"), "aws:SourceIp")
    assert '"ArnLike"' in accept(condition("|"), "aws:PrincipalArn")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Str", "StringEquals"),
        ("stringnotl", "StringNotLike"),
        ("SNE", "StringNotEquals"),
        ("IpA", "IpAddress"),
        ("ForAny", "ForAnyValue:StringEquals"),
        ("Null", "Null"),
    ],
)
def test_operator_is_found_by_its_letters(typed: str, first: str) -> None:
    assert labels(condition(f'"{typed}|"'))[0] == first


def test_common_operators_come_first_then_keys_then_the_others() -> None:
    found = labels(condition("|"))
    common = ["StringEquals", "StringLike", "Bool", "IpAddress", "ArnLike"]
    assert [name for name in found if name in common] == [
        name for name in found[:8] if name in common
    ]
    assert found.index("s3:prefix") < found.index("StringNotEquals")
    assert found.index("aws:PrincipalOrgID") < found.index("NumericEquals")


def test_if_exists_forms_come_later() -> None:
    found = labels(condition('"StringE|"'))
    assert found.index("StringEquals") < found.index("StringEqualsIfExists")
    assert "NullIfExists" not in labels(condition('"Null|"'))


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("aws:SourceIp", "IpAddress"),
        ("aws:SecureTransport", "Bool"),
        ("aws:PrincipalArn", "ArnLike"),
        ("aws:CurrentTime", "DateLessThan"),
        ("aws:TagKeys", "ForAnyValue:StringEquals"),
    ],
)
def test_operator_of_a_block_fits_the_type_of_its_key(key: str, first: str) -> None:
    found = labels(condition(f'"|": {{"{key}": "x"}}'))
    assert found[0] == first


def test_keys_are_those_of_the_action_then_global_ones() -> None:
    found = labels(condition('"StringLike": {|}'))
    own = [key.name for key in condition_keys_for_action("s3:ListBucket") if key.type == "String"]
    assert "s3:prefix" in own
    assert found.index("s3:prefix") < found.index("aws:PrincipalOrgID")
    assert "s3:max-keys" not in found  # a number


@pytest.mark.parametrize(
    ("operator", "types"),
    [
        ("Bool", {"Bool"}),
        ("IpAddress", {"IPAddress"}),
        ("NumericLessThan", {"Numeric", "Date"}),
        ("DateLessThan", {"Date"}),
        ("ArnLike", {"ARN"}),
        ("StringEquals", {"String", "ARN"}),
        ("BinaryEquals", {"Binary"}),
    ],
)
def test_keys_fit_the_operator(operator: str, types: set[str]) -> None:
    for name in labels(condition(f'"{operator}": {{|}}')):
        key = condition_key(name)
        assert key is not None, name
        assert key.type in types, name


def test_null_takes_every_key() -> None:
    found = labels(condition('"Null": {|}'))
    assert {"aws:SourceIp", "aws:SecureTransport", "s3:prefix"} <= set(found)


def test_keys_of_the_block_are_not_offered_again_whatever_their_case() -> None:
    found = labels(condition('"Bool": {"AWS:securetransport": "true", |}'))
    assert "aws:SecureTransport" not in found
    assert "aws:MultiFactorAuthPresent" in found


def test_tag_keys_of_the_sandbox_complete_the_keys_about_tags() -> None:
    found = labels(condition('"StringEquals": {"aws:PrincipalTag|"}'))
    assert found == ["aws:PrincipalTag/team", "aws:PrincipalTag/env"]


def test_key_is_found_without_its_prefix() -> None:
    assert labels(condition('"Bool": {"sec|"}'))[0] == "aws:SecureTransport"


@pytest.mark.parametrize(
    ("operator", "key", "expected"),
    [
        ("Bool", "aws:SecureTransport", ["true", "false"]),
        ("Null", "aws:SourceVpce", ["true", "false"]),
        ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"]),
        ("DateLessThan", "aws:CurrentTime", ["2030-01-01T00:00:00Z"]),
    ],
)
def test_values_of_a_fixed_form(operator: str, key: str, expected: list[str]) -> None:
    assert labels(condition(f'"{operator}": {{"{key}": "|"}}')) == expected


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("aws:PrincipalOrgID", ["o-a1b2c3d4e5"]),
        ("aws:ResourceAccount", [HOME, OTHER]),
        ("aws:RequestedRegion", ["eu-west-1", "us-east-1"]),
        ("aws:PrincipalTag/team", ["receipts", "web"]),
        ("aws:TagKeys", ["team", "env"]),
        ("aws:SourceVpc", ["vpc-0a1b2c3d"]),
        ("aws:PrincipalArn", [ROLE, USER]),
        ("aws:username", ["ana"]),
        ("iam:PolicyARN", [POLICY]),
        ("kms:ViaService", ["s3.eu-west-1.amazonaws.com"]),
        ("s3:x-amz-acl", ["private", "public-read"]),
        (
            "aws:PrincipalOrgPaths",
            ["o-a1b2c3d4e5/r-ab12/*", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"],
        ),
    ],
)
def test_values_are_those_of_the_sandbox(key: str, first: list[str]) -> None:
    found = labels(condition(f'"StringEquals": {{"{key}": "|"}}'))
    assert found[: len(first)] == first


def test_variables_are_values_of_text_and_arn_operators_only() -> None:
    assert "${aws:username}" in labels(condition('"StringLike": {"s3:prefix": "|"}'))
    assert "${aws:PrincipalArn}" not in labels(condition('"IpAddress": {"aws:SourceIp": "|"}'))
    old = statement('"Condition": {"StringLike": {"s3:prefix": "|"}}', "2008-10-17")
    assert "${aws:username}" not in labels(old)


def test_value_in_a_list_leaves_out_its_neighbors() -> None:
    found = labels(condition(f'"StringEquals": {{"aws:ResourceAccount": ["{HOME}", |]}}'))
    assert found[0] == OTHER


def test_condition_and_operator_get_their_braces() -> None:
    text = accept('{"Statement": {"Condition": |}}', "{ }")
    assert text == '{"Statement": {"Condition": {\n  |\n}}}'
    assert labels(condition('"StringEquals": |')) == ["{ }"]


def test_trust_policy_gets_the_claims_of_its_provider() -> None:
    host = "token.actions.githubusercontent.com"
    body = '"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {|}}'
    found = labels(statement(body), PolicyType.TRUST)
    assert found[:2] == [f"{host}:aud", f"{host}:sub"]
    named = '"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/id.acme.com"}, '
    assert labels(statement(named + body), PolicyType.TRUST)[:2] == [
        "id.acme.com:aud",
        "id.acme.com:sub",
    ]
    assert f"{host}:aud" not in labels(statement(body), PolicyType.IDENTITY)[:2]
