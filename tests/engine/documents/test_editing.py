"""Edits that keep a text's formatting, at the places of its parts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.documents import (
    Json,
    JsonNode,
    TextEdit,
    TreeEditor,
    apply_edits,
    parse_json,
)

TALL = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "*"
    }
  ]
}"""
FLAT = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}]}'


def editor_of(text: str) -> tuple[TreeEditor, JsonNode]:
    tree = parse_json(text)
    assert tree.root is not None
    return TreeEditor(tree), tree.root


def statement_of(root: JsonNode) -> JsonNode:
    statements = root.get("Statement")
    assert statements is not None
    return statements.items[0]


def value(node: JsonNode, key: str) -> JsonNode:
    found = node.get(key)
    assert found is not None
    return found


def test_edits_are_made_at_the_offsets_of_the_text_as_given() -> None:
    edits = [TextEdit(4, 5, "E"), TextEdit(0, 1, "Aa"), TextEdit(2, 2, "-")]
    assert apply_edits("abcde", edits) == "Aab-cdE"


@pytest.mark.parametrize(
    "edits",
    [
        [TextEdit(0, 3, ""), TextEdit(2, 4, "")],
        [TextEdit(3, 9, "")],
        [TextEdit(-1, 2, "")],
        [TextEdit(3, 2, "")],
    ],
)
def test_edits_that_overlap_or_leave_the_text_are_refused(edits: list[TextEdit]) -> None:
    with pytest.raises(ValueError, match="the edit at"):
        apply_edits("abcde", edits)


def test_replacing_a_value_leaves_the_rest_alone() -> None:
    editor, root = editor_of(TALL)
    edits = editor.replace(value(statement_of(root), "Resource").span, "arn:aws:s3:::b/*")
    assert apply_edits(TALL, edits) == TALL.replace('"*"', '"arn:aws:s3:::b/*"')


def test_renaming_a_key_keeps_its_value() -> None:
    editor, root = editor_of(TALL)
    key = statement_of(root).members[1].key
    assert apply_edits(TALL, editor.rename(key.span, "NotAction")) == TALL.replace(
        '"Action"', '"NotAction"'
    )


def test_item_is_added_on_the_line_of_a_flat_list() -> None:
    editor, root = editor_of(TALL)
    edits = editor.add_item(value(statement_of(root), "Action").span, "s3:ListBucket")
    assert '["s3:GetObject", "s3:PutObject", "s3:ListBucket"],' in apply_edits(TALL, edits)


def test_item_added_to_a_lone_value_makes_a_list() -> None:
    editor, root = editor_of(FLAT)
    edits = editor.add_item(value(statement_of(root), "Action").span, "s3:PutObject")
    assert '"Action": ["s3:GetObject", "s3:PutObject"]' in apply_edits(FLAT, edits)


def test_statement_is_added_in_the_layout_of_its_list() -> None:
    editor, root = editor_of(TALL)
    added: Json = {"Effect": "Deny", "Action": "s3:*"}
    text = apply_edits(TALL, editor.add_item(value(root, "Statement").span, added))
    assert text.endswith(
        '    },\n    {\n      "Effect": "Deny",\n      "Action": "s3:*"\n    }\n  ]\n}'
    )


def test_member_is_added_behind_the_one_named() -> None:
    editor, root = editor_of(TALL)
    edits = editor.add_member(statement_of(root).span, "Sid", "Read", after="Effect")
    assert '"Effect": "Allow",\n      "Sid": "Read",\n      "Action"' in apply_edits(TALL, edits)


def test_member_is_added_last_without_a_place() -> None:
    editor, root = editor_of(FLAT)
    edits = editor.add_member(statement_of(root).span, "Resource", "*")
    assert apply_edits(FLAT, edits) == (
        '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
    )


def test_member_can_be_the_first() -> None:
    editor, root = editor_of(FLAT)
    text = apply_edits(FLAT, editor.add_first_member(root.span, "Version", "2012-10-17"))
    assert text.startswith('{"Version": "2012-10-17", "Statement"')


def test_member_of_an_empty_object() -> None:
    editor, root = editor_of("{}")
    assert apply_edits("{}", editor.add_member(root.span, "a", 1)) == '{\n  "a": 1\n}'


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, '{\n  "b": 2,\n  "c": 3\n}'),
        (1, '{\n  "a": 1,\n  "c": 3\n}'),
        (2, '{\n  "a": 1,\n  "b": 2\n}'),
    ],
)
def test_member_is_taken_out_with_its_comma(number: int, expected: str) -> None:
    text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}'
    editor, root = editor_of(text)
    member = root.members[number]
    for span in (member.span, member.key.span, member.value.span):
        assert apply_edits(text, editor.remove(span)) == expected


def test_only_item_leaves_an_empty_list() -> None:
    editor, root = editor_of('["a"]')
    assert apply_edits('["a"]', editor.remove(root.items[0].span)) == "[]"


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_any_items_can_be_taken_out_together(numbers: list[int], data: st.DataObject) -> None:
    """Whatever is chosen, what stays is valid JSON of the items that were not chosen."""
    indent = data.draw(st.sampled_from([None, 2]))
    text = json.dumps(numbers, indent=indent)
    editor, root = editor_of(text)
    chosen = data.draw(st.sets(st.sampled_from(range(len(numbers))), min_size=1))
    edits = editor.remove_all(tuple(root.items[index].span for index in sorted(chosen)))
    left = [number for index, number in enumerate(numbers) if index not in chosen]
    assert json.loads(apply_edits(text, edits)) == left


@given(
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=5),
    st.text(min_size=6, max_size=9),
    st.sampled_from([None, 2, "\t"]),
)
def test_added_member_is_read_back(
    members: dict[str, int], key: str, indent: int | str | None
) -> None:
    text = json.dumps(members, indent=indent)
    editor, root = editor_of(text)
    added = apply_edits(text, editor.add_member(root.span, key, [1]))
    assert json.loads(added) == {**members, key: [1]}


def test_place_that_is_no_part_is_refused() -> None:
    editor, _ = editor_of(FLAT)
    _, other = editor_of("[10, 20]")
    with pytest.raises(KeyError):
        editor.replace(other.items[0].span, 1)
