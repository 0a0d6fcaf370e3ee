"""The right answers and the beliefs behind wrong ones, as AWS's rules have them.

Written from AWS's policy evaluation logic, and never from what the code says.
"""

from typing import Any

import pytest

from lessons.judging.questions import Answer, Posed, mark, pose
from tests.lessons.judging.questions.courses import every_kind

ALLOWED, EXPLICIT, IMPLICIT = "allowed", "explicitDeny", "implicitDeny"


def posed(question: str, seed: int = 0) -> Posed:
    course = every_kind()
    return pose(course.questions[question], course, seed)


def picked(question: Posed, *labels: str) -> Answer:
    """Return the answer that picks options by their labels."""
    names = {option.label: option.id for option in question.options}
    return {"choices": [names[label] for label in labels]}


@pytest.mark.parametrize(
    ("question", "verdict", "wrong", "beliefs"),
    [
        # Across accounts both sides must allow; Mira's side says nothing.
        ("verdict-across", IMPLICIT, ALLOWED, ("one-side-suffices",)),
        # Nothing denies her, so nobody with one rule wrong says so.
        ("verdict-across", IMPLICIT, EXPLICIT, ()),
        # A Deny wins, in her own policy as in the SCP.
        ("verdict-deny", EXPLICIT, ALLOWED, ("allow-beats-deny",)),
        ("verdict-deny", EXPLICIT, IMPLICIT, ()),
        # In one account a bucket policy that names the user is enough.
        ("verdict-direct", ALLOWED, IMPLICIT, ("needs-identity-policy",)),
        ("verdict-direct", ALLOWED, EXPLICIT, ()),
    ],
)
def test_verdict(question: str, verdict: str, wrong: str, beliefs: tuple[str, ...]) -> None:
    asked = posed(question)
    assert mark(asked, {"choice": verdict}).is_right is True
    marked = mark(asked, {"choice": wrong})
    assert marked.is_right is False
    assert marked.beliefs == beliefs
    assert marked.right.answer == {"choice": verdict}
    assert [held.says for held in marked.held] == [wrong] * len(beliefs)


@pytest.mark.parametrize(
    ("question", "right", "wrong", "beliefs"),
    [
        ("deciding-deny", "NoDeleting", "Everything", ("allow-beats-deny",)),
        ("deciding-deny", "NoDeleting", "KeepTheTrail", ()),
        ("deciding-deny", "NoDeleting", "none", ()),
        ("deciding-none", "none", "PartnerReads", ("one-side-suffices",)),
        ("deciding-none", "none", "ReadTickets", ()),
    ],
)
def test_deciding_statement(question: str, right: str, wrong: str, beliefs: tuple[str]) -> None:
    asked = posed(question)
    names = {option.label: option.id for option in asked.options if option.policy}
    assert mark(asked, {"choice": names.get(right, "none")}).is_right is True
    marked = mark(asked, {"choice": names.get(wrong, "none")})
    assert marked.is_right is False
    assert marked.beliefs == beliefs


GET = "`s3:GetObject` on `arn:aws:s3:::acme-data/1`"
DEEP = "`s3:GetObject` on `arn:aws:s3:::acme-data/a/b/c`"
LIST = "`s3:ListBucket` on `arn:aws:s3:::acme-data`"
PUT = "`s3:PutObject` on `arn:aws:s3:::acme-data/1`"


@pytest.mark.parametrize(
    ("labels", "is_right", "beliefs"),
    [
        # `*` takes in slashes; `acme-data/*` is not the bucket's ARN; PutObject is not named.
        ([GET, DEEP], True, ()),
        ([GET, DEEP, LIST], False, ("objects-cover-bucket",)),
        ([GET], False, ("star-stops",)),
        ([GET, DEEP, PUT], False, ()),
        ([LIST], False, ()),
    ],
)
def test_matches(labels: list[str], is_right: bool, beliefs: tuple[str, ...]) -> None:
    asked = posed("matches-actions")
    marked = mark(asked, picked(asked, *labels))
    assert marked.is_right is is_right
    assert marked.beliefs == beliefs


