"""What a statement says, and what is reported of its elements (G3 to G7, G10)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.documents import PolicyType, Severity, parse_policy
from tests.engine.documents.parsing import (
    BASE,
    WITH_PRINCIPAL,
    codes,
    parse,
    parse_one,
    texts,
    without,
)

IDENTITY, RESOURCE = PolicyType.IDENTITY, PolicyType.RESOURCE


# G3


@pytest.mark.parametrize(
    ("effect", "code"),
    [("allow", "INVALID_EFFECT"), ("", "INVALID_EFFECT"), (True, "DATA_TYPE_MISMATCH")],
)
def test_bad_effect_skips_the_statement(effect: Any, code: str) -> None:
    statement, found = parse_one({**BASE, "Effect": effect})
    assert found == [code]
    assert statement.effect is None
    assert statement.skipped is not None
    assert "`Effect`" in statement.skipped


def test_wrong_case_of_effect_is_corrected() -> None:
    document = parse({"Version": "2012-10-17", "Statement": {**BASE, "Effect": "deny"}})
    assert "did you mean `Deny`?" in document.findings[0].message


def test_missing_effect_skips_the_statement() -> None:
    statement, found = parse_one(without("Effect", "Principal"))
    assert found == ["MISSING_EFFECT"]
    assert statement.skipped == "The statement is not evaluated because it has no `Effect`."


@pytest.mark.parametrize(
    ("name", "opposite"),
    [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")],
)
def test_x_with_not_x_skips_the_statement(name: str, opposite: str) -> None:
    statement, found = parse_one({**WITH_PRINCIPAL, opposite: "*"}, RESOURCE)
    assert "UNSUPPORTED_ELEMENT_COMBINATION" in found
    assert statement.skipped is not None
    assert f"`{name}`" in statement.skipped
    assert f"`{opposite}`" in statement.skipped


def test_principal_with_not_principal_does_not_skip_where_both_are_ignored() -> None:
    statement, found = parse_one({**WITH_PRINCIPAL, "NotPrincipal": "*"})
    assert statement.skipped is None
    assert found == ["UNSUPPORTED_PRINCIPAL", "UNSUPPORTED_PRINCIPAL"]


def test_missing_action_skips_the_statement() -> None:
    statement, found = parse_one(without("Action", "Principal"))
    assert found == ["MISSING_ACTION"]
    assert statement.skipped is not None


# G4


@pytest.mark.parametrize(
    "text",
    [
        '{"Version": "2012-10-17",\n"Version": "2012-10-17", "Statement": []}',
        '{"Statement": {"Effect": "Allow",\n"Effect": "Allow"}}',
        '{"Statement": {"Condition": {"Bool": {"a:b": "true",\n"a:b": "true"}}}}',
        '{"Statement": {"Principal": {"AWS": [],\n"\\u0041WS": []}}}',
        '{"x": [[{"a": 1,\n"a": 1}]]}',
    ],
)
def test_duplicate_keys_are_unreadable(text: str) -> None:
    document = parse_policy(text, RESOURCE)
    (finding,) = [f for f in document.findings if f.code == "DUPLICATE_KEY"]
    assert not document.readable
    assert document.statements == ()
    assert finding.severity is Severity.ERROR
    assert finding.span.start.line == 2
    assert "first on line 1" in finding.message


def test_condition_keys_that_differ_in_case_are_reported_but_evaluated() -> None:
    condition = {"StringEquals": {"aws:username": "a", "aws:UserName": "b"}}
    statement, found = parse_one({**BASE, "Condition": condition})
    assert found == ["DUPLICATE_KEYS_WITH_DIFFERENT_CASE"]
    assert len(statement.conditions) == 2


def test_the_same_key_under_two_operators_is_fine() -> None:
    condition = {"StringEquals": {"aws:username": "a"}, "StringLike": {"aws:UserName": "b"}}
    assert parse_one({**BASE, "Condition": condition})[1] == []


# G5


@pytest.mark.parametrize(
    ("sid", "policy_type", "expected"),
    [
        ("Allow reading", IDENTITY, ["UNSUPPORTED_SID"]),
        ("Größe", IDENTITY, ["UNSUPPORTED_SID"]),
        ("Allow reading", RESOURCE, []),
        ("", IDENTITY, ["EMPTY_SID_VALUE"]),
        (7, IDENTITY, ["DATA_TYPE_MISMATCH"]),
    ],
)
def test_sid_characters(sid: Any, policy_type: PolicyType, expected: list[str]) -> None:
    base = WITH_PRINCIPAL if policy_type is RESOURCE else BASE
    statement, found = parse_one({**base, "Sid": sid}, policy_type)
    assert found == expected
    assert statement.sid == (sid if isinstance(sid, str) else None)
    assert statement.skipped is None


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [(IDENTITY, "UNIQUE_SIDS_REQUIRED"), (PolicyType.SCP, "UNIQUE_SIDS_RECOMMENDED")],
)
def test_sids_are_unique(policy_type: PolicyType, code: str) -> None:
    statement = {**BASE, "Sid": "A"}
    document = parse({"Version": "2012-10-17", "Statement": [statement, statement]}, policy_type)
    assert codes(document) == [code]
    assert document.findings[0].path == ("Statement", 1, "Sid")


# G6


def test_characters_beyond_latin_1_are_reported_but_evaluated() -> None:
    text = '{"Version": "2012-10-17", "Statement": [], "Id": "é→"}'
    document = parse_policy(text, RESOURCE)
    (finding,) = [f for f in document.findings if f.code == "UNSUPPORTED_CHARACTER"]
    assert text[finding.span.start.offset : finding.span.end.offset] == "→"
    assert "U+2192" in finding.message
    assert document.readable


# G7


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Action": []}, "EMPTY_ARRAY_ACTION"),
        ({"Resource": []}, "EMPTY_ARRAY_RESOURCE"),
        ({"Principal": {"AWS": []}}, "EMPTY_ARRAY_PRINCIPAL"),
        ({"Principal": {}}, "EMPTY_OBJECT_PRINCIPAL"),
        ({"Condition": {}}, "EMPTY_OBJECT_CONDITION"),
        ({"Condition": {"Bool": {}}}, "EMPTY_OBJECT_CONDITION"),
        ({"Condition": {"Bool": {"a:b": []}}}, "EMPTY_ARRAY_CONDITION"),
        ({"Condition": {"BoolIfExists": {"a:b": []}}}, "EMPTY_ARRAY_CONDITION_IFEXISTS"),
        (
            {"Condition": {"ForAllValues:StringLike": {"a:b": []}}},
            "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        ),
        (
            {"Condition": {"ForAnyValue:StringLike": {"a:b": []}}},
            "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        ),
    ],
)
def test_empty_lists_and_objects_are_suggestions(change: dict[str, Any], code: str) -> None:
    document = parse({"Version": "2012-10-17", "Statement": {**WITH_PRINCIPAL, **change}}, RESOURCE)
    assert [(f.code, f.severity) for f in document.findings] == [(code, Severity.SUGGESTION)]
    assert document.statements[0].skipped is None


def test_empty_lists_are_kept_apart_from_absent_elements() -> None:
    statement, _ = parse_one({**BASE, "Action": [], "Resource": []})
    assert statement.actions == ()
    assert statement.resources == ()
    assert statement.not_actions is None


# G10


@pytest.mark.parametrize("name", ["Action", "NotAction", "Resource", "NotResource"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, []), (None, []), ({}, []), (["a:b", None, "c:d"], ["a:b", "c:d"]), ([["a:b"]], [])],
)
def test_wrong_types_match_nothing_but_count_as_present(
    name: str, value: Any, expected: list[str]
) -> None:
    base = {key: item for key, item in BASE.items() if key != name.removeprefix("Not")}
    statement, found = parse_one({**base, name: value})
    entries = {
        "Action": statement.actions,
        "NotAction": statement.not_actions,
        "Resource": statement.resources,
        "NotResource": statement.not_resources,
    }[name]
    assert texts(entries) == expected
    assert found == ["DATA_TYPE_MISMATCH"]
    assert statement.skipped is None


@pytest.mark.parametrize("condition", [None, "x", [], [{"Bool": {"a:b": "true"}}], {"Bool": "x"}])
def test_an_unreadable_condition_skips_the_statement(condition: Any) -> None:
    statement, found = parse_one({**BASE, "Condition": condition})
    assert found == ["DATA_TYPE_MISMATCH"]
    assert statement.skipped is not None
    assert "`Condition`" in statement.skipped


@pytest.mark.parametrize(
    ("value", "expected"), [(None, []), ({}, []), (["x", None], ["x"]), ([["x"]], [])]
)
def test_condition_values_of_a_wrong_type_are_ignored(value: Any, expected: list[str]) -> None:
    statement, found = parse_one({**BASE, "Condition": {"StringEquals": {"aws:a": value}}})
    assert found == ["DATA_TYPE_MISMATCH"]
    assert texts(statement.conditions[0].values) == expected
    assert statement.skipped is None


def test_mixed_condition_values_are_reported_but_evaluated() -> None:
    statement, found = parse_one({**BASE, "Condition": {"StringEquals": {"aws:a": ["1", 1]}}})
    assert found == ["INVALID_CONDITION_DATA_TYPE"]
    assert texts(statement.conditions[0].values) == ["1", "1"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("action", "Did you mean `Action`?"),
        ("Actions", "Did you mean `Action`?"),
        ("NotResources", "Did you mean `NotResource`?"),
        ("Version", "It belongs at the top of the document"),
        ("Comment", "is not an element of a statement"),
    ],
)
def test_unknown_elements_of_a_statement_are_ignored(name: str, hint: str) -> None:
    document = parse({"Version": "2012-10-17", "Statement": {**BASE, name: "x"}})
    assert codes(document) == ["INVALID_POLICY_ELEMENT"]
    assert hint in document.findings[0].message
    assert document.statements[0].skipped is None
    assert name not in document.statements[0].element_spans
