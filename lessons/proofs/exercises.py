"""What an exercise promises, proven by judging the author's own solutions, right and wrong."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from iamlab.engine import EngineError
from iamlab.engine.scenarios import Problem
from lessons.content.course import Course
from lessons.content.errors import CourseError
from lessons.content.exercises import EXERCISE_FILE, Exercise, ExerciseVariant, WrongSolution
from lessons.content.lines import FieldLines
from lessons.content.shapes.exercises import CeilingCheck, FloorCheck, PublicCheck
from lessons.judging.exercises import CheckResult, Judgement, judge
from lessons.judging.exercises.trials import make_trial
from lessons.proofs.asks import WORDS
from lessons.proofs.exercise_names import name_faults, unshown_rules, variant_faults
from lessons.proofs.ledger import Ledger
from lessons.proofs.placeholders import find_unresolved_in_exercise

LIMIT = 30.0
"""Seconds for the comparisons of one solution: a slow machine must not refuse a good course."""


def prove_exercise(
    course: Course, exercise: Exercise, lines: FieldLines, seeds: int
) -> tuple[list[Problem], int]:
    """Return an exercise's faults, and how many variants were tried, at most `seeds`.

    A variant is not judged when something that it names is not there.
    """
    file = f"{exercise.folder}/{EXERCISE_FILE}"
    faults = list(find_unresolved_in_exercise(exercise, lines))
    found = [*name_faults(course, exercise.shape), *unshown_rules(exercise)]
    faults += [lines.problem(file, where, message) for where, message in found]
    ledger = Ledger(lines, exercise.shape.params, seeds)
    for seed in ledger.seeds if not faults else ():
        ledger.at(seed)
        _Variant(course, exercise, ledger, file).prove(seed)
    return [*faults, *ledger.problems()], len(ledger.seeds)


class _Variant:
    """One exercise with one set of values."""

    def __init__(self, course: Course, exercise: Exercise, ledger: Ledger, file: str) -> None:
        believed = {rule.when.believes for rule in exercise.shape.feedback}
        named = {name: it for name, it in course.misconceptions.items() if name in believed}
        # Nobody asks here what else a learner may believe, and that takes a while to find out.
        self.course = replace(course, misconceptions=named)
        self.exercise = exercise
        self.ledger = ledger
        self.file = file

    def prove(self, seed: int) -> None:
        """Note every fault of the variant."""
        try:
            variant = self.exercise.variant(seed)
        except CourseError as error:
            for problem in error.problems:
                self.ledger.note(problem)
            return
        for fault in make_trial(variant, variant.reference, self.course).unreadable:
            file = self._file_of("reference", fault.policy)
            self.ledger.note(Problem("", f"it cannot be read: {fault.message}", file, fault.line))
        if self.ledger.has_faults_at(seed):
            return
        for where, message in variant_faults(variant):
            self.ledger.add(self.file, where, message)
        if self.ledger.has_faults_at(seed):
            return
        self._reference(variant)
        if not self.ledger.has_faults_at(seed):
            self._starter(variant)
            for solution in variant.wrong:
                self._wrong(variant, solution)

    def _judge(self, variant: ExerciseVariant, texts: Mapping[str, str]) -> Judgement | None:
        try:
            return judge(variant, texts, self.course, limit=LIMIT)
        except EngineError as error:
            self.ledger.add(self.file, ("checks",), f"the checks cannot be made: {error}")
            return None

    def _reference(self, variant: ExerciseVariant) -> None:
        judgement = self._judge(variant, variant.reference)
        for index, result in enumerate(judgement.results if judgement is not None else ()):
            if not result.passed:
                message = f"the reference solution does not pass `{result.id}`: {_why(result)}"
                self.ledger.add(self.file, ("checks", index), message)

    def _starter(self, variant: ExerciseVariant) -> None:
        quick = self._judge(_without_comparisons(variant), variant.starter)
        if quick is None or not quick.solved:
            return
        judgement = self._judge(variant, variant.starter)
        if judgement is not None and judgement.solved:
            name = next(iter(variant.places))
            message = "what the learner starts with passes every check already"
            self.ledger.note(Problem("", message, self._file_of("starter", name), 1))

    def _wrong(self, variant: ExerciseVariant, solution: WrongSolution) -> None:
        file = self._wrong_file(solution)
        rules = [rule.id for rule in variant.shape.feedback]
        if solution.feedback not in rules:
            known = ", ".join(f"`{name}`" for name in rules) or "none yet"
            message = f"no rule of feedback is called `{solution.feedback}`; there is {known}"
            self.ledger.note(Problem("", message, file, 1))
            return
        texts = {**variant.reference, **solution.texts}
        before = variant.shape.feedback[: rules.index(solution.feedback) + 1]
        asked = {rule.when.fails for rule in before} | {rule.when.passes for rule in before}
        judgement = self._judge(_without_comparisons(variant, but=asked), texts)
        if judgement is not None and _given(judgement) == solution.feedback:
            return
        judgement = self._judge(variant, texts)
        if judgement is None:
            return
        if judgement.unreadable:
            fault = judgement.unreadable[0]
            message = f"it cannot be read, so nothing is checked: {fault.message}"
            self.ledger.note(Problem("", message, file, fault.line))
            return
        if _given(judgement) != solution.feedback:
            message = f"{_not_triggered(judgement)}, not `{solution.feedback}`"
            self.ledger.note(Problem("", message, file, 1))

    def _file_of(self, part: str, policy: str) -> str:
        path = f"{part}/{policy}.json"
        if path not in self.exercise.files:
            path = f"starter/{policy}.json"
        return f"{self.exercise.folder}/{path}" if path in self.exercise.files else self.file

    def _wrong_file(self, solution: WrongSolution) -> str:
        paths = (path for path in self.exercise.files if path.startswith(f"wrong/{solution.name}."))
        return f"{self.exercise.folder}/{next(paths)}"


def _without_comparisons(
    variant: ExerciseVariant, but: Container[str | None] = ()
) -> ExerciseVariant:
    """Return the exercise without the checks that are about all requests, but for those named.

    These take nearly all the time. What a rule of feedback says does not depend on checks that
    neither it nor a rule before it names.
    """
    kept = [
        check
        for check in variant.shape.checks
        if check.id in but or not isinstance(check, CeilingCheck | FloorCheck | PublicCheck)
    ]
    return replace(variant, shape=variant.shape.model_copy(update={"checks": kept}))


def _given(judgement: Judgement) -> str | None:
    return judgement.feedback.rule if judgement.feedback is not None else None


def _not_triggered(judgement: Judgement) -> str:
    if judgement.solved:
        return "it passes every check, so there is no feedback"
    if judgement.feedback is not None:
        return f"it triggers `{judgement.feedback.rule}`"
    left = [f"`{item.id}` {item.outcome.value}" for item in judgement.results if not item.passed]
    return f"it triggers no feedback ({', '.join(left)})"


def _why(result: CheckResult) -> str:
    """Return in one line why a check did not pass."""
    if result.witness is not None:
        request = result.witness.request
        return f"`{request.principal}` may `{request.action}` on `{request.resource}`"
    if result.decision is not None:
        return f"the engine says {WORDS[result.decision.verdict]}"
    if result.findings:
        return "; ".join(f"{item.finding.code}: {item.finding.message}" for item in result.findings)
    return result.says or result.outcome.value
