"""Questions that a course check has to refuse, each with the field and the reason."""

from typing import Any

import pytest

from lessons.judging.questions import faults_of
from tests.lessons.judging.questions.courses import changed, every_kind

DATA = "arn:aws:s3:::acme-data"
ANA_READS = {"principal": "user/ana", "action": "s3:GetObject", "resource": f"{DATA}/1"}


def statement(**parts: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": {"Effect": "Allow", **parts}}


@pytest.mark.parametrize("question", sorted(every_kind().questions))
def test_a_sound_question_has_no_faults(question: str) -> None:
    course = every_kind()
    source = course.questions[question]
    assert [faults_of(source, course, seed) for seed in range(min(source.variants, 20))] == [
        () for _ in range(min(source.variants, 20))
    ]


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("verdict-deny", {"scenario": "nowhere"}, "scenario", "no scenario `nowhere`"),
    ("verdict-deny", {"ask": {**ANA_READS, "principal": "user/nobody"}}, "ask", "cannot be asked"),
    ("verdict-deny", {"show": ["user/nobody:inline/x"]}, "show[0]", "no `user/nobody`"),
    (
        "verdict-deny",
        {"policies": {"role/none:trust": statement(Action="*")}},
        "policies.role/none:trust",
        "no `role/none`",
    ),
    (
        "verdict-deny",
        {"policies": {"user/cleo:inline/all": "{ this is no JSON"}},
        "ask",
        "cannot be asked",
    ),
    # Ana, without any policy about it: nobody in the course would say anything else.
    (
        "verdict-deny",
        {"ask": {**ANA_READS, "action": "ec2:RunInstances", "resource": "*"}, "params": None},
        "ask",
        "each misconception of the course gives the right answer",
    ),
    (
        "verdict-across",
        {"misconceptions": ["one-side-suffices", "star-stops"]},
        "misconceptions[1]",
        "leave it out",
    ),
    ("verdict-across", {"misconceptions": ["unheard-of"]}, "misconceptions[0]", "no misconception"),
    # Which statement decides?
    ("deciding-deny", {"show": []}, "show", "no statement to choose"),
    ("deciding-deny", {"show": ["scp/KeepTrail"]}, "show", "which is not shown"),
    (
        "deciding-deny",
        {
            "ask": {
                "principal": "user/cleo",
                "action": "s3:DeleteObject",
                "resource": "arn:aws:s3:::acme-trail/1",
            },
            "policies": {
                "user/cleo:inline/all": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Sid": sid, "Effect": "Deny", "Action": "s3:*", "Resource": "*"}
                        for sid in ("One", "Two")
                    ],
                },
                "scp/KeepTrail": statement(Action="*", Resource="*"),
            },
        },
        "ask",
        "more than one statement decides",
    ),
    (
        "deciding-deny",
        {"ask": {"principal": "user/cleo", "action": "sts:GetCallerIdentity"}},
        "ask",
        "no statement decides",
    ),
    # Which are allowed?
    (
        "matches-actions",
        {"choices": [{"action": "s3:GetObject"}, {"action": "s3:GetObject"}]},
        "choices[1]",
        "is there twice",
    ),
    (
        "matches-actions",
        {"choices": [{"action": "s3:PutObject"}, {"action": "s3:DeleteObject"}]},
        "choices",
        "nothing to tick",
    ),
    # Policies to mend and to fill
    (
        "fix-upload",
        {"reference": statement(Action="s3:PutObject", Resource=f"{DATA}/*")},
        "reference",
        "misses an intent",
    ),
    ("fix-upload", {"reference": "{"}, "reference", "AWS would not take"),
    (
        "fix-upload",
        {"starter": statement(Action="s3:PutObject", Resource=f"{DATA}/in/*")},
        "starter",
        "nothing to fix",
    ),
    ("fix-upload", {"edit": "user/nobody:inline/x"}, "edit", "no `user/nobody`"),
    (
        "fix-upload",
        {"intents": [{"intent": "allowed", "ask": {**ANA_READS, "resource": "no-such-thing"}}]},
        "ask",
        "cannot be asked",
    ),
    ("fill-action", {"answer": '"s3:PutObject"'}, "answer", "misses an intent"),
    ("fill-action", {"accept": ['"s3:Put*"']}, "accept[0]", "misses an intent"),
    ("fill-action", {"answer": "s3:GetObject"}, "answer", "AWS would not take"),
    (
        "fill-resource",
        {
            "answer": "{bucket}/*",
            "intents": [{"intent": "denied", "ask": {**ANA_READS, "principal": "user/mira"}}],
            "tight": False,
        },
        "intents",
        "whatever is filled in",
    ),
    # A request to find
    (
        "break-prefix",
        {"example": {"action": "s3:PutObject", "resource": f"{DATA}/out/1"}},
        "example",
        "the policy does not allow it",
    ),
    (
        "break-prefix",
        {"example": {"action": "s3:PutObject", "resource": f"{DATA}/in/1"}},
        "example",
        "the reference allows it too",
    ),
    ("break-prefix", {"example": {"action": "s3:PutObject"}}, "example", "`resource`"),
    (
        "break-prefix",
        {"example": {"action": "s3:PutObject", "resource": DATA}},
        "example",
        "no learner could write it",
    ),
    # The author's own
    ("order-three", {"steps": ["a", "b", "a "]}, "steps[2]", "is there twice"),
    (
        "choice-keys",
        {"options": [{"text": "a", "right": True, "say": "."}, {"text": "a", "say": "."}]},
        "options[1].text",
        "is there twice",
    ),
    (
        "choice-keys",
        {
            "options": [
                {"text": "a", "right": True, "say": "."},
                {"text": "b", "say": ".", "misconception": "unheard-of"},
            ]
        },
        "options[1].misconception",
        "no misconception `unheard-of`",
    ),
    # Numbers
    (
        "number-requests",
        {"allowed": {"ask": ANA_READS, "choices": [{"action": "s3:GetObject"}] * 2}},
        "allowed.choices[1]",
        "is there twice",
    ),
    (
        "number-actions",
        {"actions": {"ask": {**ANA_READS, "resource": DATA}, "pattern": "s3:NoSuch*"}},
        "actions.pattern",
        "no action that matches",
    ),
]


