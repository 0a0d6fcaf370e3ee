"""Checks of findings and of sizes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lessons.judging.exercises import judge
from tests.lessons.judging.exercises.workshop import READ_A, allow, exercise, policy

STAR = policy(allow("iam:PassRole", "*"))  # PASS_ROLE_WITH_STAR_IN_RESOURCE, a security warning
TYPO = policy(allow("s3:GetObjekt", "*"))  # INVALID_ACTION, an error


def clean(*unwanted: str) -> dict[str, Any]:
    return {"id": "clean", "findings": {"none_of": list(unwanted)}}


@pytest.mark.parametrize(
    ("unwanted", "text", "passes"),
    [
        (["ERROR"], TYPO, False),
        (["ERROR"], STAR, True),
        (["SECURITY_WARNING"], STAR, False),
        (["INVALID_ACTION"], TYPO, False),
        (["INVALID_ACTION"], STAR, True),
        (["ERROR", "SECURITY_WARNING"], READ_A, True),
    ],
)
def test_findings_fail_by_severity_or_code(unwanted: list[str], text: str, passes: bool) -> None:
    variant, course = exercise(clean(*unwanted))
    assert judge(variant, {"policy": text}, course).solved is passes


def test_the_findings_that_fail_are_named_with_their_policy() -> None:
    variant, course = exercise(clean("ERROR"))
    (result,) = judge(variant, {"policy": TYPO}, course).results
    assert [(item.policy, item.finding.code) for item in result.findings] == [
        ("policy", "INVALID_ACTION")
    ]


@pytest.mark.parametrize(
    ("limits", "passes"),
    [
        ({"statements": 2}, True),
        ({"statements": 1}, False),
        ({"actions": 3}, True),
        ({"actions": 2}, False),
        ({"statements": 2, "actions": 2}, False),
        ({"policy": "policy", "statements": 1}, False),
    ],
)
def test_statements_and_listed_actions_are_counted(limits: dict[str, Any], passes: bool) -> None:
    text = policy(allow(["s3:GetObject", "s3:PutObject"], "*"), {"NotAction": "s3:*"})
    variant, course = exercise({"id": "small", "at_most": limits})
    result = judge(variant, {"policy": text}, course).results[0]
    assert result.passed is passes
    assert bool(result.says) is not passes


def test_characters_are_counted_without_white_space() -> None:
    bare = json.dumps(json.loads(READ_A), separators=(",", ":"))
    for limit, passes in ((len(bare), True), (len(bare) - 1, False)):
        variant, course = exercise({"id": "small", "at_most": {"characters": limit}})
        assert judge(variant, {"policy": READ_A}, course).solved is passes


def test_a_size_that_is_exceeded_is_said() -> None:
    variant, course = exercise({"id": "small", "at_most": {"statements": 1}})
    text = policy(allow("s3:GetObject", "*"), allow("s3:PutObject", "*"))
    (result,) = judge(variant, {"policy": text}, course).results
    assert result.says == "It has 2 statements, and the limit is 1."
