"""Cutting a lesson into prose and live blocks, and saying where it goes wrong."""

from __future__ import annotations

import pytest

from lessons.content.errors import CourseError
from lessons.content.lesson_files import LessonText, LiveBlock, Prose, read_lesson
from lessons.content.lines import split_front

HEAD = """\
---
title: First steps
summary: What an answer is made of.
minutes: 4
category: basics
skills: [reading-answers]
goals: [Say why.]
scenario: office
---
"""
BODY = len(HEAD.splitlines()) + 1
ASK = ':::ask\nid: first\nask: {principal: user/ana, action: "s3:GetObject"}\n:::\n'


def read(body: str) -> LessonText:
    return read_lesson("lesson.md", HEAD + body, {})


def problems_of(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(CourseError) as caught:
        read_lesson("lesson.md", text, {})
    return [(item.line, item.field, item.message) for item in caught.value.problems]


def test_prose_and_blocks_stand_in_their_order_with_their_lines() -> None:
    text = read(f"Before.\n\n{ASK}\nAfter.\n")
    first, block, last = text.segments
    assert isinstance(first, Prose)
    assert isinstance(block, LiveBlock)
    assert isinstance(last, Prose)
    assert (first.text, first.line) == ("Before.\n", BODY)
    assert (block.shape.id, block.line) == ("first", BODY + 2)
    assert (last.text.strip(), last.line) == ("After.", BODY + 6)


def test_white_space_between_blocks_is_no_prose() -> None:
    text = read(ASK + "\n\n" + ASK.replace("first", "second"))
    assert [type(item) for item in text.segments] == [LiveBlock, LiveBlock]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("```", "```"),
        ("```text", "```"),
        ("````", "`````"),
        ("~~~", "~~~"),
        ("   ```", "  ```"),
    ],
)
def test_colons_in_a_code_fence_are_text(opening: str, closing: str) -> None:
    code = f"{opening}\n:::ask\n:::\n{closing}\n"
    text = read(code + ASK)
    assert [type(item) for item in text.segments] == [Prose, LiveBlock]


@pytest.mark.parametrize(
    "inner",
    ["~~~", "``", "```json"],  # a closing fence is of the same kind, as long, and has no language
)
def test_a_fence_is_closed_by_its_own_kind_only(inner: str) -> None:
    text = read(f"```\n{inner}\n:::ask\n```\n{ASK}")
    assert [type(item) for item in text.segments] == [Prose, LiveBlock]


def test_a_line_of_code_marks_with_text_between_them_opens_no_fence() -> None:
    text = read(f"``` is how code begins, and ``` how it ends.\n\n{ASK}")
    assert [type(item) for item in text.segments] == [Prose, LiveBlock]


def test_a_fence_in_a_blocks_text_is_the_blocks() -> None:
    block = ASK.replace("ask: {", "text: |\n  ```\n  code\nask: {")
    assert [type(item) for item in read(block + ASK.replace("first", "second")).segments] == [
        LiveBlock,
        LiveBlock,
    ]


def test_windows_line_ends_do_not_end_up_in_kinds() -> None:
    text = read_lesson("lesson.md", HEAD + "Before.\n" + ASK.replace("\n", "\r\n"), {})
    assert [item.shape.id for item in text.blocks] == ["first"]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("Text.\n:::ask\nid: x\n", 1, "the block `:::ask` has no closing line `:::`"),
        ("Text.\n:::\n", 1, "this line `:::` closes a block, but none is open"),
        ("::: ask\n", 0, "`::: ask` opens no block; write three colons and its kind"),
        (":::Ask\n", 0, "`:::Ask` opens no block"),
        (":::ask\nid: x\n:::trace\n:::\n", 2, "`:::trace` stands inside the block `:::ask`"),
        (":::poem\n:::\n", 0, "there is no block `poem`; there are `ask`, `trace`"),
    ],
)
def test_a_block_that_is_not_one_is_said_on_its_line(body: str, line: int, message: str) -> None:
    [(found, field, words)] = problems_of(HEAD + body)
    assert (found, field) == (BODY + line, "")
    assert words.startswith(message)


def test_a_field_of_a_block_is_said_on_its_own_line() -> None:
    body = f"Text.\n\n{ASK}\n:::trace\nid: second\nask:\n  principal: user/ana\n  acton: x\n:::\n"
    missing, unknown = sorted(problems_of(HEAD + body), key=lambda item: item[0] or 0)
    assert missing == (BODY + 9, "ask.action", "this key is required")
    assert unknown == (BODY + 11, "ask.acton", "there is no such key")


def test_a_block_id_is_there_once() -> None:
    assert problems_of(HEAD + ASK + ASK) == [(BODY + 4, "id", "two blocks are called `first`")]


def test_faults_of_the_head_and_of_blocks_are_said_together() -> None:
    text = HEAD.replace("minutes: 4", "minutes: 0") + ":::poem\n:::\n"
    assert [(line, field) for line, field, _ in problems_of(text)] == [(4, "minutes"), (BODY, "")]


@pytest.mark.parametrize("text", ["title: x\n", "", "text\n---\n---\n"])
def test_a_lesson_begins_with_its_fields(text: str) -> None:
    [(line, _, message)] = problems_of(text)
    assert line == 1
    assert message.startswith("begin the file with a line `---`")


def test_a_head_that_is_left_open_is_said() -> None:
    [(line, _, message)] = problems_of("---\ntitle: x\n")
    assert (line, message) == (1, "the fields at the head have no closing `---`")


def test_the_head_ends_at_the_first_line_of_dashes_and_the_body_may_have_more() -> None:
    assert split_front("x.md", "---\na: 1\n---\nText\n---\nMore") == ("a: 1", "Text\n---\nMore", 4)


def test_line_numbers_count_as_editors_do() -> None:
    # U+2028 and form feeds separate lines for Python's splitlines, and for no editor.
    text = read("One\u2028line\x0c here.\n" + ASK)
    assert text.blocks[0].line == BODY + 1
