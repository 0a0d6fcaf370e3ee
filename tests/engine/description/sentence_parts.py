"""What the rows of sentences are made of: names that occur again and again."""

from __future__ import annotations

from typing import Any

READ = "Allows reading objects (`s3:GetObject`) in the bucket `reports`"
QUEUE = "arn:aws:sqs:eu-west-1:222233334444:receipt-failures"
ROLE = "arn:aws:iam::222233334444:role/receipt-reader"
S3 = "arn:aws:s3:::"

Row = tuple[str, dict[str, Any], str]


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    """Return a Condition of one test."""
    return {"Condition": {operator: {key: value}}}
