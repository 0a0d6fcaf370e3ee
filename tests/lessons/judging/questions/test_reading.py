"""Answers as they are sent: what is taken, what is refused, and that nothing breaks."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.judging.questions import (
    AnswerUnreadable,
    answers_for_tests,
    is_complete,
    mark,
    read_answer,
    what_is_missing,
)
from tests.lessons.judging.questions.courses import every_kind
from tests.lessons.judging.questions.test_keys import posed

QUESTIONS = sorted(every_kind().questions)


@pytest.mark.parametrize(
    ("question", "form", "answer"),
    [
        ("verdict-deny", {"choice": ["allowed"]}, {"choice": "allowed"}),
        ("verdict-deny", {"choice": [], "other": ["x"]}, {}),
        ("number-requests", {"number": [" 1,024 "]}, {"number": "1024"}),
        ("number-requests", {"number": ["007"]}, {"number": "7"}),
        ("fill-word", {"text": [" user\x00 "]}, {"text": "user"}),
        ("fix-upload", {"text": ["{\r\n}"]}, {"text": "{\n}"}),
        (
            "break-address",
            {"action": ["s3:GetObject"], "key": ["", "aws:SourceIp"], "value": ["x", "1.2.3.4"]},
            {"action": "s3:GetObject", "resource": "", "context": [["aws:SourceIp", "1.2.3.4"]]},
        ),
    ],
)
def test_a_form_is_read(question: str, form: dict[str, list[str]], answer: dict[str, Any]) -> None:
    assert read_answer(posed(question), form) == answer


@pytest.mark.parametrize(
    ("question", "form", "field"),
    [
        ("verdict-deny", {"choice": ["maybe"]}, "choice"),
        ("choice-group", {"choice": ["0"]}, "choice"),
        ("multi-tokens", {"choices": ["an option of another question"]}, "choices"),
        ("deciding-deny", {"choice": ["p9s9"]}, "choice"),
        ("number-requests", {"number": ["-1"]}, "number"),
        ("number-requests", {"number": ["1.5"]}, "number"),
        ("number-requests", {"number": ["٣"]}, "number"),
        ("number-requests", {"number": ["1" * 10]}, "number"),
        ("fix-upload", {"text": ["x" * 20_001]}, "text"),
        ("fill-word", {"text": ["x" * 501]}, "text"),
        ("break-prefix", {"action": ["s3:PutObjekt"], "resource": ["*"]}, "action"),
        ("break-prefix", {"action": ["s3:PutObject"], "resource": ["*"]}, "resource"),
        (
            "break-prefix",
            {"action": ["s3:PutObject"], "resource": ["arn:aws:s3:::acme-data"]},
            "resource",
        ),
        ("break-prefix", {"action": ["s3:PutObject"], "resource": ["x" * 2049]}, "resource"),
        (
            "break-prefix",
            {
                "action": ["s3:PutObject"],
                "resource": ["arn:aws:s3:::acme-data/1"],
                "key": ["aws:PrincipalArn"],
                "value": ["arn:aws:iam::111122223333:user/ana"],
            },
            "key",
        ),
    ],
)
def test_what_means_nothing_is_refused(
    question: str, form: dict[str, list[str]], field: str
) -> None:
    with pytest.raises(AnswerUnreadable) as refused:
        read_answer(posed(question), form)
    assert refused.value.field == field
    assert str(refused.value)


def test_a_typing_error_in_an_action_is_met_with_the_likeliest_one() -> None:
    form = {"action": ["s3:PutObjekt"], "resource": ["arn:aws:s3:::acme-data/1"]}
    with pytest.raises(AnswerUnreadable, match="Did you mean `s3:PutObject`"):
        read_answer(posed("break-prefix"), form)


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_sent_is_incomplete_and_says_what_is_missing(question: str) -> None:
    asked = posed(question)
    answer = read_answer(asked, {})
    assert not is_complete(asked, answer)
    assert what_is_missing(asked, answer).endswith(".")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_right_answer_is_complete(question: str) -> None:
    asked = posed(question)
    assert is_complete(asked, answers_for_tests(asked).right)


def test_the_policy_as_it_was_given_is_no_answer() -> None:
    asked = posed("fix-upload")
    assert asked.edit is not None
    assert what_is_missing(asked, {"text": f"{asked.edit.text}\n"}) == "Edit the policy first."


def test_two_steps_in_one_place_are_named() -> None:
    asked = posed("order-three")
    form = {f"place-{option.id}": ["2"] for option in asked.options}
    missing = what_is_missing(asked, read_answer(asked, form))
    assert missing == "Two steps are in place 2; give each step a place of its own."


@pytest.mark.parametrize("place", ["0", "4", "x", "-1", "1000", "²"])
def test_a_step_takes_no_other_place(place: str) -> None:
    asked = posed("order-three")
    with pytest.raises(AnswerUnreadable):
        read_answer(asked, {f"place-{asked.options[0].id}": [place]})


FIELDS = ("choice", "choices", "text", "number", "action", "resource", "key", "value", "context")
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["allowed", "1", "s3:GetObject", "*", "arn:aws:s3:::acme-data/x", "none"]),
)


@settings(max_examples=60)
@given(st.data())
def test_no_form_breaks_reading_and_marking(data: st.DataObject) -> None:
    asked = posed(data.draw(st.sampled_from(QUESTIONS)))
    own = [f"place-{option.id}" for option in asked.options]
    ids = [option.id for option in asked.options] or [""]
    values = st.lists(TEXTS | st.sampled_from(ids), max_size=4)
    form = data.draw(st.dictionaries(st.sampled_from([*FIELDS, *own]), values, max_size=6))
    with suppress(AnswerUnreadable):
        answer = read_answer(asked, form)
        what_is_missing(asked, answer)
        assert mark(asked, answer).is_right in (True, False, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80)
@given(st.data())
def test_no_data_breaks_marking(data: st.DataObject) -> None:
    asked = posed(data.draw(st.sampled_from(QUESTIONS)))
    names = st.sampled_from(["choice", "choices", "places", "text", "number", *FIELDS])
    answer = data.draw(st.dictionaries(names, JSON, max_size=5))
    what_is_missing(asked, answer)
    assert mark(asked, answer).is_right in (True, False, None)
