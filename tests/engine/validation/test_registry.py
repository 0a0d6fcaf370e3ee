"""Every check of the registry: its examples, its reason, its repairs, and the counts."""

from __future__ import annotations

from collections import Counter

import pytest

from iamlab.engine import Finding, PolicyType, Severity, apply_edits
from iamlab.engine.validation import Check, Example, all_checks, find_check, validate

EVERY_CHECK = pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)


def look(example: Example) -> tuple[Finding, ...]:
    return validate(example.text, example.type, example.setting)


def codes(example: Example) -> set[str]:
    return {finding.code for finding in look(example)}


def errors(findings: tuple[Finding, ...]) -> Counter[str]:
    return Counter(item.code for item in findings if item.severity is Severity.ERROR)


@EVERY_CHECK
def test_bad_example_is_found(check: Check) -> None:
    assert check.code in codes(check.bad)


@EVERY_CHECK
def test_bad_example_is_found_with_the_severity_of_the_check(check: Check) -> None:
    found = [item.severity for item in look(check.bad) if item.code == check.code]
    assert set(found) == {check.severity}


@EVERY_CHECK
def test_good_example_is_not_found_and_has_no_error(check: Check) -> None:
    found = look(check.good)
    assert check.code not in {item.code for item in found}
    assert not errors(found)


@EVERY_CHECK
def test_examples_are_of_a_type_that_the_check_is_about(check: Check) -> None:
    assert check.bad.type in check.types
    assert check.good.type in check.types


@EVERY_CHECK
def test_reason_is_one_sentence(check: Check) -> None:
    assert check.why[0].isupper() or check.why[0] == "`"
    assert check.why.endswith(".")
    assert ". " not in check.why
    assert len(check.why) <= 240


@EVERY_CHECK
def test_title_is_a_few_words(check: Check) -> None:
    assert 8 <= len(check.title) <= 80
    assert not check.title.endswith(".")


@EVERY_CHECK
def test_link_leads_to_aws_documentation(check: Check) -> None:
    assert check.link.startswith("https://docs.aws.amazon.com/")


@EVERY_CHECK
def test_code_is_a_name_in_capitals(check: Check) -> None:
    assert check.code.isascii()
    assert check.code == check.code.upper()
    assert find_check(check.code) is check


@EVERY_CHECK
def test_messages_are_whole_sentences(check: Check) -> None:
    for finding in look(check.bad):
        assert finding.message[0].isupper() or finding.message[0] == "`", finding.message
        assert finding.message.rstrip("`)\"'").endswith((".", "?")), finding.message


@EVERY_CHECK
def test_finding_lies_within_the_text(check: Check) -> None:
    for finding in look(check.bad):
        assert 0 <= finding.span.start.offset <= finding.span.end.offset <= len(check.bad.text)


@EVERY_CHECK
def test_repair_mends_its_finding_and_adds_no_error(check: Check) -> None:
    """One repair after the other, until this code is gone; errors never become more."""
    text, before = check.bad.text, look(check.bad)
    for _ in range(10):
        own = [item for item in before if item.code == check.code]
        repairs = [item.repair for item in own if item.repair is not None]
        if not repairs:
            break
        text = apply_edits(text, repairs[0].edits)
        after = validate(text, check.bad.type, check.bad.setting)
        assert len([item for item in after if item.code == check.code]) < len(own), text
        assert not errors(after) - errors(before), text
        before = after


@EVERY_CHECK
def test_repair_has_a_short_label(check: Check) -> None:
    for finding in look(check.bad):
        if finding.repair is not None:
            assert finding.repair.edits
            assert 3 <= len(finding.repair.label) <= 60
            assert finding.repair.label[0].isupper()


def test_every_policy_type_has_checks() -> None:
    for policy_type in PolicyType:
        assert any(policy_type in check.types for check in all_checks())


def test_counts_per_severity_and_tier(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the counts; AWS's checks and ours are told apart."""
    counts = Counter((check.own, check.severity.value, check.tier) for check in all_checks())
    with capsys.disabled():
        print()
        for (own, severity, tier), count in sorted(counts.items()):
            print(f"{'ours' if own else 'AWS':>5} {severity:<17} T{tier} {count:>4}")
    assert sum(counts.values()) == len(all_checks())
