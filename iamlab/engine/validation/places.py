"""Finds objects, members and statements by their places, to mend what the reader found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from iamlab.engine.documents import JsonNode, Member, NodeKind, Span
from iamlab.engine.validation.subject import StatementView, Subject

_SUBJECTS = 4  # the findings of one document are mended one after the other


def objects(root: JsonNode | None) -> Iterator[JsonNode]:
    """Yield every object of a tree, the outer ones first."""
    waiting = [] if root is None else [root]
    while waiting:
        node = waiting.pop()
        if node.kind is NodeKind.OBJECT:
            yield node
        waiting.extend(node.items)
        waiting.extend(member.value for member in node.members)


def find_member(subject: Subject, span: Span) -> tuple[JsonNode, Member] | None:
    """Return the member whose key, or value, stands at a span, with its object; or None."""
    return _members(subject).get(span)


@lru_cache(maxsize=_SUBJECTS)
def _members(subject: Subject) -> dict[Span, tuple[JsonNode, Member]]:
    found: dict[Span, tuple[JsonNode, Member]] = {}
    for node in objects(subject.tree.root):
        for member in node.members:
            for span in (member.key.span, member.value.span, member.span):
                found[span] = (node, member)
    return found


def names_of(node: JsonNode) -> frozenset[str]:
    """Return the keys of an object."""
    return frozenset(member.key.text for member in node.members)


def statement_at(subject: Subject, span: Span) -> StatementView | None:
    """Return the statement whose object stands at a span, or None."""
    return _statements(subject).get(span)


@lru_cache(maxsize=_SUBJECTS)
def _statements(subject: Subject) -> dict[Span, StatementView]:
    return {statement.source.span: statement for statement in subject.statements}
