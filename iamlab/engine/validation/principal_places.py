"""Walks the principals of a policy with the place of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.documents import JsonNode, Member, NodeKind, Path, Span
from iamlab.engine.validation.subject import StatementView, Subject

ANYONE = "*"


@dataclass(frozen=True, slots=True)
class PlacedPrincipal:
    """One name under Principal or NotPrincipal.

    `kind` is the key that it stands under; `*` for the bare star, and `AWS` for another bare text,
    which AWS's grammar refuses. `member` is that key with its value, when there is one.
    """

    statement: StatementView
    element: str
    kind: str
    text: str
    span: Span
    path: Path
    member: Member | None = None

    @property
    def is_anyone(self) -> bool:
        """Whether the principal is everyone: `*` alone or under `AWS`."""
        return self.text == ANYONE and self.kind in (ANYONE, "AWS")


def principals(subject: Subject, *elements: str) -> Iterator[PlacedPrincipal]:
    """Yield the names under the elements, by default under Principal, statement by statement."""
    for statement in subject.statements:
        yield from principals_of(statement, *elements)


def principals_of(statement: StatementView, *elements: str) -> Iterator[PlacedPrincipal]:
    """Yield the names under the elements of one statement, by default under Principal."""
    for element in elements or ("Principal",):
        holder = statement.element(element)
        if holder is None:
            continue
        path = (*statement.path, element)
        if holder.value.kind is not NodeKind.OBJECT:
            star = holder.value.kind is NodeKind.STRING and holder.value.text == ANYONE
            for node, place in _texts(holder.value, path):
                kind = ANYONE if star else "AWS"
                yield PlacedPrincipal(statement, element, kind, node.text, node.span, place)
            continue
        for member in holder.value.members:
            kind = member.key.text
            if kind == ANYONE:
                continue
            for node, place in _texts(member.value, (*path, kind)):
                yield PlacedPrincipal(statement, element, kind, node.text, node.span, place, member)


def _texts(node: JsonNode, path: Path) -> Iterator[tuple[JsonNode, Path]]:
    if node.kind is NodeKind.STRING:
        yield node, path
    for index, item in enumerate(node.items):
        if item.kind is NodeKind.STRING:
            yield item, (*path, index)
