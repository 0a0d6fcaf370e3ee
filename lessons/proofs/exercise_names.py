"""Whether what an exercise names is there: checks, policies, principals, misconceptions."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine import EngineError, RequestError, Severity, Snapshot
from iamlab.engine.scenarios import Location, resolve_principal, resolve_resource
from iamlab.engine.validation import find_check
from lessons.content.course import Course
from lessons.content.exercises import Exercise, ExerciseVariant
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
from lessons.judging.worlds import snapshot_of
from lessons.proofs.asks import Fault, ask_faults
from lessons.proofs.references import unknown_misconception


def name_faults(course: Course, shape: ExerciseShape) -> Iterator[Fault]:
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


def unshown_rules(exercise: Exercise) -> Iterator[Fault]:
    """Find rules of feedback that no wrong solution shows to be of use."""
    shown = {solution.feedback for solution in exercise.variant(0).wrong}
    for index, rule in enumerate(exercise.shape.feedback):
        if rule.id not in shown:
            message = f"no solution triggers it; write one, `wrong/{rule.id}.json`"
            yield ("feedback", index, "id"), message


def variant_faults(variant: ExerciseVariant) -> Iterator[Fault]:
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
