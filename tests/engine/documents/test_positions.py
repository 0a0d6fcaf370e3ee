"""Every key and value knows its place, whatever the text holds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.documents import (
    JsonNode,
    NodeKind,
    PolicyType,
    Position,
    Span,
    Statement,
    parse_json,
    parse_policy,
)

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": {"AWS": ["111122223333", "*"]},
      "Action": ["s3:GetObject", "s3:Put*"],
      "Resource": "arn:aws:s3:::acme/*",
      "Condition": {
        "NumericLessThan": {"s3:max-keys": [10, true, "x"]}
      }
    }
  ]
}"""


def cut(text: str, span: Span) -> str:
    return text[span.start.offset : span.end.offset]


def only_statement(text: str, policy_type: PolicyType = PolicyType.RESOURCE) -> Statement:
    document = parse_policy(text, policy_type)
    assert document.readable
    (statement,) = document.statements
    return statement


def test_statement_span_covers_its_braces() -> None:
    statement = only_statement(POLICY)
    assert statement.span.start == Position(4, 5, POLICY.index("    {\n") + 4)
    assert statement.span.end.line == 13
    assert cut(POLICY, statement.span).startswith('{\n      "Sid"')
    assert cut(POLICY, statement.span).endswith("}\n    }")


def test_element_span_covers_key_and_value() -> None:
    spans = only_statement(POLICY).element_spans
    assert set(spans) == {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
    assert cut(POLICY, spans["Sid"]) == '"Sid": "Read"'
    assert cut(POLICY, spans["Effect"]) == '"Effect": "Allow"'
    assert cut(POLICY, spans["Action"]) == '"Action": ["s3:GetObject", "s3:Put*"]'
    assert spans["Action"].start.line == 8
    assert spans["Action"].start.column == 7


def test_action_and_resource_spans_hold_their_quotes() -> None:
    statement = only_statement(POLICY)
    assert statement.actions is not None
    assert statement.resources is not None
    assert [cut(POLICY, entry.span) for entry in statement.actions] == [
        '"s3:GetObject"',
        '"s3:Put*"',
    ]
    assert statement.actions[0].span.start == Position(8, 18, POLICY.index('"s3:GetObject"'))
    assert cut(POLICY, statement.resources[0].span) == '"arn:aws:s3:::acme/*"'


def test_principal_spans_hold_their_quotes() -> None:
    principals = only_statement(POLICY).principals
    assert principals is not None
    assert [(p.kind, cut(POLICY, p.span)) for p in principals] == [
        ("AWS", '"111122223333"'),
        ("AWS", '"*"'),
    ]


def test_condition_spans_of_operator_key_values_and_test() -> None:
    (test,) = only_statement(POLICY).conditions
    assert cut(POLICY, test.operator.span) == '"NumericLessThan"'
    assert cut(POLICY, test.key.span) == '"s3:max-keys"'
    assert [cut(POLICY, value.span) for value in test.values] == ["10", "true", '"x"']
    assert cut(POLICY, test.span) == '"s3:max-keys": [10, true, "x"]'


def test_crlf_counts_as_one_line_end() -> None:
    text = POLICY.replace("\n", "\r\n")
    statement, plain = only_statement(text), only_statement(POLICY)
    assert statement.element_spans["Resource"].start.line == 9
    assert statement.element_spans["Resource"].start.column == 7
    assert cut(text, statement.element_spans["Resource"]) == cut(
        POLICY, plain.element_spans["Resource"]
    )


def test_astral_characters_count_once() -> None:
    text = '{"Statement": {"Sid": "\U0001f600\U0001f600", "Effect": "Deny", "Action": "a:b"}}'
    statement = only_statement(text)
    place = text.index('"Effect"')
    assert statement.sid == "\U0001f600\U0001f600"
    assert statement.element_spans["Effect"].start == Position(1, place + 1, place)
    assert cut(text, statement.element_spans["Effect"]) == '"Effect": "Deny"'


def test_lone_surrogates_survive() -> None:
    text = '{"Statement": {"Effect": "Deny", "Action": ["\ud800", "\\ud800"], "Sid": "x"}}'
    statement = only_statement(text)
    assert statement.actions is not None
    assert [entry.text for entry in statement.actions] == ["\ud800", "\ud800"]
    assert cut(text, statement.element_spans["Sid"]) == '"Sid": "x"'


def test_nul_is_reported_and_positions_after_it_hold() -> None:
    text = '{"a": "x\x00y",\n "b": 1}'
    tree = parse_json(text)
    assert not tree.valid
    assert tree.root is not None
    assert cut(text, tree.root.members[1].span) == '"b": 1'
    assert tree.root.members[1].span.start.line == 2


def test_byte_order_mark_does_not_shift_positions() -> None:
    text = '\ufeff{"a": 1}'
    tree = parse_json(text)
    assert [finding.span.start for finding in tree.findings] == [Position(1, 1, 0)]
    assert tree.root is not None
    assert tree.root.members[0].key.span.start == Position(1, 3, 2)


def test_escapes_are_decoded_and_spans_are_as_typed() -> None:
    text = '{"Statement": {"Effect": "Deny", "Action": "s3:\\u0047et\\/\\"x"}}'
    (action,) = only_statement(text).actions or ()
    assert action.text == 's3:Get/"x'
    assert cut(text, action.span) == '"s3:\\u0047et\\/\\"x"'


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def rebuild(node: JsonNode, text: str) -> object:
    """The Python value of a tree, made from its structure and from the typed lexemes."""
    if node.kind is NodeKind.OBJECT:
        return {member.key.text: rebuild(member.value, text) for member in node.members}
    if node.kind is NodeKind.ARRAY:
        return [rebuild(item, text) for item in node.items]
    return json.loads(cut(text, node.span))


@given(JSON_VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_tree_of_valid_json_equals_the_decoded_value(
    value: object, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    tree = parse_json(text)
    assert tree.valid
    assert tree.findings == ()
    assert tree.root is not None
    assert rebuild(tree.root, text) == value


@given(JSON_VALUES)
def test_lines_and_columns_agree_with_offsets(value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    tree = parse_json(text)
    assert tree.root is not None
    end = tree.root.span.end
    lines = text.split("\n")
    assert end == Position(len(lines), len(lines[-1]) + 1, len(text))
