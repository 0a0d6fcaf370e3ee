"""Regions and partitions, checked against the table that AWS ships with its Python library."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from iamlab.engine.catalog import (
    holds_region,
    partitions,
    regions,
    suggest_partition,
    suggest_region,
)

SDK = find_spec("botocore")
assert SDK is not None
assert SDK.origin is not None
TABLE = json.loads((Path(SDK.origin).parent / "data" / "partitions.json").read_text())


def test_every_partition_of_the_sdk_is_known() -> None:
    assert {item["id"] for item in TABLE["partitions"]} == set(partitions())


def test_every_region_of_the_sdk_is_known_with_its_partition() -> None:
    expected = {
        code: item["id"]
        for item in TABLE["partitions"]
        for code in item["regions"]
        if not code.endswith("-global")
    }
    assert dict(regions()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us-eat-1", "us-east-1"),
        # As near to us-east-1 as to us-west-1: no guess.
        ("us-est-1", None),
        ("eu-west1", "eu-west-1"),
        ("EU-WEST-1", "eu-west-1"),
        ("us_east_1", "us-east-1"),
        ("us-east-1a", "us-east-1"),
        ("Frankfurt", None),
        ("", None),
        ("eu-west-1" * 20, None),
    ],
)
def test_wrong_region_has_a_suggestion(text: str, expected: str | None) -> None:
    assert suggest_region(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("AWS", "aws"), ("aws-gov", "aws-us-gov"), ("azure-cloud", None)]
)
def test_wrong_partition_has_a_suggestion(text: str, expected: str | None) -> None:
    assert suggest_partition(text) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [("aws:RequestedRegion", True), ("EC2:region", True), ("aws:SourceVpc", False)],
)
def test_keys_that_hold_a_region(key: str, expected: bool) -> None:
    assert holds_region(key) is expected