@pytest.mark.parametrize(("question", "changes", "field", "words"), FAULTS)
def test_a_fault_is_found(question: str, changes: dict[str, Any], field: str, words: str) -> None:
    course = changed(question, **changes)
    faults = faults_of(course.questions["changed"], course, 0)
    assert [(fault.field, words in fault.message) for fault in faults] == [(field, True)], faults


def _time(**changes: Any) -> dict[str, Any]:
    source = every_kind().questions["number-minutes"].data["time"]
    assert isinstance(source, dict)
    return {"time": {**source, **changes}}


@pytest.mark.parametrize(
    ("question", "changes", "field", "words"),
    [
        ("number-minutes", _time(unit="hours"), "time.unit", "no whole number of hours"),
        ("number-minutes", _time(credential="ASIAOTHER"), "time.credential", "no credential"),
        ("number-minutes", _time(at="tomorrow"), "time.at", "no instant"),
        ("number-minutes", _time(timeline={"start": "2026-03-02T09:00Z"}), "time.timeline.end", ""),
        ("number-minutes", {"scenario": None}, "time.timeline.sessions[0].principal", ""),
    ],
)
def test_a_fault_of_a_timeline_is_found(
    question: str, changes: dict[str, Any], field: str, words: str
) -> None:
    course = changed(question, **changes)
    (fault,) = faults_of(course.questions["changed"], course, 0)
    assert fault.field == field
    assert words in fault.message


def test_a_key_that_never_ends_has_no_number() -> None:
    source = every_kind().questions["number-hours"].data["time"]
    assert isinstance(source, dict)
    timeline = {key: value for key, value in source["timeline"].items() if key != "events"}
    course = changed("number-hours", time={**source, "timeline": timeline})
    (fault,) = faults_of(course.questions["changed"], course, 0)
    assert fault.field == "time.credential"


def test_contrasting_variants_need_a_wrong_answer_in_one_of_them_only() -> None:
    """Whether Ana reads or Ben: only in her case does a belief lead astray."""
    course = changed(
        "verdict-direct",
        params={"who": {"pick": ["ana", "ben"]}},
        ask={"principal": "user/{who}", "action": "s3:GetObject", "resource": f"{DATA}/a/b"},
        show=["user/ana:inline/read"],
    )
    source = course.questions["changed"]
    assert [faults_of(source, course, seed) for seed in range(2)] == [(), ()]
