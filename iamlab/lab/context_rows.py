"""The condition keys of a question as rows to fill in, and those that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from iamlab.engine import ConditionKey, Trace, condition_key
from iamlab.lab.questions import Values

_KINDS = {"Bool": "bool", "Date": "date", "Numeric": "number", "IPAddress": "address"}
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class ContextRow:
    """One key with its value, a value a line; empty when the request comes without the key.

    `shown` is what the practice organization sends by itself. `kind` picks the input: `bool`,
    `date`, `number`, `address`, `lines` (several values) or `text`. `missing`: a policy asks for
    the key and the request lacks it. `place` is unique on the page.
    """

    key: str
    value: str
    shown: str
    kind: str
    description: str
    missing: bool
    place: str

    @property
    def changed(self) -> bool:
        """Whether the learner set the value."""
        return self.value != self.shown

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a `bool` besides none at all; one that is neither stays choosable."""
        odd = () if self.value in ("", "true", "false") else (self.value,)
        return ("true", "false", *odd)

    @property
    def lines(self) -> int:
        """How many lines a field for several values shows."""
        return min(max(self.value.count("\n") + 1, 1), 6)


@dataclass(frozen=True, slots=True)
class FollowedKey:
    """A key that the request has without anybody's doing, with its values."""

    key: str
    values: Values


def context_rows(
    trace: Trace,
    in_play: Iterable[str],
    said: Mapping[str, Values],
    practice: Mapping[str, Values],
) -> tuple[ContextRow, ...]:
    """Return a row for each key that a policy asks for or the learner set.

    `in_play` are the keys in the policies, `said` what the learner set (no values: taken away) and
    `practice` what the practice organization sends. Keys that the engine fills in by itself (X0)
    have no row unless they were set. A hundred rows for the policies' keys are the most.
    """
    own = {name.lower(): values for name, values in said.items()}
    sent = {name.lower(): values for name, values in practice.items()}
    missing = {name.lower() for name in trace.decision.missing_keys}
    filled = {name.lower() for name in trace.context} - {n.lower() for n in trace.request.context}
    shown = (name for name in in_play if name.lower() not in filled or name.lower() in own)
    names = {name.lower(): name for name in islice(shown, _MOST_ROWS)}
    for name in said:
        names.setdefault(name.lower(), name)
    return tuple(
        _row(name, own.get(lower), sent.get(lower, ()), lower in missing, f"key-{number}")
        for number, (lower, name) in enumerate(names.items())
    )


def followed_keys(trace: Trace, rows: Iterable[ContextRow]) -> tuple[FollowedKey, ...]:
    """Return the keys of the request that have no row, by name."""
    shown = {row.key.lower() for row in rows}
    return tuple(
        FollowedKey(name, values)
        for name, values in sorted(trace.context.items(), key=lambda item: item[0].lower())
        if name.lower() not in shown
    )


def _row(name: str, own: Values | None, sent: Values, missing: bool, place: str) -> ContextRow:
    known = condition_key(name)
    values = sent if own is None else own
    return ContextRow(
        key=name if known is None else known.name,
        value="\n".join(values),
        shown="\n".join(sent),
        kind=_kind(known, values),
        description="" if known is None else known.description,
        missing=missing,
        place=place,
    )


def _kind(known: ConditionKey | None, values: Values) -> str:
    if len(values) > 1 or (known is not None and known.multivalued):
        return "lines"
    return "text" if known is None else _KINDS.get(known.type, "text")
