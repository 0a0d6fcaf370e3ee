"""Where in a policy the cursor stands: which element, key or value, and what fits around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from iamlab.engine.completion.outline import OutlineReader, next_character
from iamlab.engine.completion.parts import Cursor, Expected, Part
from iamlab.engine.documents import indent_of

_WORD = re.compile(r"\s*+(?:\"(?:[^\"\\\n]|\\.)*+\"?|[^\s\[\]{}:,\"]++)")
_VARIABLE = re.compile(r"\$\{[^}\"]*\}?")


class Role(Enum):
    """What is written at a place."""

    DOCUMENT = auto()
    KEY = auto()
    VALUE = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A place to write at.

    `path` are the keys that lead here, lists passed over; for a value its own key comes last.
    `containers` are the objects and lists around, outermost first. A suggestion replaces the text
    from `start` to `end`, and begins with `lead` and ends with `tail`, the punctuation that the
    place lacks. `typed` is what stands before the cursor without its quote. `named`: a key that
    has its colon already. `token` is the string or word there is.
    """

    role: Role
    path: tuple[str, ...]
    containers: tuple[Part, ...]
    start: int
    end: int
    typed: str
    token: Part | None
    lead: str = ""
    tail: str = ""
    indent: str = ""
    named: bool = False

    @property
    def container(self) -> Part | None:
        """The innermost object or list."""
        return self.containers[-1] if self.containers else None

    @property
    def statement(self) -> Part | None:
        """The statement around this place, if there is one."""
        if self.path[:1] != ("Statement",):
            return None
        return next((part for part in self.containers[1:] if part.kind == "object"), None)


def find_place(text: str, offset: int, *, touching: bool = False) -> Place:
    """Return the place at an offset (0 to the length of the text) of any text; never raises."""
    cursor = OutlineReader(text, offset, touching=touching).read()
    token = cursor.token
    start = token.start if token else offset
    end = token.end if token else offset
    role = _role(cursor) if not _is_taken(text, cursor, end) else Role.NOWHERE
    named = role is not Role.NOWHERE and next_character(text, end) == ":"
    if token is not None and named and cursor.expected is Expected.VALUE:
        # The value is missing, and what stands there is the next key.
        role = Role.KEY if cursor.containers[-1:] and _in_object(cursor) else role
    path = tuple(key for key in cursor.keys[:-1] if key is not None)
    if role is Role.VALUE and cursor.keys and cursor.keys[-1] is not None:
        path += (cursor.keys[-1],)
    start, lead = (start, "") if role is Role.NOWHERE else _lead(text, cursor, start)
    return Place(
        role=role,
        path=path,
        containers=cursor.containers,
        start=start,
        end=end,
        typed=_typed(text, token, offset),
        token=token,
        lead=lead,
        tail="" if role is Role.DOCUMENT else _tail(text, end),
        indent=lead.rpartition("\n")[2] if "\n" in lead else indent_of(text, start),
        named=role is Role.KEY and named,
    )


def variable_at(text: str, place: Place, offset: int) -> tuple[int, int] | None:
    """Return the stretch of the variable `${...}`, closed or not, that the cursor stands in."""
    if place.token is None or place.role is not Role.VALUE:
        return None
    for match in _VARIABLE.finditer(text, place.token.start, place.token.end):
        closed = match.group().endswith("}")
        if match.start() + 1 < offset and (offset < match.end() or not closed):
            return match.start(), match.end() if closed else offset
    return None


def _in_object(cursor: Cursor) -> bool:
    return cursor.containers[-1].kind == "object"


def _role(cursor: Cursor) -> Role:
    if cursor.in_comment:
        return Role.NOWHERE
    if not cursor.containers:
        return Role.DOCUMENT
    if not _in_object(cursor) or cursor.expected in (Expected.VALUE, Expected.COLON):
        return Role.VALUE
    return Role.KEY


def _is_taken(text: str, cursor: Cursor, end: int) -> bool:
    """Whether what would be written at a place without a word is there already, further on."""
    if cursor.token is not None or not cursor.containers:
        return False
    following = next_character(text, end)
    if cursor.expected is Expected.COLON:
        return following == ":"
    if cursor.expected is not Expected.VALUE or not _in_object(cursor):
        return False
    if following in ("", ",", "]", "}", ":"):
        return False
    match = _WORD.match(text, end)
    # Another word with a colon behind it is the next key, and the value is still missing.
    return match is None or next_character(text, match.end()) != ":"


def _typed(text: str, token: Part | None, offset: int) -> str:
    if token is None:
        return ""
    quote = 1 if token.kind == "text" else 0
    last = max(token.start + quote, min(offset, token.end))
    if text[token.start : token.end] == '""':
        return ""  # the cursor may stand behind the quotes of an empty string
    return text[token.start + quote : last]


def _lead(text: str, cursor: Cursor, start: int) -> tuple[int, str]:
    """Return where to begin and the comma, colon or line break to begin with."""
    if not cursor.containers:
        return start, ""
    if cursor.expected is Expected.COLON:
        return start, ": "
    container, gap = cursor.containers[-1], text[cursor.after : start]
    is_next = cursor.expected is Expected.COMMA
    follows_comma = text[cursor.after - 1 : cursor.after] == "," and not gap.strip()
    if not is_next and not (follows_comma and cursor.token is None):
        return start, ""
    comma = "," if is_next else ""
    if gap.strip():  # a comment, or a character that cannot stand there: leave it
        return start, comma
    if "\n" in gap:
        return (cursor.after, "," + gap) if is_next else (start, "")
    own_line = _own_line(text, container)
    if own_line is not None:
        return cursor.after, f"{comma}\n{own_line}"
    return cursor.after, f"{comma} "


def _own_line(text: str, container: Part) -> str | None:
    """Return the indent of a container's members when each begins a line of its own."""
    members = [*container.names(), *container.items]
    if not members:
        return None
    first = members[0].start
    line = text.rfind("\n", 0, first) + 1
    before = text[line:first]
    return before if line and not before.strip() else None


def _tail(text: str, end: int) -> str:
    following = next_character(text, end)
    return "" if following in ("", ",", "]", "}", ":") else ","
