"""Misconceptions that explain what a learner wrote: section 10 of the rules, as evaluators."""

from __future__ import annotations

from lessons.judging.exercises import judge
from tests.lessons.judging.exercises.workshop import (
    NOTHING,
    READ,
    READ_A,
    allow,
    exercise,
    policy,
)

CAN_READ = {"id": "read", "intent": "allowed", "ask": READ}
BUCKET_ONLY = policy(allow("s3:GetObject", "arn:aws:s3:::books"))
DENY = {"Action": "s3:*", "Resource": "*", "Effect": "Deny"}
BOTH = policy(allow("s3:GetObject", "*"), DENY)


def test_the_belief_under_which_it_would_be_right_is_named() -> None:
    variant, course = exercise(CAN_READ)
    assert judge(variant, {"policy": BUCKET_ONLY}, course).beliefs == ("bucket-covers-objects",)
    assert judge(variant, {"policy": BOTH}, course).beliefs == ("allow-beats-deny",)


def test_no_belief_is_named_where_none_explains_it() -> None:
    variant, course = exercise(CAN_READ)
    assert judge(variant, {"policy": NOTHING}, course).beliefs == ()
    assert judge(variant, {"policy": READ_A}, course).beliefs == ()


def test_what_the_start_holds_is_nobodys_belief() -> None:
    variant, course = exercise(CAN_READ, starter=BOTH)
    assert judge(variant, {"policy": BOTH}, course).beliefs == ()


def test_a_belief_explains_a_request_that_should_have_been_denied() -> None:
    # The Deny is written for the bucket; its objects stay open, unlike its author believes.
    check = {"id": "shut", "intent": "denied", "ask": READ}
    text = policy(
        allow("s3:GetObject", "arn:aws:s3:::books/*"),
        {**DENY, "Resource": "arn:aws:s3:::books"},
    )
    variant, course = exercise(check)
    assert judge(variant, {"policy": text}, course).beliefs == ("bucket-covers-objects",)


def test_hidden_checks_explain_nothing() -> None:
    variant, course = exercise(CAN_READ, hidden=["read"])
    assert judge(variant, {"policy": BUCKET_ONLY}, course).beliefs == ()


def test_the_belief_that_explains_the_most_comes_first() -> None:
    other = {"id": "other", "intent": "allowed", "ask": {**READ, "action": "s3:PutObject"}}
    text = policy(
        allow("s3:GetObject", "arn:aws:s3:::books"),
        allow("s3:PutObject", "*"),
        {**DENY, "Action": "s3:PutObject"},
        allow("s3:DeleteObject", "arn:aws:s3:::books"),
    )
    third = {"id": "third", "intent": "allowed", "ask": {**READ, "action": "s3:DeleteObject"}}
    variant, course = exercise(CAN_READ, other, third)
    judgement = judge(variant, {"policy": text}, course)
    assert judgement.beliefs == ("bucket-covers-objects", "allow-beats-deny")
    assert judgement.misconception == "bucket-covers-objects"


def test_very_long_texts_are_not_searched_for_beliefs() -> None:
    variant, course = exercise(CAN_READ)
    assert judge(variant, {"policy": BUCKET_ONLY + " " * 12_000}, course).beliefs == ()
