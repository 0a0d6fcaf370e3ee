"""Titles of checks whose author gave none."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.judging.exercises import judge
from tests.lessons.judging.exercises.workshop import READ, READ_A, exercise


@pytest.mark.parametrize(
    ("check", "title"),
    [
        ({"intent": "allowed", "ask": READ, "title": "It reads"}, "It reads"),
        (
            {"intent": "denied", "ask": READ},
            "`session/reader/one` cannot `s3:GetObject` on `arn:aws:s3:::books/a/1.pdf`",
        ),
        ({"no_wider_than": "reference"}, "It grants nothing beyond the task"),
        ({"no_narrower_than": "reference"}, "It grants all that the task calls for"),
        (
            {"findings": {"none_of": ["ERROR", "SECURITY_WARNING"]}},
            "No errors and no security warnings",
        ),
        ({"findings": {"none_of": ["FULL_ADMIN"]}}, "No `FULL_ADMIN`"),
        ({"at_most": {"statements": 1}}, "At most 1 statement"),
        (
            {"at_most": {"policy": "policy", "characters": 1200, "actions": 3}},
            "At most 1,200 characters and 3 listed actions in `policy`",
        ),
        (
            {"not_public": "arn:aws:s3:::books"},
            "Nobody outside the organization can reach `arn:aws:s3:::books`",
        ),
    ],
)
def test_the_title_says_what_is_checked(check: dict[str, Any], title: str) -> None:
    variant, course = exercise({"id": "one", **check})
    assert judge(variant, {"policy": READ_A}, course).results[0].title == title
