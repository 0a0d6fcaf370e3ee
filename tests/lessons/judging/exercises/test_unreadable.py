"""Texts that cannot be evaluated (G10): nothing is checked, and the place is named."""

from __future__ import annotations

import pytest

from lessons.judging.exercises import Outcome, judge
from tests.lessons.judging.exercises.workshop import NOTHING, READ, exercise

CHECKS = (
    {"id": "read", "intent": "allowed", "ask": READ, "points": 3},
    {"id": "clean", "findings": {"none_of": ["ERROR"]}},
    {"id": "ceiling", "no_wider_than": "reference"},
)


def test_the_line_and_column_of_the_fault_are_named() -> None:
    variant, course = exercise(*CHECKS)
    text = '{\n  "Version": "2012-10-17",\n  "Statement": [}\n}\n'
    judgement = judge(variant, {"policy": text}, course)
    (fault,) = judgement.unreadable
    assert (fault.policy, fault.line) == ("policy", 3)
    assert fault.message


def test_no_check_is_made_and_no_point_given() -> None:
    variant, course = exercise(*CHECKS)
    judgement = judge(variant, {"policy": "{"}, course)
    assert {result.outcome for result in judgement.results} == {Outcome.UNCHECKED}
    assert judgement.points == 0
    assert judgement.max_points == 5
    assert not judgement.solved
    assert judgement.feedback is None


def test_an_empty_text_is_said_to_be_none() -> None:
    variant, course = exercise(*CHECKS)
    (fault,) = judge(variant, {"policy": " \n"}, course).unreadable
    assert "no policy yet" in fault.message


def test_a_key_that_stands_twice_cannot_be_evaluated() -> None:
    variant, course = exercise(*CHECKS)
    text = '{"Version": "2012-10-17", "Statement": [], "Statement": []}'
    assert judge(variant, {"policy": text}, course).unreadable


@pytest.mark.parametrize("text", ["[]", "null", "7", '"x"', "\x00", "\ud800", "[" * 5000])
def test_any_text_is_judged_without_an_error(text: str) -> None:
    variant, course = exercise(*CHECKS)
    judgement = judge(variant, {"policy": text}, course)
    assert judgement.unreadable
    assert not judgement.solved


def test_a_readable_text_with_errors_is_checked() -> None:
    variant, course = exercise(*CHECKS)
    judgement = judge(variant, {"policy": NOTHING.replace("[]", '[{"Effect": "allow"}]')}, course)
    assert judgement.unreadable == ()
    clean = judgement.result("clean")
    assert clean is not None
    assert clean.failed
