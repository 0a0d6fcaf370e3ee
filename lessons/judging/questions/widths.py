"""Is a policy wider than the author's, for all requests? Asked of the engine's comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from iamlab.engine import EngineError, Snapshot
from iamlab.engine.comparison import (
    Comparison,
    Outcome,
    Witness,
    compare_access,
    compare_policies,
    compare_resource,
)
from lessons.content.references import Place
from lessons.content.shapes.asks import Ask
from lessons.judging.exercises.subjects import Caller, Subject, Target, find_subjects

LIMIT = 2.0
"""Seconds for one answer, with all comparisons that it takes."""

LEAST = 0.05
"""Seconds for each comparison even so: an easy one is still made."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The same policy in two texts, each in its organization."""

    place: Place
    asks: tuple[Ask, ...]
    learners: Snapshot
    authors: Snapshot
    learners_text: str
    authors_text: str


@dataclass(frozen=True, slots=True)
class Width:
    """What was found: a request that only the learner's policy allows, or why it is not known."""

    witness: Witness | None = None
    undecided: str = ""


def find_width(sides: Sides) -> Width:
    """Return the first request found that is too much; `undecided` says so when time ran out."""
    if sides.learners_text == sides.authors_text:
        return Width()
    undecided = ""
    for comparison in _comparisons(sides):
        if comparison.outcome is Outcome.WIDER and comparison.witness is not None:
            return Width(comparison.witness)
        if comparison.outcome is not Outcome.NO_WIDER:
            undecided = comparison.reason or "The comparison took too long."
    return Width(undecided=undecided)


def _comparisons(sides: Sides) -> Iterator[Comparison]:
    end = monotonic() + LIMIT
    for subject in _subjects(sides):
        limit = max(end - monotonic(), LEAST)
        learners, authors = sides.learners, sides.authors
        if isinstance(subject, Caller):
            yield compare_access(learners, authors, subject.principal, limit=limit)
        elif isinstance(subject, Target):
            yield compare_resource(learners, authors, subject.resource, limit=limit)
        else:
            texts = (sides.learners_text, sides.authors_text)
            yield compare_policies(*texts, sides.place.type, limit=limit)


def _subjects(sides: Sides) -> Sequence[Subject]:
    try:
        return find_subjects({"": sides.place}, sides.asks, sides.learners)
    except EngineError:
        return ()
