"""Resource entries as an evaluator with a rule wrong takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.matching import (
    Context,
    ResourceReading,
    compile_misread,
    compile_resource,
)

BY_AWS = ResourceReading()
BUCKET = "arn:aws:s3:::reports"
CONTEXT = Context({"aws:username": "Ana", "aws:PrincipalTag/team": "web/eu"})
PIECES = st.sampled_from(["a", "B", "/", "*", "?", ":", "b/", "${aws:username}", "${k:n}", "${*}"])
ENTRIES = st.one_of(
    st.just("*"),
    st.text("a*:/", max_size=8),
    st.builds(
        lambda head, tail: head + "".join(tail),
        st.sampled_from(["arn:aws:s3:::", "arn:aws:iam::*:", "arn:a*:s3:::"]),
        st.lists(PIECES, max_size=6),
    ),
)
RESOURCES = st.one_of(
    st.just("*"),
    st.builds(
        lambda tail: "arn:aws:s3:::" + "".join(tail),
        st.lists(st.sampled_from(["a", "B", "/", ":", "*", "Ana"]), min_size=1, max_size=6),
    ),
)


def covers(entry: str, resource: str, *, variables: bool = True, **switches: bool) -> bool:
    reading = ResourceReading(**switches)
    patterns = compile_misread(entry, variables=variables, reading=reading)
    return any(pattern.matches(resource, CONTEXT) for pattern in patterns)


@given(ENTRIES, RESOURCES, st.booleans())
def test_with_every_rule_right_an_entry_covers_what_it_does(
    entry: str, resource: str, variables: bool
) -> None:
    """R1 to R6."""
    right = compile_resource(entry, variables=variables).matches(resource, CONTEXT)
    assert covers(entry, resource, variables=variables) is right


@given(ENTRIES, RESOURCES)
def test_a_pattern_that_answers_at_once_answers_alike(entry: str, resource: str) -> None:
    """R6: whether there are variables or not."""
    for switch in ("wildcard_stops_at_slash", "arn_covers_unscoped_actions"):
        reading = ResourceReading(**{switch: True})
        for pattern in compile_misread(entry, variables=True, reading=reading):
            if pattern.matcher is not None:
                assert pattern.matcher(resource) is pattern.matches(resource, CONTEXT)


@pytest.mark.parametrize(
    ("entry", "resource", "right", "wrong"),
    [
        (f"{BUCKET}/*", BUCKET, False, True),
        ("arn:aws:s3:::rep*/*", BUCKET, False, True),
        (f"{BUCKET}/*", f"{BUCKET}/a", True, True),
        (f"{BUCKET}/in/*", BUCKET, False, False),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::Ana", False, False),
        (
            "arn:aws:sqs:eu-west-1:111122223333:q/*",
            "arn:aws:sqs:eu-west-1:111122223333:q",
            *[False] * 2,
        ),
    ],
)
def test_objects_for_their_bucket(entry: str, resource: str, right: bool, wrong: bool) -> None:
    """R5."""
    assert covers(entry, resource) is right
    assert covers(entry, resource, object_arn_covers_bucket=True) is wrong


@pytest.mark.parametrize(
    ("entry", "resource", "right", "wrong"),
    [
        (BUCKET, f"{BUCKET}/a/b", False, True),
        (BUCKET, BUCKET, True, True),
        (BUCKET, "arn:aws:s3:::reports-2/a", False, False),
        (f"{BUCKET}/a", f"{BUCKET}/a/b", False, False),
        ("arn:aws:s3:::", "arn:aws:s3:::/a", False, False),
    ],
)
def test_a_bucket_for_its_objects(entry: str, resource: str, right: bool, wrong: bool) -> None:
    """R5."""
    assert covers(entry, resource) is right
    assert covers(entry, resource, bucket_arn_covers_objects=True) is wrong


@pytest.mark.parametrize(
    ("entry", "resource", "right", "wrong"),
    [
        (f"{BUCKET}/*", f"{BUCKET}/a", True, True),
        (f"{BUCKET}/*", f"{BUCKET}/a/b", True, False),
        (f"{BUCKET}/*/b", f"{BUCKET}/a/b", True, True),
        (f"{BUCKET}/*/b", f"{BUCKET}/a/x/b", True, False),
        (f"{BUCKET}/a?b", f"{BUCKET}/a/b", True, False),
        (f"{BUCKET}*", f"{BUCKET}/a", True, False),
        (f"{BUCKET}/${{aws:PrincipalTag/team}}/*", f"{BUCKET}/web/eu/x", True, True),
        (f"{BUCKET}/${{aws:PrincipalTag/team}}/*", f"{BUCKET}/web/eu/x/y", True, False),
        ("*", f"{BUCKET}/a/b", True, True),
    ],
)
def test_a_star_that_stops_at_a_slash(entry: str, resource: str, right: bool, wrong: bool) -> None:
    """R1: for AWS a slash is an ordinary character."""
    assert covers(entry, resource) is right
    assert covers(entry, resource, wildcard_stops_at_slash=True) is wrong


@pytest.mark.parametrize(
    ("entry", "resource", "right", "wrong"),
    [
        (f"{BUCKET}/A", f"{BUCKET}/a", False, True),
        (f"{BUCKET}/a*", f"{BUCKET}/ABC", False, True),
        (f"{BUCKET}/${{aws:username}}", f"{BUCKET}/ana", False, True),
        ("arn:aws:S3:::reports/a", f"{BUCKET}/a", False, False),
        (f"{BUCKET}/a", f"{BUCKET}/b", False, False),
    ],
)
def test_letter_case_that_does_not_count(
    entry: str, resource: str, right: bool, wrong: bool
) -> None:
    """R2: in field six."""
    assert covers(entry, resource) is right
    assert covers(entry, resource, resource_case_counts=False) is wrong


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("arn:aws:s3:::*", True),
        ("arn:aws:ec2:*:*:*", True),
        ("arn:aws:ec2:eu-west-1:111122223333:instance/*", True),
        ("arn:aws:ec2:eu-west-1:111122223333:instance/i-1", False),
        (f"{BUCKET}/*", False),
        (BUCKET, False),
        ("no-arn/*", False),
    ],
)
def test_an_arn_for_an_action_that_names_no_resource(entry: str, wrong: bool) -> None:
    """R4."""
    assert covers(entry, "*") is False
    assert covers(entry, "*", arn_covers_unscoped_actions=True) is wrong


def test_a_pattern_keeps_the_text_that_the_policy_has() -> None:
    """M5: a story quotes what is written."""
    reading = ResourceReading(object_arn_covers_bucket=True)
    patterns = compile_misread(f"{BUCKET}/*", variables=True, reading=reading)
    assert [pattern.source for pattern in patterns] == [f"{BUCKET}/*"] * 2


def test_a_hostile_pattern_is_answered() -> None:
    """A2: a star that stops at slashes is no way to make matching slow."""
    entry = f"{BUCKET}/" + "*a" * 2_000 + "b"
    assert covers(entry, f"{BUCKET}/" + "a" * 20_000, wildcard_stops_at_slash=True) is False
    assert covers("*/" * 5_000, BUCKET, wildcard_stops_at_slash=True) is False
