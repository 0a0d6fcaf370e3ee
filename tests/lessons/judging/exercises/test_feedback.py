"""The rules of feedback: the first of which every part holds."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.content.shapes.exercises import When
from lessons.judging.exercises import GivenFeedback, judge
from tests.lessons.judging.exercises.workshop import (
    NOTHING,
    READ,
    READ_A,
    allow,
    exercise,
    policy,
)

CHECKS = (
    {"id": "read", "intent": "allowed", "ask": READ},
    {"id": "write", "intent": "denied", "ask": {**READ, "action": "s3:PutObject"}},
)
BUCKET_ONLY = policy(allow("s3:GetObject", "arn:aws:s3:::books"))


def given(text: str, *whens: dict[str, Any], **more: Any) -> GivenFeedback | None:
    rules = [
        {"id": f"rule-{number}", "when": when, "say": f"Number {number}."}
        for number, when in enumerate(whens)
    ]
    variant, course = exercise(*CHECKS, feedback=rules, **more)
    return judge(variant, {"policy": text}, course).feedback


def test_the_first_rule_that_applies_speaks() -> None:
    found = given(NOTHING, {"fails": "write"}, {"fails": "read"}, {"fails": "read"})
    assert found == GivenFeedback("rule-1", "read", "Number 1.", None)


def test_nothing_is_said_when_all_is_well() -> None:
    assert given(READ_A, {"fails": "read"}, {"fails": "write"}) is None


def test_another_check_can_be_asked_to_pass() -> None:
    assert given(NOTHING, {"fails": "read", "passes": "write"}) is not None
    wide = policy(allow("s3:PutObject", "*"))
    assert given(wide, {"fails": "read", "passes": "write"}) is None


@pytest.mark.parametrize(
    ("part", "statement"),
    [
        ({"resource_is": "arn:aws:s3:::books"}, allow("s3:GetObject", "arn:aws:s3:::books")),
        (
            {"resource_is": "arn:aws:s3:::books"},
            {
                "Action": "s3:GetObject",
                "NotResource": ["arn:aws:s3:::tills", "arn:aws:s3:::books"],
                "Effect": "Deny",
            },
        ),
        ({"action_is": "s3:getobject"}, allow("s3:GetObject", "arn:aws:s3:::books")),
        ({"action_is": "s3:GetObject"}, {"NotAction": "s3:GetObject", "Resource": "x:y"}),
        (
            {"condition_key_is": "aws:sourceip"},
            allow("s3:GetObject", "*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
        ),
        (
            {"operator_is": "StringEqualsIfExists"},
            allow(
                "s3:GetObject",
                "*",
                Condition={
                    "StringEqualsIfExists": {"aws:username": "x"},
                    "Bool": {"aws:SecureTransport": "false"},
                },
            ),
        ),
    ],
)
def test_an_entry_of_a_statement_is_recognized(
    part: dict[str, str], statement: dict[str, Any]
) -> None:
    text = policy(statement)
    assert given(text, {"fails": "read", **part}) is not None
    assert given(NOTHING, {"fails": "read", **part}) is None


def test_an_entry_must_be_exactly_so() -> None:
    when = {"fails": "read", "resource_is": "arn:aws:s3:::books"}
    assert given(policy(allow("s3:GetObject", "arn:aws:s3:::books/b/*")), when) is None
    assert given(policy(allow("s3:GetObject", "arn:aws:s3:::Books")), when) is None


def test_the_entries_must_stand_in_one_statement() -> None:
    when = {"fails": "read", "resource_is": "arn:aws:s3:::books", "action_is": "s3:GetObject"}
    assert given(BUCKET_ONLY, when) is not None
    apart = policy(
        allow("s3:ListBucket", "arn:aws:s3:::books"), allow("s3:GetObject", "arn:aws:s3:::tills/*")
    )
    assert given(apart, when) is None


def test_a_principal_is_recognized() -> None:
    ask = {
        "principal": "lambda.amazonaws.com",
        "action": "sts:AssumeRole",
        "resource": "role/reader",
    }
    rule = {
        "id": "open",
        "when": {"fails": "assume", "principal_is": "ec2.amazonaws.com"},
        "say": "EC2?",
    }
    variant, course = exercise(
        {"id": "assume", "intent": "allowed", "ask": ask}, edit="role/reader:trust", feedback=[rule]
    )
    text = policy({"Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}})
    found = judge(variant, {"policy": text}, course).feedback
    assert found is not None
    assert found.rule == "open"


@pytest.mark.parametrize(
    ("verdict", "applies"), [("implicitDeny", True), ("explicitDeny", False), ("allowed", False)]
)
def test_the_verdict_of_the_failing_request_can_be_asked(verdict: str, applies: bool) -> None:
    found = given(NOTHING, {"fails": "read", "verdict": verdict})
    assert (found is not None) is applies


def test_a_finding_can_be_asked() -> None:
    when = {"fails": "read", "finding": "INVALID_ACTION"}
    assert given(policy(allow("s3:GetObjekt", "*")), when) is not None
    assert given(NOTHING, when) is None


def test_a_belief_under_which_it_would_pass_can_be_asked() -> None:
    when = {"fails": "read", "believes": "bucket-covers-objects"}
    assert given(BUCKET_ONLY, when) is not None
    assert given(NOTHING, when) is None


def test_a_belief_about_no_rule_explains_nothing() -> None:
    assert given(BUCKET_ONLY, {"fails": "read", "believes": "names-limit"}) is None


def test_a_hidden_check_gives_no_feedback() -> None:
    assert given(NOTHING, {"fails": "read"}, hidden=["read"]) is None


def test_the_words_are_filled_in() -> None:
    rule = {
        "id": "why",
        "when": {"fails": "read"},
        "say": "`{ask.principal}` must `{ask.action}` on `{ask.resource}`.",
        "misconception": "names-limit",
    }
    variant, course = exercise(*CHECKS, feedback=[rule])
    judgement = judge(variant, {"policy": NOTHING}, course)
    assert judgement.feedback is not None
    assert judgement.feedback.text == (
        "`shop/session/reader/one` must `s3:GetObject` on `arn:aws:s3:::books/a/1.pdf`."
    )
    assert judgement.misconception == "names-limit"


def test_every_part_of_a_rule_is_read() -> None:
    # A part that is added to the shape needs a test here, and code that reads it.
    assert set(When.model_fields) == {
        *("fails", "passes", "resource_is", "action_is", "principal_is", "condition_key_is"),
        *("operator_is", "witness", "verdict", "believes", "finding"),
    }
