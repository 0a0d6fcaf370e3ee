"""How fast the engine decides and explains; moto's evaluator stands beside it in the same run.

Figures are for reading, never for asserting: machines differ and are noisy. The asserts here only
make sure that both sides really answer.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from moto.iam.access_control import IAMPolicy
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import Authorizer, Request

from . import organizations

pytestmark = pytest.mark.bench


def _decide_all(authorizer: Authorizer, asked: list[Request]) -> Counter[str]:
    decide = authorizer.decide
    return Counter(decide(request).verdict.value for request in asked)


def test_decide_1000(benchmark: BenchmarkFixture) -> None:
    authorizer = Authorizer(organizations.organization())
    asked = organizations.requests()
    verdicts = benchmark(_decide_all, authorizer, asked)
    assert verdicts["allowed"] > 100
    assert verdicts["implicitDeny"] > 100
    assert sum(verdicts.values()) == 1000


def test_explain_1000(benchmark: BenchmarkFixture) -> None:
    authorizer = Authorizer(organizations.organization())
    asked = organizations.requests()

    def explain_all() -> int:
        return sum(len(authorizer.explain(request).layers) for request in asked)

    assert benchmark(explain_all) > 1000


def test_explain_1000_new_contexts(benchmark: BenchmarkFixture) -> None:
    """Every round asks with tag values never seen before, so conditions are explained afresh."""
    authorizer = Authorizer(organizations.organization())
    asked = organizations.requests()
    rounds = itertools.count()

    def explain_all() -> int:
        team = {"aws:SecureTransport": "true", "aws:PrincipalTag/team": f"team-{next(rounds)}"}
        return sum(
            len(authorizer.explain(replace(request, context=team)).layers) for request in asked
        )

    assert benchmark(explain_all) > 1000


def test_moto_1000(benchmark: BenchmarkFixture) -> None:
    """The same policies through moto, which knows no conditions, boundaries or SCPs by itself."""
    levels = organizations.scp_levels()
    guardrails = [IAMPolicy(policy.text) for level in levels for policy in level.policies]
    boundary = IAMPolicy(organizations.boundary_text())
    policies: dict[str, Any] = {}
    for number in range(organizations.PRINCIPALS):
        statements = organizations.identity_statements(number)
        text = json.dumps({"Version": "2012-10-17", "Statement": statements})
        policies[organizations.user_arn(number)] = IAMPolicy(text)
    asked = organizations.requests()

    def permit_all() -> int:
        count = 0
        for request in asked:
            stack = (policies[request.principal], boundary, *guardrails)
            results = [
                policy.is_action_permitted(request.action, request.resource) for policy in stack
            ]
            count += len(results)
        return count

    assert benchmark(permit_all) == 1000 * (2 + len(guardrails))


@pytest.mark.parametrize("principals", [10, 10_000])
def test_growth_of_principals(benchmark: BenchmarkFixture, principals: int) -> None:
    """The same questions about ten of them, in a small account and in a large one."""
    authorizer = Authorizer(organizations.organization(principals))
    asked = organizations.requests(10)
    benchmark(_decide_all, authorizer, asked)


@pytest.mark.parametrize("statements", [10, 100, 1000])
def test_growth_of_statements(benchmark: BenchmarkFixture, statements: int) -> None:
    authorizer = Authorizer(organizations.organization(10, statements))
    asked = organizations.requests(10, statements)
    benchmark(_decide_all, authorizer, asked)
