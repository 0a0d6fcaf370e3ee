"""The request context: condition keys and their values, looked up without regard to case (C2)."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping, Sequence
from decimal import Decimal

Scalar = str | int | float | bool
ContextValue = Scalar | Sequence[Scalar]


class Context:
    """The condition keys of one request, by lower-case name, as tuples of text.

    Booleans become `true` and `false`, numbers their shortest decimal form. A key with an empty
    list is absent (C4). A key given as a list of several values is multivalued.
    """

    __slots__ = ("_values", "get")

    def __init__(self, values: Mapping[str, ContextValue] | None = None) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        # Bound once: looking keys up is the innermost step of every condition.
        self.get = self._values.get
        for name, value in (values or {}).items():
            self.set(name, value)

    def extended(self, values: Mapping[str, ContextValue]) -> Context:
        """Return a context with more keys; a given one replaces one whose name differs in case."""
        context = Context.__new__(Context)
        context._values = merged = self._values.copy()
        context.get = merged.get
        for name, value in values.items():
            if type(value) is str:
                merged[name.lower()] = (value,)
            else:
                context.set(name, value)
        return context

    def set(self, name: str, value: ContextValue) -> None:
        """Set a key, replacing one whose name differs only in case."""
        texts = _texts(value)
        if texts:
            self._values[name.lower()] = texts
        else:
            self._values.pop(name.lower(), None)

    def single(self, lowered: str) -> str | None:
        """Return the value of a key that has exactly one, else None (C12)."""
        values = self._values.get(lowered)
        return values[0] if values is not None and len(values) == 1 else None

    def items(self) -> ItemsView[str, tuple[str, ...]]:
        """Return the lower-case keys with their values."""
        return self._values.items()

    def __contains__(self, lowered: object) -> bool:
        return lowered in self._values


def _texts(value: ContextValue) -> tuple[str, ...]:
    if isinstance(value, (str, int, float)):
        return (_text(value),)
    return tuple(_text(item) for item in value)


def _text(value: Scalar) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        # Through Decimal, which has no limit on digits as `str` of a whole number has.
        return str(Decimal(value))
    return value if isinstance(value, str) else repr(value)
