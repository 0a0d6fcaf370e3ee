"""How many lines a second `simulate` answers when lines share policy texts."""

from __future__ import annotations

import json

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine.simulation import Simulator

from .lines import distinct_lines

pytestmark = pytest.mark.bench


def _answer_all(simulator: Simulator, lines: list[str]) -> int:
    answers = (simulator.answer(line, number, 0.0) for number, line in enumerate(lines, 1))
    return sum(len(json.dumps(answer)) for answer, answered in answers if answered)


def test_simulate_1000_different_lines(benchmark: BenchmarkFixture) -> None:
    """A new Simulator each round: no question was asked before, the policy texts were read."""
    lines = distinct_lines()

    def answer_all() -> int:
        return _answer_all(Simulator(), lines)

    assert benchmark(answer_all) > 100_000


def test_simulate_1000_lines_again(benchmark: BenchmarkFixture) -> None:
    lines = distinct_lines()
    simulator = Simulator()
    assert benchmark(_answer_all, simulator, lines) > 100_000
