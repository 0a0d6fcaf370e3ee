"""Texts that are not JSON are mended where only one thing can be meant."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import MAX_LENGTH, PolicyType, apply_edits
from iamlab.engine.documents import MAX_DEPTH, parse_json
from iamlab.engine.documents.positions import LineIndex
from iamlab.engine.documents.syntax import explain_syntax
from iamlab.engine.validation import validate
from tests.engine.validation.marking import BASE, found, mended, policy, repaired

SYNTAX = "JSON_SYNTAX_ERROR"

# broken text, label of the repair, mended text
MENDED = [
    ('{"a": 1\n "b": 2}', "Add the comma", '{"a": 1,\n "b": 2}'),
    ('["a"\n "b"]', "Add the comma", '["a",\n "b"]'),
    ('{"a" 1}', "Add the colon", '{"a": 1}'),
    ('["a",\n]', "Delete the comma", '["a"\n]'),
    ("[1,,2]", "Delete the comma", "[1,2]"),
    ("[,1]", "Delete the comma", "[1]"),
    ('{"a":: 1}', "Delete the colon", '{"a": 1}'),
    ("{'a': 'b'}", "Use double quotes", '{"a": "b"}'),
    ("{'a': 'say \"x\"'}", "Use double quotes", '{"a": "say \\"x\\""}'),
    ("['it\\'s']", "Use double quotes", '["it\'s"]'),
    ("{“a”: 1}", "Use double quotes", '{"a": 1}'),
    ("{a: 1}", "Put it in double quotes", '{"a": 1}'),
    ("[Allow]", "Put it in double quotes", '["Allow"]'),
    ("[012345678901]", "Put it in double quotes", '["012345678901"]'),
    ("[True]", "Write true", "[true]"),
    ('{"a": "x,\n"b": 1}', "Close the string", '{"a": "x",\n"b": 1}'),
    ("[1, // why\n2]", "Delete the comment", "[1, \n2]"),
    ("# x\n[]", "Delete the comment", "\n[]"),
    ('{"a": [1', "Add the missing `]}`", '{"a": [1]}'),
    ('{"a": [1}', "Put the missing `]` before it", '{"a": [1]}'),
    ('{"a": ["x"},\n "b": 1}', "Put `]` in its place", '{"a": ["x"],\n "b": 1}'),
    ('{"a": 1}}', "Delete what follows the policy", '{"a": 1}'),
    ('["a\\d"]', "Double the backslash", '["a\\\\d"]'),
    ('["a\tb"]', "Escape the character", '["a\\tb"]'),
    ("\ufeff[]", "Delete the byte order mark", "[]"),
    ("[\u00a01]", "Put a space in its place", "[ 1]"),
    ("{a: 'b'}", "Mend this line", '{"a": "b"}'),
    (
        '{\n  "a": [\n    {\n      "b": 1\n',
        "Add the missing `}]}`",
        '{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}\n',
    ),
]  # fmt: skip

GUESSES = [
    "",
    '{"a": }',
    '{"a"}',
    '["a": 1]',
    "{[1]}",
    "[NaN]",
    "[1.]",
    '["a, "b"]',
    "{} {}",
    '{"a": 1;\n"b": 2}',
    '{"a": Allow reading}',
    '{"Statement": [{"Effect": "Allow", "Action": ',
]


@pytest.mark.parametrize(("text", "label", "expected"), MENDED)
def test_what_can_only_mean_one_thing_is_mended(text: str, label: str, expected: str) -> None:
    finding = found(text, SYNTAX)[0]
    assert finding.repair is not None
    assert finding.repair.label == label
    assert apply_edits(text, finding.repair.edits) == expected
    assert parse_json(expected).valid


@pytest.mark.parametrize("text", GUESSES)
def test_nothing_is_guessed(text: str) -> None:
    assert [finding.repair for finding in found(text, SYNTAX)] == [None]


def test_each_of_several_problems_has_its_own_repair() -> None:
    text = '{\n"a": 1\n"b": tru,\n"c": [1,]\n}'
    labels = []
    while problems := found(text, SYNTAX):
        assert problems[0].repair is not None
        labels.append(problems[0].repair.label)
        text = apply_edits(text, problems[0].repair.edits)
    assert labels == ["Add the comma", "Write true", "Delete the comma"]
    assert json.loads(text) == {"a": 1, "b": True, "c": [1]}


def test_more_problems_than_are_shown_are_mended_together() -> None:
    text = "{\n" + "\n".join(f'"{letter}": 1' for letter in "abcdefgh") + "\n}"
    first, *others = found(text, SYNTAX)
    assert len(others) == 4
    assert first.repair is not None
    assert first.repair.label == "Mend the JSON"
    assert json.loads(apply_edits(text, first.repair.edits)) == dict.fromkeys("abcdefgh", 1)


FRAGMENTS = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ":", ",", '"', '"a"', "1", "tru", "true", " ", "\n", "'", "'b'", "\\",
         "/*", "//", "-", "0", "é", "\x00", "#", "NaN", "“", "\u200b"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(FRAGMENTS | st.text(max_size=60))
def test_every_repair_leaves_fewer_problems(text: str) -> None:
    before = found(text, SYNTAX)
    for finding in before:
        if finding.repair is not None:
            after = parse_json(apply_edits(text, finding.repair.edits))
            assert len(after.findings) < len(before)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_valid_json_has_nothing_to_explain(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    if not any(0xD800 <= ord(character) < 0xE000 for character in text):
        assert explain_syntax(text, LineIndex(text)).findings == ()


@given(VALUES, st.sampled_from([",", '"', "}", "]", ":"]), st.data())
def test_leaving_out_one_character_is_survived(
    value: object, character: str, data: st.DataObject
) -> None:
    text = json.dumps([value, {"a": value}], indent=1)
    places = [place for place, found_here in enumerate(text) if found_here == character]
    if places:
        place = data.draw(st.sampled_from(places))
        validate(text[:place] + text[place + 1 :], PolicyType.IDENTITY)


@pytest.mark.parametrize("piece", ["1 ", '"a" 1\n', "{'a':\n", "//\n", '"\n', "}\n", "${\n"])
def test_repairs_of_long_broken_texts_come_soon(piece: str) -> None:
    text = "[" + piece * (100_000 // len(piece))
    start = time.process_time()
    found(text, SYNTAX)
    assert time.process_time() - start < 10


# Duplicate keys


def test_an_equal_member_is_removed() -> None:
    text = '{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}'
    assert repaired(text, "DUPLICATE_KEY") == '{"Version": "2012-10-17", "Statement": []}'


def test_equal_is_meant_by_value_not_by_writing() -> None:
    text = '{"Statement": [ ], "Statement": []}'
    assert repaired(text, "DUPLICATE_KEY") == '{"Statement": [ ]}'


def test_objects_that_share_no_key_are_joined() -> None:
    text = (
        '{"Condition": {\n  "Bool": {\n    "a:b": "true"\n  },\n'
        '  "Bool": {\n    "c:d": "false"\n  }\n}}'
    )
    assert repaired(text, "DUPLICATE_KEY") == (
        '{"Condition": {\n  "Bool": {\n    "a:b": "true",\n    "c:d": "false"\n  }\n}}'
    )


@pytest.mark.parametrize(
    "pair",
    [
        '"a": 1, "a": 2',
        '"a": ["x"], "a": ["y"]',
        '"a": {"k": 1}, "a": {"K": 2}',
        '"a": {"k": 1}, "a": {}',
        '"a": {"k": 1}, "a": "k"',
    ],
)
def test_different_members_of_one_key_need_judgment(pair: str) -> None:
    assert repaired(f"{{{pair}}}", "DUPLICATE_KEY") is None


# Characters, length and depth


def test_all_copied_punctuation_is_replaced_at_once() -> None:
    statement = {**BASE, "Resource": ["arn:aws:s3:::acme–receipts/*", "arn:aws:s3:::b\u200bb/*"]}
    after = mended(policy(statement), "UNSUPPORTED_CHARACTER")
    resources = after["Statement"][0]["Resource"]
    assert resources == ["arn:aws:s3:::acme-receipts/*", "arn:aws:s3:::bb/*"]


def test_a_character_without_equivalent_is_left_to_the_writer() -> None:
    assert (
        repaired(policy({**BASE, "Resource": "arn:aws:s3:::–/→"}), "UNSUPPORTED_CHARACTER") is None
    )


def test_latin_1_and_escapes_are_fine() -> None:
    text = policy(BASE).replace("acme", "é\\u2192ÿ")
    assert not found(text, "UNSUPPORTED_CHARACTER")


def test_the_longest_text_is_read_and_a_longer_one_is_not() -> None:
    text = policy(BASE)
    assert not found(text.ljust(MAX_LENGTH), "POLICY_TOO_LONG")
    assert [f.code for f in validate(text.ljust(MAX_LENGTH + 1), PolicyType.SCP)] == [
        "POLICY_TOO_LONG"
    ]


def test_depth_is_counted_over_objects_and_lists() -> None:
    fits = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert not found(fits, "POLICY_TOO_DEEP")
    assert found(f"[{fits}]", "POLICY_TOO_DEEP")
