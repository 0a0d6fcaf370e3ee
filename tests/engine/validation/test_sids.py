"""Names of statements: their characters, and that each is used once."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.marking import BASE, found, marked, mended, policy, statement_of

IDENTITY, SCP = PolicyType.IDENTITY, PolicyType.SCP
FREE = (PolicyType.RESOURCE, PolicyType.ENDPOINT)
IDENTITY_LIKE = (PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION)


def sids(document: Any) -> list[str | None]:
    return [statement.get("Sid") for statement in document["Statement"]]


@pytest.mark.parametrize("policy_type", PolicyType)
def test_only_iam_and_organizations_insist_on_letters_and_digits(policy_type: PolicyType) -> None:
    text = policy(statement_of(policy_type, Sid="Read the receipts"))
    expected = [] if policy_type in FREE else ['"Read the receipts"']
    assert marked(text, "UNSUPPORTED_SID", policy_type) == expected


@pytest.mark.parametrize(
    ("sid", "expected"),
    [
        ("Read the receipts", "ReadTheReceipts"),
        ("read-only_2", "readOnly2"),
        ("Größe", "GrE"),
        ("S3:Get*", "S3Get"),
        ("---", None),
        ("日本", None),
    ],
)
def test_other_characters_are_taken_out(sid: str, expected: str | None) -> None:
    assert sids(mended(policy({**BASE, "Sid": sid}), "UNSUPPORTED_SID")) == [expected]


def test_a_cleaned_sid_does_not_take_a_name_that_is_in_use() -> None:
    text = policy({**BASE, "Sid": "Read"}, {**BASE, "Sid": "Read1"}, {**BASE, "Sid": "Read!"})
    assert sids(mended(text, "UNSUPPORTED_SID")) == ["Read", "Read1", "Read2"]


@pytest.mark.parametrize("sid", ["A", "0", "readOnly2", "x" * 300])
def test_letters_and_digits_are_fine(sid: str) -> None:
    assert not found(policy({**BASE, "Sid": sid}), "UNSUPPORTED_SID")


def test_a_very_long_sid_has_a_short_label() -> None:
    (finding,) = found(policy({**BASE, "Sid": "x " * 400}), "UNSUPPORTED_SID")
    assert finding.repair is not None
    assert len(finding.repair.label) <= 60


@pytest.mark.parametrize("policy_type", PolicyType)
def test_a_repeated_sid_is_an_error_in_iam_policies_only(policy_type: PolicyType) -> None:
    statement = statement_of(policy_type, Sid="A")
    text = policy(statement, statement, statement)
    wanted, other = "UNIQUE_SIDS_REQUIRED", "UNIQUE_SIDS_RECOMMENDED"
    if policy_type not in IDENTITY_LIKE:
        wanted, other = other, wanted
    assert not found(text, other, policy_type)
    assert [f.path for f in found(text, wanted, policy_type)] == [
        ("Statement", 1, "Sid"),
        ("Statement", 2, "Sid"),
    ]
    assert sids(mended(text, wanted, policy_type)) == ["A", "A2", "A"]


def test_a_number_that_is_taken_is_passed_over() -> None:
    text = policy(*({**BASE, "Sid": sid} for sid in ("A", "A2", "A")))
    assert sids(mended(text, "UNIQUE_SIDS_REQUIRED")) == ["A", "A2", "A3"]


@pytest.mark.parametrize("pair", [("A", "a"), ("A", "A2"), ("", ""), (None, None)])
def test_different_or_absent_sids_are_fine(pair: tuple[str | None, str | None]) -> None:
    statements = [BASE if sid is None else {**BASE, "Sid": sid} for sid in pair]
    assert not found(policy(*statements), "UNIQUE_SIDS_REQUIRED")


@pytest.mark.parametrize("policy_type", PolicyType)
def test_an_empty_sid_is_removed(policy_type: PolicyType) -> None:
    text = policy(statement_of(policy_type, Sid=""))
    assert marked(text, "EMPTY_SID_VALUE", policy_type) == ['""']
    assert not found(text, "UNSUPPORTED_SID", policy_type)
    assert sids(mended(text, "EMPTY_SID_VALUE", policy_type)) == [None]
