"""What a policy document says, and what rule G10 makes of an ill-formed one."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.documents import (
    PolicyType,
    Severity,
    parse_policy,
    read_policy,
    split_arn,
)
from iamlab.engine.errors import DocumentError
from tests.engine.documents.parsing import BASE, codes, parse, parse_one, texts

IDENTITY = PolicyType.IDENTITY


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
