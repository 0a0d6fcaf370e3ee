"""A learner's texts in the exercise's organization, beside the author's reference solution."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iamlab.engine import (
    AWS_RULES,
    Authorizer,
    EvaluationRules,
    PolicyDocument,
    Request,
    Severity,
    Snapshot,
    Trace,
    parse_policy,
)
from iamlab.engine.comparison import with_outsider
from iamlab.engine.validation import validate
from iamlab.lab.findings import setting_of
from lessons.content.course import Course
from lessons.content.exercises import ExerciseVariant
from lessons.judging.exercises.results import PolicyFinding, Unreadable
from lessons.judging.worlds import snapshot_of

_MOST_CHARACTERS = 12_000
"""Of all edited policies together; AWS takes 10,240 inline, and a solution has a tenth of that."""


@dataclass(frozen=True)
class Trial:
    """One set of texts, by the names of the edited policies, and all that checks ask of it."""

    variant: ExerciseVariant
    course: Course
    texts: Mapping[str, str]

    @cached_property
    def documents(self) -> dict[str, PolicyDocument]:
        """Each edited policy as it is read."""
        places = self.variant.places
        return {name: parse_policy(text, places[name].type) for name, text in self.texts.items()}

    @cached_property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The texts that cannot be evaluated, and why."""
        return tuple(
            _why(name, document)
            for name, document in self.documents.items()
            if not document.readable
        )

    @cached_property
    def candidate(self) -> Snapshot:
        """The organization with the learner's texts."""
        return organization_of(self.variant, self.texts)

    @cached_property
    def reference(self) -> Snapshot:
        """The organization with the author's solution."""
        return organization_of(self.variant, self.variant.reference)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The names of the policies that say something else than the author's."""
        reference = self.variant.reference
        return frozenset(
            name for name, text in self.texts.items() if not _is_same_json(text, reference[name])
        )

    @property
    def is_long(self) -> bool:
        """Whether the texts are longer than what is compared, or searched for beliefs, in time."""
        return sum(map(len, self.texts.values())) > _MOST_CHARACTERS

    @cached_property
    def evaluators(self) -> Evaluators:
        """The evaluators of the learner's organization."""
        return Evaluators(self.candidate)

    @cached_property
    def start_evaluators(self) -> Evaluators:
        """The evaluators of the organization as the learner found it."""
        return Evaluators(organization_of(self.variant, self.variant.starter))

    @cached_property
    def findings(self) -> tuple[PolicyFinding, ...]:
        """What the policy checks say about the edited policies, each where it is attached."""
        return tuple(
            PolicyFinding(name, finding)
            for name, text in self.texts.items()
            for finding in validate(
                text,
                self.variant.places[name].type,
                setting_of(self.variant.places[name].key, self.candidate),
            )
        )


def make_trial(variant: ExerciseVariant, texts: Mapping[str, str], course: Course) -> Trial:
    """Return a trial; a policy that is not in `texts` keeps the text it starts with.

    Other names in `texts` are passed over.
    """
    whole = {name: texts.get(name, variant.starter[name]) for name in variant.places}
    return Trial(variant, course, whole)


def explain_request(
    variant: ExerciseVariant,
    texts: Mapping[str, str],
    request: Request,
    *,
    powerless: bool = False,
) -> Trace:
    """Return the trace of a request of a check, with a learner's texts in force.

    `powerless` is the witness's, for a caller whom the organization does not know. Raises
    DocumentError where a text in play cannot be read.
    """
    return (
        Evaluators(organization_of(variant, texts))
        .of(request, powerless=powerless)
        .explain(request)
    )


class Evaluators:
    """The evaluators of one organization, each made when it is first asked.

    A caller whom the organization does not know may do everything at home, or nothing, as in the
    comparison that found a witness.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._kept: dict[tuple[EvaluationRules, str, bool], Authorizer] = {}

    def of(
        self, request: Request, rules: EvaluationRules = AWS_RULES, *, powerless: bool = False
    ) -> Authorizer:
        """Return the evaluator that answers a request by some rules."""
        snapshot = with_outsider(self._snapshot, request.principal, powerless=powerless)
        known = snapshot is self._snapshot
        key = (rules, "" if known else request.principal, powerless)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Authorizer(snapshot, rules=rules)
        return found


def organization_of(variant: ExerciseVariant, texts: Mapping[str, str]) -> Snapshot:
    """Return the scenario with the texts in force; an empty one is no policy."""
    return snapshot_of(
        variant.scenario,
        {
            place.key: texts[name]
            for name, place in variant.places.items()
            if texts.get(name, "").strip()
        },
    )


def _is_same_json(text: str, other: str) -> bool:
    """Tell whether two policies are the same but for white space and the order of keys."""
    try:
        return text == other or _data(text) == _data(other)
    except ValueError:
        return False


def _data(text: str) -> object:
    """Return JSON as data in which `1`, `1.0` and `true` differ, as they do in a policy."""
    return json.loads(text, parse_int=_number, parse_float=_number)


def _number(lexeme: str) -> tuple[str]:
    return (lexeme,)


def _why(name: str, document: PolicyDocument) -> Unreadable:
    if not document.text.strip():
        message = "There is no policy yet. Write one: a JSON object with `Version` and `Statement`."
        return Unreadable(name, message, 1, 1)
    errors = [item for item in document.findings if item.severity is Severity.ERROR]
    found = errors[0] if errors else None
    if found is None:
        return Unreadable(name, "This cannot be read as a policy.", 1, 1)
    start = found.span.start
    return Unreadable(name, found.message, start.line, start.column)
