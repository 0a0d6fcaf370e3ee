"""Faults of course files: said once each, in plain words, with the line and the field."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import RootModel

from iamlab.engine.scenarios import Shape
from lessons.content.errors import CourseError
from lessons.content.lines import FieldLines
from lessons.content.reading import MAX_FAULTS, make_shape, read_yaml
from lessons.content.shapes.asks import Ask
from lessons.content.shapes.exercises import ExerciseShape
from lessons.content.shapes.questions import KINDS, Question
from lessons.content.shapes.quizzes import QuizShape

Said = list[tuple[int | None, str, str]]

EXERCISE = """\
id: read-one
title: Read one
skills: [arns]
minutes: 5
scenario: office
edit: ["role/reader:trust"]
checks:
  - {id: a, intent: allowed, ask: {principal: user/ana, action: "s3:GetObject"}}
hints: [a, b, c]
"""


class _OneQuestion(RootModel[Question]):
    """Any of the nine kinds."""


def said(shape: type[Any], text: str) -> Said:
    """Return the faults of a file that is read into a shape."""
    with pytest.raises(CourseError) as caught:
        make_shape(shape, read_yaml("x.yaml", text), "x.yaml", text, {})
    return [(item.line, item.field, item.message) for item in caught.value.problems]


def exercise(old: str, new: str) -> Said:
    assert EXERCISE.count(old) == 1
    return said(ExerciseShape, EXERCISE.replace(old, new))


def test_the_exercise_that_the_others_differ_from_is_read() -> None:
    shape = make_shape(ExerciseShape, read_yaml("x.yaml", EXERCISE), "x.yaml", EXERCISE, {})
    assert shape.checks[0].id == "a"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\ntitle: One: two\n", 2, "a text with a colon and a space in it needs quotes"),
        ("a: 1\na: 2\n", 2, "the key `a` is there twice"),
        ("a:\n\tb: 1\n", 2, "indent with spaces, not with tabs"),
        ("a: `b` c\n", 1, "a text that begins with “`” needs quotes"),
        ("a: @b\n", 1, "a text that begins with “@” needs quotes"),
        ("a: [1, 2\nb: 3\n", 2, "a `,` or the closing `]` is missing before this"),
        ("a: 'b\n", 2, "a quotation mark before this is not closed"),
        ("a: |\n  b\n c\n", 3, "this line is indented differently than those it belongs to"),
        ("a: 1\n---\nb: 2\n", 2, "a file holds one document; drop the line `---`"),
        ("{a: 1}: 2\n", 1, "a key must be a text; put quotes around `{…}`"),
        ("a: !!python/name:os.system x\n", 1, "tags such as `!name` are not allowed"),
        ("a: &x 1\nb: *x\n", 2, "this is not YAML: aliases are not allowed here"),
        ("- a\n- b\n", 1, "give a mapping of keys to values"),
        ("just words\n", 1, "give a mapping of keys to values"),
    ],
)
def test_what_is_not_yaml_is_said_in_plain_words(text: str, line: int, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        read_yaml("x.yaml", text)
    assert [(item.line, item.message) for item in caught.value.problems] == [(line, message)]


def test_words_and_dates_are_text_as_in_yaml_1_2() -> None:
    assert read_yaml("x.yaml", "a: no\nb: on\nc: 2012-10-17\nd: 9:30\n") == {
        "a": "no",
        "b": "on",
        "c": "2012-10-17",
        "d": "9:30",
    }


def test_an_empty_text_lacks_what_is_required() -> None:
    assert read_yaml("x.yaml", "# nothing yet\n") == {}


def test_a_field_of_a_check_is_named_by_its_own_path() -> None:
    # Checks are told apart by a key that is a field, too: it must not end up in the path.
    assert exercise("action:", "acton:") == [
        (8, "checks[0].ask.action", "this key is required"),
        (8, "checks[0].ask.acton", "there is no such key"),
    ]
    assert exercise("intent: allowed", "intent: alowed") == [
        (8, "checks[0].intent", "give `allowed` or `denied`")
    ]
    assert exercise("intent: allowed, ask", "findings: {none_of: []}, axk") == [
        (8, "checks[0].findings.none_of", "give at least 1; there are 0"),
        (8, "checks[0].axk", "there is no such key"),
    ]
    assert exercise("{id: a, intent", "{intent") == [(8, "checks[0].id", "this key is required")]


def test_a_check_that_is_of_no_kind_says_which_there_are() -> None:
    [(line, field, message)] = exercise("intent: allowed, ask", "axk")
    assert (line, field) == (8, "checks[0]")
    assert message == (
        "give one of `intent`, `no_wider_than`, `no_narrower_than`, `findings`, `not_public`, "
        "`at_most`"
    )


def test_a_flow_mapping_over_several_lines_has_faults_on_their_own_lines() -> None:
    text = EXERCISE.replace(
        '  - {id: a, intent: allowed, ask: {principal: user/ana, action: "s3:GetObject"}}\n',
        "  - {id: a,\n     intent: allowed,\n     ask: {principal: user/ana,\n"
        '           action: "s3:GetObject",\n           resorce: x}}\n',
    )
    assert said(ExerciseShape, text) == [(12, "checks[0].ask.resorce", "there is no such key")]


def test_a_block_text_has_its_fault_on_the_line_of_its_key() -> None:
    text = (
        "title: T\nquestions:\n  - id: a\n    why: |\n      one\n      two\n    text: >\n      x\n"
    )
    assert said(QuizShape, text) == [
        (3, "questions[0]", f"give a `kind`, one of {', '.join(f'`{kind}`' for kind in KINDS)}")
    ]
    text = "title: T\nquestions:\n"
    text += "  - id: A_B\n    kind: order\n    why: |\n      one\n    x: |\n      1\n"
    assert [(line, field) for line, field, _ in said(QuizShape, text)] == [
        (3, "questions[0].id"),
        (3, "questions[0].title"),
        (3, "questions[0].skills"),
        (3, "questions[0].steps"),
        (7, "questions[0].x"),
    ]


@pytest.mark.parametrize("item", ["7", "null", "[a]", "text"])
def test_an_item_of_a_quiz_that_is_no_mapping_is_refused(item: str) -> None:
    assert [found[1] for found in said(QuizShape, f"title: T\nquestions: [{item}]\n")] == [
        "questions[0]"
    ]


def test_a_field_of_several_types_has_one_fault() -> None:
    text = "principal: a\naction: b\ncontext: {x: null}\n"
    assert said(Ask, text) == [
        (3, "context.x", "give a text, a number, `true` or `false` or a list")
    ]
    text = "principal: a\naction: b\ncontext:\n  x: [1, null]\n"
    assert said(Ask, text) == [(4, "context.x[1]", "give a text, a number or `true` or `false`")]


def test_a_text_that_yaml_takes_for_something_else_is_told_to_be_quoted() -> None:
    text = "principal: {who}\naction: 12\nresource: true\n"
    assert said(Ask, text) == [
        (1, "principal", "give a text; put quotes around `{who}`"),
        (2, "action", "give a text; put quotes around `12`"),
        (3, "resource", "give a text; put quotes around `true`"),
    ]


def test_a_document_that_is_no_file_is_said_so() -> None:
    text = "principal: a\naction: b\nsession_policies:\n  - {name: x, document: y.json}\n"
    assert said(Ask, text) == [(4, "session_policies[0].document", "there is no file `y.json`")]


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("id: read-one\n", "id: Read One\n", "id", "write small letters, digits and hyphens, such"),
        ("minutes: 5", "minutes: 0", "minutes", "give 1 or more"),
        ("minutes: 5", "minutes: 61", "minutes", "give 60 or less"),
        ("minutes: 5", "minutes: soon", "minutes", "give a whole number"),
        ("title: Read one", 'title: ""', "title", "write something here"),
        ("skills: [arns]", "skills: []", "skills", "give at least 1; there are 0"),
        ("skills: [arns]", "skills: arns", "skills", "give a list"),
        ("hints: [a, b, c]", "hints: [a, b, c, d]", "hints", "give at most 3"),
        ('edit: ["role/reader:trust"]', "edit: [{nam: x}]", "edit[0].nam", "there is no such"),
        ('edit: ["role/reader:trust"]', "edit: [7]", "edit[0]", "give a text"),
        (
            "scenario: office",
            "scenario: office\nanswer: x",
            "answer",
            "there is no such key: no file",
        ),
    ],
)
def test_messages_are_for_whoever_writes_the_file(
    old: str, new: str, field: str, message: str
) -> None:
    found = [words for _, place, words in exercise(old, new) if place == field]
    assert found
    assert found[0].startswith(message)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_question_takes_a_key_for_the_answer(kind: str) -> None:
    text = f"id: a\nkind: {kind}\ntitle: T\nskills: [s]\nwhy: W\nverdict: allowed\n"
    assert (6, "verdict") in {(line, field) for line, field, _ in said(_OneQuestion, text)}


class _Many(Shape):
    """Takes nothing."""


def test_a_file_with_very_many_faults_says_the_first_ones() -> None:
    text = "".join(f"k{number}: 1\n" for number in range(3 * MAX_FAULTS))
    assert len(said(_Many, text)) == MAX_FAULTS


def test_lines_are_found_in_yaml_in_a_head_and_in_a_block() -> None:
    head = "---\ntitle: T\nskills:\n  - s\n---\nText\n"
    block = ":::ask\nid: i\nask:\n  action: a\n:::\n"
    lines = FieldLines({"a.yaml": "x:\n  - y: 1\n    z: 2\n", "a.md": head + block})
    assert lines.problem("a.yaml", ("x", 0, "z"), "m").line == 3
    assert lines.problem("a.yaml", ("x", 0, "gone"), "m").line == 2
    assert lines.problem("a.md", ("skills", 0), "m").line == 4
    assert lines.problem("a.md", ("ask", "action"), "m", 7).line == 10
    assert lines.problem("a.md", (), "m", 7).line == 7
    assert lines.problem("gone.yaml", ("x",), "m").line == 1
