"""Finds the values of a document in which policy variables stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from iamlab.engine.documents import Entry, Path
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.subject import Subject

OPENER = "${"
Locate = Callable[[], Path]


def values_with_variables(subject: Subject) -> Iterator[tuple[Locate, Entry]]:
    """Yield the entries in which variables work: those of resources and condition values.

    With each comes what finds its path, which in a long list takes a while.
    """
    for statement, name, entry in subject.entries("Resource", "NotResource"):
        if OPENER in entry.text:
            yield partial(statement.path_to, name, entry), entry
    for condition in conditions(subject):
        for value in condition.values:
            if OPENER in value.text:
                yield partial(condition.path_to, value), value
