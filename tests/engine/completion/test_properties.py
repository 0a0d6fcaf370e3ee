"""Any text, any offset: an answer, a span within the text, and nothing lost by accepting."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlab.engine import PolicyType
from iamlab.engine.completion import complete, hover
from tests.engine.completion.places import NAMES

SHIPPED = Path(__file__).parents[3] / "iamlab/sandbox/scenarios"
POLICIES = [path.read_text(encoding="utf-8") for path in sorted((SHIPPED / "acme").rglob("*.json"))]
RICH = """{
  "Version": "2012-10-17",
  "Id": "x",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::222233334444:root", "*"], "Service": "s3.amazonaws.com"},
      "NotAction": ["s3:Get*", "sqs:SendMessage"],
      "Resource": "arn:aws:s3:::acme-receipts/${aws:username}/*",
      "Condition": {
        "StringLike": {"s3:prefix": ["a", "b"], "aws:PrincipalTag/team": "web"},
        "Bool": {"aws:SecureTransport": true}
      }
    },
    {"Effect": "Deny", "Action": "*", "Resource": "*"}
  ]
}
"""
# What stands between the marks of a broken text as it is typed.
PIECES = st.sampled_from(
    [
        *'{}[]:,"\n \\',
        '"Statement"',
        '"Action"',
        '"Effect"',
        '"Condition"',
        '"Principal"',
        '"Resource"',
        '"StringEquals"',
        '"aws:username"',
        '"s3:Get',
        "s3:",
        "${",
        "}",
        "// x\n",
        "/*",
        "'a'",
        "true",
        "é",
        "\U0001f511",
        "\x00",
        "\ud800",
    ]
)
BROKEN = st.lists(PIECES, max_size=40).map("".join)
CUT = st.builds(
    lambda text, start, end: text[:start] + text[end:],
    st.sampled_from([RICH, *POLICIES]),
    st.integers(0, 600),
    st.integers(0, 1200),
)
TYPES = st.sampled_from(PolicyType)
_WORD = re.compile(r"""\s*(?:"[^\n]*|'[^\n]*|[“”„][^\n]*|[^\s\[\]{}:,"]+|\$\{[^}\n]*\}?)?\s*""")


@settings(max_examples=400, deadline=None)
@given(st.one_of(BROKEN, CUT, st.text(max_size=60)), st.integers(-2, 1300), TYPES)
def test_any_text_is_answered(text: str, offset: int, policy_type: PolicyType) -> None:
    found = complete(text, offset, policy_type, NAMES, limit=40)
    assert 0 <= found.start <= found.end <= len(text)
    assert found.total >= len(found.suggestions)
    # What is replaced is one word at most, with white space around it.
    assert _WORD.fullmatch(text[found.start : found.end])
    for item in found.suggestions:
        assert item.label
        assert 0 <= item.select_start <= item.select_end <= len(item.insert)
    told = hover(text, offset, policy_type, NAMES)
    if told is not None:
        assert 0 <= told.start < told.end <= len(text)
        assert told.title
        assert all(told.sentences)


@pytest.mark.parametrize("policy_type", [PolicyType.RESOURCE, PolicyType.IDENTITY])
@pytest.mark.parametrize("text", [RICH, *POLICIES[:4]], ids=lambda text: str(len(text)))
def test_readable_document_stays_readable(text: str, policy_type: PolicyType) -> None:
    """Wherever the cursor stands in a document, each of the first suggestions leaves it JSON."""
    accepted = 0
    for offset in range(len(text) + 1):
        found = complete(text, offset, policy_type, NAMES, limit=3)
        for item in found.suggestions:
            changed = text[: found.start] + item.insert + text[found.end :]
            try:
                json.loads(changed)
            except ValueError as error:
                where = f"{text[:offset][-40:]!r} | {text[offset:][:20]!r}"
                pytest.fail(f"{where}: {item.insert!r} gives {error}")
            accepted += 1
    assert accepted > 100


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RICH)))
def test_end_of_half_a_document_is_where_one_goes_on(end: int) -> None:
    half = RICH[:end]
    found = complete(half, end, PolicyType.RESOURCE, NAMES)
    assert found.end == end
