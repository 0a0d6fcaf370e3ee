"""The sentences and places that the explanations of all cases hold: slips of wording and spans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from iamlab.engine.evaluation import ElementTrace, PolicyTrace, StatementTrace, Trace

from .cases import answer, load_cases

Told = tuple[str, str]
"""A text and the ID of the case that it is from."""


@lru_cache(maxsize=1)
def traces() -> dict[str, Trace]:
    """Return the explanation of every case that has one, by the ID of the case."""
    found = ((case.id, answer(case.given)) for case in load_cases())
    return {name: trace for name, trace in found if isinstance(trace, Trace)}


def statements_of(trace: Trace) -> Iterator[tuple[PolicyTrace, StatementTrace]]:
    for layer in trace.layers:
        for level in layer.levels:
            for policy in level.policies:
                for statement in policy.statements:
                    yield policy, statement


def sentences() -> Iterator[Told]:
    """Yield what is told in whole sentences."""
    for name, trace in traces().items():
        yield trace.summary, name
        yield from ((note.text, name) for note in trace.notes)
        yield from ((miss.why, name) for miss in trace.misses)
        for _, statement in statements_of(trace):
            yield from ((element.why, name) for element in statement.elements)
            if statement.skipped is not None:
                yield statement.skipped, name


def texts() -> Iterator[Told]:
    """Yield every text that a person reads."""
    yield from sentences()
    for name, trace in traces().items():
        yield from ((layer.why, name) for layer in trace.layers)
        if trace.message:
            yield trace.message, name


def elements() -> Iterator[tuple[str, StatementTrace, ElementTrace, str]]:
    """Yield the elements that have a place, with the text of their policy."""
    for name, trace in traces().items():
        for policy, statement in statements_of(trace):
            for element in statement.elements:
                if element.span is not None:
                    yield policy.policy.text, statement, element, name


def test_there_is_much_to_read() -> None:
    """The checks below look at something."""
    assert sum(1 for _ in sentences()) > 5_000
    assert sum(1 for _ in elements()) > 3_000


@pytest.mark.parametrize(
    "slip",
    [
        r"\bNone\b(?! of )",
        r"  ",
        r"^\s|\s$",
        r"^$",
        r"[<{]\w+ object at",
        r"\b(Layer|Reason)\.[A-Z]",
    ],
    ids=["None", "double space", "space at an end", "empty", "repr", "enum"],
)
def test_no_text_shows_a_slip(slip: str) -> None:
    """M1 to M5: sentences for people."""
    found = re.compile(slip)
    assert [told for told in texts() if found.search(told[0])] == []


def test_backticks_come_in_pairs() -> None:
    """M5: code is marked at both ends."""
    assert [told for told in texts() if told[0].count("`") % 2] == []


def test_a_sentence_ends_like_one() -> None:
    """M5: with a full stop, or a question mark when it asks what was meant."""
    assert [told for told in sentences() if not told[0].endswith((".", "?"))] == []


def test_a_sentence_begins_like_one() -> None:
    """M5: with a capital, a number or a name in backticks."""
    beginning = re.compile(r"[A-Z0-9`]")
    assert [told for told in sentences() if not beginning.match(told[0])] == []


def test_a_span_lies_inside_its_policy() -> None:
    """M2: a statement can be quoted."""
    for text, statement, element, name in elements():
        assert element.span is not None
        for span in (element.span, statement.span):
            assert 0 <= span.start.offset < span.end.offset <= len(text), name


def test_an_element_lies_inside_its_statement() -> None:
    """M2."""
    for _, statement, element, name in elements():
        assert element.span is not None
        assert statement.span.start.offset <= element.span.start.offset, name
        assert element.span.end.offset <= statement.span.end.offset, name


def test_lines_and_columns_agree_with_offsets() -> None:
    """M2: both count code points, from line 1 and column 1."""
    for text, _, element, name in elements():
        assert element.span is not None
        for place in (element.span.start, element.span.end):
            before = text[: place.offset]
            assert place.line == before.count("\n") + 1, name
            assert place.column == place.offset - (before.rfind("\n") + 1) + 1, name


def _member(text: str, element: ElementTrace) -> tuple[str, Any]:
    """Read what the span of an element covers as one member of an object."""
    assert element.span is not None
    covered = text[element.span.start.offset : element.span.end.offset]
    ((key, value),) = json.loads("{" + covered + "}").items()
    return key, value


def _statement(text: str, index: int) -> dict[str, Any]:
    found = json.loads(text)["Statement"]
    chosen: dict[str, Any] = found[index] if isinstance(found, list) else found
    return chosen


def test_the_span_of_an_element_covers_its_key_and_value() -> None:
    """M2, M5: what is marked in the text is what was compared."""
    for text, statement, element, name in elements():
        source = _statement(text, statement.index)
        if element.name == "Condition" or element.name not in source:
            continue
        assert _member(text, element) == (element.name, source[element.name]), name


def test_the_span_of_a_condition_covers_one_key_and_its_values() -> None:
    """M5."""
    for text, statement, element, name in elements():
        if element.name != "Condition":
            continue
        key, values = _member(text, element)
        blocks = _statement(text, statement.index)["Condition"].values()
        assert any(block.get(key) == values for block in blocks if isinstance(block, dict)), name


def test_an_absent_resource_is_shown_as_the_whole_statement() -> None:
    """R9: a statement without Resource, in a policy that hangs on one."""
    for text, statement, element, name in elements():
        if element.name in ("Resource", "Principal", "Action"):
            if element.name in _statement(text, statement.index):
                continue
            assert element.span == statement.span, name


def test_the_span_of_a_statement_covers_the_statement() -> None:
    """M2."""
    for text, statement, _, name in elements():
        covered = text[statement.span.start.offset : statement.span.end.offset]
        assert json.loads(covered) == _statement(text, statement.index), name
