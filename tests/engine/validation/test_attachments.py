"""Checks of resource-based policies against the resource that they are on."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting
from tests.engine.validation.looking import allow, findings, mended, spots

ACTION, ARN = "UNSUPPORTED_ACTION_IN_POLICY", "UNSUPPORTED_RESOURCE_ARN_IN_POLICY"
KEY = "IRRELEVANT_CONDITION_KEY_IN_POLICY"
RESOURCE = PolicyType.RESOURCE
BUCKET = "arn:aws:s3:::acme"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"
KMS = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/main"
API = "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3"


def found(code: str, action: Any, resource: Any, on: str) -> list[str]:
    statement = allow(action, resource, Principal="*")
    return spots(code, statement, type=RESOURCE, setting=Setting(resource=on))


@pytest.mark.parametrize(
    ("action", "on", "expected"),
    [
        ("s3:GetObject", BUCKET, []),
        ("s3:*", BUCKET, []),
        ("*", BUCKET, []),
        ("kms:Decrypt", KMS, []),
        ("kms:*", KMS, []),
        ("secretsmanager:GetSecretValue", SECRET, []),
        ("events:PutEvents", BUS, []),
        ("execute-api:Invoke", API, []),
        ("SQS:SendMessage", QUEUE, []),
        ("s3:GetObjects", BUCKET, []),
        (["s3:GetObject", "kms:Decrypt"], BUCKET, ["kms:Decrypt"]),
        ("sns:Publish", QUEUE, ["sns:Publish"]),
        ("sns:*", QUEUE, ["sns:*"]),
        # No request for these names the bucket, so its policy can't speak of them.
        ("s3:ListAllMyBuckets", BUCKET, ["s3:ListAllMyBuckets"]),
        ("sns:Publish", "", []),
        ("sns:Publish", "jobs", []),
    ],
)
def test_actions_belong_to_the_resource(action: Any, on: str, expected: list[str]) -> None:
    assert found(ACTION, action, "*", on) == expected


def test_foreign_action_among_others_can_go() -> None:
    statement = allow(["s3:GetObject", "kms:Decrypt"], "*", Principal="*")
    setting = Setting(resource=BUCKET)
    after = mended(ACTION, statement, type=RESOURCE, setting=setting)
    assert after[0]["Action"] == ["s3:GetObject"]


@pytest.mark.parametrize(
    ("resource", "on", "expected"),
    [
        (BUCKET, BUCKET, []),
        (f"{BUCKET}/*", BUCKET, []),
        (f"{BUCKET}/home/${{aws:username}}/*", BUCKET, []),
        (f"{BUCKET}*", BUCKET, []),
        ("*", BUCKET, []),
        ("*", KMS, []),
        (KMS, KMS, []),
        (SECRET, SECRET, []),
        ("arn:aws:secretsmanager:*:*:secret:db-??????", SECRET, []),
        # A bus has a policy that also speaks of rules.
        ("arn:aws:events:eu-west-1:111122223333:rule/main/*", BUS, []),
        ("arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*", API, []),
        ("acme", BUCKET, []),
        (QUEUE, "", []),
        ("arn:aws:s3:::other/*", BUCKET, ["arn:aws:s3:::other/*"]),
        ("arn:aws:s3:::acm", BUCKET, ["arn:aws:s3:::acm"]),
        (BUCKET, QUEUE, [BUCKET]),
        (QUEUE.replace("jobs", "mails"), QUEUE, [QUEUE.replace("jobs", "mails")]),
        (QUEUE.replace("eu-west-1", "eu-west-2"), QUEUE, [QUEUE.replace("eu-west-1", "eu-west-2")]),
    ],
)
def test_resources_are_the_one_of_the_policy(resource: str, on: str, expected: list[str]) -> None:
    assert found(ARN, "*", resource, on) == expected


@pytest.mark.parametrize(
    ("resource", "on", "expected"),
    [
        ("arn:aws:s3:::other/*", BUCKET, f"{BUCKET}/*"),
        ("arn:aws:s3:::other", BUCKET, BUCKET),
        (BUCKET, QUEUE, QUEUE),
    ],
)
def test_foreign_resource_becomes_the_own(resource: str, on: str, expected: str) -> None:
    setting = Setting(resource=on)
    after = mended(ARN, allow("*", resource, Principal="*"), type=RESOURCE, setting=setting)
    assert after[0]["Resource"] == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("s3:ResourceAccount", ["s3:ResourceAccount"]),
        ("AWS:resourceorgid", ["AWS:resourceorgid"]),
        ("aws:PrincipalOrgID", []),
        ("aws:ResourceTag/team", []),
    ],
)
def test_keys_about_the_owner(key: str, expected: list[str]) -> None:
    statement = allow("s3:GetObject", Principal="*", Condition={"StringEquals": {key: "x"}})
    assert spots(KEY, statement, type=RESOURCE) == expected
    # In an endpoint's policy, or an identity-based one, they tell resources apart.
    assert findings(KEY, statement, type=PolicyType.ENDPOINT) == []
    assert findings(KEY, statement) == []
