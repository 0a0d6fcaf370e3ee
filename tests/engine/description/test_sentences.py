"""The sentences that people read, word for word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.description import PolicyDescription, describe_policy, plain_text
from tests.engine.description.sentence_parts import S3
from tests.engine.description.sentences import SENTENCES

USUAL = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{S3}reports/*"}


def describe(
    kind: str, *changes: dict[str, Any], version: str | None = "2012-10-17"
) -> PolicyDescription:
    statements = [
        {name: value for name, value in (USUAL | change).items() if value is not None}
        for change in changes
    ]
    document = {"Version": version, "Statement": statements}
    if version is None:
        del document["Version"]
    return describe_policy(json.dumps(document, indent=2), PolicyType(kind))


@pytest.mark.parametrize(("kind", "change", "sentence"), SENTENCES)
def test_statement_reads_as_written_by_hand(
    kind: str, change: dict[str, Any], sentence: str
) -> None:
    assert describe(kind, change).statements[0].text == sentence


NOTES = (
    (
        {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}},
        "A request without `aws:TagKeys`, or with only empty values, meets this condition.",
    ),
    (
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-acme"}},
        "A request without `aws:PrincipalOrgID` meets this condition.",
    ),
    (
        {"IpAddress": {"aws:SourceIp": ["home", "10.0.0.0/8", "office"]}},
        "`home` and `office` are not addresses or CIDR ranges and match nothing.",
    ),
    (
        {"StringEquals": {"s3:prefix": "${aws:username}"}},
        "In a request without `aws:username`, a text that holds it equals nothing; only IAM users "
        "have a user name.",
    ),
)


@pytest.mark.parametrize(("condition", "note"), NOTES)
def test_note_says_what_surprises(condition: dict[str, Any], note: str) -> None:
    said = describe("identity", {"Condition": condition}).statements[0]
    assert note in map(plain_text, said.notes)
