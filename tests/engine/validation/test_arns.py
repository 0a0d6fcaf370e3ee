"""Checks of the form of ARNs (R1, R2, R7)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType, Severity
from iamlab.engine.validation import Setting
from iamlab.engine.validation.arn_entries import complete, correct_type_word, spoken
from tests.engine.validation.looking import allow, errors, findings, mended, message, spots

ACCOUNT = "111122223333"
FUNCTION = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:send"
ANYBODY = {"Principal": "*"}


def resource(code: str, text: str, **more: Any) -> Any:
    """The Resource of a statement after the repair of a check, or None."""
    after = mended(code, allow("s3:GetObject", text), **more)
    return None if after is None else after[0]["Resource"]


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "arn:aws:s3:::acme",
        "arn:aws:s3:::acme/*",
        "arn:*:s3:*:*:acme",
        "arn:aws:s3:::${aws:PrincipalTag/bucket}/*",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports/object/*",
        "arn:aws-cn:s3:::acme",
        "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:jobs",
        "arn:aws:iam::111122223333:role/service-role/Deployer",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}",
        "arn:aws:iam::1111*:root",
        "arn:aws:iam::111122223333:root",
        "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
        "arn:aws:ssm:*::parameter/aws/service/ami-amazon-linux-latest/*",
        "arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0",
        "arn:aws:ec2:*:*:instance/*",
        "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/web/*",
        "arn:aws:es:eu-west-1:111122223333:domain/logs/*",
        "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/live/GET/*",
        "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/live/GET/",
        "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/live/$connect",
        "arn:aws:apigateway:eu-west-1::/restapis/*",
        "arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31",
        "arn:aws:sts::111122223333:assumed-role/Deployer/alice",
        "arn:aws:logs:*:*:log-group:/aws/lambda/*:*",
        "arn:aws:elastic-inference:*:*:elastic-inference-accelerator/*",
    ],
)
def test_right_arns_give_no_error(text: str) -> None:
    assert errors(allow("s3:GetObject", text)) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("acme-receipts", "INVALID_ARN_PREFIX"),
        ("", "INVALID_ARN_PREFIX"),
        ("**", "INVALID_ARN_PREFIX"),
        ("arn", "INVALID_ARN_PREFIX"),
        ("ARN:aws:s3:::acme", "INVALID_ARN_PREFIX"),
        ("${aws:username}", "INVALID_ARN_PREFIX"),
        ("arn:", "MISSING_ARN_FIELD"),
        ("arn:aws:s3:::"[:-1], "MISSING_ARN_FIELD"),
        ("arn:aws:s3*", "MISSING_ARN_FIELD"),
        ("arn:amazon:s3:::acme", "INVALID_PARTITION"),
        ("arn::s3:::acme", "INVALID_PARTITION"),
        ("arn:aws:sqs:cn-north-1:111122223333:jobs", "INVALID_PARTITION"),
        ("arn:aws:Lambda:eu-west-1:111122223333:function:send", "INVALID_ARN_SERVICE_CASE"),
        ("arn:aws:sqs:eu-west-1:acme:jobs", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:sqs:eu-west-1:11112222333:jobs", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:sqs:eu-west-1:1111222233334:jobs", "INVALID_ARN_ACCOUNT"),
        ("arn:aws:s3::111122223333:acme", "ARN_ACCOUNT_NOT_ALLOWED"),
        ("arn:aws:s3::acme:acme", "ARN_ACCOUNT_NOT_ALLOWED"),
        ("arn:aws:s3:eu-west-1::acme", "ARN_REGION_NOT_ALLOWED"),
        ("arn:aws:iam:eu-west-1:111122223333:user/alice", "ARN_REGION_NOT_ALLOWED"),
        ("arn:aws:sqs::111122223333:jobs", "MISSING_ARN_REGION"),
        ("arn:aws:sqs:eu-west-1::jobs", "MISSING_ARN_ACCOUNT"),
        ("arn:aws:iam:::user/alice", "MISSING_ARN_ACCOUNT"),
        ("arn:aws:sqs:eu-west-9:111122223333:jobs", "INVALID_ARN_REGION"),
        ("arn:aws:sqs:eu-mars-*:111122223333:jobs", "INVALID_ARN_REGION"),
        ("arn:aws:iam::111122223333:roles", "INVALID_ARN_RESOURCE"),
        ("arn:aws:iam::111122223333:alice", "INVALID_ARN_RESOURCE"),
        ("arn:aws:s3:::", "INVALID_ARN_RESOURCE"),
        ("arn:aws:logs:eu-west-1:111122223333:/aws/lambda/send", "INVALID_ARN_RESOURCE"),
    ],
)
def test_one_fault_has_one_code(text: str, code: str) -> None:
    assert errors(allow("s3:GetObject", text)) == {code}
    assert spots(code, allow("s3:GetObject", ["*", text])) == [text]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("INVALID_ARN_PREFIX", "s3://acme/reports/*", "arn:aws:s3:::acme/reports/*"),
        ("INVALID_ARN_PREFIX", "ARN:aws:s3:::acme", "arn:aws:s3:::acme"),
        ("INVALID_ARN_PREFIX", " arn:aws:s3:::acme ", "arn:aws:s3:::acme"),
        ("INVALID_ARN_PREFIX", "aws:s3:::acme", "arn:aws:s3:::acme"),
        ("INVALID_ARN_PREFIX", "acme", None),
        ("INVALID_ARN_PREFIX", "foo:bar:baz:a:b:c", None),
        ("MISSING_ARN_FIELD", "arn:aws:s3:acme/*", "arn:aws:s3:::acme/*"),
        ("MISSING_ARN_FIELD", "arn:aws:s3::acme", "arn:aws:s3:::acme"),
        (
            "MISSING_ARN_FIELD",
            "arn:aws:iam:111122223333:user/alice",
            "arn:aws:iam::111122223333:user/alice",
        ),
        ("MISSING_ARN_FIELD", "arn:aws:sqs:jobs", None),
        ("INVALID_PARTITION", "arn:AWS:s3:::acme", "arn:aws:s3:::acme"),
        ("INVALID_PARTITION", "arn::s3:::acme", "arn:aws:s3:::acme"),
        (
            "INVALID_PARTITION",
            "arn:aws:sqs:cn-north-1:111122223333:jobs",
            "arn:aws-cn:sqs:cn-north-1:111122223333:jobs",
        ),
        ("INVALID_PARTITION", "arn:zzzzzz:s3:::acme", None),
        ("INVALID_ARN_SERVICE_CASE", "arn:aws:S3:::acme", "arn:aws:s3:::acme"),
        (
            "INVALID_ARN_ACCOUNT",
            "arn:aws:sqs:eu-west-1:1111-2222-3333:jobs",
            "arn:aws:sqs:eu-west-1:111122223333:jobs",
        ),
        ("INVALID_ARN_ACCOUNT", "arn:aws:sqs:eu-west-1:acme:jobs", None),
        ("ARN_ACCOUNT_NOT_ALLOWED", "arn:aws:s3::111122223333:acme", "arn:aws:s3:::acme"),
        ("ARN_REGION_NOT_ALLOWED", "arn:aws:s3:eu-west-1::acme", "arn:aws:s3:::acme"),
        ("MISSING_ARN_REGION", "arn:aws:sqs::1111*:jobs", "arn:aws:sqs:*:1111*:jobs"),
        (
            "INVALID_ARN_REGION",
            "arn:aws:sqs:eu-west-1b:111122223333:jobs",
            "arn:aws:sqs:eu-west-1:111122223333:jobs",
        ),
        ("INVALID_ARN_RESOURCE", FUNCTION.replace("function:", "function/"), FUNCTION),
        ("INVALID_ARN_RESOURCE", FUNCTION.replace("function:", "functions:"), FUNCTION),
        ("INVALID_ARN_RESOURCE", FUNCTION.replace("function:", "Function:"), FUNCTION),
    ],
)
def test_repairs(code: str, text: str, expected: str | None) -> None:
    assert resource(code, text) == expected


def test_account_of_the_setting_fills_the_gap() -> None:
    text = "arn:aws:sqs:eu-west-1::jobs"
    assert resource("MISSING_ARN_ACCOUNT", text) is None
    setting = Setting(account=ACCOUNT)
    expected = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"
    assert resource("MISSING_ARN_ACCOUNT", text, setting=setting) == expected


def test_lost_zeros_are_spoken_of() -> None:
    short = allow("s3:GetObject", "arn:aws:sqs:eu-west-1:1234567:jobs")
    assert "zeros" in message("INVALID_ARN_ACCOUNT", short)


def test_availability_zone_is_called_one() -> None:
    zone = allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1a:111122223333:jobs")
    assert "Availability Zone" in message("INVALID_ARN_REGION", zone)


def test_not_resource_is_looked_at_too() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "NotResource": ["acme"]}
    assert spots("INVALID_ARN_PREFIX", statement) == ["acme"]


def test_short_form_of_api_gateway_is_right_in_its_resource_policy() -> None:
    statement = allow("execute-api:Invoke", "execute-api:/live/GET/pets", **ANYBODY)
    assert spots("INVALID_ARN_PREFIX", statement, type=PolicyType.RESOURCE) == []
    assert spots("INVALID_ARN_PREFIX", statement) == ["execute-api:/live/GET/pets"]


def test_unknown_form_is_only_a_warning_where_aws_documents_less() -> None:
    (found,) = findings("INVALID_ARN_RESOURCE", allow("waf:*", "arn:aws:waf::*:changetoken/*"))
    assert found.severity is Severity.WARNING


def test_forms_are_named_when_nothing_is_near() -> None:
    statement = allow("iam:GetUser", f"arn:aws:iam::{ACCOUNT}:alice")
    assert "`arn:aws:iam::ACCOUNT:" in message("INVALID_ARN_RESOURCE", statement)


def test_services_without_documented_arns_are_left_alone() -> None:
    assert spots("INVALID_ARN_RESOURCE", allow("s3:*", "arn:aws:nosuch:a:b:c/d")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:s3:acme", "arn:aws:s3:::acme"),
        ("arn:aws:s3:::acme", ""),
        ("arn:aws", ""),
        ("arn:aws:nosuch:x", ""),
        ("arn:aws:dynamodb:eu-west-1:table/Orders", ""),
    ],
)
def test_complete(text: str, expected: str) -> None:
    assert complete(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FUNCTION, ""),
        ("arn:aws:dynamodb:*:*:tables/Orders", "arn:aws:dynamodb:*:*:table/Orders"),
        ("arn:aws:states:*:*:statemachine:pay", "arn:aws:states:*:*:stateMachine:pay"),
        ("arn:aws:dynamodb:*:*:Orders", ""),
        ("acme", ""),
    ],
)
def test_correct_type_word(text: str, expected: str) -> None:
    assert correct_type_word(text) == expected


def test_spoken_template_holds_no_variables() -> None:
    template = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
    assert spoken(template) == "arn:aws:sqs:REGION:ACCOUNT:QUEUE-NAME"
