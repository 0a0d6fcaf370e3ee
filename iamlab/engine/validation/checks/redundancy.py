"""Checks for what can be taken out of a policy without changing what it means."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from iamlab.engine.documents import Entry, PrincipalEntry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import EVERY_ACTION, compile_action, split_arn_pattern, widens
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, WITH_RESOURCES, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

# Of one service, this many patterns are compared with all entries; the rest only for equality.
_MOST_PATTERNS = 40
_MOST_COMPARISONS = 5_000
_WILDCARD = re.compile(r"[*?]")


@check(
    "REDUNDANT_ACTION",
    Severity.SUGGESTION,
    tier=1,
    types=EVERY_TYPE,
    title="Another entry already covers the action",
    why="An entry that another covers changes nothing, makes the policy longer and hides how wide "
    "the other is.",
    bad=example(allow(["s3:Get*", "s3:GetObject"], "arn:aws:s3:::acme-receipts/*")),
    good=example(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::acme-receipts/*")),
)
def redundant_action(subject: Subject) -> Iterator[Found]:
    """Find entries of Action and NotAction that another entry of the same list covers."""
    for statement in subject.statements:
        for name in ("Action", "NotAction"):
            entries = statement.entries(name)
            for entry, wider in _covered_actions(entries):
                yield _redundant(subject, statement, name, entry, wider)


def _covered_actions(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, Entry]]:
    patterns: dict[str, list[Entry]] = {}
    first: dict[str, Entry] = {}
    for entry in entries:
        text = entry.text.lower()
        prefix = text.partition(":")[0]
        known = text in EVERY_ACTION or compile_action(entry.text).glob is not None
        if text not in first and known and ("*" in text or "?" in text):
            patterns.setdefault("*" if prefix == "*" else prefix, []).append(entry)
        first.setdefault(text, entry)
    for entry in entries if len(entries) > 1 else ():
        text = entry.text.lower()
        if first[text] is not entry:
            yield entry, first[text]
            continue
        near = patterns.get(text.partition(":")[0], [])[:_MOST_PATTERNS]
        for wider in (*patterns.get("*", [])[:1], *near):
            if wider is not entry and _covers(wider.text, text):
                yield entry, wider
                break


def _covers(pattern: str, text: str) -> bool:
    """Tell whether an action pattern covers another entry; its wildcards count as plain text.

    That is sure as long as no `?` of the pattern could stand for a `*` of the entry.
    """
    if pattern in EVERY_ACTION:
        return compile_action(text).glob is not None and text not in EVERY_ACTION
    return not ("?" in pattern and "*" in text) and compile_action(pattern).matches(text)


def _redundant(
    subject: Subject, statement: StatementView, name: str, entry: Entry, wider: Entry
) -> Found:
    same = entry.text.lower() == wider.text.lower()
    message = f"{show(entry.text)} stands here already."
    if not same:
        message = f"{show(wider.text)} already covers {show(entry.text)}."
    message += " It can go."
    repair = subject.remove("Remove it", entry.span)
    return Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "REDUNDANT_RESOURCE",
    Severity.SUGGESTION,
    tier=1,
    types=WITH_RESOURCES,
    title="Another entry already covers the resource",
    why="An ARN that a wider pattern covers changes nothing, and it reads like a limit that is not "
    "there.",
    bad=example(
        allow("s3:GetObject", ["arn:aws:s3:::acme-receipts/*", "arn:aws:s3:::acme-receipts/2026/*"])
    ),
    good=example(allow("s3:GetObject", ["arn:aws:s3:::receipts/*", "arn:aws:s3:::reports/*"])),
)
def redundant_resource(subject: Subject) -> Iterator[Found]:
    """Find entries of Resource and NotResource that another entry of the same list covers (R1)."""
    for statement in subject.statements:
        for name in ("Resource", "NotResource"):
            for entry, wider in _covered_resources(statement.entries(name)):
                yield _redundant(subject, statement, name, entry, wider)


def _covered_resources(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, Entry]]:
    first: dict[str, Entry] = {}
    patterns: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        if entry.text not in first and ("*" in entry.text or "?" in entry.text):
            start = _WILDCARD.split(entry.text, maxsplit=1)[0]
            patterns.setdefault(_service(entry.text), []).append((start, entry))
        first.setdefault(entry.text, entry)
    left = _MOST_COMPARISONS
    for entry in entries if len(entries) > 1 else ():
        if first[entry.text] is not entry:
            yield entry, first[entry.text]
            continue
        near = patterns.get(_service(entry.text), [])[:_MOST_PATTERNS]
        for start, wider in (*patterns.get("*", [])[:1], *near):
            if wider is entry or left <= 0 or not entry.text.startswith(start):
                continue
            left -= 1
            if split_arn_pattern(entry.text) is not None and widens(wider.text, entry.text):
                yield entry, wider
                break


def _service(text: str) -> str:
    return "*" if text == "*" else ":".join(text.split(":", 3)[2:3])


@check(
    "REDUNDANT_STATEMENT",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="Two statements say the same",
    why="A statement that repeats another changes nothing, but whoever edits one of the two later "
    "will wonder why the edit has no effect.",
    bad=example(
        allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::acme-receipts/*"),
        allow(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::acme-receipts/*"),
    ),
    good=example(
        allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*"),
        allow("s3:GetObject", "arn:aws:s3:::acme-reports/*"),
    ),
)
def redundant_statement(subject: Subject) -> Iterator[Found]:
    """Find statements that are equal to an earlier one but for Sid, order and letter case."""
    seen: dict[Hashable, StatementView] = {}
    for statement in subject.statements:
        if statement.source.skipped is not None:
            continue
        meaning = _meaning(statement)
        earlier = seen.setdefault(meaning, statement)
        if earlier is statement:
            continue
        message = f"This statement says the same as {_called(earlier)}. One of the two can go."
        repair = subject.remove("Remove this statement", statement.node.span)
        yield Found(message, statement.node.span, statement.path, repair)


def _called(statement: StatementView) -> str:
    sid = statement.source.sid
    return show(sid) if sid else f"statement {statement.source.index + 1}"


def _meaning(statement: StatementView) -> Hashable:
    source = statement.source
    return (
        source.effect,
        _texts(source.actions, lower=True),
        _texts(source.not_actions, lower=True),
        _texts(source.resources),
        _texts(source.not_resources),
        _principals(source.principals),
        _principals(source.not_principals),
        frozenset(
            (test.operator.text.lower(), test.key.text.lower(), _texts(test.values))
            for test in source.conditions
        ),
    )


def _texts(entries: tuple[Entry, ...] | None, *, lower: bool = False) -> frozenset[str] | None:
    if entries is None:
        return None
    return frozenset(entry.text.lower() if lower else entry.text for entry in entries)


def _principals(entries: tuple[PrincipalEntry, ...] | None) -> frozenset[tuple[str, str]] | None:
    return None if entries is None else frozenset((item.kind, item.text) for item in entries)
