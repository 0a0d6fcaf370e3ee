"""What questions have to keep: no verdict in any file, and faults on the field that has them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from lessons.content.course import Course
from lessons.content.lines import FieldLines
from lessons.content.shapes import questions as shapes
from lessons.content.shapes.asks import Ask, AskChange, IntendedAsk
from lessons.proofs import check_course
from lessons.proofs.questions import find_field, prove_question

from .conftest import Change, said

QUIZ = "01-next-steps/quiz.yaml"

_AUTHORED = {
    # The only fields in which an author says what is right: option texts marked as right, the
    # order that steps are given in, one right filling, and requests with what they are meant for.
    shapes.Option: {"right"},
    shapes.OrderQuestion: {"steps"},
    shapes.FillQuestion: {"answer", "accept"},
    shapes.BreakQuestion: {"example"},
    IntendedAsk: {"intent"},
}
_SAYS_AN_ANSWER = {
    *("answer", "accept", "right", "correct", "expected", "expect", "verdict", "decision"),
    *("key", "solution", "intent", "example", "steps", "result", "outcome"),
}


def models_of_questions() -> list[type[BaseModel]]:
    known = vars(shapes).values()
    found = [item for item in known if isinstance(item, type) and issubclass(item, BaseModel)]
    return [*found, Ask, AskChange, IntendedAsk]


@pytest.mark.parametrize("model", models_of_questions())
def test_no_shape_of_a_question_has_a_field_for_its_verdict(model: type[BaseModel]) -> None:
    allowed = _AUTHORED.get(model, set())
    assert {name for name in model.model_fields if name in _SAYS_AN_ANSWER} <= allowed
    assert model.model_config.get("extra") == "forbid"


def test_the_engine_keyed_kinds_have_no_field_that_an_author_answers_in() -> None:
    for model in models_of_questions():
        kind = model.model_fields.get("kind")
        if kind is not None and kind.annotation is not None:
            [name] = getattr(kind.annotation, "__args__", ("",))
            if name in shapes.ENGINE_KINDS - {"break"}:
                assert not _AUTHORED.get(model)


@pytest.mark.parametrize(
    "words",
    [
        "Explicit deny",
        "implicit deny.",
        "`Allowed`",
        "Denied",
        "It is allowed",
        "explicitDeny",
    ],
)
def test_an_author_does_not_say_a_verdict_in_words(change: Change, words: str) -> None:
    files = change(QUIZ, "text: A session, right", f'text: "{words}", right')
    assert [said(item) for item in check_course("course", files).problems] == [
        f"{QUIZ}:8: questions[0].options[0].text: this states a verdict; ask for it with "
        "`kind: verdict`, and the engine answers"
    ]


@pytest.mark.parametrize("words", ["Deny", "`Allow`", "An explicit deny in any policy", "Nobody"])
def test_words_of_policies_and_explanations_are_no_verdicts(change: Change, words: str) -> None:
    files = change(QUIZ, "text: A session, right", f'text: "{words}", right')
    assert check_course("course", files).problems == ()


def test_a_text_to_fill_in_does_not_say_a_verdict_either(change: Change) -> None:
    fill = (
        "  - {id: blank, kind: fill, title: Fill in, skills: [credentials], why: So it is.,"
        ' line: "The request is ____.", answer: denied}\n'
    )
    old = "questions:\n"
    files = change(QUIZ, old, old + fill)
    assert [problem.field for problem in check_course("course", files).problems] == [
        "questions[0].answer"
    ]


def test_a_sound_question_is_tried_in_every_variant(course: Course, lines: FieldLines) -> None:
    source = course.questions["ana-deletes-a-note"]
    assert prove_question(course, source, lines, 20) == ([], 2)


def test_a_fault_of_one_variant_says_its_values(change: Change) -> None:
    file = "00-first-steps/quiz.yaml"
    [found] = [
        said(item)
        for item in check_course(
            "course", change(file, "principal: production/root", "principal: production/user/x")
        ).problems
    ]
    assert found.startswith(f"{file}:10: questions[0].ask")
    assert "`who.principal` = `production/user/x`; 1 of 2 variants)" in found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'action: "s3:GetObject"',
            'action: "s3:GetObjekt"',
            ".action: AWS has no action `s3:GetObjekt`; is it `s3:GetObject`?",
        ),
        (
            '/1.txt"}\n    show: [scp/FullAccess]',
            '/1.txt", context: {"aws:SourceIp4": x}}\n    show: [scp/FullAccess]',
            ".context.aws:SourceIp4: AWS has no condition key `aws:SourceIp4`",
        ),
    ],
)
def test_a_question_asks_for_what_aws_has(
    change: Change, old: str, new: str, expected: str
) -> None:
    files = change("banks/answers.yaml", old, new)
    found = [said(item) for item in check_course("course", files).problems]
    assert found == [f"banks/answers.yaml:8: questions[0].ask{expected}"]


DATA: dict[str, Any] = {
    "policies": {"role/reader:inline/read.all": {"a": 1}, "role/reader:inline/read": {}},
    "ask": {"context": {"aws:ResourceTag/a.b": "x"}},
    "options": [{"text": "a"}, {"text": "b"}],
}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("options[1].text", ("options", 1, "text")),
        ("options[2].text", ("options",)),
        ("ask.context.aws:ResourceTag/a.b", ("ask", "context", "aws:ResourceTag/a.b")),
        ("policies.role/reader:inline/read.all", ("policies", "role/reader:inline/read.all")),
        ("policies.role/reader:inline/read", ("policies", "role/reader:inline/read")),
        ("ask.resource", ("ask",)),
        ("gone", ()),
        ("", ()),
    ],
)
def test_a_fields_path_is_found_though_keys_have_dots(text: str, place: tuple[object, ...]) -> None:
    assert find_field(DATA, text) == place
