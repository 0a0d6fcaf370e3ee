"""Adds a test to the Condition of a statement, as a repair."""

from __future__ import annotations

from iamlab.engine.documents import Json, NodeKind, Repair
from iamlab.engine.validation.subject import StatementView, Subject

_LAST_ELEMENTS = ("Resource", "NotResource", "Action", "NotAction")


def add_condition(
    subject: Subject, statement: StatementView, label: str, operator: str, key: str, value: str
) -> Repair | None:
    """Return a repair that adds one condition test, or None where there is no clear place for it.

    The test joins the block of its operator. A key that the block already holds is left alone.
    """
    editor = subject.editor
    condition = statement.element("Condition")
    if condition is None:
        names = {member.key.text for member in statement.node.members}
        after = next((name for name in _LAST_ELEMENTS if name in names), None)
        block: Json = {operator: {key: value}}
        edits = editor.add_member(statement.node.span, "Condition", block, after=after)
        return Repair(label, edits)
    if condition.value.kind is not NodeKind.OBJECT:
        return None
    found = condition.value.get(operator)
    if found is None:
        return Repair(label, editor.add_member(condition.value.span, operator, {key: value}))
    if found.kind is not NodeKind.OBJECT:
        return None
    if any(member.key.text.lower() == key.lower() for member in found.members):
        return None
    return Repair(label, editor.add_member(found.span, key, value))
