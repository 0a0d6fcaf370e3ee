"""The faults found in one part of a course, each said once however many variants have it."""

from __future__ import annotations

from collections.abc import Mapping

from iamlab.engine.scenarios import Location, Problem
from lessons.content.lines import FieldLines
from lessons.content.parameters import Parameters, count_variants, draw_values


class Ledger:
    """Gathers the faults of one exercise or question over its variants.

    Of faults in one place the first variant's are kept; they say which values it has, unless every
    variant asked has a fault there.
    """

    def __init__(self, lines: FieldLines, parameters: Parameters, most: int) -> None:
        self._lines = lines
        self._parameters = parameters
        # From 1 on: these meet every variant as well, and seed 0 asks about a question as a whole.
        self.seeds = range(1, min(count_variants(parameters), most) + 1)
        self._seed = 0
        self._found: dict[tuple[str, Location], dict[int, list[Problem]]] = {}

    def at(self, seed: int) -> None:
        """Say which variant the next faults are of."""
        self._seed = seed

    def add(self, file: str, location: Location, message: str) -> None:
        """Note a fault of a field."""
        self.note(self._lines.problem(file, location, message), location)

    def note(self, problem: Problem, location: Location = ()) -> None:
        """Note a fault whose line is known."""
        place = (problem.file or "", location or (problem.field, problem.line or 0))
        found = self._found.setdefault(place, {}).setdefault(self._seed, [])
        if problem not in found:
            found.append(problem)

    @property
    def has_faults(self) -> bool:
        """Whether any variant has a fault so far."""
        return bool(self._found)

    def has_faults_at(self, seed: int) -> bool:
        """Whether this variant has one."""
        return any(seed in by_seed for by_seed in self._found.values())

    def problems(self) -> list[Problem]:
        """Return the faults, each with the values of the variant that it was first found in."""
        return [
            self._said(problem, first, len(by_seed))
            for by_seed in self._found.values()
            for first in [min(by_seed)]
            for problem in by_seed[first]
        ]

    def _said(self, problem: Problem, seed: int, faulty: int) -> Problem:
        if faulty == len(self.seeds):
            return problem
        values = _words(draw_values(self._parameters, seed))
        message = f"{problem.message} (with {values}; {faulty} of {len(self.seeds)} variants)"
        return Problem(problem.field, message, problem.file, problem.line)


def _words(values: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` = `{value}`" for name, value in values.items())
