"""Reads a Condition element into condition tests."""

from __future__ import annotations

from iamlab.engine.documents.elements import DATA_TYPE_MISMATCH, describe, entry_of, show
from iamlab.engine.documents.findings import FindingCollector, Path
from iamlab.engine.documents.policies import ConditionTest, Entry
from iamlab.engine.documents.tree import JsonNode, Member, NodeKind

_VALUE_KINDS = (NodeKind.STRING, NodeKind.NUMBER, NodeKind.BOOLEAN)
UNREADABLE_CONDITION = (
    "The statement is not evaluated because its `Condition` cannot be read as an object of "
    "operators."
)


def read_conditions(
    node: JsonNode, path: Path, collector: FindingCollector
) -> tuple[ConditionTest, ...] | None:
    """The tests of a Condition; None when it is not an object of objects.

    Without its condition a statement could match more than was meant, so the caller then
    leaves the whole statement out.
    """
    if node.kind is not NodeKind.OBJECT:
        collector.error(
            DATA_TYPE_MISMATCH,
            '`Condition` must be an object such as `{"StringEquals": {...}}`, '
            f"not {describe(node)}.",
            node.span,
            path,
        )
        return None
    if not node.members:
        message = "`Condition` is an empty object and tests nothing; remove it."
        collector.suggestion("EMPTY_OBJECT_CONDITION", message, node.span, path)
    tests: list[ConditionTest] = []
    readable = True
    for member in node.members:
        block = _read_block(member, (*path, member.key.text), collector)
        if block is None:
            readable = False
        else:
            tests.extend(block)
    return tuple(tests) if readable else None


def _read_block(
    member: Member, path: Path, collector: FindingCollector
) -> list[ConditionTest] | None:
    operator = member.key.text
    block = member.value
    if block.kind is not NodeKind.OBJECT:
        collector.error(
            DATA_TYPE_MISMATCH,
            f"{show(operator)} must hold an object of condition keys such as "
            f'`{{"aws:username": "ana"}}`, not {describe(block)}.',
            block.span,
            path,
        )
        return None
    if not block.members:
        message = f"{show(operator)} holds no condition key and tests nothing; remove it."
        collector.suggestion("EMPTY_OBJECT_CONDITION", message, block.span, path)
    _check_case(block, path, collector)
    name = entry_of(member.key)
    return [
        ConditionTest(
            name,
            entry_of(key.key),
            _read_values(operator, key, (*path, key.key.text), collector),
            key.span,
        )
        for key in block.members
    ]


def _check_case(block: JsonNode, path: Path, collector: FindingCollector) -> None:
    """Reports condition keys of one block that differ only in case (G4)."""
    seen: dict[str, Member] = {}
    for member in block.members:
        first = seen.setdefault(member.key.text.lower(), member)
        if first.key.text == member.key.text:
            continue
        collector.error(
            "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
            f"{show(member.key.text)} is the same condition key as {show(first.key.text)} on "
            f"line {first.key.span.start.line}: key names ignore case. Keep one of them.",
            member.key.span,
            (*path, member.key.text),
        )


def _read_values(
    operator: str, member: Member, path: Path, collector: FindingCollector
) -> tuple[Entry, ...]:
    node = member.value
    key = show(member.key.text)
    listed = node.kind is NodeKind.ARRAY
    values: list[JsonNode] = []
    for index, item in enumerate(node.items if listed else (node,)):
        if item.kind in _VALUE_KINDS:
            values.append(item)
            continue
        collector.error(
            DATA_TYPE_MISMATCH,
            f"A value of {key} must be a string, a number or true/false, not "
            f"{describe(item)}; it is ignored.",
            item.span,
            (*path, index) if listed else path,
        )
    if listed and not node.items:
        code, meaning = _explain_empty(operator)
        message = f"{key} has an empty list of values: {meaning}. Remove it or add a value."
        collector.suggestion(code, message, node.span, path)
    if len({value.kind for value in values}) > 1:
        collector.error(
            "INVALID_CONDITION_DATA_TYPE",
            f"The values of {key} mix strings, numbers or true/false; write them all alike.",
            node.span,
            path,
        )
    return tuple(entry_of(value) for value in values)


def _explain_empty(operator: str) -> tuple[str, str]:
    """The code and the meaning of an empty list under an operator (G7)."""
    lowered = operator.lower()
    if lowered.startswith("forallvalues:"):
        return (
            "EMPTY_ARRAY_CONDITION_FORALLVALUES",
            "under `ForAllValues` that matches only when the key is absent",
        )
    if lowered.startswith("foranyvalue:"):
        return (
            "EMPTY_ARRAY_CONDITION_FORANYVALUE",
            "under `ForAnyValue` that never matches",
        )
    if lowered.endswith("ifexists"):
        return (
            "EMPTY_ARRAY_CONDITION_IFEXISTS",
            "under `IfExists` that matches only when the key is absent",
        )
    if "not" in lowered:
        return "EMPTY_ARRAY_CONDITION", "under a negated operator that always matches"
    return "EMPTY_ARRAY_CONDITION", "that never matches"
