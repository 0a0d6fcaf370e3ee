"""Half-typed and broken texts: the place is found, and what stands around it counts."""

from __future__ import annotations

import pytest

from iamlab.engine import MAX_LENGTH, PolicyType
from iamlab.engine.completion import complete
from tests.engine.completion.places import QUEUE, accept, labels


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ('{"Statement": [{"Effect": "|', "Allow"),
        ('{"Statement": [{"Effect": |', "Allow"),
        ('{"Statement": [{"Effect" |', "Allow"),
        ('{"Statement": [{"Effect": "Al|\n, "Action": "s3:*"}]}', "Allow"),
        ('{"Statement": [{"Effect": "|, "Action": "s3:*"}]}', "Allow"),
        ('{"Statement": [{"Effect": | "Action": "s3:*"}]}', "Allow"),
        ('{"Statement": [{"Effect": "Allow" "|"}]}', "Action"),
        ('{"Statement": [{"Effect": "Allow",,, |}]}', "Action"),
        ('{"Statement": [{Effect: "Allow", Act|}]}', "Action"),
        ("{'Statement': [{'Effect': 'Allow', |}]}", "Action"),
        ('{"Statement": {"Action": ["s3:GetObject", "s3:Put|', "s3:Put*"),
        ('{"Statement": {"Action": ["s3:GetObject" "sqs:Sen|"]}', "sqs:SendMessage"),
        ('{"Statement": {"Action": "sqs:SendMessage", "Resource": [|}}', QUEUE),
        ('{"Statement": {"Resource": "|\n "Action": "sqs:SendMessage"', QUEUE),
        ('{"Statement": [{"Condition": {"Bool": {"aws:SecureTransport": tr|', "true"),
        ('{"Statement": [{"Effect": "Allow"} {|', "Effect"),
        ('{"Version": "2012-10-17" /* a comment */ , |', "Statement"),
    ],
)
def test_first_suggestion(marked: str, first: str) -> None:
    assert labels(marked)[0] == first


@pytest.mark.parametrize(
    ("before", "label", "after"),
    [
        ('{"Statement": [{"Effect": "|', "Deny", '{"Statement": [{"Effect": "Deny"|'),
        (
            '{"Statement": [{"Effect": "|, "Action": "s3:*"}]}',
            "Deny",
            '{"Statement": [{"Effect": "Deny"|, "Action": "s3:*"}]}',
        ),
        (
            '{"Statement": {"Effect": | "Action": "s3:*"}}',
            "Deny",
            '{"Statement": {"Effect": "Deny",| "Action": "s3:*"}}',
        ),
        ('{"Statement": {"Effect" |}}', "Deny", '{"Statement": {"Effect" : "Deny"|}}'),
        ("{'Statement': {'Effect': 'Al|'}}", "Allow", "{'Statement': {'Effect': \"Allow\"|}}"),
        (
            '{"Statement": {"Effect": "Allow" "Act|": "s3:*"}}',
            "Action",
            '{"Statement": {"Effect": "Allow", "Action"|: "s3:*"}}',
        ),
    ],
)
def test_accepting_mends_what_lacks_there_and_nothing_else(
    before: str, label: str, after: str
) -> None:
    got = accept(before, label)
    tail_comma = after.replace(",|", "|,")  # the cursor may stand on either side of the comma
    assert got in (after, tail_comma)


def test_text_over_the_limit_gets_no_suggestions() -> None:
    assert complete("{" + " " * MAX_LENGTH, 1, PolicyType.IDENTITY).suggestions == ()
    assert complete("{" + " " * (MAX_LENGTH - 1), 1, PolicyType.IDENTITY).suggestions != ()


@pytest.mark.parametrize("offset", [-1, 10**9])
def test_offset_out_of_range_is_put_right(offset: int) -> None:
    found = complete("{}", offset, PolicyType.IDENTITY)
    assert 0 <= found.start <= found.end <= 2
