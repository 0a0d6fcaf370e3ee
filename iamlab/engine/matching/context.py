"""The request context: condition keys and their values, looked up without regard to case (C2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

Scalar = str | int | float | bool
ContextValue = Scalar | Sequence[Scalar]


class Context:
    """The condition keys of one request, as tuples of text.

    Booleans become `true` and `false`, numbers their shortest decimal form. A key with an empty
    list is absent (C4). A key given as a list of several values is multivalued.
    """

    __slots__ = ("_names", "_values")

    def __init__(self, values: Mapping[str, ContextValue] | None = None) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        for name, value in (values or {}).items():
            self.set(name, value)

    def copy(self) -> Context:
        """Return a context with the same keys that can be changed apart from this one."""
        duplicate = Context.__new__(Context)
        duplicate._values = self._values.copy()
        duplicate._names = self._names.copy()
        return duplicate

    def set(self, name: str, value: ContextValue) -> None:
        """Set a key, replacing one whose name differs only in case."""
        texts = _texts(value)
        lowered = name.lower()
        if texts:
            self._values[lowered] = texts
            self._names[lowered] = name
        else:
            self._values.pop(lowered, None)

    def set_default(self, name: str, value: ContextValue) -> None:
        """Set a key unless the request already has it: what the caller supplies wins (X0)."""
        if name.lower() not in self._values:
            self.set(name, value)

    def get(self, lowered: str) -> tuple[str, ...] | None:
        """Return the values of a key, by its lower-case name, or None when it is absent."""
        return self._values.get(lowered)

    def single(self, lowered: str) -> str | None:
        """Return the value of a key that has exactly one, else None (C12)."""
        values = self._values.get(lowered)
        return values[0] if values is not None and len(values) == 1 else None

    def items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each key as it was written, with its values."""
        for lowered, values in self._values.items():
            yield self._names[lowered], values

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
