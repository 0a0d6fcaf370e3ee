"""How many lines a second `simulate` answers when lines share policy texts."""

from __future__ import annotations

import json

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine.simulation import Simulator

from . import organizations

pytestmark = pytest.mark.bench


def _lines() -> list[str]:
    """Return 1,000 lines of about 9 KB: 26 statements, a boundary and three SCP levels on each."""
    policies = [
        {"name": f"Policy{start}", "document": _document(organizations.identity_statements(0))}
        for start in range(1)
    ]
    boundary = {"name": "Boundary", "document": json.loads(organizations.boundary_text())}
    levels = [
        {
            "target": level.target,
            "policies": [
                {"name": policy.name, "document": json.loads(policy.text)}
                for policy in level.policies
            ],
        }
        for level in organizations.scp_levels()
    ]
    return [
        json.dumps(
            {
                "id": number,
                "request": {
                    "principal": request.principal,
                    "action": request.action,
                    "resource": request.resource,
                    "resource_account": request.resource_account,
                    "context": request.context,
                },
                "identity_policies": policies,
                "permissions_boundary": boundary,
                "service_control_policies": levels,
            }
        )
        for number, request in enumerate(organizations.requests(20))
    ]


def _document(statements: list[dict[str, object]]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": statements}


def test_simulate_1000_lines(benchmark: BenchmarkFixture) -> None:
    lines = _lines()
    simulator = Simulator()

    def answer_all() -> int:
        answers = [simulator.answer(line, number, 0.0) for number, line in enumerate(lines, 1)]
        return sum(len(json.dumps(answer)) for answer, answered in answers if answered)

    assert benchmark(answer_all) > 100_000
