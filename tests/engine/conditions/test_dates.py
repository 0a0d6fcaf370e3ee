"""The Date operators (C8)."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from iamlab.engine.conditions import ConditionOutcome, parse_instant

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]

# Seconds since 1970 from `date -u -d ... +%s`.
FORMS = [
    ("2020", 1577836800),
    ("2020-02", 1580515200),
    ("2020-02-29", 1582934400),
    ("2020-02-29T12:30Z", 1582979400),
    ("2020-02-29T12:30:15Z", 1582979415),
    ("2020-02-29T12:30:15.25Z", "1582979415.25"),
    ("2020-02-29T12:30+00:00", 1582979400),
    ("2020-02-29T14:30:15+02:00", 1582979415),
    ("2020-02-29T07:00:15-05:30", 1582979415),
    ("1969-12-31T23:59:59Z", -1),
    ("1969-12-31T23:59:59.5Z", "-0.5"),
    ("1970", 0),
    ("0001-01-01T00:00:00+14:00", -62135596800 - 50400),
    ("9999-12-31T23:59:59-01:00", 253402300799 + 3600),
    ("1582979415", 1582979415),
    ("1582979415.25", "1582979415.25"),
    ("-1", -1),
    ("-0.5", "-0.5"),
    ("0", 0),
]


@pytest.mark.parametrize(("text", "seconds"), FORMS)
def test_each_form_denotes_its_instant_in_utc_c8(text: str, seconds: int | str) -> None:
    assert parse_instant(text) == Decimal(seconds)


@pytest.mark.parametrize(
    "text",
    [
        "2020-13",
        "2020-00-01",
        "2019-02-29",
        "2020-02-30",
        "0000",
        "2020-02-29T12Z",
        "2020-02-29T12:30",
        "2020-02-29T12:30:15",
        "2020-02-29T24:00Z",
        "2020-02-29T12:60Z",
        "2020-02-29T12:30:60Z",
        "2020-02-29T12:30:15.Z",
        "2020-02-29T12:30:15+24:00",
        "2020-02-29T12:30:15+02:60",
        "2020-02-29T12:30:15+0200",
        "2020-02-29 12:30:15Z",
        "2020-02-29t12:30:15z",
        "2020-02-29Z",
        "20200229T123015Z",
        "2020-2-9",
        "29 February 2020",
        "٢٠٢٠",
        "",
        "tomorrow",
        "9" * 5000,
        "2020-02-29T12:30:15." + "1" * 5000 + "Z",
    ],
)
def test_other_forms_are_no_dates_c8(text: str, explain: Explain) -> None:
    assert parse_instant(text) is None
    for operator in ("DateEquals", "DateNotEquals", "DateGreaterThan"):
        for outcome in (explain(operator, [text], "2020"), explain(operator, ["2020"], text)):
            assert not outcome.matched
            assert outcome.notes == ("C7",)


@pytest.mark.parametrize(
    ("operator", "before", "same", "after"),
    [
        ("DateEquals", False, True, False),
        ("DateNotEquals", True, False, True),
        ("DateLessThan", True, False, False),
        ("DateLessThanEquals", True, True, False),
        ("DateGreaterThan", False, False, True),
        ("DateGreaterThanEquals", False, True, True),
    ],
)
def test_dates_compare_as_instants_c8(
    operator: str, before: bool, same: bool, after: bool, decide: Decide
) -> None:
    values = ["2026-06-01T00:00:00Z"]
    assert decide(operator, values, "2026-06-01T01:59:59+02:00") is before
    assert decide(operator, values, "2026-06-01T02:00:00+02:00") is same
    assert decide(operator, values, "2026-05-31T23:00:00-01:00") is same
    assert decide(operator, values, "2026-06-01T00:00:00.001Z") is after


def test_epoch_seconds_and_calendar_dates_compare_w16(decide: Decide) -> None:
    assert decide("DateEquals", ["2020-01-01T00:00:00Z"], 1577836800)
    assert decide("DateEquals", ["1577836800"], "2020-01-01")
    assert decide("DateLessThan", ["2020-01-01T00:00:00Z"], 1577836799)
    assert not decide("DateLessThan", ["2020-01-01T00:00:00Z"], 1577836800)


def test_a_date_without_a_time_is_its_first_instant_c8(decide: Decide) -> None:
    assert decide("DateGreaterThan", ["2026-06-01"], "2026-06-01T00:00:01Z")
    assert not decide("DateGreaterThan", ["2026-06-01"], "2026-06-01T00:00:00Z")


def test_a_time_without_a_zone_is_explained_c8(explain: Explain) -> None:
    assert "needs its zone" in explain("DateLessThan", ["2026-06-01T00:00:00"], "2026").why


def test_a_failed_comparison_says_how(explain: Explain) -> None:
    assert explain("DateLessThan", ["2026"], "2027").why == "`2027` is not before `2026`."
