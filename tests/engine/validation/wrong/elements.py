"""Mistakes in names, elements and resources."""

from __future__ import annotations

from tests.engine.validation.correct.cases import ACCOUNT, allow
from tests.engine.validation.wrong.cases import (
    BUCKET,
    OBJECTS,
    get,
    when,
    wrong,
)

WRONG_NAMES = (
    wrong("typo in the service", "INVALID_SERVICE_IN_ACTION", allow("s33:GetObject", OBJECTS)),
    wrong("typo in the action", "INVALID_ACTION", allow("s3:GetObjct", OBJECTS)),
    wrong("operation for an action", "INVALID_ACTION", allow("s3:ListObjectsV2", BUCKET)),
    wrong(
        "two actions in one string", "INVALID_ACTION", allow("s3:GetObject, s3:PutObject", OBJECTS)
    ),
    wrong("action without service", "INVALID_ACTION", allow("GetObject", OBJECTS)),
    wrong("wildcard for a service", "WILDCARD_IN_SERVICE_NAME", allow("*:Get*", "*")),
    wrong(
        "typo in an operator",
        "INVALID_CONDITION_OPERATOR",
        get(Condition=when("StringsEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    ),
    wrong(
        "typo in a global key",
        "INVALID_GLOBAL_CONDITION_KEY",
        get(Condition=when("IpAddress", "aws:SourceIP1", "203.0.113.0/24")),
    ),
    wrong(
        "typo in a service's key",
        "INVALID_SERVICE_CONDITION_KEY",
        allow("s3:ListBucket", BUCKET, Condition=when("StringEquals", "s3:prefixx", "a")),
    ),
    wrong(
        "key without prefix",
        "INVALID_CONDITION_KEY_FORMAT",
        get(Condition=when("IpAddress", "SourceIp", "203.0.113.0/24")),
    ),
    wrong(
        "operator in the place of the key",
        "INVALID_CONDITION_OPERATOR",
        get(Condition={"aws:SourceIp": {"IpAddress": "203.0.113.0/24"}}),
    ),
    wrong(
        "Resources",
        "INVALID_POLICY_ELEMENT MISSING_RESOURCE",
        {"Effect": "Allow", "Action": "s3:GetObject", "Resources": OBJECTS},
    ),
    wrong("Conditions", "INVALID_POLICY_ELEMENT", get(Conditions={})),
    wrong(
        "element in small letters",
        "INVALID_POLICY_ELEMENT MISSING_ACTION",
        {"Effect": "Allow", "action": "s3:GetObject", "Resource": OBJECTS},
    ),
    wrong("effect in small letters", "INVALID_EFFECT", {**get(), "Effect": "allow"}),
    wrong("effect Permit", "INVALID_EFFECT", {**get(), "Effect": "Permit"}),
    wrong("no effect", "MISSING_EFFECT", {"Action": "s3:GetObject", "Resource": OBJECTS}),
    wrong(
        "duplicate Sid",
        "UNIQUE_SIDS_REQUIRED",
        get(Sid="Read"),
        allow("s3:ListBucket", BUCKET, Sid="Read"),
    ),
    wrong("Sid with spaces", "UNSUPPORTED_SID", get(Sid="Read the receipts")),
    wrong("Version of a day", "INVALID_VERSION", get(), Version="2024-06-01"),
    wrong("Version of a wrong day in October", "INVALID_VERSION", get(), Version="2012-10-18"),
    wrong("no Version", "MISSING_VERSION", get(), Version=None),
    wrong(
        "no Version, with a variable",
        "MISSING_VERSION VARIABLE_UNSUPPORTED_IN_VERSION",
        get(f"{BUCKET}/${{aws:username}}/*"),
        Version=None,
    ),
    wrong(
        "old Version, with a variable",
        "VARIABLE_UNSUPPORTED_IN_VERSION",
        get(f"{BUCKET}/${{aws:username}}/*"),
        Version="2008-10-17",
    ),
)

WRONG_RESOURCES = (
    wrong("bucket without its objects", "RESOURCE_MISMATCH", get(BUCKET)),
    wrong("list of a bucket's objects", "RESOURCE_MISMATCH", allow("s3:ListBucket", OBJECTS)),
    wrong("plain name of a bucket", "INVALID_ARN_PREFIX", get("acme-receipts/*")),
    wrong("too few colons", "MISSING_ARN_FIELD", get("arn:aws:s3:acme-receipts/*")),
    wrong(
        "Region in a bucket", "ARN_REGION_NOT_ALLOWED", get("arn:aws:s3:eu-west-1::acme-receipts/*")
    ),
    wrong(
        "account in a bucket",
        "ARN_ACCOUNT_NOT_ALLOWED",
        get(f"arn:aws:s3::{ACCOUNT}:acme-receipts/*"),
    ),
    wrong(
        "Region in IAM",
        "ARN_REGION_NOT_ALLOWED",
        allow("iam:GetUser", f"arn:aws:iam:us-east-1:{ACCOUNT}:user/alice"),
    ),
    wrong(
        "11 digits",
        "INVALID_ARN_ACCOUNT",
        allow("iam:GetUser", "arn:aws:iam::11112222333:user/alice"),
    ),
    wrong(
        "no Region in a queue",
        "MISSING_ARN_REGION",
        allow("sqs:SendMessage", f"arn:aws:sqs::{ACCOUNT}:jobs"),
    ),
    wrong(
        "no account in a table",
        "MISSING_ARN_ACCOUNT",
        allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1::table/Orders"),
    ),
    wrong(
        "slash in a function",
        "INVALID_ARN_RESOURCE",
        allow("lambda:InvokeFunction", f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function/thumbnails"),
    ),
    wrong(
        "typo in a Region",
        "INVALID_ARN_REGION",
        allow("sqs:SendMessage", f"arn:aws:sqs:eu-west1:{ACCOUNT}:jobs"),
    ),
    wrong("service in capitals", "INVALID_ARN_SERVICE_CASE", get("arn:aws:S3:::acme-receipts/*")),
    wrong("partition amazon", "INVALID_PARTITION", get("arn:amazon:s3:::acme-receipts/*")),
    wrong("no Resource", "MISSING_RESOURCE", {"Effect": "Allow", "Action": "s3:GetObject"}),
    wrong("Action and NotAction", "UNSUPPORTED_ELEMENT_COMBINATION", get(NotAction="iam:*")),
    wrong(
        "log group without the star of its streams",
        "RESOURCE_MISMATCH",
        allow("logs:PutLogEvents", f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/aws/lambda/x"),
    ),
    wrong("all buckets, on one", "RESOURCE_MISMATCH", allow("s3:ListAllMyBuckets", BUCKET)),
    wrong(
        "list of instances, on one",
        "RESOURCE_MISMATCH",
        allow("ec2:DescribeInstances", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/*"),
    ),
    wrong(
        "table without its kind",
        "INVALID_ARN_RESOURCE",
        allow("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:Orders"),
    ),
    wrong("space before an ARN", "INVALID_ARN_PREFIX", get(f" {OBJECTS}")),
    wrong("space after an action", "INVALID_ACTION", allow("s3:GetObject ", OBJECTS)),
    wrong("Version as a number", "DATA_TYPE_MISMATCH", get(), Version=20121017),
    wrong("condition beside the statement", "INVALID_POLICY_ELEMENT", get(), Condition={}),
)
