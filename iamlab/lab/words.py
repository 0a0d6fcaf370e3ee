"""What the panel "In plain words" shows of a description: rows, and what unfolds below them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from zlib import crc32

from iamlab.engine import PolicyType
from iamlab.engine.description import (
    Part,
    PartKind,
    Phrase,
    StatementDescription,
    Unfolding,
    describe_policy,
)

FIRST_ROWS = 6
MOST_ROWS = 200  # as many as a trace shows; no policy that AWS would accept needs more
FIRST_NAMES = 12
_MOST_NAMES = 3000  # in one panel, so that a hostile text cannot ask for megabytes


@dataclass(frozen=True, slots=True)
class Names:
    """Some names, the first few and those behind "and 12 more"; `left_out` are not on the page."""

    title: str
    first: tuple[str, ...]
    more: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Fold:
    """What unfolds of one part of a sentence; `id` is the same after the text has changed.

    `title` is a pattern of the policy, or words when `listed`.
    """

    id: str
    title: str
    listed: bool
    headline: str
    groups: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with its place in the text: 1-based lines, and `LINE:COLUMN` of its start."""

    description: StatementDescription
    folds: tuple[Fold, ...]

    @property
    def goto(self) -> str:
        """The place that the editor goes to."""
        start = self.description.span.start
        return f"{start.line}:{start.column}"

    @property
    def place(self) -> str:
        """The lines in words."""
        first, last = self.description.span.start.line, self.description.span.end.line
        return f"line {first}" if first == last else f"lines {first} to {last}"


@dataclass(frozen=True, slots=True)
class Words:
    """The panel: the first rows, those behind a fold, and how many are not on the page."""

    summary: Phrase
    first: tuple[Row, ...]
    more: tuple[Row, ...]
    left_out: int

    @property
    def count(self) -> int:
        """How many statements the panel holds."""
        return len(self.first) + len(self.more)


def words_of(text: str, policy_type: PolicyType) -> Words:
    """Return the panel for a policy text; any text may be given."""
    described = describe_policy(text, policy_type, most=MOST_ROWS)
    folder = _Folder()
    rows = tuple(Row(item, folder.folds(item)) for item in described.statements)
    cut = FIRST_ROWS if len(rows) > FIRST_ROWS + 1 else len(rows)
    return Words(described.summary, rows[:cut], rows[cut:], described.left_out)


class _Folder:
    """Lays out what unfolds, within the number of names that one page may hold."""

    def __init__(self) -> None:
        self._left = _MOST_NAMES
        self._seen: Counter[int] = Counter()

    def folds(self, statement: StatementDescription) -> tuple[Fold, ...]:
        return tuple(self._fold(part) for part in statement.unfoldings)

    def _fold(self, part: Part) -> Fold:
        groups: list[Names] = []
        unfolding = part.unfolding
        listed = part.kind is PartKind.LIST
        if listed and (unfolding is None or set(part.entries) != _actions_of(unfolding)):
            groups.append(self._names("As written", part.entries))
        if unfolding is not None:
            groups += [self._names(group.level, group.actions) for group in unfolding.groups]
        headline = "" if unfolding is None else unfolding.headline
        title = f"The {part.text}" if listed else part.text
        return Fold(self._id(part), title, listed, headline, tuple(groups))

    def _names(self, title: str, names: tuple[str, ...]) -> Names:
        shown = names[: max(self._left, 0)]
        self._left -= len(shown)
        # A fold that hides only one or two names is not worth a click.
        cut = FIRST_NAMES if len(shown) > FIRST_NAMES + 2 else len(shown)
        return Names(title, shown[:cut], shown[cut:], len(names) - len(shown))

    def _id(self, part: Part) -> str:
        """Name a fold by what it unfolds, so that it stays open while the policy is edited."""
        digest = crc32(" ".join((part.text, *part.entries)).encode("utf-8", "surrogatepass"))
        self._seen[digest] += 1
        return f"words-{digest:08x}-{self._seen[digest]}"


def _actions_of(unfolding: Unfolding) -> set[str]:
    return {name for group in unfolding.groups for name in group.actions}
