"""Finds policy variables in a text, the malformed ones too, and says what is wrong with them.

Source: AWS, "IAM policy elements: Variables and tags".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_OPENER = "${"
_ESCAPES = ("*", "?", "$")


class Fault(StrEnum):
    """What can be wrong with the writing of a variable."""

    NONE = ""
    OPEN = "open"
    EMPTY = "empty"
    SPACE = "space"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class VariableUse:
    """One `${...}` at `start` to `end` of its text.

    `name` is the context key as typed, or the character of an escape such as `${*}`; `default` is
    what stands behind the comma, quotes included, or None.
    """

    start: int
    end: int
    name: str
    default: str | None = None
    fault: Fault = Fault.NONE

    @property
    def escape(self) -> bool:
        """Whether it is one of the three ways to write a character as itself."""
        return self.name in _ESCAPES and self.default is None


@lru_cache(maxsize=1024)
def variables_of(text: str) -> tuple[VariableUse, ...]:
    """Return the variables of a policy value in order; none of a text without `${`."""
    if _OPENER not in text:
        return ()
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[VariableUse]:
    start = text.find(_OPENER)
    while start >= 0:
        inside = start + len(_OPENER)
        following = text.find(_OPENER, inside)
        limit = len(text) if following < 0 else following
        end = _closing(text, inside, limit)
        if end < 0:
            yield VariableUse(start, limit, text[inside:limit], fault=Fault.OPEN)
            start = following
        else:
            yield _read(start, end + 1, text[inside:end])
            start = text.find(_OPENER, end + 1)


def _closing(text: str, inside: int, limit: int) -> int:
    """The offset of the brace that closes a variable, or -1; one between quotes does not."""
    end = text.find("}", inside, limit)
    opening = text.find("'", inside, end) if end >= 0 else -1
    if opening < 0:
        return end
    closing = text.find("'", opening + 1)
    after = text.find("}", closing) if closing >= 0 else -1
    return after if closing > end and after >= 0 else end


def _read(start: int, end: int, inner: str) -> VariableUse:
    name, comma, default = inner.partition(",")
    if not name.strip():
        return VariableUse(start, end, "", fault=Fault.EMPTY)
    if not comma:
        fault = Fault.SPACE if _has_space(name) else Fault.NONE
        return VariableUse(start, end, name, fault=fault)
    fault = Fault.NONE
    if _has_space(name):
        fault = Fault.SPACE
    elif not _is_quoted(default.strip()):
        fault = Fault.QUOTE
    return VariableUse(start, end, name, default.strip(), fault)


def _has_space(name: str) -> bool:
    return any(character.isspace() for character in name)


def _is_quoted(default: str) -> bool:
    inner = default[1:-1]
    return len(default) >= 2 and default[0] == default[-1] == "'" and "'" not in inner
