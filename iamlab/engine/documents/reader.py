"""Reads a policy text into a PolicyDocument, with every finding and what can be evaluated."""

from __future__ import annotations

import re

from iamlab.engine.documents.elements import DATA_TYPE_MISMATCH, describe, show
from iamlab.engine.documents.findings import FindingCollector, Path, Severity
from iamlab.engine.documents.grammar import (
    DOCUMENT_ELEMENTS,
    GRAMMARS,
    STATEMENT_ELEMENTS,
    VERSIONS,
    suggest,
)
from iamlab.engine.documents.json_reader import parse_json
from iamlab.engine.documents.policies import (
    VERSION_WITH_VARIABLES,
    PolicyDocument,
    PolicyType,
    Statement,
)
from iamlab.engine.documents.positions import LineIndex, Span
from iamlab.engine.documents.sizes import check_size
from iamlab.engine.documents.statement_rules import check_statement
from iamlab.engine.documents.statements import INVALID_POLICY_ELEMENT, StatementReader
from iamlab.engine.documents.tree import JsonNode, JsonTree, Member, NodeKind
from iamlab.engine.errors import DocumentError

DUPLICATE_KEY = "DUPLICATE_KEY"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\xff]")


def parse_policy(text: str, policy_type: PolicyType) -> PolicyDocument:
    """Reads any text as a policy of one type; never raises.

    `readable` is False, and there are no statements, only for what G10 calls unreadable: not
    JSON, duplicate keys, or a document or Statement that is not made of objects. Everything
    else that AWS would refuse is a finding beside statements that can be evaluated.
    """
    return read_tree(parse_json(text), policy_type)


def read_tree(tree: JsonTree, policy_type: PolicyType) -> PolicyDocument:
    """Reads a JSON tree as `parse_policy` does its text, for who needs the tree as well."""
    if not tree.valid or tree.root is None:
        return PolicyDocument(tree.text, policy_type, None, (), tree.findings, readable=False)
    return _DocumentReader(tree, tree.root, policy_type).read()


def read_policy(text: str, policy_type: PolicyType) -> PolicyDocument:
    """Reads a policy that must be evaluable; raises DocumentError with the findings if not."""
    document = parse_policy(text, policy_type)
    if document.readable:
        return document
    errors = [item for item in document.findings if item.severity is Severity.ERROR]
    message = errors[0].message if errors else "The text cannot be read as a policy."
    raise DocumentError(message, document.findings)


