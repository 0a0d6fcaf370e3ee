"""Policies that learners write: to be mended, and with a blank to fill."""

import json

import pytest

from lessons.judging.questions import mark, widths
from tests.lessons.judging.questions.test_keys import posed


def policy(action: object, resource: object, **more: object) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


IN = "arn:aws:s3:::acme-data/in/*"


def test_the_same_policy_in_other_words_is_right() -> None:
    text = policy(["s3:PutObject"], [IN])
    assert mark(posed("fix-upload"), {"text": text}).is_right is True


def test_a_narrower_policy_that_meets_the_intents_is_right() -> None:
    text = policy("s3:PutObject", "arn:aws:s3:::acme-data/in/1")
    assert mark(posed("fix-upload"), {"text": text}).is_right is True


@pytest.mark.parametrize("action", ["s3:*", "s3:Put*", ["s3:PutObject", "s3:GetObject"]])
def test_a_wider_policy_is_wrong_and_shown_what_it_allows_beyond(action: object) -> None:
    marked = mark(posed("fix-upload"), {"text": policy(action, IN)})
    assert marked.is_right is False
    assert "allows more" in marked.remarks[0]
    (shown,) = marked.traces
    assert shown.trace.decision.verdict.value == "allowed"
    assert shown.trace.request.action != "s3:PutObject"


def test_what_nobody_could_decide_in_time_is_neither_right_nor_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(widths, "LIMIT", 0.0)
    monkeypatch.setattr(widths, "LEAST", 0.0)
    entangled = policy("s3:PutObject", [IN, "arn:aws:s3:::acme-data/in*/*/?x*"])
    marked = mark(posed("fix-upload"), {"text": entangled})
    assert marked.is_right is None
    assert "counts neither for nor against you" in marked.undecided
    assert marked.beliefs == ()


def test_a_missed_intent_is_shown_with_its_trace() -> None:
    marked = mark(posed("fix-upload"), {"text": policy("s3:PutObject", "arn:aws:s3:::acme-data/*")})
    assert marked.is_right is False
    (shown,) = marked.traces
    assert shown.trace.request.resource == "arn:aws:s3:::acme-data/out/1"
    assert shown.trace.decision.verdict.value == "allowed"


def test_a_missed_intent_names_the_belief_under_which_it_would_be_met() -> None:
    """Who takes the star under StringEquals for a wildcard thinks that the client matches."""
    text = policy("s3:PutObject", IN, Condition={"StringEquals": {"aws:UserAgent": "aws-cli/*"}})
    assert mark(posed("fix-upload"), {"text": text}).beliefs == ("like-everywhere",)


def test_without_tight_a_wider_policy_is_right() -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        },
    }
    assert mark(posed("fix-trust"), {"text": json.dumps(trust)}).is_right is True


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"Version": "2012-10-17"}', '{"Statement": "no"}', "\ud800"]
)
def test_what_aws_would_not_take_is_wrong_and_told_why(text: str) -> None:
    marked = mark(posed("fix-upload"), {"text": text})
    assert marked.is_right is False
    assert marked.remarks


def test_a_policy_that_is_right_but_for_an_error_is_wrong() -> None:
    """An identity-based policy takes no Principal: AWS would refuse to save it."""
    text = policy("s3:PutObject", IN, Principal="*")
    marked = mark(posed("fix-upload"), {"text": text})
    assert marked.is_right is False
    assert marked.remarks[0].startswith("AWS would not take this policy")


@pytest.mark.parametrize(
    ("seed", "text", "is_right"),
    [
        (0, "acme-data/*", True),
        (0, '"acme-data/*"', True),
        (0, "acme-data/?*", True),
        (0, "acme-data", False),
        (0, "acme-data*", False),
        (0, "*", False),
        (0, 'acme-data/*", "Effect": "Allow', False),
        (0, "acme-trail/*", False),
        (1, "acme-trail/*", True),
        (1, "acme-data/*", False),
    ],
)
def test_a_blank_in_a_policy_is_tried(seed: int, text: str, is_right: bool) -> None:
    assert mark(posed("fill-resource", seed), {"text": text}).is_right is is_right


def test_a_filled_blank_cannot_end_the_string_that_it_stands_in() -> None:
    text = 'acme-data/*"]}, "x": ["'
    assert mark(posed("fill-resource"), {"text": text}).is_right is False
