"""Each way of breaking JSON is explained in one sentence, at its very place."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iamlab.engine.documents import (
    JsonNode,
    NodeKind,
    PolicyType,
    is_json,
    parse_json,
    parse_policy,
)

# text, what the sentence must say, the marked piece of text
CASES = [
    ('["s3:GetObject"\n "s3:PutObject"]', 'Line 1: a comma is missing after `"s3:GetObject"`', '"'),
    ('{"a": 1\n "b": 2}', "a comma is missing after `1`", "1"),
    ('[{}\n {"b": 2}]', "a comma is missing after `}`", "}"),
    ('["a",\n]', "Line 1: a comma stands before `]`; JSON allows none there", ","),
    ('{"a": 1,}', "a comma stands before `}`", ","),
    ("[1,,2]", "one comma is enough", ","),
    ("[,1]", "a comma stands before the first value", ","),
    ('{"a" 1}', 'a colon is missing after `"a"`', '"'),
    ('{"a":: 1}', "one colon is enough", ":"),
    ('["a": 1]', "a colon stands inside the list opened on line 1", ":"),
    ('{"a": }', "a value is missing after the colon", ":"),
    ('{"a": , "b": 1}', "a value is missing after the colon", ":"),
    ('{"a"}', '`"a"` has no value', '"a"'),
    ('{"a", "b": 1}', '`"a"` has no value', '"a"'),
    ('{"a": "x,\n"b": 1}', 'the string `"x` is never closed', '"x'),
    ('["a', 'the string `"a` is never closed', '"a'),
    ("{'a': 1}", "double quotes (`\"`), not single quotes: `'a'`", "'a'"),
    ("{“a”: 1}", "not curly quotes: `“a”`", "“a”"),
    ("[tru]", "`tru` is not a JSON value; did you mean `true`?", "tru"),
    ("[False]", "`False` is not a JSON value; did you mean `false`?", "False"),
    ("[None]", "did you mean `null`?", "None"),
    ("[hello]", 'text needs double quotes: `"hello"`', "hello"),
    ("{a: 1}", 'a name needs double quotes: write `"a"`', "a"),
    ("{1: 1}", 'a name needs double quotes: write `"1"`', "1"),
    ("{[1]}", "a name in double quotes must stand here, before `[`", "["),
    ("[NaN]", "`NaN` is not a JSON value; JSON has only finite numbers", "NaN"),
    ("[-Infinity]", "`-Infinity` is not a JSON value", "-Infinity"),
    ("[01]", "`01` is not a JSON number; leave out the leading zeros", "01"),
    ("[+1]", "leave out the plus sign", "+1"),
    ("[.5]", "write a digit on both sides of the point", ".5"),
    ("[1.]", "write a digit on both sides of the point", "1."),
    ("[1, // why\n2]", "comments are not allowed in JSON; delete `// why`", "// why"),
    ("[1, /* a\nb */ 2]", "comments are not allowed in JSON", "/* a\nb */"),
    ("# x\n[]", "comments are not allowed in JSON", "# x"),
    ('{"a": [1', "the document ends before `]` closes the list opened on line 1", "1"),
    ('{\n"a": {', "Line 2: the document ends before `}` closes the object opened on line 2", "{"),
    ('{"a":', "the document ends where a value must follow", ":"),
    ("", "the document is empty; a policy begins with `{`", ""),
    (" \n", "the document is empty", " \n"),
    ("{} {}", "there is more text after the end of the document: `{}`", "{}"),
    ("[1}", "`}` closes nothing; no object is open", "}"),
    ('{"a": [1}', "`}` stands where `]` must close the list opened on line 1", "}"),
    ("]", "`]` closes nothing", "]"),
    ('["a\\q"]', "`\\q` is not a JSON escape", "\\q"),
    ('["\\u12"]', "`\\u` needs four hexadecimal digits", "\\u"),
    ('["a\tb"]', "a tab inside a string must be written `\\t`", "\t"),
    ('["a\x00b"]', "U+0000 inside a string must be written `\\u0000`", "\x00"),
    ("\ufeff[]", "byte order mark", "\ufeff"),
    ("[\u00a01]", "an invisible character (U+00A0)", "\u00a0"),
    ('["a, "b"]', '`b` stands right after the string `"a, "`', "b"),
    ("\\", "`\\` is not a JSON value", "\\"),
]


@pytest.mark.parametrize(("text", "sentence", "marked"), CASES)
def test_problem_is_explained_at_its_place(text: str, sentence: str, marked: str) -> None:
    tree = parse_json(text)
    finding = tree.findings[0]
    assert not tree.valid
    assert finding.code == "JSON_SYNTAX_ERROR"
    assert sentence in finding.message
    assert finding.message.startswith(f"Line {finding.span.start.line}: ")
    assert finding.message.endswith((".", "?"))
    assert text[finding.span.start.offset : finding.span.end.offset] == marked
    assert len(tree.findings) == 1


def test_missing_comma_is_marked_at_the_end_of_the_line_that_lacks_it() -> None:
    text = '{\n  "Action": "s3:GetObject"\n  "Resource": "*"\n}'
    (finding,) = parse_json(text).findings
    assert finding.message == 'Line 2: a comma is missing after `"s3:GetObject"`.'
    assert finding.span.end.offset == text.index('"\n  "Resource') + 1


def test_problems_on_different_lines_are_each_reported() -> None:
    text = '{\n"a": 1\n"b": tru,\n"c": [1,]\n}'
    assert [f.message for f in parse_json(text).findings] == [
        "Line 2: a comma is missing after `1`.",
        "Line 3: `tru` is not a JSON value; did you mean `true`?",
        "Line 4: a comma stands before `]`; JSON allows none there.",
    ]


def test_a_hopeless_text_gives_few_findings() -> None:
    assert 1 <= len(parse_json("this is\nnot\nJSON\nat all\nno\nnot\nreally").findings) <= 5


def test_document_that_is_not_json_is_unreadable_and_has_no_statements() -> None:
    document = parse_policy('{"Statement": [{"Effect": "Allow",}]}', PolicyType.IDENTITY)
    assert not document.readable
    assert document.statements == ()
    assert [finding.code for finding in document.findings] == ["JSON_SYNTAX_ERROR"]


def outline(node: JsonNode | None) -> object:
    if node is None:
        return None
    if node.kind is NodeKind.OBJECT:
        return {member.key.text: outline(member.value) for member in node.members}
    if node.kind is NodeKind.ARRAY:
        return [outline(item) for item in node.items]
    return node.text if node.kind is not NodeKind.MISSING else NodeKind.MISSING


RECOVERED = [
    (
        '{"Statement": [{"Effect": "Allow", "Action": ',
        {"Statement": [{"Effect": "Allow", "Action": NodeKind.MISSING}]},
    ),
    ('{"Action": "s3:Get,\n "Effect": "Deny"}', {"Action": "s3:Get", "Effect": "Deny"}),
    ('{"a": [1 2], "b": tru}', {"a": ["1", "2"], "b": "true"}),
    ("{'a': 'b', c: d}", {"a": "b", "c": "d"}),
    ('{"a": [{"b": 1}, "c": 2}', {"a": [{"b": "1"}, "c", "2"]}),
    ('{"a": {"b": [1, "c": 2}', {"a": {"b": ["1", "c", "2"]}}),
    ('{"a": 1, // note\n "b": 2,}', {"a": "1", "b": "2"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RECOVERED)
def test_the_tree_keeps_what_can_be_recovered(text: str, expected: object) -> None:
    assert outline(parse_json(text).root) == expected


def test_recovered_tokens_keep_their_places() -> None:
    text = '{"a": [1 2],\n "b": tru "c": \'x\'}'
    tree = parse_json(text)
    assert tree.root is not None
    places = [(m.key.span, m.value.span) for m in tree.root.members]
    cut = [tuple(text[s.start.offset : s.end.offset] for s in pair) for pair in places]
    assert cut == [('"a"', "[1 2]"), ('"b"', "tru"), ('"c"', "'x'")]


FRAGMENTS = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ":", ",", '"', '"a"', "1", "tru", "true", " ", "\n", "'", "\\", "/*",
         "//", "-", "0", "é", "\ud800", "\x00", "#", "NaN", "“"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def is_strict_json(text: str) -> bool:
    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        json.JSONDecoder(parse_constant=refuse).decode(text)
    except ValueError:
        return False
    return True


@given(FRAGMENTS | st.text())
def test_there_is_a_problem_exactly_when_the_strict_decoder_refuses(text: str) -> None:
    tree = parse_json(text)
    assert tree.valid == is_strict_json(text) == is_json(text)
    assert bool(tree.findings) != tree.valid
    assert not any("this is not JSON:" in finding.message for finding in tree.findings)


def decoder_error(text: str) -> json.JSONDecodeError | None:
    try:
        json.loads(text, parse_constant=str)
    except json.JSONDecodeError as error:
        return error
    return None


def could_become_json(text: str) -> bool:
    """Whether the decoder finds nothing wrong with a text but that it ends too early."""
    # A minus sign at the very end may still get its digits.
    error = decoder_error(f"{text}0" if text.endswith("-") else text)
    if error is None:
        return True
    return error.pos >= len(text.rstrip(" \t\r\n")) or "Unterminated" in error.msg


@given(FRAGMENTS)
def test_the_first_problem_is_where_the_decoder_stops(text: str) -> None:
    error = decoder_error(text)
    assume(error is not None)
    assert error is not None
    first = parse_json(text).findings[0]
    assert first.span.start.offset <= error.pos
    # What is missing is shown at the last character before it.
    lacks = "is missing after" in first.message or "the document ends before" in first.message
    before = first.span.end if lacks else first.span.start
    assert could_become_json(text[: before.offset])


@given(FRAGMENTS | st.text())
def test_every_recovered_span_lies_inside_the_text_and_its_parent(text: str) -> None:
    def check(node: JsonNode) -> None:
        start, end = node.span.start.offset, node.span.end.offset
        assert 0 <= start <= end <= len(text)
        children = list(node.items)
        for member in node.members:
            children += [member.key, member.value]
        for child in children:
            assert start <= child.span.start.offset
            assert child.span.end.offset <= end
            check(child)

    root = parse_json(text).root
    if root is not None:
        check(root)