class _DocumentReader:
    """Reads the top level of one valid JSON tree."""

    def __init__(self, tree: JsonTree, root: JsonNode, policy_type: PolicyType) -> None:
        self.text = tree.text
        self.root = root
        self.type = policy_type
        self.grammar = GRAMMARS[policy_type]
        self.collector = FindingCollector()
        self.readable = True

    def read(self) -> PolicyDocument:
        self._check_duplicates(self.root, ())
        version: str | None = None
        statements: tuple[Statement, ...] = ()
        if self.root.kind is NodeKind.OBJECT:
            members = {member.key.text: member for member in self.root.members}
            self._check_names(members)
            version = self._read_version(members.get("Version"))
            self._check_id(members.get("Id"))
            statements = self._read_statements(members.get("Statement"))
            self._check_sids(statements)
        else:
            self._refuse(
                f"A policy must be one JSON object in `{{ }}`, not {describe(self.root)}.",
                self.root.span,
            )
        check_size(self.text, self.type, self.root.span, self.collector)
        self._check_characters()
        return PolicyDocument(
            self.text,
            self.type,
            version,
            statements if self.readable else (),
            self.collector.finish(),
            self.readable,
        )

    def _refuse(self, message: str, span: Span, path: Path = ()) -> None:
        self.readable = False
        self.collector.error(DATA_TYPE_MISMATCH, message, span, path)

    def _check_duplicates(self, node: JsonNode, path: Path) -> None:
        """Reports keys that an object holds twice (G4); JSON readers disagree on which counts."""
        for index, item in enumerate(node.items):
            if item.members or item.items:
                self._check_duplicates(item, (*path, index))
        seen: dict[str, Member] = {}
        for member in node.members:
            name = member.key.text
            first = seen.setdefault(name, member)
            if first is not member:
                self.readable = False
                message = (
                    f"The key {show(name)} appears twice in one object, first on line "
                    f"{first.key.span.start.line}; keep one of them."
                )
                self.collector.error(DUPLICATE_KEY, message, member.key.span, (*path, name))
            if member.value.members or member.value.items:
                self._check_duplicates(member.value, (*path, name))

    def _check_names(self, members: dict[str, Member]) -> None:
        for name, member in members.items():
            if name in DOCUMENT_ELEMENTS:
                continue
            if name in STATEMENT_ELEMENTS:
                hint = "It belongs inside a statement."
            else:
                better = suggest(name, DOCUMENT_ELEMENTS)
                hint = f"Did you mean `{better}`?" if better else "It is ignored."
            message = f"{show(name)} is not an element of a policy document. {hint}"
            self.collector.error(INVALID_POLICY_ELEMENT, message, member.key.span, (name,))

    def _read_version(self, member: Member | None) -> str | None:
        if member is None:
            self._report_missing_version()
            return None
        node, path = member.value, ("Version",)
        if node.kind is not NodeKind.STRING:
            message = (
                f'`Version` must be the string `"{VERSION_WITH_VARIABLES}"`, not {describe(node)}.'
            )
            self.collector.error(DATA_TYPE_MISMATCH, message, node.span, path)
            return None
        if node.text not in VERSIONS:
            message = (
                f"{show(node.text)} is not a policy version; write `{VERSION_WITH_VARIABLES}`. "
                "It is the version of the policy language, not the date of your policy."
            )
            self.collector.error("INVALID_VERSION", message, node.span, path)
        elif self.grammar.version_required and node.text != VERSION_WITH_VARIABLES:
            message = f"`Version` must be `{VERSION_WITH_VARIABLES}` in {self.grammar.name}."
            self.collector.error("INVALID_VERSION", message, node.span, path)
        return node.text

    def _report_missing_version(self) -> None:
        message = (
            f'The policy has no `Version`; add `"Version": "{VERSION_WITH_VARIABLES}"`. Without '
            "it the language of 2008 holds, in which policy variables are plain text."
        )
        self.collector.warning("MISSING_VERSION", message, self.root.span)

    def _check_id(self, member: Member | None) -> None:
        if member is None:
            return
        if not self.grammar.id_allowed:
            message = f"`Id` does not belong in {self.grammar.name}; it is ignored."
            self.collector.error(INVALID_POLICY_ELEMENT, message, member.key.span, ("Id",))
        elif member.value.kind is not NodeKind.STRING:
            message = f"`Id` must be a string, not {describe(member.value)}; it is ignored."
            self.collector.error(DATA_TYPE_MISMATCH, message, member.value.span, ("Id",))

    def _read_statements(self, member: Member | None) -> tuple[Statement, ...]:
        if member is None:
            message = "The policy has no `Statement`, so it neither allows nor denies anything."
            self.collector.error("MISSING_STATEMENT", message, self.root.span)
            return ()
        node = member.value
        if node.kind is NodeKind.OBJECT:
            return (self._read_statement(node, 0, ("Statement",)),)
        if node.kind is not NodeKind.ARRAY:
            message = f"`Statement` must be an object or a list of objects, not {describe(node)}."
            self._refuse(message, node.span, ("Statement",))
            return ()
        if not node.items:
            message = "`Statement` is an empty list, so the policy allows and denies nothing."
            self.collector.suggestion("EMPTY_ARRAY_STATEMENT", message, node.span, ("Statement",))
        statements = []
        for index, item in enumerate(node.items):
            path = ("Statement", index)
            if item.kind is NodeKind.OBJECT:
                statements.append(self._read_statement(item, index, path))
            else:
                message = f"Each statement must be an object in `{{ }}`, not {describe(item)}."
                self._refuse(message, item.span, path)
        return tuple(statements)

    def _read_statement(self, node: JsonNode, index: int, path: Path) -> Statement:
        statement = StatementReader(node, index, path, self.type, self.collector).read()
        check_statement(statement, path, self.type, self.collector)
        return statement

    def _check_sids(self, statements: tuple[Statement, ...]) -> None:
        """Reports a Sid that two statements share (G5)."""
        required = self.grammar.unique_sids_required
        seen: dict[str, Statement] = {}
        for statement in statements:
            if not statement.sid:
                continue
            first = seen.setdefault(statement.sid, statement)
            if first is statement:
                continue
            self.collector.add(
                Severity.ERROR if required else Severity.WARNING,
                "UNIQUE_SIDS_REQUIRED" if required else "UNIQUE_SIDS_RECOMMENDED",
                f"The `Sid` {show(statement.sid)} names two statements, first on line "
                f"{first.element_spans['Sid'].start.line}; give each its own.",
                statement.element_spans["Sid"],
                ("Statement", statement.index, "Sid"),
            )

    def _check_characters(self) -> None:
        """Reports characters that IAM refuses in a policy text (G6)."""
        if self.text.isascii():
            return
        found = _ILLEGAL.search(self.text)
        if found is None:
            return
        character = found.group()
        shown = f"`{character}` (U+{ord(character):04X})"
        if not character.isprintable():
            shown = f"U+{ord(character):04X}"
        message = (
            f"The character {shown} is not allowed in a policy: only tab, line breaks and the "
            "characters from U+0020 to U+00FF are."
        )
        span = LineIndex(self.text).span(found.start(), found.end())
        self.collector.error("UNSUPPORTED_CHARACTER", message, span)
