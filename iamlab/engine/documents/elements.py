"""Reads the elements that hold one string or a list of strings: Action, Resource and values."""

from __future__ import annotations

from iamlab.engine.documents.findings import FindingCollector, Path
from iamlab.engine.documents.policies import Entry
from iamlab.engine.documents.tokens import make_encodable
from iamlab.engine.documents.tree import JsonNode, NodeKind

DATA_TYPE_MISMATCH = "DATA_TYPE_MISMATCH"
_SHOWN_LENGTH = 60
_KIND_WORDS = {
    NodeKind.OBJECT: "an object",
    NodeKind.ARRAY: "a list",
    NodeKind.STRING: "a string",
    NodeKind.NUMBER: "a number",
    NodeKind.BOOLEAN: "a true/false value",
    NodeKind.NULL: "null",
    NodeKind.MISSING: "missing",
}


def describe(node: JsonNode) -> str:
    """The JSON kind of a value in words, such as `a number`."""
    return _KIND_WORDS[node.kind]


def show(text: str) -> str:
    """A text of the policy for a sentence, in backticks and cut to a readable length.

    An empty one is shown with its quotes.
    """
    if not text:
        return '`""`'
    shown = text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"
    return f"`{make_encodable(shown)}`"


def entry_of(node: JsonNode) -> Entry:
    """The entry of a string, number or boolean node."""
    return Entry(node.text, node.span)


def read_strings(
    element: str, node: JsonNode, path: Path, collector: FindingCollector
) -> tuple[Entry, ...]:
    """The entries of a string or a list of strings (G1).

    Anything else is reported and left out, so it matches nothing, though the element counts
    as present. `element` is the name used in the sentence.
    """
    if node.kind is NodeKind.STRING:
        return (entry_of(node),)
    if node.kind is not NodeKind.ARRAY:
        collector.error(
            DATA_TYPE_MISMATCH,
            f"`{element}` must be a string or a list of strings, not {describe(node)}; "
            "as it is, it matches nothing.",
            node.span,
            path,
        )
        return ()
    entries = []
    for index, item in enumerate(node.items):
        if item.kind is NodeKind.STRING:
            entries.append(entry_of(item))
            continue
        collector.error(
            DATA_TYPE_MISMATCH,
            f"Each entry of `{element}` must be a string, not {describe(item)}; "
            "this entry is ignored.",
            item.span,
            (*path, index),
        )
    return tuple(entries)
