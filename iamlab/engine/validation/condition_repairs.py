"""Repairs of Condition blocks: another operator, another key, or no test at all."""

from __future__ import annotations

from iamlab.engine.documents import Json, Member, NodeKind, Repair
from iamlab.engine.validation.condition_views import ConditionView, json_of
from iamlab.engine.validation.subject import StatementView, Subject

_LAST_ELEMENTS = ("Resource", "NotResource", "Action", "NotAction")


def rename_operator(subject: Subject, view: ConditionView, name: str) -> Repair | None:
    """Give the operator of a block another name, for all of its keys.

    None when the Condition has that operator already: its keys would have to move.
    """
    block = view.operator_member
    if block is None or _block_beside(view, name) is not None:
        return None
    return subject.rename(f"Use {name}", block.key.span, name)


def use_operator(
    subject: Subject, view: ConditionView, name: str, value: Json = None
) -> Repair | None:
    """Test one key with another operator, and with another value if one is given.

    The other keys of the block keep theirs. None when the operator tests this key already: two
    values under one operator are alternatives, under two operators both must be met.
    """
    condition, block, key = view.condition_member, view.operator_member, view.key_member
    if condition is None or block is None or key is None:
        return None
    target = _block_beside(view, name)
    alone = len(block.value.members) == 1
    edits = subject.editor
    label = f"Use {name}"
    if target is None and alone:
        renamed = edits.rename(block.key.span, name)
        return subject.join(
            label, renamed + (edits.replace(key.value.span, value) if value else ())
        )
    try:
        moved = value if value is not None else json_of(key.value)
    except ValueError:
        return None
    removal = edits.remove(block.span if alone else key.span)
    if target is None:
        new = {key.key.text: moved}
        added = edits.add_member(condition.value.span, name, new, after=block.key.text)
    elif target.value.kind is not NodeKind.OBJECT or _has_key(target, view.key_lower):
        return None
    else:
        added = edits.add_member(target.value.span, key.key.text, moved)
    return subject.join(label, removal + added)


def rename_key(subject: Subject, view: ConditionView, name: str) -> Repair | None:
    """Write another condition key; None when its block has that key already."""
    block, key = view.operator_member, view.key_member
    if block is None or key is None:
        return None
    if any(
        member is not key and member.key.text.lower() == name.lower()
        for member in block.value.members
    ):
        return None
    return subject.rename(f"Use {name}", key.key.span, name)


def drop_test(subject: Subject, view: ConditionView, label: str) -> Repair | None:
    """Take out one key with its values, and what would be left empty around it."""
    condition, block, key = view.condition_member, view.operator_member, view.key_member
    if condition is None or block is None or key is None:
        return None
    if len(block.value.members) > 1:
        return subject.remove(label, key.span)
    if len(condition.value.members) > 1:
        return subject.remove(label, block.span)
    return subject.remove(label, condition.span)


def add_condition(
    subject: Subject, statement: StatementView, label: str, operator: str, key: str, value: str
) -> Repair | None:
    """Add one test to the Condition of a statement, or a Condition with it.

    The test joins the block of its operator. None when that block tests the key already, and where
    there is no clear place for it.
    """
    editor = subject.editor
    test: Json = {key: value}
    condition = statement.element("Condition")
    if condition is None:
        names = {member.key.text for member in statement.node.members}
        after = next((name for name in _LAST_ELEMENTS if name in names), None)
        block: Json = {operator: test}
        edits = editor.add_member(statement.node.span, "Condition", block, after=after)
    elif condition.value.kind is not NodeKind.OBJECT:
        return None
    elif (found := _block(condition, operator)) is None:
        edits = editor.add_member(condition.value.span, operator, test)
    elif found.value.kind is not NodeKind.OBJECT or _has_key(found, key.lower()):
        return None
    else:
        edits = editor.add_member(found.value.span, key, value)
    return Repair(label, edits)


def _block_beside(view: ConditionView, name: str) -> Member | None:
    """The block of another operator in the same Condition, in whatever case it is written."""
    if view.condition_member is None:
        return None
    return _block(view.condition_member, name, beside=view.operator_member)


def _block(condition: Member, name: str, *, beside: Member | None = None) -> Member | None:
    for member in condition.value.members:
        if member is not beside and member.key.text.lower() == name.lower():
            return member
    return None


def _has_key(block: Member, key_lower: str) -> bool:
    return any(member.key.text.lower() == key_lower for member in block.value.members)
