"""Which statements can match together: each such set is a cell, decided by the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import z3

from iamlab.engine.comparison.marks import fingerprint
from iamlab.engine.comparison.shapes import OUT_OF_TIME, Undecided, Witness
from iamlab.engine.comparison.statements import Scene
from iamlab.engine.comparison.terms import Term
from iamlab.engine.evaluation import Verdict
from iamlab.engine.evaluation.combine import collect, combine
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.plan import Candidate, Plan

_MOST_CELLS = 400
Clock = Callable[[], float]
"""Returns the seconds that are left."""


class Match:
    """Looks for requests in every cell: every set of statements that can match together."""

    def __init__(self, scene: Scene, plans: tuple[Plan, Plan]) -> None:
        self.scene = scene
        self.plans = plans
        self.model: object = None
        self._formulas: dict[object, Term] = {}

    def search(self, build: Callable[[], Witness | None], left: Clock) -> Witness | None:
        """Return the witness of the first cell that the candidate allows and the reference not.

        Raises Undecided when the solver gives up, or what it found cannot be replayed.
        """
        for names in self.scene.cells:
            rules = self.scene.enter(names)
            self._formulas = {
                mark: self.scene.matches(statement)
                for mark, statement in self._statements().items()
            }
            if not self._is_settled():
                witness = self._solve(rules, build, left)
                if witness is not None:
                    return witness
        return None

    def _statements(self) -> dict[object, CompiledStatement]:
        return {
            fingerprint(item.statement): item.statement
            for plan in self.plans
            for item in plan.candidates
        }

    def _is_settled(self) -> bool:
        """Tell whether no request of the current names can be decided differently.

        What cannot match is left out; what may match may do so or not.
        """
        terms = self.scene.terms
        if any(
            item.statement.deny and self._formulas[fingerprint(item.statement)] is terms.true
            for item in self.plans[0].candidates
        ):
            return True
        never = {mark for mark, formula in self._formulas.items() if formula is terms.false}
        ours, theirs = (
            replace(
                plan,
                candidates=tuple(
                    item for item in plan.candidates if fingerprint(item.statement) not in never
                ),
            )
            for plan in self.plans
        )
        return not may_differ(ours, theirs)

    def _solve(
        self, rules: list[Term], build: Callable[[], Witness | None], left: Clock
    ) -> Witness | None:
        terms = self.scene.terms
        solver = z3.Solver(ctx=terms.context)
        solver.add(*self.scene.rules, *rules, self._worth_asking())
        atoms = {}
        for number, (mark, formula) in enumerate(self._formulas.items()):
            atom = terms.flag(f"statement {number} matches")
            solver.add(atom == formula)
            atoms[mark] = atom
        for _ in range(_MOST_CELLS):
            seconds = left()
            if seconds <= 0:
                raise Undecided(OUT_OF_TIME)
            solver.set("timeout", max(1, int(seconds * 1000)))
            answer = solver.check()
            if answer == z3.unsat:
                return None
            if answer != z3.sat:
                raise Undecided(OUT_OF_TIME)
            model = self.model = solver.model()
            cell = {
                mark: bool(z3.is_true(model.eval(atom, model_completion=True)))
                for mark, atom in atoms.items()
            }
            if self._differs(cell):
                self._prefer(solver, [atoms[mark] == cell[mark] for mark in atoms])
                witness = build()
                if witness is None:
                    raise Undecided("A request was found that could not be replayed.")
                return witness
            solver.add(
                terms.some(z3.Not(atom) if cell[mark] else atom for mark, atom in atoms.items())
            )
        raise Undecided("The policies can match together in too many ways.")

    def _prefer(self, solver: Any, cell: list[Term]) -> None:
        """Take a request of the same cell with a Region that exists, if there is one."""
        for wish in self.scene.wishes:
            solver.push()
            solver.add(*cell, wish)
            if solver.check() == z3.sat:
                self.model = solver.model()
                solver.pop()
                return
            solver.pop()

    def _differs(self, cell: dict[object, bool]) -> bool:
        first, second = (_allows(plan, cell) for plan in self.plans)
        return first and not second

    def _worth_asking(self) -> Term:
        """Return that no Deny of the candidate matches; with one it allows nothing (E4)."""
        terms, plan = self.scene.terms, self.plans[0]
        denies = [item for item in plan.candidates if item.statement.deny]
        return terms.every(
            terms.opposite(self._formulas[fingerprint(item.statement)]) for item in denies
        )


def _allows(plan: Plan, cell: dict[object, bool]) -> bool:
    matched = [item for item in plan.candidates if cell[fingerprint(item.statement)]]
    return combine(plan, collect(matched), plan.rules)[0] is Verdict.ALLOWED


def may_differ(candidate: Plan, reference: Plan) -> bool:
    """Tell whether the two can decide a request differently, in favor of the candidate."""
    everything = {fingerprint(item.statement): True for item in candidate.candidates}
    granting = [item for item in candidate.candidates if not item.statement.deny]
    if not _allows_at_best(candidate, granting):
        return False
    same_grounds = (
        candidate.grounds.applies == reference.grounds.applies
        and candidate.grounds.level_counts == reference.grounds.level_counts
        and candidate.always_allowed == reference.always_allowed
        and candidate.refused == reference.refused
        and candidate.case.same_account == reference.case.same_account
        and candidate.mandatory == reference.mandatory
        and candidate.case.bounded == reference.case.bounded
    )
    if not same_grounds or not everything:
        return True
    ours, theirs = _entries(candidate), _entries(reference)
    more_allows = {item for item in ours - theirs if not item[1]}
    more_denies = {item for item in theirs - ours if item[1]}
    return bool(more_allows or more_denies)


def _allows_at_best(plan: Plan, granting: list[Candidate]) -> bool:
    return combine(plan, collect(granting), plan.rules)[0] is Verdict.ALLOWED


def _entries(plan: Plan) -> set[tuple[object, bool, int, int, object]]:
    return {
        (
            fingerprint(item.statement),
            item.statement.deny,
            item.layer,
            item.level,
            item.record.kind,
        )
        for item in plan.candidates
    }
