"""A matrix as HTML: thousands of cells, so rows are put together here and not by a template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from iamlab.engine import Verdict
from iamlab.lab.matrix.askers import Asker
from iamlab.lab.matrix.columns import Column
from iamlab.lab.matrix.grid import Cell, Grid, Row
from iamlab.lab.questions import write_context

WORDS = {
    Verdict.ALLOWED: "Allowed",
    Verdict.EXPLICIT_DENY: "Explicit deny",
    Verdict.IMPLICIT_DENY: "Implicit deny",
}
_SHORT = {
    Verdict.ALLOWED: "Allowed",
    Verdict.EXPLICIT_DENY: "Explicit",
    Verdict.IMPLICIT_DENY: "Implicit",
}
_LONG = re.compile(r"^([A-Z][a-z]{5})(?=[a-z]{4})")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[/:.])(?=\w)")

Overrides = Callable[[str], Mapping[str, str | list[str]]]
"""Tells the context keys that differ from a practice request, for a principal."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row: its principal, the name with places to break, and all of its cells."""

    asker: Asker
    name: SafeString
    cells: SafeString


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """Rows under one title."""

    title: str
    rows: tuple[DrawnRow, ...]


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """The head of a column; `starts` where a new target begins."""

    column: Column
    name: SafeString
    starts: bool


def draw_columns(columns: Iterable[Column]) -> tuple[DrawnColumn, ...]:
    """Return the heads of the columns."""
    drawn: list[DrawnColumn] = []
    for column in columns:
        starts = bool(drawn) and drawn[-1].column.target != column.target
        drawn.append(DrawnColumn(column, breakable(column.name), starts))
    return tuple(drawn)


def draw_rows(grid: Grid, scenario: str, overrides: Overrides) -> tuple[DrawnGroup, ...]:
    """Return the rows; every cell links to its question in the lab of the scenario."""
    pen = _Pen(grid.columns, scenario, overrides)
    return tuple(
        DrawnGroup(group.title, tuple(pen.row(row) for row in rows)) for group, rows in grid.groups
    )


def write_overrides(context: Mapping[str, str | list[str]]) -> list[str]:
    """Return context keys as the lab's addresses carry them: `key=value` for each value."""
    return write_context(
        {name: (item,) if isinstance(item, str) else tuple(item) for name, item in context.items()}
    )


def breakable(name: str) -> SafeString:
    """Return a name as HTML that may break before a capital, after a slash, a dot or a colon.

    A long word within it may be hyphenated.
    """
    parts = (_LONG.sub(r"\1&shy;", escape(part)) for part in _CAMEL.split(name))
    return mark_safe("<wbr>".join(parts))  # noqa: S308 - every part is escaped


def _parts(head: DrawnColumn) -> tuple[str, str, str]:
    """Return what the cells of a column share: classes, the end of the query, the name."""
    column = head.column
    query = urlencode({"action": column.action, "resource": column.target.arn})
    return ' class="first-object"' if head.starts else "", escape(query), escape(column.name)


class _Pen:
    """Draws cells from parts that are escaped once for each row and column."""

    def __init__(self, columns: tuple[Column, ...], scenario: str, overrides: Overrides) -> None:
        self._lab = f"{reverse('lab:lab')}?"
        self._scenario = scenario
        self._overrides = overrides
        sprite = escape(static("img/icons.svg"))
        self._icons = {
            verdict: '<svg class="icon" aria-hidden="true">'
            f'<use href="{sprite}#i-{verdict}"/></svg>'
            for verdict in Verdict
        }
        self._columns = [_parts(head) for head in draw_columns(columns)]

    def row(self, row: Row) -> DrawnRow:
        """Return one row with all of its cells."""
        asker = row.asker
        query = urlencode({"scenario": self._scenario, "principal": asker.principal})
        start, name = escape(f"{self._lab}{query}&"), escape(asker.name)
        context = [("ctx", text) for text in write_overrides(self._overrides(asker.principal))]
        end = escape(f"&{urlencode(context)}") if context else ""
        cells = [
            self._cell(cell, f'href="{start}{query}{end}"', f"{name}, {action}", classes)
            for cell, (classes, query, action) in zip(row.cells, self._columns, strict=True)
        ]
        return DrawnRow(asker, breakable(asker.name), mark_safe("".join(cells)))  # noqa: S308

    def _cell(self, cell: Cell, link: str, about: str, classes: str) -> str:
        if cell.decision is None:
            return (
                f'<td{classes}><span class="cell cell-none" title="{escape(cell.refusal)}">'
                '–<span class="sr-only">not a question that can be asked</span></span></td>'
            )
        verdict = cell.decision.verdict
        dagger = changes = ""
        if cell.changes:
            dagger = "<span>†</span>"
            changes = f", changes with {escape(', '.join(cell.changes))}"
        return (
            f'<td{classes}><a class="cell" {link} data-verdict="{verdict}"'
            f' aria-label="{WORDS[verdict]}: {about}{changes}">{self._icons[verdict]}'
            f'<span class="cell-word">{_SHORT[verdict]}</span>{dagger}</a></td>'
        )
