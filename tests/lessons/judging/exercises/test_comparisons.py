"""Checks about all requests: no wider, no narrower, not public; each with its witness."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import Verdict
from lessons.content.course import Course
from lessons.content.exercises import ExerciseVariant
from lessons.judging.exercises import CheckResult, Outcome, comparisons, explain_request, judge
from tests.lessons.judging.exercises.workshop import (
    ACCOUNT,
    NOTHING,
    READ_A,
    READ_ARN,
    allow,
    exercise,
    policy,
)

CEILING: dict[str, Any] = {"id": "ceiling", "no_wider_than": "reference", "points": 4}
FLOOR: dict[str, Any] = {"id": "floor", "no_narrower_than": "reference", "points": 4}
BUCKET = "arn:aws:s3:::books"
READ_ALL = policy(allow("s3:GetObject", f"{BUCKET}/*"))
LAMBDA = {"Service": "lambda.amazonaws.com"}


def result_of(made: tuple[ExerciseVariant, Course], text: str) -> CheckResult:
    # Time enough on any machine: what is asked here is the answer, not how soon it comes.
    return judge(made[0], {"policy": text}, made[1], limit=60.0).results[0]


def principal(who: str | dict[str, Any], action: str = "s3:GetObject") -> dict[str, Any]:
    """Return a statement of the bucket's policy."""
    return {**allow(action, f"{BUCKET}/*"), "Principal": who}


# ---------- No wider ----------


@pytest.mark.parametrize(
    "text",
    [
        READ_A,
        NOTHING,
        json.dumps(json.loads(READ_A)),
        policy(allow("S3:getobject", f"{BUCKET}/a/*")),
        policy(allow("s3:GetObject", [f"{BUCKET}/a/b/*", f"{BUCKET}/a/c/*"])),
        policy(allow("s3:GetObject", f"{BUCKET}/a/*"), allow("s3:GetObject", f"{BUCKET}/a/b")),
        policy(
            allow("s3:GetObject", f"{BUCKET}/*"),
            {"Effect": "Deny", "Action": "*", "NotResource": f"{BUCKET}/a/*"},
        ),
        policy(allow("s3:GetObject", f"{BUCKET}/a/*", Condition={"Bool": {"aws:Any": "true"}})),
    ],
)
def test_what_is_no_wider_passes(text: str) -> None:
    result = result_of(exercise(CEILING), text)
    assert (result.outcome, result.points) == (Outcome.PASSED, 4)
    assert result.witness is None


@pytest.mark.parametrize(
    "text",
    [
        READ_ALL,
        policy(allow("s3:*", f"{BUCKET}/a/*")),
        policy(allow("*", "*")),
        policy(allow("s3:GetObject", f"{BUCKET}/a*")),
        policy(allow("s3:GetObject", f"{BUCKET}/?/*")),
        policy(allow("s3:GetObject", f"{BUCKET}/a/*"), allow("iam:ListUsers", "*")),
        policy({"NotAction": "s3:PutObject", "Resource": f"{BUCKET}/a/*"}),
        policy({"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::tills/*"}),
        policy(
            allow("s3:GetObject", f"{BUCKET}/*"),
            {"Effect": "Deny", "Action": "s3:*", "Resource": f"{BUCKET}/b/*"},
        ),
    ],
)
def test_what_is_wider_fails_with_a_request_that_shows_it(text: str) -> None:
    made = exercise(CEILING)
    result = result_of(made, text)
    assert (result.outcome, result.points) == (Outcome.FAILED, 0)
    assert result.request is not None
    assert result.decision is not None
    assert result.intended is not None
    assert result.request.principal == READ_ARN.replace("/one", "/session")
    assert result.decision.verdict is Verdict.ALLOWED
    assert result.intended.verdict is not Verdict.ALLOWED
    assert explain_request(made[0], {"policy": text}, result.request).decision == result.decision
    author = explain_request(made[0], made[0].reference, result.request)
    assert author.decision.verdict is result.intended.verdict


def test_what_the_boundary_holds_back_is_not_wider() -> None:
    # E8: within Edge, which allows reading alone, a wider policy of Ben's gives nothing more.
    scenario_edge = policy(allow("s3:GetObject", f"{BUCKET}/*"))
    made = exercise(CEILING, edit="policy/Edge", reference=scenario_edge, starter=NOTHING)
    assert result_of(made, scenario_edge).passed
    assert result_of(made, NOTHING).passed
    assert result_of(made, policy(allow("s3:*", "*"))).failed


def test_ignored_actions_do_not_count() -> None:
    text = policy(allow("s3:GetObject", f"{BUCKET}/a/*"), allow("logs:*", "*"))
    assert result_of(exercise(CEILING), text).failed
    ignoring = {**CEILING, "ignoring": {"actions": ["logs:*"]}}
    assert result_of(exercise(ignoring), text).passed


def test_an_scp_is_compared_by_what_is_left_below_it() -> None:
    fence = policy({"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"})
    made = exercise(CEILING, edit="scp/Fence", reference=fence)
    assert result_of(made, fence).passed
    assert result_of(made, policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})).passed
    assert result_of(made, NOTHING).failed


def test_a_trust_policy_is_compared_for_everybody() -> None:
    trust = policy({"Action": "sts:AssumeRole", "Principal": LAMBDA})
    made = exercise(CEILING, edit="role/reader:trust", reference=trust)
    assert result_of(made, trust).passed
    for who in ("*", {"AWS": "444455556666"}, {"Service": "ec2.amazonaws.com"}):
        text = policy(
            {"Action": "sts:AssumeRole", "Principal": LAMBDA},
            {"Action": "sts:AssumeRole", "Principal": who},
        )
        result = result_of(made, text)
        assert result.failed, who
        assert result.request is not None
        trace = explain_request(made[0], {"policy": text}, result.request)
        assert trace.decision.verdict is Verdict.ALLOWED, who


