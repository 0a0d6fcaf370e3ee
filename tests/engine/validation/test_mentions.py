"""Which actions are named for all, and in which words."""

from __future__ import annotations

import pytest

from iamlab.engine.validation.mentions import join_and, known_first, listing


@pytest.mark.parametrize(
    ("actions", "named"),
    [
        (["s3:GetObject"], ["s3:GetObject"]),
        (["a4b:X", "ec2:X", "iam:A", "iam:B", "s3:X"], ["iam:A", "iam:B", "s3:X"]),
        (["iam:A", "iam:B", "iam:C", "iam:D"], ["iam:A", "iam:B", "iam:C"]),
        (["a4b:X", "b:X", "c:X", "d:X", "s3:X"], ["s3:X", "a4b:X", "b:X"]),
        (["ec2-instance-connect:X", "ec2:X"], ["ec2:X", "ec2-instance-connect:X"]),
        (["iamx:A", "x:A"], ["iamx:A", "x:A"]),
        ([], []),
    ],
)
def test_well_known_services_are_named_first(actions: list[str], named: list[str]) -> None:
    assert known_first(sorted(actions)) == named


def test_listing_counts_what_it_leaves_out() -> None:
    actions = sorted(f"s3:Action{number}" for number in range(2000, 5000))
    assert listing(actions) == "`s3:Action2000`, `s3:Action2001`, `s3:Action2002` and 2,997 more"


def test_parts_are_joined_as_in_a_sentence() -> None:
    assert join_and(["a"]) == "a"
    assert join_and(["a", "b"]) == "a and b"
    assert join_and(["a", "b", "c"], 4) == "a, b, c and 4 more"
