"""Sizes, depths and hostile texts: a finding instead of a crash or a long wait."""

from __future__ import annotations

import json
import pickle
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.documents import (
    MAX_DEPTH,
    MAX_LENGTH,
    ConditionTest,
    Entry,
    PolicyDocument,
    PolicyType,
    PrincipalEntry,
    Severity,
    Span,
    Statement,
    parse_json,
    parse_policy,
)

TYPES = st.sampled_from(list(PolicyType))


def sized_policy(size: int, policy_type: PolicyType) -> str:
    """A policy of exactly `size` characters, none of them white space."""
    statement: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::x"}
    if policy_type in (PolicyType.RESOURCE, PolicyType.RCP, PolicyType.ENDPOINT, PolicyType.TRUST):
        statement["Principal"] = "*" if policy_type is not PolicyType.TRUST else {"AWS": "*"}
    if policy_type is PolicyType.TRUST:
        del statement["Resource"]
    document = {"Version": "2012-10-17", "Statement": [{**statement, "Sid": "x"}]}
    text = json.dumps(document, separators=(",", ":"))
    document["Statement"] = [{**statement, "Sid": "x" * (1 + size - len(text))}]
    return json.dumps(document, separators=(",", ":"))


LIMITS = [
    (PolicyType.IDENTITY, 6144, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity.WARNING),
    (PolicyType.BOUNDARY, 6144, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity.WARNING),
    (PolicyType.TRUST, 2048, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", Severity.WARNING),
    (PolicyType.SESSION, 2048, "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA", Severity.WARNING),
    (PolicyType.SCP, 10240, "POLICY_SIZE_EXCEEDS_SCP_QUOTA", Severity.ERROR),
    (PolicyType.RCP, 5120, "POLICY_SIZE_EXCEEDS_RCP_QUOTA", Severity.ERROR),
    (PolicyType.ENDPOINT, 20480, "POLICY_SIZE_EXCEEDS_ENDPOINT_POLICY_QUOTA", Severity.WARNING),
    (PolicyType.RESOURCE, 20480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", Severity.WARNING),
]


@pytest.mark.parametrize(("policy_type", "limit", "code", "severity"), LIMITS)
def test_size_limit_of_each_policy_type(
    policy_type: PolicyType, limit: int, code: str, severity: Severity
) -> None:
    assert parse_policy(sized_policy(limit, policy_type), policy_type).findings == ()
    (finding,) = parse_policy(sized_policy(limit + 1, policy_type), policy_type).findings
    assert (finding.code, finding.severity) == (code, severity)
    assert f"{limit + 1:,}" in finding.message


@pytest.mark.parametrize(
    ("policy_type", "counted"),
    [
        (PolicyType.IDENTITY, False),
        (PolicyType.TRUST, False),
        (PolicyType.SCP, True),
        (PolicyType.RCP, True),
        (PolicyType.ENDPOINT, True),
    ],
)
def test_white_space_counts_as_the_table_says(policy_type: PolicyType, counted: bool) -> None:
    text = sized_policy(1500, policy_type)
    padded = text.replace(":[", ":" + " \n\t" * 10000 + "[", 1)
    assert bool(parse_policy(padded, policy_type).findings) is counted


def test_a_resource_policy_is_measured_in_bytes() -> None:
    text = sized_policy(12_000, PolicyType.RESOURCE).replace("x" * 11_000, "é" * 11_000)
    found = parse_policy(text, PolicyType.RESOURCE).findings
    assert [finding.code for finding in found] == ["POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"]


def test_text_of_the_longest_length_is_read() -> None:
    assert parse_json("[" + " " * (MAX_LENGTH - 2) + "]").valid
    tree = parse_json("[" + " " * (MAX_LENGTH - 1) + "]")
    assert (tree.valid, tree.root) == (False, None)
    assert [finding.code for finding in tree.findings] == ["POLICY_TOO_LONG"]


def test_a_paste_of_two_megabytes_is_refused_at_once() -> None:
    start = time.perf_counter()
    document = parse_policy('{"Statement": [' * 140_000, PolicyType.IDENTITY)
    assert time.perf_counter() - start < 2
    assert not document.readable
    assert [finding.code for finding in document.findings] == ["POLICY_TOO_LONG"]


def test_nesting_is_read_down_to_the_limit() -> None:
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH).valid
    tree = parse_json("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert [finding.code for finding in tree.findings] == ["POLICY_TOO_DEEP"]
    assert tree.findings[0].span.start.offset == MAX_DEPTH
    assert not tree.valid


@pytest.mark.parametrize("opener", ["[", '{"a":', '[{"a":', "[}", "'\" [", "[1 "])
def test_nesting_a_thousand_deep_does_not_crash(opener: str) -> None:
    document = parse_policy(opener * 1000, PolicyType.IDENTITY)
    assert not document.readable
    assert document.findings


def test_brackets_inside_strings_do_not_nest() -> None:
    assert parse_json(json.dumps(["[{" * 500, '\\"[[' * 500])).valid


@pytest.mark.parametrize(
    "piece",
    ["[", "{", '"', "'", "\\", "/*", "/", "1 ", '"a" ', "tru\n", '"\\q"\n', "}", "“", "a:", "e+",
     "[1,", "\ud800", "\x00", "-", '"a":"', ",\n"],
)  # fmt: skip
def test_hostile_repetition_is_answered_soon(piece: str) -> None:
    text = "[" + piece * (100_000 // len(piece))
    start = time.perf_counter()
    document = parse_policy(text, PolicyType.IDENTITY)
    # Linear work takes well under a second; quadratic work would take minutes.
    assert time.perf_counter() - start < 10
    assert not document.readable
    assert 1 <= len(document.findings) <= 5


def test_thousands_of_faults_give_a_readable_number_of_findings() -> None:
    text = json.dumps({"Statement": {"Effect": "Allow", "Action": [1] * 5000, "Resource": "*"}})
    document = parse_policy(text, PolicyType.IDENTITY)
    assert len(document.findings) == 101
    assert document.findings[-1].code == "MORE_FINDINGS"


def test_numbers_of_any_length_are_read() -> None:
    digits = "9" * 10_000
    tree = parse_json(digits)
    assert tree.valid
    assert tree.root is not None
    assert tree.root.text == digits


def test_findings_can_be_sent_as_utf_8_though_the_text_cannot() -> None:
    text = '{"\ud800": 1, "Statement": {"\\udc00": 1, "Sid": "\ud800", "Effect": "\ud800"}}'
    document = parse_policy(text, PolicyType.IDENTITY)
    assert len(document.findings) > 4
    for finding in document.findings:
        assert finding.message.encode("utf-8")


def test_documents_can_be_pickled_and_statements_hashed() -> None:
    document = parse_policy(sized_policy(500, PolicyType.SCP), PolicyType.SCP)
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301
    assert len({hash(statement) for statement in document.statements}) == 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=15,
)
ELEMENTS = st.sampled_from(
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
     "NotResource", "Condition", "action", "Extra"]
)  # fmt: skip
STRINGS = st.sampled_from(["*", "Allow", "Deny", "s3:*", "arn:aws:s3:::x", "\ud800", "é", ""])
VALUES = (
    STRINGS
    | st.lists(STRINGS, max_size=3)
    | st.dictionaries(
        st.sampled_from(["AWS", "Service", "StringEquals", "ForAllValues:Bool", "*"]),
        STRINGS | st.dictionaries(st.sampled_from(["a:b", "A:b"]), STRINGS | st.integers()),
        max_size=2,
    )
    | JSON_VALUES
)
STATEMENTS = st.dictionaries(ELEMENTS, VALUES, max_size=7)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "Version": st.sampled_from(["2012-10-17", "2008-10-17", 3]),
        "Id": VALUES,
        "Statement": STATEMENTS | st.lists(STATEMENTS | VALUES, max_size=3) | VALUES,
    },
)