def test_matches_by_caller() -> None:
    asked = posed("matches-callers")
    assert mark(asked, picked(asked, "`main/user/ben`", "`main/user/cleo`")).is_right is True
    marked = mark(asked, picked(asked, "`main/user/cleo`"))
    assert marked.is_right is False
    # Who wants both sides lets neither of them in, so no single belief picks Cleo alone; but it is
    # that belief that shuts Ben out.
    assert marked.beliefs == ()
    ben = next(option.id for option in asked.options if option.label == "`main/user/ben`")
    assert marked.notes[ben].beliefs == ("needs-identity-policy",)


@pytest.mark.parametrize(
    ("question", "number", "wrong"),
    [
        ("number-requests", 2, {3: ("objects-cover-bucket",), 1: ("star-stops",), 4: ()}),
        ("number-actions", 0, {1: ("objects-cover-bucket",), 2: ()}),
        ("number-beyond", 2, {0: ("star-stops",), 3: ()}),
        # Issued at 09:30 for an hour; it is 10:10.
        ("number-minutes", 20, {40: ()}),
        # Deactivated at 14:00; it is 11:00.
        ("number-hours", 3, {0: ()}),
    ],
)
def test_number(question: str, number: int, wrong: dict[int, tuple[str, ...]]) -> None:
    asked = posed(question)
    assert mark(asked, {"number": str(number)}).is_right is True
    for other, beliefs in wrong.items():
        marked = mark(asked, {"number": str(other)})
        assert marked.is_right is False
        assert marked.beliefs == beliefs


@pytest.mark.parametrize(
    ("question", "answer", "is_right"),
    [
        ("break-prefix", ("s3:PutObject", "arn:aws:s3:::acme-data/inner/1", []), True),
        ("break-prefix", ("S3:putobject", "arn:aws:s3:::acme-data/in", []), True),
        ("break-prefix", ("s3:PutObject", "arn:aws:s3:::acme-data/in/1", []), False),
        ("break-prefix", ("s3:PutObject", "arn:aws:s3:::acme-data/out/1", []), False),
        ("break-prefix", ("s3:GetObject", "arn:aws:s3:::acme-data/inner/1", []), False),
        (
            "break-address",
            ("s3:GetObject", "arn:aws:s3:::acme-data/9", [["aws:SourceIp", "198.51.1.1"]]),
            True,
        ),
        (
            "break-address",
            ("s3:GetObject", "arn:aws:s3:::acme-data/9", [["aws:SourceIp", "198.51.100.9"]]),
            False,
        ),
        ("break-address", ("s3:GetObject", "arn:aws:s3:::acme-data/9", []), False),
    ],
)
def test_break(question: str, answer: tuple[str, str, Any], is_right: bool) -> None:
    action, resource, context = answer
    marked = mark(posed(question), {"action": action, "resource": resource, "context": context})
    assert marked.is_right is is_right


def test_break_names_the_belief_under_which_a_request_would_have_been_an_answer() -> None:
    """Who thinks that a star stops at a slash thinks the reference lets `in/a/b` pass no more."""
    deep = {"action": "s3:PutObject", "resource": "arn:aws:s3:::acme-data/in/a/b", "context": []}
    assert mark(posed("break-prefix"), deep).beliefs == ()
    widely = {"action": "s3:PutObject", "resource": "arn:aws:s3:::acme-data/in/1", "context": []}
    assert mark(posed("break-prefix"), widely).beliefs == ()


@pytest.mark.parametrize(
    ("question", "text", "is_right"),
    [
        ("fill-action", '"s3:GetObject"', True),
        ("fill-action", '["s3:GetObject", "s3:ListBucket"]', True),
        ("fill-action", '"s3:Get*"', True),
        ("fill-action", '"s3:*"', False),
        ("fill-action", "s3:GetObject", False),
        ("fill-arn", "arn:aws:s3:::acme-data", True),
        ("fill-arn", "  `arn:aws:s3:::acme-data` ", True),
        ("fill-arn", "ARN:AWS:S3:::ACME-DATA", False),
        ("fill-arn", "acme-data", False),
        ("fill-word", "User", True),
        ("fill-word", "users", True),
        ("fill-word", "role", False),
    ],
)
def test_fill(question: str, text: str, is_right: bool) -> None:
    assert mark(posed(question), {"text": text}).is_right is is_right
