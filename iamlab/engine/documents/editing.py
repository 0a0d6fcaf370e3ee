"""Makes edits of a JSON text that keep its formatting, at places named by their spans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from iamlab.engine.documents.edits import TextEdit
from iamlab.engine.documents.positions import Span, indent_of
from iamlab.engine.documents.tree import JsonNode, JsonTree, Member, NodeKind

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Edits = tuple[TextEdit, ...]
_Writer = Callable[[str], str]

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Place:
    """One node or member with the container that holds it; `index` is its number in there."""

    part: JsonNode | Member
    container: JsonNode | None
    index: int


class TreeEditor:
    """Edits of one valid JSON text.

    Every method takes spans of nodes or members of the tree and gives edits of its text; a span
    that belongs to none raises KeyError. Edits of different methods can be made together as long
    as they do not touch the same element.
    """

    def __init__(self, tree: JsonTree) -> None:
        self.text = tree.text
        self._places: dict[tuple[int, int], _Place] = {}
        self._members: dict[tuple[int, int], _Place] = {}  # by the range of key and of value
        if tree.root is not None:
            self._note(tree.root, None, 0)

    def node(self, span: Span) -> JsonNode:
        """Return the value at a span; of a member, its value."""
        part = self._place(span).part
        return part.value if isinstance(part, Member) else part

    def replace(self, span: Span, value: Json) -> Edits:
        """Put another value in the place of the one at `span` (of a member: its value)."""
        node = self.node(span)
        return (self._put(node.span, _dump(value, self._indent_at(node.span))),)

    def rename(self, key_span: Span, name: str) -> Edits:
        """Give a member another key; `key_span` is that of the key or of the whole member."""
        part = self._place(key_span).part
        key = part.key if isinstance(part, Member) else part
        return (self._put(key.span, _dump(name)),)

    def remove(self, span: Span) -> Edits:
        """Take out a list item or a member, with the comma that it no longer needs.

        A member may be named by its own span, by that of its key or by that of its value.
        """
        place = self._members.get(_range(span)) or self._place(span)
        parts = _parts(place.container) if place.container else ()
        if len(parts) < 2:
            container = place.container.span if place.container else span
            inner = (container.start.offset + 1, container.end.offset - 1)
            return (TextEdit(*inner, ""),) if place.container else (self._put(span, ""),)
        if place.index + 1 < len(parts):
            following = parts[place.index + 1].span.start.offset
            return (TextEdit(place.part.span.start.offset, following, ""),)
        previous = parts[place.index - 1].span.end.offset
        return (TextEdit(previous, place.part.span.end.offset, ""),)

    def remove_all(self, spans: tuple[Span, ...]) -> Edits:
        """Take out several parts of one container, such as some entries of an Action list."""
        container = self._place(spans[0]).container
        doomed = {_range(span) for span in spans}
        if container is None or len(spans) == 1:
            return self.remove(spans[0])
        kept = [part for part in _parts(container) if _range(part.span) not in doomed]
        if not kept:
            inner = (container.span.start.offset + 1, container.span.end.offset - 1)
            return (TextEdit(*inner, ""),)
        return tuple(self._removals(container, doomed))

    def add_item(self, span: Span, value: Json) -> Edits:
        """Add a value to the list at `span`; a value that is no list becomes one of two."""
        node = self.node(span)
        if node.kind is not NodeKind.ARRAY:
            start, end = _range(node.span)
            return (TextEdit(start, start, "["), TextEdit(end, end, f", {_dump(value)}]"))
        return self._append(node, lambda indent: _dump(value, indent))

    def add_member(self, span: Span, key: str, value: Json, after: str | None = None) -> Edits:
        """Add `"key": value` to the object at `span`, behind the member `after` or the last."""
        node = self.node(span)

        def written(indent: str) -> str:
            return f"{_dump(key)}: {_dump(value, indent)}"

        names = [member.key.text for member in node.members]
        index = names.index(after) if after in names else len(names) - 1
        return self._append(node, written, index)

    def add_first_member(self, span: Span, key: str, value: Json) -> Edits:
        """Add `"key": value` as the first member of the object at `span`."""
        node = self.node(span)
        if not node.members:
            return self.add_member(span, key, value)
        first = node.members[0].span
        apart = f"\n{self._indent_at(first)}" if self._is_tall(node) else " "
        written = f"{_dump(key)}: {_dump(value, self._indent_at(first))},{apart}"
        return (TextEdit(first.start.offset, first.start.offset, written),)

    def wrap(self, span: Span) -> Edits:
        """Make a list of the single value at `span`."""
        start, end = _range(self.node(span).span)
        return (TextEdit(start, start, "["), TextEdit(end, end, "]"))

    def _append(self, node: JsonNode, written: _Writer, index: int | None = None) -> Edits:
        parts = _parts(node)
        start, end = _range(node.span)
        outer = self._indent_at(node.span)
        if not parts:
            inner = outer + _INDENT
            return (TextEdit(start + 1, end - 1, f"\n{inner}{written(inner)}\n{outer}"),)
        last = parts[-1 if index is None else index].span
        if not self._is_tall(node):
            return (TextEdit(last.end.offset, last.end.offset, f", {written('')}"),)
        inner = self._indent_at(parts[0].span)
        return (TextEdit(last.end.offset, last.end.offset, f",\n{inner}{written(inner)}"),)

    def _removals(self, container: JsonNode, doomed: set[tuple[int, int]]) -> Iterator[TextEdit]:
        """Yield the removals of a container that keeps at least one part."""
        parts: tuple[JsonNode | Member, ...] = _parts(container)
        last_kept = max(i for i, part in enumerate(parts) if _range(part.span) not in doomed)
        for index, part in enumerate(parts):
            if _range(part.span) in doomed and index < last_kept:
                yield TextEdit(part.span.start.offset, parts[index + 1].span.start.offset, "")
        if last_kept + 1 < len(parts):
            yield TextEdit(parts[last_kept].span.end.offset, parts[-1].span.end.offset, "")

    def _is_tall(self, node: JsonNode) -> bool:
        """Whether the container's first part stands on a line of its own."""
        first = _parts(node)[0].span.start
        return first.line > node.span.start.line

    def _indent_at(self, span: Span) -> str:
        """The white space with which the line of a place begins."""
        return indent_of(self.text, span.start.offset)

    def _put(self, span: Span, text: str) -> TextEdit:
        return TextEdit(*_range(span), text)

    def _place(self, span: Span) -> _Place:
        return self._places[_range(span)]

    def _note(self, node: JsonNode, container: JsonNode | None, index: int) -> None:
        self._places[_range(node.span)] = _Place(node, container, index)
        for number, item in enumerate(node.items):
            self._note(item, node, number)
        for number, member in enumerate(node.members):
            place = _Place(member, node, number)
            self._places[_range(member.span)] = place
            self._places[_range(member.key.span)] = place
            self._members[_range(member.key.span)] = place
            self._members[_range(member.value.span)] = place
            self._note(member.value, None, 0)


def _parts(node: JsonNode) -> tuple[JsonNode, ...] | tuple[Member, ...]:
    return node.members or node.items


def _range(span: Span) -> tuple[int, int]:
    return span.start.offset, span.end.offset


def _dump(value: Json, indent: str = "") -> str:
    """Write a value; what holds an object goes over several lines, each begun with `indent`."""
    if not _holds_object(value):
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, ensure_ascii=False, indent=len(_INDENT)).splitlines()
    return f"\n{indent}".join(lines)


def _holds_object(value: Json) -> bool:
    if isinstance(value, list):
        return any(_holds_object(item) for item in value)
    return isinstance(value, dict) and bool(value)
