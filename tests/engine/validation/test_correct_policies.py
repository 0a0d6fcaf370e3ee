"""Policies that AWS accepts and recommends: the checks stay quiet about them."""

from __future__ import annotations

from collections import Counter

import pytest

from iamlab.engine import Finding, PolicyType, Severity
from iamlab.engine.validation import validate
from tests.engine.validation.correct.buckets import BUCKETS
from tests.engine.validation.correct.cases import Case
from tests.engine.validation.correct.guardrails import GUARDRAILS
from tests.engine.validation.correct.keys import KEYS
from tests.engine.validation.correct.limits import LIMITS
from tests.engine.validation.correct.people import PEOPLE
from tests.engine.validation.correct.pipelines import PIPELINES
from tests.engine.validation.correct.resources import RESOURCES
from tests.engine.validation.correct.storage import STORAGE
from tests.engine.validation.correct.trust import TRUST
from tests.engine.validation.correct.workloads import WORKLOADS

IDENTITY = (*PEOPLE, *STORAGE, *WORKLOADS, *PIPELINES)
CASES = (*IDENTITY, *BUCKETS, *KEYS, *RESOURCES, *TRUST, *GUARDRAILS, *LIMITS)
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type}, {case.name}")


def alarms(case: Case) -> list[Finding]:
    """What is more than a suggestion."""
    found = validate(case.text, case.type, case.setting)
    return [item for item in found if item.severity is not Severity.SUGGESTION]


@EVERY_CASE
def test_correct_policy_raises_no_alarm(case: Case) -> None:
    assert [
        (item.code, item.message) for item in alarms(case) if item.code not in case.accepted
    ] == []


@EVERY_CASE
def test_accepted_findings_are_there_and_no_errors(case: Case) -> None:
    """A reason for a finding that is gone would only mislead."""
    found = {item.code: item.severity for item in alarms(case)}
    assert set(case.accepted) <= set(found)
    assert Severity.ERROR not in found.values()


@EVERY_CASE
def test_correct_policy_without_its_setting_raises_no_error(case: Case) -> None:
    """The same text in an editor that does not know where the policy hangs."""
    found = validate(case.text, case.type)
    assert [item.code for item in found if item.severity is Severity.ERROR] == []


def test_corpus_holds_policies_of_every_type() -> None:
    counts = Counter(case.type for case in CASES)
    assert set(counts) == set(PolicyType)
    assert len(CASES) >= 200
    assert len({(case.type, case.name) for case in CASES}) == len(CASES)
