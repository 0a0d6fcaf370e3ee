"""What holds of all checks together, on any document."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from iamlab.engine import Finding, PolicyType, apply_edits
from iamlab.engine.validation import Setting, all_checks, find_check, validate

TYPES = st.sampled_from(list(PolicyType))
SETTINGS = st.sampled_from(
    [
        Setting(),
        Setting(resource="arn:aws:s3:::acme-receipts", account="222233334444"),
        Setting(resource="arn:aws:kms:eu-west-1:222233334444:key/1", account="222233334444"),
    ]
)
READ_FROM_SIZE = {"POLICY_TOO_LONG"}


def documents() -> list[dict[str, Any]]:
    found = []
    for check in all_checks():
        for text in (check.bad.text, check.good.text):
            try:
                document = json.loads(text)
            except ValueError:
                continue
            if isinstance(document, dict):
                found.append(document)
    return found


def statements() -> list[dict[str, Any]]:
    found = []
    for document in documents():
        inside = document.get("Statement", [])
        for statement in inside if isinstance(inside, list) else [inside]:
            if isinstance(statement, dict):
                found.append(statement)
    return found


STATEMENTS = statements()
ELEMENTS = [item for statement in STATEMENTS for item in statement.items()]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def mixed_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents of the examples' statements, their elements exchanged and spoiled."""
    drawn = []
    for _ in range(draw(st.integers(1, 4))):
        statement = dict(draw(st.sampled_from(STATEMENTS)))
        for name, value in draw(st.lists(st.sampled_from(ELEMENTS), max_size=3)):
            statement[name] = value
        if statement and draw(st.integers(0, 3)) == 0:
            statement[draw(st.sampled_from(sorted(statement)))] = draw(JUNK)
        drawn.append(statement)
    document: dict[str, Any] = {"Version": "2012-10-17", "Statement": drawn}
    if draw(st.integers(0, 5)) == 0:
        document["Version"] = draw(st.sampled_from(["2008-10-17", "", 3, None]))
    return document


def marks(findings: tuple[Finding, ...]) -> list[tuple[str, str, tuple[str | int, ...]]]:
    return sorted(
        (item.code, item.severity.value, item.path)
        for item in findings
        if not item.code.startswith("POLICY_SIZE") and item.code not in READ_FROM_SIZE
    )


def count(
    findings: tuple[Finding, ...], code: str, path: tuple[str | int, ...] | None = None
) -> int:
    return sum(item.code == code and path in (None, item.path) for item in findings)


@given(mixed_documents(), TYPES, SETTINGS)
@settings(max_examples=300)
def test_no_document_makes_a_check_raise(
    document: dict[str, Any], policy_type: PolicyType, setting: Setting
) -> None:
    text = json.dumps(document, indent=1)
    for finding in validate(text, policy_type, setting):
        assert 0 <= finding.span.start.offset <= finding.span.end.offset <= len(text)
        assert finding.message


@given(st.text(max_size=200), TYPES)
@example(
    '{"Statement": [{"Effect": "Allow", "Action": "\\ud800", "Resource": "*"}]}', PolicyType.SCP
)
def test_no_text_makes_a_check_raise(text: str, policy_type: PolicyType) -> None:
    validate(text, policy_type)


@given(mixed_documents(), TYPES, SETTINGS)
@settings(max_examples=200)
def test_findings_do_not_depend_on_formatting(
    document: dict[str, Any], policy_type: PolicyType, setting: Setting
) -> None:
    def look(text: str) -> tuple[Finding, ...]:
        return validate(text, policy_type, setting)

    flat = look(json.dumps(document))
    tall = look(json.dumps(document, indent="\t"))
    wide = json.dumps(document, indent=4, separators=(" ,", " :  "))
    assert marks(flat) == marks(tall)
    assert marks(flat) == marks(look(f"\n\n{wide}\r\n"))


@given(mixed_documents(), TYPES, SETTINGS)
@settings(max_examples=200)
def test_repairs_of_any_document_leave_it_readable_or_no_worse(
    document: dict[str, Any], policy_type: PolicyType, setting: Setting
) -> None:
    """A repair of a readable document gives a readable one with fewer findings of its code."""
    text = json.dumps(document, indent=2)
    findings = validate(text, policy_type, setting)
    for finding in findings:
        if finding.repair is None:
            continue
        mended = apply_edits(text, finding.repair.edits)
        json.loads(mended)
        after = validate(mended, policy_type, setting)
        # Another finding of its code may have been hidden by it, or move up to its place.
        fewer = count(after, finding.code) < count(findings, finding.code)
        here = count(after, finding.code, finding.path)
        gone = here < count(findings, finding.code, finding.path)
        assert fewer or gone or len(after) < len(findings), (finding, mended)


def test_every_code_that_is_reported_stands_in_the_registry() -> None:
    """MORE_FINDINGS is no finding about a policy: it says that others were left out."""
    for check in all_checks():
        for sample in (check.bad, check.good):
            for finding in validate(sample.text, sample.type, sample.setting):
                assert find_check(finding.code) is not None, finding.code
