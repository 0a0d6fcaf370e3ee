"""The parts of a loose outline: values, members, and the state of the reading at the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal

PartKind = Literal["object", "list", "text", "word"]


class Expected(Enum):
    """What the innermost container waits for."""

    KEY = auto()
    COLON = auto()
    VALUE = auto()
    COMMA = auto()


@dataclass(slots=True, eq=False)
class Part:
    """A value or key. `text` is a string's content or a bare word; `end` grows while it is open."""

    kind: PartKind
    start: int
    end: int
    text: str = ""
    pairs: list[Pair] = field(default_factory=list)
    items: list[Part] = field(default_factory=list)

    def get(self, key: str) -> Part | None:
        """Return the last value under a key of an object, or None."""
        for pair in reversed(self.pairs):
            if pair.key is not None and pair.key.text == key:
                return pair.value
        return None

    def names(self) -> Iterator[Part]:
        """Give the keys of an object."""
        return (pair.key for pair in self.pairs if pair.key is not None)

    def texts(self) -> Iterator[str]:
        """Give the text itself, or the texts of a list."""
        if self.kind in ("text", "word"):
            yield self.text
        for item in self.items:
            if item.kind in ("text", "word"):
                yield item.text


@dataclass(slots=True, eq=False)
class Pair:
    """A member of an object, whole or in part."""

    key: Part | None
    value: Part | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The state of the reading where the cursor stands.

    `containers` are the open objects and lists, outermost first, `keys` the member each one is
    at (None in a list). `token` is the string or word under the cursor, `after` the end of what
    stands before it in the same container. `in_comment`: nothing is legal here.
    """

    containers: tuple[Part, ...]
    keys: tuple[str | None, ...]
    expected: Expected
    token: Part | None
    after: int
    in_comment: bool = False
