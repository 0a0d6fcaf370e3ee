"""Every rule of the specification is cited by a case, and the cases are many and well named."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from .cases import load_cases

SECTIONS = {
    "G": 10,
    "A": 5,
    "R": 9,
    "P": 9,
    "C": 14,
    "E": 17,
    "E9.": 11,
    "E10.": 4,
    "S0.": 4,
    "S": 13,
    "M": 7,
    "Q": 25,
    "W": 30,
}
"""The sections and lists by their letter, with the number of their last rule; all begin at 1."""

RULES = (
    "X0",
    *(
        f"{letter}{number}"
        for letter, last in (*SECTIONS.items(), ("X", 6))
        for number in range(1, last + 1)
    ),
)
FEWEST_CASES = 300

CASES = load_cases()
CITED = Counter(rule for case in CASES for rule in case.rules)


@pytest.mark.parametrize("rule", RULES)
def test_a_case_cites_the_rule(rule: str) -> None:
    assert CITED[rule] >= 1


def test_cases_cite_no_rule_that_does_not_exist() -> None:
    assert set(CITED) <= set(RULES)


def test_every_case_cites_a_rule() -> None:
    assert [case.id for case in CASES if not case.rules] == []


def test_no_case_cites_a_rule_twice() -> None:
    assert [case.id for case in CASES if len(set(case.rules)) < len(case.rules)] == []


def test_the_name_of_a_case_begins_with_a_rule_that_it_cites() -> None:
    named = re.compile(r"([A-Z]\d+(?:\.\d+)?)-")
    wrong = [
        case.id
        for case in CASES
        if (found := named.match(case.id)) is None or found[1] not in case.rules
    ]
    assert wrong == []


def test_names_of_cases_are_unique() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_there_are_many_cases() -> None:
    assert len(CASES) >= FEWEST_CASES


@pytest.mark.parametrize("verdict", ["allowed", "explicitDeny", "implicitDeny"])
def test_every_verdict_is_expected_often(verdict: str) -> None:
    """E3, E4: a case file that only denies would prove little."""
    assert sum(case.expect.get("decision") == verdict for case in CASES) >= FEWEST_CASES // 10
