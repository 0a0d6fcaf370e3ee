"""What live blocks claim is what the engine says, in the organization of the lesson."""

from __future__ import annotations

import pytest

from lessons.proofs import check_course

from .conftest import Change, said

FIRST = "00-first-steps/lesson.md"
NEXT = "01-next-steps/lesson.md"


def faults(files: dict[str, str]) -> list[str]:
    return [said(problem) for problem in check_course("course", files).problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "intent: denied\n:::\n\nThe same",
            "intent: allowed\n:::\n\nThe same",
            "30: intent: it claims that the request is allowed, but the engine says explicit deny",
        ),
        (
            'acme-plans/1.txt"}\n    intent: denied',
            'acme-plans/1.txt"}\n    intent: allowed',
            "48: questions[1].intent: it claims that the request is allowed, but the engine says "
            "implicit deny",
        ),
        (
            "  principal: [user/ana, user/ben]",
            "  principal: [user/ana, user/bob]",
            "19: choices.principal[1]: there is no `user/bob` here; write `account/user/name`, an "
            "ARN or a service",
        ),
        (
            "  action: [s3:PutObject, s3:DeleteObject]",
            "  action: [s3:PutObject, s3:EraseObject]",
            "20: choices.action[1]: AWS has no action `s3:EraseObject`",
        ),
        (
            "switch: [scp/KeepNotes]",
            "switch: [scp/KeepPlans]",
            "22: switch[0]: there is no `scp/KeepPlans` in this scenario",
        ),
        (
            "switch: [scp/KeepNotes]",
            'switch: ["role/reader:inline/write"]',
            "22: switch[0]: `role/reader:inline/write` is not in force, so it cannot be switched "
            "off",
        ),
        (
            "policy: role/reader:inline/read\nquestions",
            "policy: role/reader:inline/write\nquestions",
            "41: policy: there is no policy `role/reader:inline/write` in this scenario",
        ),
        (
            "policy: role/reader:inline/read\nleft",
            "policy: role/readers:inline/read\nleft",
            "59: policy: there is no `role/readers` in this scenario",
        ),
        (
            '{Version: 2012-10-17, Statement: {Effect: Allow, Action: "s3:GetObject", '
            'Resource: "arn:aws:s3:::acme-notes"}}',
            "'{\"Version\": }'",
            "62: left.document: a policy in play cannot be read: ",
        ),
    ],
)
def test_a_block_that_is_not_in_order_says_where(
    change: Change, old: str, new: str, expected: str
) -> None:
    [found] = faults(change(FIRST, old, new))
    assert found.startswith(f"{FIRST}:{expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("start: 2026-03-02T09:00Z", "start: tomorrow", "16: timeline.start: "),
        ('end: "+6:00"', 'end: "-6:00"', "17: timeline.end: "),
        ("owner: user/ana", "owner: role/reader", "19: timeline.keys[0].owner: "),
        ("kind: leaked", "kind: lost", "23: timeline.events[0].kind: "),
        ('{at: "+3:00", kind: deactivated', "{kind: deactivated", "24: timeline.events[1].at: "),
        (
            "service: lambda.amazonaws.com",
            "service: ec2.amazonaws.com",  # the role trusts Lambda, and nobody else
            "21: timeline.sessions[0]",
        ),
        ('"s3:PutObject"', '"s3 PutObject"', "26: timeline.ask[0].action: "),
    ],
)
def test_a_timeline_that_aws_would_not_let_happen_says_where(
    change: Change, old: str, new: str, expected: str
) -> None:
    found = faults(change(NEXT, old, new))
    assert found  # what depends on a credential that is refused is said, too
    assert found[0].startswith(f"{NEXT}:{expected}")


def test_a_prediction_has_to_be_a_request_that_can_be_asked(change: Change) -> None:
    old = "{principal: user/ben, action"
    assert faults(change(FIRST, old, "{principal: group/Writers, action"))[0].startswith(
        f"{FIRST}:53: ask.principal: "
    )
