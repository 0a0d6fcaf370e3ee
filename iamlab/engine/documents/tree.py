"""The JSON tree with the place of every key and value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.documents.findings import Finding
from iamlab.engine.documents.positions import Span


class NodeKind(StrEnum):
    """The six JSON kinds, and `missing` for a value that is not typed yet."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class JsonNode:
    """One value. `text` is the decoded string, or the lexeme of a number, boolean or null.

    `members` is filled for objects only and keeps duplicate keys; `items` for arrays only.
    """

    kind: NodeKind
    span: Span
    text: str = ""
    members: tuple[Member, ...] = ()
    items: tuple[JsonNode, ...] = ()

    def get(self, key: str) -> JsonNode | None:
        """The value of the last member called `key`, as `json.loads` would choose; or None."""
        for member in reversed(self.members):
            if member.key.text == key:
                return member.value
        return None


@dataclass(frozen=True, slots=True)
class Member:
    """One `"key": value` of an object; the span runs from the key to the end of the value."""

    key: JsonNode
    value: JsonNode
    span: Span


@dataclass(frozen=True, slots=True)
class JsonTree:
    """A text and what could be read from it; `valid` is the strict verdict of RFC 8259.

    `root` is None when nothing could be read. When `valid` is False the tree holds what could
    be recovered and `findings` say what is wrong.
    """

    text: str
    root: JsonNode | None
    findings: tuple[Finding, ...]
    valid: bool
