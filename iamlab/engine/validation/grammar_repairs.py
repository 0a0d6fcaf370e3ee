"""Repairs of what the reader of documents finds wrong with a policy's grammar.

Each gives the edit that mends one finding, or None where a person must judge.
"""

from __future__ import annotations

from iamlab.engine.catalog import takes_resource
from iamlab.engine.documents import (
    GRAMMARS,
    Finding,
    JsonNode,
    NodeKind,
    PolicyType,
    PrincipalRule,
    Repair,
    TextEdit,
    indent_of,
)
from iamlab.engine.documents.grammar import (
    DOCUMENT_ELEMENTS,
    EFFECTS,
    EXCLUSIVE_PAIRS,
    STATEMENT_ELEMENTS,
    suggest,
)
from iamlab.engine.documents.policies import VERSION_WITH_VARIABLES
from iamlab.engine.matching import ACCOUNT_ID
from iamlab.engine.validation.places import find_member, names_of, statement_at
from iamlab.engine.validation.subject import Subject

_SHOWN_LENGTH = 30
_PRINCIPALS = ("Principal", "NotPrincipal")
_RESOURCES = ("Resource", "NotResource")
_OPPOSITES = {name: pair for pair in EXCLUSIVE_PAIRS for name in pair}
_ACCOUNT_KINDS = ("AWS",)
_SCALARS = (NodeKind.NUMBER, NodeKind.BOOLEAN)


def mend_type(subject: Subject, finding: Finding) -> Repair | None:
    """Put the value in the form that was meant, where only one form can be meant."""
    node = subject.editor.node(finding.span)
    names = [part for part in finding.path if isinstance(part, str)]
    name = names[-1] if names else ""
    if name == "Version":
        label = f"Use {VERSION_WITH_VARIABLES}"
        return subject.replace(label, node.span, VERSION_WITH_VARIABLES)
    if node.kind in _SCALARS and _is_text_without_quotes(name, node.text):
        return subject.replace("Put it in double quotes", node.span, node.text)
    if node.kind is NodeKind.NULL and finding.path and isinstance(finding.path[-1], int):
        is_statement = finding.path[:-1] == ("Statement",)
        return None if is_statement else subject.remove("Remove the null", node.span)
    if node.kind is NodeKind.ARRAY and "Condition" in finding.path[-2:]:
        return _unwrap(node)
    return None


def _is_text_without_quotes(name: str, text: str) -> bool:
    if name == "Sid":
        return text.isascii() and text.isalnum()
    return name == "Id" or (name in _ACCOUNT_KINDS and ACCOUNT_ID.fullmatch(text) is not None)


def _unwrap(node: JsonNode) -> Repair | None:
    """Take the brackets off a list that holds one object."""
    if len(node.items) != 1 or node.items[0].kind is not NodeKind.OBJECT:
        return None
    inner, outer = node.items[0].span, node.span
    edits = (
        TextEdit(outer.start.offset, inner.start.offset, ""),
        TextEdit(inner.end.offset, outer.end.offset, ""),
    )
    return Repair("Remove the brackets", edits)


def mend_element(subject: Subject, finding: Finding) -> Repair | None:
    """Rename what is misspelled, and remove what is ignored anyway."""
    found = find_member(subject, finding.span)
    if found is None:
        return None
    holder, member = found
    name, present = member.key.text, names_of(holder)
    at_top = len(finding.path) == 1
    known: tuple[str, ...] = DOCUMENT_ELEMENTS if at_top else STATEMENT_ELEMENTS
    elsewhere: tuple[str, ...] = STATEMENT_ELEMENTS if at_top else DOCUMENT_ELEMENTS
    label = f"Remove {_cut(name)}"
    if name in elsewhere:
        root = subject.tree.root
        repeated = not at_top and root is not None and name in names_of(root)
        return subject.remove(label, member.span) if repeated else None
    better = suggest(name, known)
    if better is None or name in known or not _belongs(subject.type, better):
        return subject.remove(label, member.span)
    if present.intersection(_OPPOSITES.get(better, (better,))):
        return None
    return subject.rename(f"Use {better}", member.key.span, better)


def _cut(name: str) -> str:
    shown = " ".join(name.split()) or "it"
    return shown if len(shown) <= _SHOWN_LENGTH else f"{shown[: _SHOWN_LENGTH - 1]}…"