@given(st.text(), TYPES)
def test_no_text_raises(text: str, policy_type: PolicyType) -> None:
    assert isinstance(parse_policy(text, policy_type), PolicyDocument)


@given(JSON_VALUES | DOCUMENTS, TYPES)
def test_no_json_raises(value: Any, policy_type: PolicyType) -> None:
    document = parse_policy(json.dumps(value), policy_type)
    assert document.readable or document.statements == ()
    assert document.readable or any(f.severity is Severity.ERROR for f in document.findings)


NOWHERE = parse_policy("[]", PolicyType.IDENTITY).findings[0].span


def strip_entries(entries: tuple[Entry, ...] | None) -> tuple[Entry, ...] | None:
    return entries and tuple(replace(entry, span=NOWHERE) for entry in entries)


def strip_principals(
    entries: tuple[PrincipalEntry, ...] | None,
) -> tuple[PrincipalEntry, ...] | None:
    return entries and tuple(replace(entry, span=NOWHERE) for entry in entries)


def strip_test(test: ConditionTest) -> ConditionTest:
    return ConditionTest(
        replace(test.operator, span=NOWHERE),
        replace(test.key, span=NOWHERE),
        strip_entries(test.values) or (),
        NOWHERE,
    )


def strip(statement: Statement) -> Statement:
    """The statement with every span made the same."""
    return replace(
        statement,
        principals=strip_principals(statement.principals),
        not_principals=strip_principals(statement.not_principals),
        actions=strip_entries(statement.actions),
        not_actions=strip_entries(statement.not_actions),
        resources=strip_entries(statement.resources),
        not_resources=strip_entries(statement.not_resources),
        conditions=tuple(strip_test(test) for test in statement.conditions),
        span=NOWHERE,
        element_spans=dict.fromkeys(statement.element_spans, NOWHERE),
    )


@given(DOCUMENTS, TYPES, st.sampled_from([0, 1, 4, "\t"]))
def test_reformatting_changes_only_the_spans(
    value: Any, policy_type: PolicyType, indent: int | str
) -> None:
    compact = parse_policy(json.dumps(value), policy_type)
    spread = parse_policy(json.dumps(value, indent=indent, ensure_ascii=True), policy_type)
    assert [strip(s) for s in compact.statements] == [strip(s) for s in spread.statements]
    assert compact.readable == spread.readable
    assert sorted(f.code for f in compact.findings) == sorted(f.code for f in spread.findings)


@given(DOCUMENTS, TYPES)
def test_spans_cut_out_the_exact_token(value: Any, policy_type: PolicyType) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False)

    def cut(span: Span) -> str:
        return text[span.start.offset : span.end.offset]

    for statement in parse_policy(text, policy_type).statements:
        for name, span in statement.element_spans.items():
            assert cut(span).startswith(f'"{name}": ')
        for entry in (statement.actions or ()) + (statement.not_resources or ()):
            assert json.loads(cut(entry.span)) == entry.text
        for test in statement.conditions:
            assert json.loads(cut(test.operator.span)) == test.operator.text
            assert json.loads(cut(test.key.span)) == test.key.text
            for entry in test.values:
                assert cut(entry.span) in (entry.text, json.dumps(entry.text, ensure_ascii=False))
