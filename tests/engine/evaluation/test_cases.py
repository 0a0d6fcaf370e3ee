"""Every evaluation case, by one loop; a case is JSON that anybody can add to."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import NearestMiss, Trace

from .cases import Case, answer, load_cases

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    result = answer(case.given)
    expected = case.expect
    if "error" in expected:
        assert isinstance(result, EngineError), result
        assert result.code == expected["error"], str(result)
        return
    assert isinstance(result, Trace), result
    assert result.decision.verdict == expected["decision"], result.summary
    _check_decision(result, expected)
    _check_words(result, expected)


def _check_decision(trace: Trace, expected: dict[str, Any]) -> None:
    decision = trace.decision
    if "reason" in expected:
        assert decision.reason == expected["reason"]
    if "layer" in expected:
        assert decision.layer == expected["layer"]
    matched = [(item.layer.value, item.policy, item.index) for item in decision.matched]
    for item in expected.get("matched", ()):
        assert (item["layer"], item["policy"], item["index"]) in matched
    for item in expected.get("not_matched", ()):
        assert (item["layer"], item["policy"], item["index"]) not in matched
    if "missing_context_keys" in expected:
        assert set(decision.missing_keys) == set(expected["missing_context_keys"])


def _check_words(trace: Trace, expected: dict[str, Any]) -> None:
    for part in expected.get("message_contains", ()):
        assert part in trace.message
    codes = [
        finding.code
        for layer in trace.layers
        for level in layer.levels
        for policy in level.policies
        for finding in policy.findings
    ]
    for code in expected.get("warnings_contain", ()):
        assert code in codes
    rules = [note.rule for note in trace.notes]
    for rule in expected.get("notes_contain", ()):
        assert rule in rules
    context = {name.lower(): values for name, values in trace.context.items()}
    for name, value in expected.get("context", {}).items():
        if value is None:
            assert name.lower() not in context
        else:
            values = value if isinstance(value, list) else [value]
            assert context.get(name.lower()) == tuple(_text(item) for item in values)
    if "nearest_miss" in expected:
        _check_miss(trace.nearest_miss, expected["nearest_miss"])


def _check_miss(miss: NearestMiss | None, expected: dict[str, Any] | None) -> None:
    if expected is None:
        assert miss is None or miss.policy is None
        return
    assert miss is not None
    got = {
        "layer": miss.layer.value,
        "policy": miss.policy.name if miss.policy is not None else None,
        "index": miss.index,
        "element": miss.element,
        "sid": miss.sid,
    }
    assert {name: got.get(name) for name in expected} == expected


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
