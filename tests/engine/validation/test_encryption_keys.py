"""Checks of KMS keys in conditions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.validation.looking import Statement, allow, findings, spots

KMS = "s3:x-amz-server-side-encryption-aws-kms-key-id"
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
KEY_ARN = f"arn:aws:kms:eu-west-1:123456789012:key/{KEY_ID}"


def asking(operator: str, key: str, value: Any) -> Statement:
    return allow("s3:PutObject", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    "value",
    [
        KEY_ID,
        "alias/receipts",
        "arn:aws:kms:eu-west-1:123456789012:alias/receipts",
        "arn:aws:kms:eu-west-1::key/1",
        "arn:aws:kms:eu-west-1:1234:key/1",
        "arn:aws:s3:::acme",
        "arn:aws:kms:*:*:alias/*",
        "",
    ],
)
def test_what_is_no_arn_of_a_kms_key(value: str) -> None:
    assert spots("INVALID_KMS_KEY_VALUE", asking("StringEquals", KMS, value)) == [value]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("ArnEquals", KMS, KEY_ARN),
        ("ArnEquals", KMS, f"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-{KEY_ID}"),
        ("ArnLike", KMS, "arn:aws:kms:*:123456789012:key/*"),
        ("StringLike", KMS, "*"),
        ("StringEquals", KMS, "${aws:PrincipalTag/key}"),
        ("Null", KMS, "true"),
        ("StringEquals", "secretsmanager:KmsKeyId", "alias/receipts"),
        ("StringEquals", "kms:RequestAlias", "alias/receipts"),
    ],
)
def test_an_arn_of_a_kms_key_a_pattern_for_one_or_another_key(
    operator: str, key: str, value: str
) -> None:
    assert not findings("INVALID_KMS_KEY_VALUE", asking(operator, key, value))
