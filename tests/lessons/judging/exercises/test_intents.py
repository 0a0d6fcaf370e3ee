"""Checks that ask one request: rules E1, E4 and the words of the course format."""

from __future__ import annotations

import pytest

from iamlab.engine import Verdict
from lessons.judging.exercises import Outcome, explain_request, judge
from tests.lessons.judging.exercises.workshop import (
    ACCOUNT,
    NOTHING,
    READ,
    READ_A,
    READ_ARN,
    allow,
    exercise,
    policy,
)

CAN_READ = {"id": "read", "intent": "allowed", "ask": READ, "points": 3}
CANNOT_READ = {"id": "read", "intent": "denied", "ask": READ}


def test_an_allowed_request_meets_the_intent_allowed() -> None:
    variant, course = exercise(CAN_READ)
    judgement = judge(variant, {"policy": READ_A}, course)
    assert judgement.solved
    assert (judgement.points, judgement.max_points) == (3, 3)


def test_a_failed_intent_brings_the_request_and_its_verdict() -> None:
    variant, course = exercise(CAN_READ)
    result = judge(variant, {"policy": NOTHING}, course).results[0]
    assert result.outcome is Outcome.FAILED
    assert result.points == 0
    assert result.request is not None
    assert result.request.principal == READ_ARN
    assert result.decision is not None
    assert result.decision.verdict is Verdict.IMPLICIT_DENY


def test_an_allowed_request_fails_the_intent_denied() -> None:
    variant, course = exercise(CANNOT_READ)
    result = judge(variant, {"policy": READ_A}, course).results[0]
    assert result.failed
    assert result.decision is not None
    assert result.decision.verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    "text", [NOTHING, policy({**allow("s3:*", "*"), "Effect": "Deny"})], ids=["silence", "Deny"]
)
def test_both_denials_meet_the_intent_denied(text: str) -> None:
    variant, course = exercise(CANNOT_READ)
    assert judge(variant, {"policy": text}, course).solved


def test_a_trust_policy_decides_who_assumes_the_role() -> None:
    ask = {
        "principal": "lambda.amazonaws.com",
        "action": "sts:AssumeRole",
        "resource": "role/reader",
    }
    trust = policy({"Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}})
    variant, course = exercise(
        {"id": "assume", "intent": "allowed", "ask": ask}, edit="role/reader:trust"
    )
    assert judge(variant, {"policy": trust}, course).solved
    assert not judge(variant, {"policy": NOTHING}, course).solved


def test_a_bucket_policy_that_was_not_there_counts() -> None:
    bucket = policy(
        {
            **allow("s3:GetObject", "arn:aws:s3:::books/*"),
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"},
        }
    )
    variant, course = exercise(CAN_READ, edit="arn:aws:s3:::books")
    assert judge(variant, {"policy": bucket}, course).solved


def test_the_context_of_an_ask_counts() -> None:
    ask = {**READ, "context": {"aws:SourceIp": "198.51.100.9"}}
    text = policy(
        allow("s3:GetObject", "*", Condition={"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}})
    )
    variant, course = exercise({"id": "read", "intent": "allowed", "ask": ask})
    assert judge(variant, {"policy": text}, course).solved
    variant, course = exercise(CAN_READ)
    assert not judge(variant, {"policy": text}, course).solved


def test_a_policy_that_was_not_sent_keeps_the_text_of_the_start() -> None:
    variant, course = exercise(CAN_READ, starter=READ_A)
    assert judge(variant, {}, course).solved
    assert judge(variant, {"another": NOTHING}, course).solved


def test_the_trace_of_a_failing_request_is_the_engines_own() -> None:
    variant, course = exercise(CANNOT_READ)
    result = judge(variant, {"policy": READ_A}, course).results[0]
    assert result.request is not None
    trace = explain_request(variant, {"policy": READ_A}, result.request)
    assert trace.decision == result.decision
    assert [item.policy_key for item in trace.decision.deciding] == [
        f"{ACCOUNT}/role/reader/inline/read"
    ]


def test_points_are_those_of_the_checks_that_pass() -> None:
    variant, course = exercise(CAN_READ, {**CANNOT_READ, "id": "not", "points": 5})
    judgement = judge(variant, {"policy": READ_A}, course)
    assert (judgement.points, judgement.max_points) == (3, 8)
    assert not judgement.solved
