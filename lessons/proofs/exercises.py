"""What an exercise promises, proven by judging the author's own solutions, right and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iamlab.engine import EngineError, RequestError, Severity, Snapshot
from iamlab.engine.scenarios import Location, Problem, resolve_principal, resolve_resource
from iamlab.engine.validation import find_check
from lessons.content.course import Course
from lessons.content.errors import CourseError
from lessons.content.exercises import EXERCISE_FILE, Exercise, ExerciseVariant, WrongSolution
from lessons.content.lines import FieldLines
from lessons.content.references import UnknownPolicy, find_place, policy_text
from lessons.content.shapes.exercises import (
    CeilingCheck,
    Check,
    ExerciseShape,
    FindingsCheck,
    FloorCheck,
    IntentCheck,
    PublicCheck,
    SizeCheck,
)
from lessons.judging.exercises import CheckResult, Judgement, judge
from lessons.judging.exercises.trials import make_trial
from lessons.judging.worlds import snapshot_of
from lessons.proofs.asks import WORDS, ask_faults
from lessons.proofs.ledger import Ledger
from lessons.proofs.placeholders import find_unresolved_in_exercise
from lessons.proofs.references import unknown_misconception

LIMIT = 30.0
"""Seconds for the comparisons of one solution: a slow machine must not refuse a good course."""

Fault = tuple[Location, str]


def prove_exercise(
    course: Course, exercise: Exercise, lines: FieldLines, seeds: int
) -> tuple[list[Problem], int]:
    """Return an exercise's faults, and how many variants were tried, at most `seeds`.

    A variant with a fault that hides others is not looked at further, nor are later ones.
    """
    file = f"{exercise.folder}/{EXERCISE_FILE}"
    faults = list(find_unresolved_in_exercise(exercise, lines))
    found = [*_names(course, exercise.shape), *_feedback_faults(course, exercise)]
    faults += [lines.problem(file, where, message) for where, message in found]
    ledger = Ledger(lines, exercise.shape.params, seeds)
    for seed in ledger.seeds if not faults else ():
        ledger.at(seed)
        _Variant(course, exercise, ledger, file).prove(seed)
    return [*faults, *ledger.problems()], len(ledger.seeds)


def _names(course: Course, shape: ExerciseShape) -> Iterator[Fault]:
    """Find what an exercise names that is not there; all of this is the same in every variant."""
    checks = {check.id for check in shape.checks}
    for index, name in enumerate(shape.hidden):
        if name not in checks:
            yield ("hidden", index), _no_check(name)
    for index, check in enumerate(shape.checks):
        if isinstance(check, FindingsCheck):
            for number, code in enumerate(check.findings.none_of):
                if code not in set(Severity) and find_check(code) is None:
                    message = f"there is no finding or severity `{code}`"
                    yield ("checks", index, "findings", "none_of", number), message
    if not any(check.points for check in shape.checks):
        yield ("checks",), "give points for at least one check"
    for index, rule in enumerate(shape.feedback):
        here: Location = ("feedback", index)
        if message := unknown_misconception(course, rule.misconception):
            yield (*here, "misconception"), message
        belief = rule.when.believes
        if message := unknown_misconception(course, belief):
            yield (*here, "when", "believes"), message
        elif belief is not None and not course.misconceptions[belief].wrong:
            yield (*here, "when", "believes"), f"`{belief}` has no `wrong` rule to judge by"
        for part in ("fails", "passes"):
            name = getattr(rule.when, part)
            if name is not None and name not in checks:
                yield (*here, "when", part), _no_check(name)
        if rule.when.fails in shape.hidden:
            message = f"`{rule.when.fails}` is hidden: it says whether it passed, and no more"
            yield (*here, "when", "fails"), message
        if rule.when.finding is not None and find_check(rule.when.finding) is None:
            yield (*here, "when", "finding"), f"there is no finding `{rule.when.finding}`"


def _no_check(name: str) -> str:
    return f"the exercise has no check `{name}`"


def _feedback_faults(course: Course, exercise: Exercise) -> Iterator[Fault]:
    """Find rules of feedback that no wrong solution shows to be of use."""
    shown = {solution.feedback for solution in exercise.variant(0).wrong}
    for index, rule in enumerate(exercise.shape.feedback):
        if rule.id not in shown:
            message = f"no solution triggers it; write one, `wrong/{rule.id}.json`"
            yield ("feedback", index, "id"), message


class _Variant:
    """One exercise with one set of values."""

    def __init__(self, course: Course, exercise: Exercise, ledger: Ledger, file: str) -> None:
        self.course = course
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
        for where, message in _static_faults(variant):
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
        judgement = self._judge(variant, {**variant.reference, **solution.texts})
        if judgement is None:
            return
        if judgement.unreadable:
            fault = judgement.unreadable[0]
            message = f"it cannot be read, so nothing is checked: {fault.message}"
            self.ledger.note(Problem("", message, file, fault.line))
            return
        given = judgement.feedback.rule if judgement.feedback is not None else None
        if given != solution.feedback:
            message = f"{_not_triggered(judgement, given)}, not `{solution.feedback}`"
            self.ledger.note(Problem("", message, file, 1))

    def _file_of(self, part: str, policy: str) -> str:
        path = f"{part}/{policy}.json"
        if path not in self.exercise.files:
            path = f"starter/{policy}.json"
        return f"{self.exercise.folder}/{path}" if path in self.exercise.files else self.file

    def _wrong_file(self, solution: WrongSolution) -> str:
        paths = (path for path in self.exercise.files if path.startswith(f"wrong/{solution.name}."))
        return f"{self.exercise.folder}/{next(paths)}"


def _not_triggered(judgement: Judgement, given: str | None) -> str:
    if judgement.solved:
        return "it passes every check, so there is no feedback"
    if given is not None:
        return f"it triggers `{given}`"
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


def _static_faults(variant: ExerciseVariant) -> Iterator[Fault]:
    """Find what a variant names that is not in its organization, and what cannot be asked."""
    for index, reference in enumerate(variant.shape.show):
        try:
            place = find_place(variant.scenario, reference)
        except UnknownPolicy as error:
            yield ("show", index), str(error)
            continue
        if policy_text(variant.scenario, place) is None:
            yield ("show", index), f"there is no policy `{reference}` to show"
    texts = {place.key: variant.reference[name] for name, place in variant.places.items()}
    try:
        snapshot = snapshot_of(variant.scenario, {k: text for k, text in texts.items() if text})
    except EngineError as error:
        yield ("edit",), f"the organization cannot be built with the reference solution: {error}"
        return
    for index, check in enumerate(variant.shape.checks):
        for where, message in _check_faults(variant, snapshot, check):
            yield ("checks", index, *where), message


def _check_faults(variant: ExerciseVariant, snapshot: Snapshot, check: Check) -> Iterator[Fault]:
    match check:
        case IntentCheck():
            for where, message in ask_faults(snapshot, check.ask):
                yield ("ask", *where), message
        case CeilingCheck() | FloorCheck():
            for number, name in enumerate(check.principals):
                try:
                    resolve_principal(snapshot, name)
                except RequestError as error:
                    yield ("principals", number), str(error)
        case PublicCheck():
            try:
                resolve_resource(snapshot, check.not_public)
            except RequestError as error:
                yield ("not_public",), str(error)
        case SizeCheck():
            if check.at_most.policy and check.at_most.policy not in variant.places:
                known = ", ".join(f"`{name}`" for name in variant.places)
                message = f"no edited policy is called `{check.at_most.policy}`; there is {known}"
                yield ("at_most", "policy"), message
        case FindingsCheck():
            pass
