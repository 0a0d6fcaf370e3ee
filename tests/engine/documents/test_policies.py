"""What a policy says, and what rule G10 makes of an ill-formed one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine.documents import (
    PolicyDocument,
    PolicyType,
    Severity,
    Statement,
    parse_policy,
    read_policy,
    split_arn,
)
from iamlab.engine.errors import DocumentError

IDENTITY, RESOURCE, TRUST = PolicyType.IDENTITY, PolicyType.RESOURCE, PolicyType.TRUST
BASE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
WITH_PRINCIPAL = {**BASE, "Principal": "*"}


def parse(document: Any, policy_type: PolicyType = IDENTITY) -> PolicyDocument:
    return parse_policy(json.dumps(document), policy_type)


def parse_one(statement: Any, policy_type: PolicyType = IDENTITY) -> tuple[Statement, list[str]]:
    """One statement in a document without fault, and the codes of its findings."""
    document = parse({"Version": "2012-10-17", "Statement": [statement]}, policy_type)
    assert document.readable
    return document.statements[0], codes(document)


def codes(document: PolicyDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WITH_PRINCIPAL.items() if name not in names}


def texts(entries: tuple[Any, ...] | None) -> list[str] | None:
    return None if entries is None else [entry.text for entry in entries]


def test_a_clean_policy_has_no_findings() -> None:
    statement, found = parse_one({**BASE, "Sid": "Read1"})
    assert found == []
    assert (statement.index, statement.sid, statement.effect) == (0, "Read1", "Allow")
    assert texts(statement.actions) == ["s3:GetObject"]
    assert texts(statement.resources) == ["*"]
    assert statement.not_actions is statement.not_resources is None
    assert statement.principals is statement.not_principals is None
    assert statement.conditions == ()
    assert statement.skipped is None


# G1


def test_statement_may_be_an_object_or_a_list() -> None:
    assert len(parse({"Version": "2012-10-17", "Statement": BASE}).statements) == 1
    assert len(parse({"Version": "2012-10-17", "Statement": [BASE, BASE]}).statements) == 2


def test_path_of_a_single_statement_has_no_index() -> None:
    document = parse({"Version": "2012-10-17", "Statement": {**BASE, "Action": ["a:b", 1]}})
    assert document.findings[0].path == ("Statement", "Action", 1)


def test_condition_values_may_be_bare_numbers_and_booleans() -> None:
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "a:b", '
        '"Resource": "*", "Condition": {"NumericLessThan": {"k:a": 1.50e+2}, '
        '"Bool": {"k:b": true}, "StringEquals": {"k:c": ["x", "y"]}}}}'
    )
    document = parse_policy(text, IDENTITY)
    tests = document.statements[0].conditions
    assert codes(document) == []
    assert [(t.operator.text, t.key.text, texts(t.values)) for t in tests] == [
        ("NumericLessThan", "k:a", ["1.50e+2"]),
        ("Bool", "k:b", ["true"]),
        ("StringEquals", "k:c", ["x", "y"]),
    ]


# G2


def test_variables_need_the_version_of_2012() -> None:
    assert parse({"Version": "2012-10-17", "Statement": []}).variables_enabled
    assert not parse({"Version": "2008-10-17", "Statement": []}).variables_enabled
    assert not parse({"Statement": []}).variables_enabled
    assert not parse({"Version": "2025-01-01", "Statement": []}).variables_enabled


def test_missing_version_is_a_warning() -> None:
    document = parse({"Statement": [BASE]})
    assert [(f.code, f.severity) for f in document.findings] == [
        ("MISSING_VERSION", Severity.WARNING)
    ]
    assert document.version is None
    assert document.readable


@pytest.mark.parametrize(
    ("version", "policy_type", "code"),
    [
        ("2012-10-18", IDENTITY, "INVALID_VERSION"),
        (2012, IDENTITY, "DATA_TYPE_MISMATCH"),
        ("2008-10-17", PolicyType.SCP, "INVALID_VERSION"),
    ],
)
def test_wrong_version_is_reported(version: Any, policy_type: PolicyType, code: str) -> None:
    document = parse({"Version": version, "Statement": [BASE]}, policy_type)
    assert codes(document) == [code]
    assert document.readable


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


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null", "true"])
def test_a_document_that_is_not_an_object_is_unreadable(text: str) -> None:
    document = parse_policy(text, IDENTITY)
    assert not document.readable
    assert codes(document) == ["DATA_TYPE_MISMATCH"]


@pytest.mark.parametrize("statement", [3, "x", None, True, [3], [BASE, None], [[BASE]]])
def test_a_statement_that_is_not_an_object_is_unreadable(statement: Any) -> None:
    document = parse({"Version": "2012-10-17", "Statement": statement})
    assert not document.readable
    assert document.statements == ()
    assert codes(document) == ["DATA_TYPE_MISMATCH"]


def test_a_document_without_statement_is_readable() -> None:
    document = parse({})
    assert document.readable
    assert document.statements == ()
    assert set(codes(document)) == {"MISSING_VERSION", "MISSING_STATEMENT"}


def test_read_policy_raises_for_an_unreadable_document_only() -> None:
    with pytest.raises(DocumentError, match="must be one JSON object") as caught:
        read_policy("[]", IDENTITY)
    assert caught.value.findings[0].code == "DATA_TYPE_MISMATCH"
    assert read_policy("{}", IDENTITY).statements == ()


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        (IDENTITY, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.BOUNDARY, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.SESSION, "UNSUPPORTED_PRINCIPAL"),
        (PolicyType.SCP, "SCP_SYNTAX_ERROR_PRINCIPAL"),
    ],
)
@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_principal_is_ignored_where_it_is_forbidden(
    policy_type: PolicyType, code: str, name: str
) -> None:
    statement, found = parse_one({**BASE, name: {"AWS": "111122223333"}}, policy_type)
    assert found == [code]
    assert statement.principals is statement.not_principals is None
    assert statement.skipped is None


@pytest.mark.parametrize("policy_type", [RESOURCE, TRUST])
def test_missing_principal_matches_nobody(policy_type: PolicyType) -> None:
    dropped = ("Principal", "Resource") if policy_type is TRUST else ("Principal",)
    statement, found = parse_one(without(*dropped), policy_type)
    assert found == ["MISSING_PRINCIPAL"]
    assert statement.principals is statement.not_principals is None


@pytest.mark.parametrize("policy_type", [PolicyType.RCP, PolicyType.ENDPOINT])
def test_missing_principal_means_anyone(policy_type: PolicyType) -> None:
    statement, found = parse_one({**BASE, "Effect": "Deny"}, policy_type)
    assert found == ["MISSING_PRINCIPAL"]
    assert statement.principals is not None
    assert [(p.kind, p.text) for p in statement.principals] == [("*", "*")]
    assert statement.principals[0].span == statement.span


@pytest.mark.parametrize(
    ("principal", "expected", "code"),
    [
        ("*", [("*", "*")], None),
        ({"AWS": "*"}, [("AWS", "*")], None),
        ({"AWS": ["1", "2"]}, [("AWS", "1"), ("AWS", "2")], None),
        ({"AWS": "1", "Service": "x"}, [("AWS", "1"), ("Service", "x")], None),
        ({"Federated": "f"}, [("Federated", "f")], None),
        ({"CanonicalUser": "c"}, [("CanonicalUser", "c")], None),
        ("111122223333", [("AWS", "111122223333")], "INVALID_PRINCIPAL_FORMAT"),
        (["1", "*"], [("AWS", "1"), ("AWS", "*")], "INVALID_PRINCIPAL_FORMAT"),
        (5, [], "INVALID_PRINCIPAL_FORMAT"),
        (None, [], "INVALID_PRINCIPAL_FORMAT"),
        ({"aws": "1"}, [("aws", "1")], "INVALID_PRINCIPAL_KEY"),
        ({"*": "*"}, [], "INVALID_PRINCIPAL_KEY"),
        ({"AWS": 1}, [], "DATA_TYPE_MISMATCH"),
        ({"AWS": ["1", {}]}, [("AWS", "1")], "DATA_TYPE_MISMATCH"),
    ],
)  # fmt: skip
def test_forms_of_principal(
    principal: Any, expected: list[tuple[str, str]], code: str | None
) -> None:
    statement, found = parse_one({**BASE, "Principal": principal}, RESOURCE)
    assert statement.principals is not None
    assert [(p.kind, p.text) for p in statement.principals] == expected
    assert found == ([code] if code else [])


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


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("version", "Did you mean `Version`?"),
        ("Effect", "It belongs inside a statement"),
        ("Zebra", "It is ignored"),
    ],
)
def test_unknown_elements_of_the_document_are_ignored(name: str, hint: str) -> None:
    document = parse({"Version": "2012-10-17", "Statement": [BASE], name: "x"})
    assert codes(document) == ["INVALID_POLICY_ELEMENT"]
    assert hint in document.findings[0].message
    assert document.readable


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [(RESOURCE, []), (PolicyType.ENDPOINT, []), (IDENTITY, ["INVALID_POLICY_ELEMENT"])],
)
def test_id_belongs_to_policies_of_resources(policy_type: PolicyType, expected: list[str]) -> None:
    base = BASE if policy_type is IDENTITY else WITH_PRINCIPAL
    document = parse({"Version": "2012-10-17", "Id": "x", "Statement": base}, policy_type)
    assert codes(document) == expected
    assert document.readable


@pytest.mark.parametrize("policy_type", [t for t in PolicyType if t is not TRUST])
def test_missing_resource_is_reported_and_left_to_the_evaluator(policy_type: PolicyType) -> None:
    statement, found = parse_one(without("Resource") | {"Effect": "Deny"}, policy_type)
    assert "MISSING_RESOURCE" in found
    assert statement.resources is None
    assert statement.skipped is None


def test_resource_in_a_trust_policy_is_reported_and_kept() -> None:
    statement, found = parse_one({**BASE, "Principal": {"AWS": "111122223333"}}, TRUST)
    assert found == ["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"]
    assert texts(statement.resources) == ["*"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Principal": "*"}, "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"),
        ({"NotPrincipal": {"AWS": "1"}}, "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"),
    ],
)
def test_trust_policy_rules(change: dict[str, Any], code: str) -> None:
    base = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    assert parse_one({**base, **change}, TRUST)[1] == [code]


def test_trust_policy_takes_anyone_written_as_an_object() -> None:
    base = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    assert parse_one(base, TRUST)[1] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"Effect": "Allow"}, ["RCP_SYNTAX_ERROR_ALLOW"]),
        ({"Action": "*"}, ["RCP_SYNTAX_ERROR_ACTION"]),
        ({"Principal": {"AWS": "*"}}, ["RCP_SYNTAX_ERROR_PRINCIPAL"]),
        ({"Effect": "Allow", "Action": "*"}, []),
    ],
)
def test_rcp_rules(change: dict[str, Any], expected: list[str]) -> None:
    base = {**WITH_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}
    assert parse_one({**base, **change}, PolicyType.RCP)[1] == expected


def test_rcp_takes_neither_not_action_nor_not_principal() -> None:
    base = {"Effect": "Deny", "NotAction": "s3:*", "NotPrincipal": "*", "Resource": "*"}
    assert set(parse_one(base, PolicyType.RCP)[1]) == {
        "RCP_SYNTAX_ERROR_NOTACTION",
        "RCP_SYNTAX_ERROR_PRINCIPAL",
    }


def test_scp_takes_the_whole_language_since_2025() -> None:
    """G8: conditions, named resources, NotAction and NotResource with Allow."""
    for change in ({"NotAction": "s3:*"}, {"Action": "s3:*Object"}):
        statement = {
            "Effect": "Allow",
            "NotResource": "arn:aws:s3:::x",
            "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            **change,
        }
        assert parse_one(statement, PolicyType.SCP)[1] == []


def test_endpoint_policy_takes_no_not_principal() -> None:
    base = {**BASE, "NotPrincipal": {"AWS": "1"}}
    assert parse_one(base, PolicyType.ENDPOINT)[1] == ["UNSUPPORTED_NOT_PRINCIPAL"]


def test_findings_come_in_the_order_of_the_text() -> None:
    document = parse({"Statement": [{"Sid": "a b", "Action": 1}], "Extra": 1})
    offsets = [finding.span.start.offset for finding in document.findings]
    assert offsets == sorted(offsets)
    assert len(offsets) > 3


def test_split_arn_splits_at_the_first_five_colons() -> None:
    assert split_arn("arn:aws:sns:eu-west-1:111122223333:topic:a/b") == (
        "arn", "aws", "sns", "eu-west-1", "111122223333", "topic:a/b",
    )  # fmt: skip
    assert split_arn("arn:aws:s3:::acme/*") == ("arn", "aws", "s3", "", "", "acme/*")


@pytest.mark.parametrize("text", ["", "*", "arn:aws:s3:::", "arn:aws:s3::x", "a:b:c:d:e:f"])
def test_split_arn_refuses_what_is_not_an_arn(text: str) -> None:
    expected = ("arn", "aws", "s3", "", "", "") if text == "arn:aws:s3:::" else None
    assert split_arn(text) == expected
