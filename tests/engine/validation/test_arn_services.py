"""Checks of the service field of ARNs."""

from __future__ import annotations

import pytest

from tests.engine.validation.looking import allow, mended, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:dynamo:*:*:table/Orders", "arn:aws:dynamodb:*:*:table/Orders"),
        ("arn:aws:stepfunctions:*:*:stateMachine:pay", "arn:aws:states:*:*:stateMachine:pay"),
        ("arn:aws:nosuchservice:*:*:x", None),
        ("arn:aws::::acme", None),
    ],
)
def test_unknown_service_is_found(text: str, expected: str | None) -> None:
    assert spots("UNKNOWN_SERVICE_IN_ARN", allow("s3:*", ["*", text])) == [text]
    after = mended("UNKNOWN_SERVICE_IN_ARN", allow("s3:*", text))
    assert after == (None if expected is None else [allow("s3:*", expected)])


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:s3:::acme",
        "arn:aws:S3:::acme",
        # Not an action prefix, but AWS Service Catalog's name in ARNs.
        "arn:aws:catalog:*:*:product/*",
        "arn:aws:elastic-inference:*:*:elastic-inference-accelerator/*",
        "arn:aws:s*:::acme",
        "acme",
    ],
)
def test_known_service_is_left_alone(text: str) -> None:
    assert spots("UNKNOWN_SERVICE_IN_ARN", allow("s3:*", text)) == []
