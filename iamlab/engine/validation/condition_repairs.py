"""Repairs of Condition blocks: another operator, another key, or no test at all."""

from __future__ import annotations

from iamlab.engine.documents import Json, Member, NodeKind, Repair
from iamlab.engine.validation.condition_views import ConditionView, json_of
from iamlab.engine.validation.subject import Subject


def rename_operator(subject: Subject, view: ConditionView, name: str) -> Repair | None:
    """Give the operator of a block another name, for all of its keys.

    None when the Condition has that operator already: its keys would have to move.
    """
    block = view.operator_member
    if block is None or _block_named(view, name) is not None:
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
    target = _block_named(view, name)
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


def require(
    subject: Subject, view: ConditionView, operator: str, key: str, value: str
) -> Repair | None:
    """Add one more test to the Condition that a view belongs to; None when it is there already."""
    condition = view.condition_member
    if condition is None or len(key) + len(value) > 200:
        return None
    label = f"Require {key}"
    target = _block_named(view, operator, other=False)
    if target is None:
        new: Json = {key: value}
        return subject.join(label, subject.editor.add_member(condition.value.span, operator, new))
    if target.value.kind is not NodeKind.OBJECT or _has_key(target, key.lower()):
        return None
    return subject.join(label, subject.editor.add_member(target.value.span, key, value))


def _block_named(view: ConditionView, name: str, *, other: bool = True) -> Member | None:
    """The block of an operator in the same Condition, in whatever letter case it is written."""
    condition, own = view.condition_member, view.operator_member
    for member in condition.value.members if condition is not None else ():
        if (member is not own or not other) and member.key.text.lower() == name.lower():
            return member
    return None


def _has_key(block: Member, key_lower: str) -> bool:
    return any(member.key.text.lower() == key_lower for member in block.value.members)
