"""The answers of a matrix: one decision for each principal and action, and what would change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from iamlab.engine import Authorizer, Decision, EngineError, Request, Verdict
from iamlab.lab.matrix.askers import Asker, AskerGroup
from iamlab.lab.matrix.columns import Column
from iamlab.lab.matrix.texts import condition_values

MAX_SECONDS = 8.0
"""How long a matrix may take. Policies of thousands of statements would keep the server busy."""

_TIME_IS_UP = "Not asked: the policies are so long that the time was up. Choose fewer actions."
_MOST_KEYS = 4
_MOST_VALUES = 4
_MOST_NAMED = 3
_BOOLEANS = ("true", "false")
_OF_CALLER = frozenset({"aws:userid", "aws:username"})

MakeRequest = Callable[[str, str, str], Request]
"""Makes the request of a principal, an action and a resource, with the context that AWS sends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer. `decision` is None when the question cannot be asked; `refusal` says why.

    `changes` are the context keys that the request lacks and that, with some value that a policy
    compares them with, would turn yes into no or no into yes.
    """

    decision: Decision | None
    changes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The answers for one principal, in the order of the columns."""

    asker: Asker
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All answers, grouped as their principals are."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[AskerGroup, tuple[Row, ...]], ...]
    counts: Mapping[Verdict, int]
    changing: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many questions were answered."""
        return sum(self.counts.values())

    @property
    def out_of_time(self) -> bool:
        """Whether cells are left that nobody had the time to ask."""
        return any(cell.refusal == _TIME_IS_UP for _, _, cell in self.cells())

    @property
    def changing_keys(self) -> list[str]:
        """The keys that change cells, those that change most first, three at most."""
        return sorted(self.changing, key=lambda key: -self.changing[key])[:_MOST_NAMED]

    def cells(self) -> Iterable[tuple[Asker, Column, Cell]]:
        """Yield every cell with its row and its column."""
        for _, rows in self.groups:
            for row in rows:
                for column, cell in zip(self.columns, row.cells, strict=True):
                    yield row.asker, column, cell


def fill_grid(
    authorizer: Authorizer,
    groups: Sequence[AskerGroup],
    columns: Sequence[Column],
    make_request: MakeRequest,
) -> Grid:
    """Ask every question and return the answers. A question that cannot be asked has no verdict.

    Neither has one that is left when `MAX_SECONDS` are over.
    """
    deadline = perf_counter() + MAX_SECONDS
    values = condition_values(authorizer.snapshot.policies().values())
    counts: Counter[Verdict] = Counter()
    changing: Counter[str] = Counter()
    filled = []
    for group in groups:
        rows = []
        for asker in group.askers:
            row = _fill_row(authorizer, asker, columns, make_request, values, deadline)
            for cell in row.cells:
                if cell.decision is not None:
                    counts[cell.decision.verdict] += 1
                    changing.update(cell.changes)
            rows.append(row)
        filled.append((group, tuple(rows)))
    return Grid(tuple(columns), tuple(filled), counts, changing)


def _fill_row(
    authorizer: Authorizer,
    asker: Asker,
    columns: Sequence[Column],
    make_request: MakeRequest,
    values: Mapping[str, tuple[str, ...]],
    deadline: float,
) -> Row:
    cells = []
    for column in columns:
        if perf_counter() > deadline:
            cells.append(Cell(None, refusal=_TIME_IS_UP))
            continue
        try:
            request = make_request(asker.principal, column.action, column.target.arn)
            decision = authorizer.decide(request)
            changes = _changes(authorizer, request, decision, values)
        except EngineError as error:
            cells.append(Cell(None, refusal=str(error)))
        else:
            cells.append(Cell(decision, changes))
    return Row(asker, tuple(cells))


def _changes(
    authorizer: Authorizer,
    request: Request,
    decision: Decision,
    values: Mapping[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Return the missing keys that would turn yes into no or no into yes, tried value by value."""
    found = []
    allowed = decision.verdict is Verdict.ALLOWED
    open_keys = [key for key in decision.missing_keys if not _is_settled(key)]
    for key in open_keys[:_MOST_KEYS]:
        for value in _samples(values.get(key.lower(), ())):
            other = replace(request, context={**request.context, key: value})
            if (authorizer.decide(other).verdict is Verdict.ALLOWED) is not allowed:
                found.append(key)
                break
    return tuple(found)


def _is_settled(key: str) -> bool:
    """Tell whether a key follows from who asks, so that another value would be another caller."""
    lowered = key.lower()
    return lowered in _OF_CALLER or (
        lowered.startswith("aws:principal") and not lowered.startswith("aws:principaltag/")
    )


def _samples(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts to try a key with: those in policies, wildcards filled in, networks as hosts."""
    if set(values) & set(_BOOLEANS):
        return _BOOLEANS
    return tuple(
        value.replace("*", "x").replace("?", "x").partition("/")[0]
        if _is_network(value)
        else value.replace("*", "x").replace("?", "x")
        for value in values[:_MOST_VALUES]
    )


def _is_network(value: str) -> bool:
    address, slash, length = value.partition("/")
    return bool(slash) and length.isdigit() and not address.strip("0123456789abcdefABCDEF.:")