def test_a_bucket_policy_is_compared_for_everybody() -> None:
    own = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"}
    made = exercise(CEILING, edit=BUCKET, reference=policy(principal(own)))
    assert result_of(made, policy(principal(own))).passed
    for who in ("*", {"AWS": "444455556666"}, {"AWS": f"arn:aws:iam::{ACCOUNT}:user/ana"}):
        text = policy(principal(own), principal(who))
        result = result_of(made, text)
        assert result.failed, who
        assert result.request is not None
        trace = explain_request(made[0], {"policy": text}, result.request)
        assert trace.decision.verdict is Verdict.ALLOWED, who


# ---------- No narrower ----------


def test_what_is_narrower_fails_with_a_request_that_is_missed() -> None:
    made = exercise(FLOOR)
    result = result_of(made, policy(allow("s3:GetObject", f"{BUCKET}/a/b/*")))
    assert result.failed
    assert result.intent == "allowed"
    assert result.decision is not None
    assert result.intended is not None
    assert result.decision.verdict is Verdict.IMPLICIT_DENY
    assert result.intended.verdict is Verdict.ALLOWED


def test_what_is_wider_is_not_narrower() -> None:
    made = exercise(FLOOR)
    assert result_of(made, READ_ALL).passed
    assert result_of(made, READ_A).passed
    assert result_of(made, NOTHING).failed


# ---------- Not public ----------


@pytest.mark.parametrize(
    ("statement", "open_to_all"),
    [
        (principal("*"), True),
        (principal({"AWS": "*"}), True),
        (principal({"AWS": f"arn:aws:iam::{ACCOUNT}:user/ana"}), False),
        (principal({"AWS": "444455556666"}), False),
        (
            {
                **principal("*"),
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-k3j9x2m4p7"}},
            },
            False,
        ),
        ({**principal("*"), "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, False),
        ({**principal("*"), "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, True),
    ],
)
def test_a_bucket_is_public_when_a_stranger_gets_in(
    statement: dict[str, Any], open_to_all: bool
) -> None:
    made = exercise({"id": "shut", "not_public": BUCKET}, edit=BUCKET, reference=NOTHING)
    text = policy(statement)
    result = result_of(made, text)
    assert result.failed is open_to_all
    assert result.passed is not open_to_all
    if result.request is not None:
        trace = explain_request(made[0], {"policy": text}, result.request)
        assert trace.decision.verdict is Verdict.ALLOWED


# ---------- Undecided, feedback, beliefs ----------


def test_what_cannot_be_decided_is_no_pass_and_no_fault_of_the_learners(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparisons, "_LEAST", 0.0)  # no time at all is left for a comparison
    variant, course = exercise(CEILING)
    text = policy(allow("s3:GetObject", f"{BUCKET}/a/b/*"))
    judgement = judge(variant, {"policy": text}, course, limit=0.0)
    (result,) = judgement.results
    assert result.outcome is Outcome.UNKNOWN
    assert (result.points, result.passed, result.failed) == (0, False, False)
    assert "could not be proven" in result.says
    assert not judgement.solved
    assert judgement.feedback is None


def test_a_very_long_text_is_not_compared() -> None:
    variant, course = exercise(CEILING)
    judgement = judge(variant, {"policy": READ_ALL + " " * 12_000}, course)
    (result,) = judgement.results
    assert result.outcome is Outcome.UNKNOWN
    assert "too long" in result.says


def test_feedback_names_what_the_witness_does() -> None:
    rules = [
        {
            "id": "delete",
            "when": {"fails": "ceiling", "witness": {"action": "s3:Delete*"}},
            "say": "No deleting.",
        },
        {
            "id": "elsewhere",
            "when": {"fails": "ceiling", "witness": {"resource": "arn:aws:s3:::t*"}},
            "say": "Not the tills.",
        },
        {
            "id": "who",
            "when": {"fails": "ceiling", "witness": {"principal": "shop/session/reader/*"}},
            "say": "`{witness.principal}` can `{witness.action}` on `{witness.resource}`.",
        },
    ]
    variant, course = exercise(CEILING, feedback=rules)

    def said(text: str) -> tuple[str, str]:
        feedback = judge(variant, {"policy": text}, course).feedback
        assert feedback is not None
        return feedback.rule, feedback.text

    wider = policy(
        allow("s3:GetObject", f"{BUCKET}/a/*"), allow("s3:DeleteObject", f"{BUCKET}/a/1")
    )
    assert said(wider) == ("delete", "No deleting.")
    tills = policy(allow("s3:GetObject", [f"{BUCKET}/a/*", "arn:aws:s3:::tills/*"]))
    assert said(tills) == ("elsewhere", "Not the tills.")
    rule, text = said(READ_ALL)
    assert rule == "who"
    assert text.startswith(f"`shop/session/reader/session` can `s3:GetObject` on `{BUCKET}/")


def test_a_belief_can_explain_an_over_grant() -> None:
    # Right for somebody who thinks that an Allow beats a Deny, so that the Deny needs no thought.
    text = policy(
        allow("s3:GetObject", f"{BUCKET}/*"),
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": f"{BUCKET}/b/*"},
    )
    variant, course = exercise(FLOOR, reference=READ_ALL)
    assert "allow-beats-deny" in judge(variant, {"policy": text}, course).beliefs