def _belongs(policy_type: PolicyType, name: str) -> bool:
    """Whether policies of the type may have the element."""
    grammar = GRAMMARS[policy_type]
    if name == "Id":
        return grammar.id_allowed
    if name in _PRINCIPALS:
        return grammar.principal is not PrincipalRule.FORBIDDEN
    return not (name in _RESOURCES and grammar.resource_forbidden)


def mend_effect(subject: Subject, finding: Finding) -> Repair | None:
    """Write the effect as AWS spells it; resource control policies of your own have one only."""
    effect = suggest(subject.editor.node(finding.span).text, EFFECTS)
    if effect is None or (effect == "Allow" and subject.type is PolicyType.RCP):
        return None
    return subject.replace(f"Use {effect}", finding.span, effect)


def mend_version(subject: Subject, _finding: Finding | None = None) -> Repair | None:
    """Give the document the version of the policy language that has variables."""
    root = subject.tree.root
    if root is None:
        return None
    current = root.get("Version")
    if current is not None:
        label = f"Use {VERSION_WITH_VARIABLES}"
        return subject.replace(label, current.span, VERSION_WITH_VARIABLES)
    edits = subject.editor.add_first_member(root.span, "Version", VERSION_WITH_VARIABLES)
    return Repair(f"Add Version {VERSION_WITH_VARIABLES}", edits)


def mend_missing_statement(subject: Subject, _finding: Finding) -> Repair | None:
    """Gather the elements of a statement that stand at the top into a statement."""
    root = subject.tree.root
    if root is None or not _is_whole_statement(names_of(root), subject.type):
        return None
    numbers = [i for i, item in enumerate(root.members) if item.key.text in STATEMENT_ELEMENTS]
    if numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None
    first, last = root.members[numbers[0]].span, root.members[numbers[-1]].span
    text, start, end = subject.tree.text, first.start.offset, last.end.offset
    if root.span.start.line == first.start.line:
        edits = [TextEdit(start, start, '"Statement": {'), TextEdit(end, end, "}")]
        return subject.join("Put them into a Statement", edits)
    indent = indent_of(text, start)
    edits = [TextEdit(start, start, f'"Statement": {{\n{indent}  ')]
    line = text.find("\n", start, end)
    while line >= 0:
        edits.append(TextEdit(line + 1, line + 1, "  "))
        line = text.find("\n", line + 1, end)
    edits.append(TextEdit(end, end, f"\n{indent}}}"))
    return subject.join("Put them into a Statement", edits)


def _is_whole_statement(names: frozenset[str], policy_type: PolicyType) -> bool:
    wanted = [("Effect",), ("Action", "NotAction")]
    if policy_type is not PolicyType.TRUST:
        wanted.append(_RESOURCES)
    if GRAMMARS[policy_type].principal is not PrincipalRule.FORBIDDEN:
        wanted.append(_PRINCIPALS)
    return all(names.intersection(alternatives) for alternatives in wanted)


def mend_missing_resource(subject: Subject, finding: Finding) -> Repair | None:
    """Write the star only where it is the one resource that all the actions can have (R4)."""
    statement = statement_at(subject, finding.span)
    if statement is None or not statement.source.actions or _misspells(statement.node, _RESOURCES):
        return None
    actions = statement.listed_actions
    if not actions or any(takes_resource(action) for action in actions):
        return None
    edits = subject.editor.add_member(finding.span, "Resource", "*", after="Action")
    return Repair('Add "Resource": "*"', edits)


def mend_missing_principal(subject: Subject, finding: Finding) -> Repair | None:
    """Write down what the types that read a missing Principal as everyone mean by it."""
    node = subject.editor.node(finding.span)
    anyone = GRAMMARS[subject.type].missing_principal_means_anyone
    if not anyone or _misspells(node, _PRINCIPALS):
        return None
    edits = subject.editor.add_member(finding.span, "Principal", "*", after="Effect")
    return Repair('Add "Principal": "*"', edits)


def _misspells(node: JsonNode, names: tuple[str, ...]) -> bool:
    """Whether an object has a key that is probably meant to be one of the names."""
    return any(suggest(member.key.text, STATEMENT_ELEMENTS) in names for member in node.members)
