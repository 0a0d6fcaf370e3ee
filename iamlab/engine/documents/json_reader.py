"""Reads JSON text into a tree that knows the place of every key and value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import tree_sitter
import tree_sitter_json

from iamlab.engine.documents.findings import Finding, Severity
from iamlab.engine.documents.positions import LineIndex
from iamlab.engine.documents.scan_state import JSON_SYNTAX_ERROR
from iamlab.engine.documents.syntax import MAX_DEPTH, explain_syntax
from iamlab.engine.documents.tree import JsonNode, JsonTree, Member, NodeKind

MAX_LENGTH = 262_144
POLICY_TOO_LONG = "POLICY_TOO_LONG"
POLICY_TOO_DEEP = "POLICY_TOO_DEEP"

_LANGUAGE = tree_sitter.Language(tree_sitter_json.language())
_BRACKETS = re.compile(r'"(?:[^"\\\n\r]|\\[^\n\r])*+"?|[\[{\]}]')
_PLUS = re.compile(r'"(?:[^"\\]|\\.)*+"|[eE]\+')
_OPENERS = {"}": "{", "]": "["}


def parse_json(text: str) -> JsonTree:
    """Reads a text of any kind; never raises.

    A valid text (RFC 8259, duplicate keys kept) gives its whole tree and no findings. An
    invalid one gives findings and what could be recovered. Texts over `MAX_LENGTH` characters
    or nested deeper than `MAX_DEPTH` are refused unread, with one finding.
    """
    if len(text) > MAX_LENGTH:
        return _refuse_length(text)
    lines = LineIndex(text)
    deep = _find_too_deep(text)
    if deep is not None:
        message = (
            f"Line {lines.line(deep)}: objects and lists are nested more than {MAX_DEPTH} deep "
            "here; a policy needs no more than six levels."
        )
        span = lines.span(deep, deep + 1)
        finding = Finding(POLICY_TOO_DEEP, Severity.ERROR, message, span)
        return JsonTree(text, None, (finding,), valid=False)
    error = _strict_error(text)
    if error is None:
        root = _TreeBuilder(text, range(len(text) + 1), text, lines).build()
        return JsonTree(text, root, (), valid=True)
    return _recover(text, lines, error)


def is_json(text: str) -> bool:
    """Whether `parse_json` would call the text valid; faster than reading it."""
    if len(text) > MAX_LENGTH or _find_too_deep(text) is not None:
        return False
    return _strict_error(text) is None


def _refuse_length(text: str) -> JsonTree:
    message = (
        f"The text has {len(text):,} characters. No policy that AWS stores for you is nearly as "
        f"long; texts over {MAX_LENGTH:,} characters are not read."
    )
    span = LineIndex("").span(0, 0)
    finding = Finding(POLICY_TOO_LONG, Severity.ERROR, message, span)
    return JsonTree(text, None, (finding,), valid=False)


def _find_too_deep(text: str) -> int | None:
    """The offset of the first bracket that nests too deep; strings are passed over."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return None
    stack: list[str] = []
    for match in _BRACKETS.finditer(text):
        bracket = match.group()
        if bracket in "{[":
            stack.append(bracket)
            if len(stack) > MAX_DEPTH:
                return match.start()
        elif stack and _OPENERS.get(bracket) == stack[-1]:
            stack.pop()
    return None


class _NotANumberError(ValueError):
    """NaN or an infinity, which Python's decoder takes but JSON does not have."""


def _refuse_constant(name: str) -> NoReturn:
    raise _NotANumberError(name)


# Numbers stay text: Python limits the digits of an int, JSON does not.
_STRICT = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=str, parse_float=str)


def _strict_error(text: str) -> ValueError | None:
    try:
        _STRICT.decode(text)
    except ValueError as error:
        return error
    return None


def _recover(text: str, lines: LineIndex, error: ValueError) -> JsonTree:
    explanation = explain_syntax(text, lines)
    mended = explanation.mended
    findings = explanation.findings
    if not findings:
        place = error.pos if isinstance(error, json.JSONDecodeError) else 0
        message = f"Line {lines.line(place)}: this is not JSON: {error}."
        span = lines.span(place, min(place + 1, len(text)))
        findings = (Finding(JSON_SYNTAX_ERROR, Severity.ERROR, message, span),)
    root = _TreeBuilder(text, mended.origins, mended.text, lines).build()
    return JsonTree(text, root, findings, valid=False)


def _to_ascii(source: str) -> bytes:
    """One ASCII byte for each character: `?` for what is not ASCII, which only strings hold."""
    if "e+" in source or "E+" in source:
        # The grammar of tree-sitter-json does not know the plus sign of `1e+3`.
        source = _PLUS.sub(lambda match: match.group().replace("+", "0"), source)
    return source.encode("ascii", "replace")


class _TreeBuilder:
    """Turns tree-sitter's nodes into ours; `origins` maps its offsets into the typed text.

    Each character is shown to tree-sitter as one ASCII byte, so a byte offset is a character
    offset whatever the text holds; what is not ASCII matters only inside strings.
    """

    def __init__(self, text: str, origins: Sequence[int], source: str, lines: LineIndex) -> None:
        self.text = text
        self.source = source
        self.origins = origins
        self.lines = lines

    def build(self) -> JsonNode | None:
        parser = tree_sitter.Parser(_LANGUAGE)
        document = parser.parse(_to_ascii(self.source)).root_node
        for node in document.named_children:
            value = self.value(node)
            if value is not None:
                return value
        return None

    def value(self, node: tree_sitter.Node) -> JsonNode | None:
        """The value that a node stands for, or None for a comment or an unreadable stretch."""
        kind = node.type
        start, end = node.start_byte, node.end_byte
        first, last = self.origins[start], self.origins[end]
        if kind == "string":
            span = self.lines.span(first, last)
            return JsonNode(NodeKind.STRING, span, text=self.decode(start, end))
        if kind == "object":
            span = self.lines.span(first, last)
            return JsonNode(NodeKind.OBJECT, span, members=self.members(node))
        if kind == "array":
            items = (self.value(child) for child in node.named_children)
            found = tuple(item for item in items if item is not None)
            return JsonNode(NodeKind.ARRAY, self.lines.span(first, last), items=found)
        return self.scalar(kind, start, end)

    def scalar(self, kind: str, start: int, end: int) -> JsonNode | None:
        first, last = self.origins[start], self.origins[end]
        span = self.lines.span(first, last)
        if first == last:
            return JsonNode(NodeKind.MISSING, span)
        lexeme = self.source[start:end]
        if kind == "number":
            return JsonNode(NodeKind.NUMBER, span, text=lexeme)
        if kind in ("true", "false"):
            return JsonNode(NodeKind.BOOLEAN, span, text=lexeme)
        if kind == "null":
            return JsonNode(NodeKind.NULL, span, text=lexeme)
        return None

    def decode(self, start: int, end: int) -> str:
        """The text of a string token; in a mended text, of what was typed as far as legal."""
        token = self.source[start:end]
        if "\\" not in token:
            return token[1:-1]
        try:
            decoded: Any = json.loads(token)
        except ValueError:
            return token[1:-1]
        return str(decoded)

    def members(self, node: tree_sitter.Node) -> tuple[Member, ...]:
        found = []
        for pair in node.named_children:
            children = pair.named_children if pair.type == "pair" else ()
            if len(children) != 2:
                continue
            key, value = self.value(children[0]), self.value(children[1])
            if key is not None and value is not None:
                span = type(key.span)(key.span.start, value.span.end)
                found.append(Member(key, value, span))
        return tuple(found)
