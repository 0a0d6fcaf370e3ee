"""Texts that are made to hang or break a comparison do neither (A2)."""

from time import perf_counter

import pytest

from iamlab.engine.conditions import compile_check, operators
from iamlab.engine.matching import Context, ContextValue

LONG = 200_000
ROOM = 2.0  # seconds; each takes a few hundredths, a backtracking match would take years


@pytest.mark.parametrize("operator", [row.name for row in operators()])
@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("*a" * 1000 + "b", "a" * LONG),
        ("arn:aws:s3:::" + "*a" * 1000 + "b", "arn:aws:s3:::" + "a" * LONG),
        ("9" * LONG, "9" * LONG + "8"),
        ("1e9999", "1e-9999"),
        ("0." + "0" * LONG, "." + "0" * LONG),
        ("2026-01-01T00:00:00." + "0" * LONG, "2026-01-01T00:00:00." + "0" * LONG + "Z"),
        (":" * LONG, ":" * LONG),
        ("10.0.0.0/" + "0" * LONG, "1." * LONG),
        ("${" * LONG, "${" * LONG),
        ("${a" * 10_000, "$" * LONG),
        ("A" * LONG + "=", "=" * LONG),
        ("\ud800", "\udfff\x00"),
    ],
)
def test_hostile_texts_are_decided_quickly(operator: str, pattern: str, value: str) -> None:
    started = perf_counter()
    check = compile_check(operator, "k:k", [pattern], variables=True)
    context = Context({"k:k": value})
    outcome = check.explain(context)
    assert outcome.matched is check.matches(context)
    assert perf_counter() - started < ROOM
    assert len(outcome.wanted + outcome.got + outcome.why) < 2000


@pytest.mark.parametrize("operator", ["x" * LONG, "For" * LONG + ":StringEquals", ":" * LONG])
def test_a_hostile_operator_is_a_short_problem(operator: str) -> None:
    started = perf_counter()
    check = compile_check(operator, "k:k", ["x"], variables=True)
    assert check.problem is not None
    assert len(check.problem) < 500
    assert len(check.explain(Context()).wanted) < 500
    assert perf_counter() - started < ROOM


def test_many_values_are_told_briefly() -> None:
    values = [f"value-{number}" for number in range(1000)]
    check = compile_check("StringEquals", "k:k", values, variables=True)
    request: list[ContextValue] = ["x", "value-999"]
    assert check.matches(Context({"k:k": request[1]}))
    outcome = check.explain(Context({"k:k": request[0]}))
    assert outcome.wanted.endswith('"value-5" or 994 more')
    assert outcome.why.endswith("and 994 more.")
