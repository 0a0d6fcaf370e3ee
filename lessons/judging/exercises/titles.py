"""Titles of checks whose author gave none, made from what they check."""

from __future__ import annotations

from lessons.content.shapes.exercises import (
    CeilingCheck,
    Check,
    FindingsCheck,
    FloorCheck,
    IntentCheck,
    PublicCheck,
    SizeCheck,
)

_SEVERITIES = {
    "ERROR": "errors",
    "SECURITY_WARNING": "security warnings",
    "WARNING": "warnings",
    "SUGGESTION": "suggestions",
}


def title_of(check: Check) -> str:
    """Return what a list of checks calls it, with backticks around the words of policies."""
    if check.title:
        return check.title
    match check:
        case IntentCheck():
            can = "can" if check.intent == "allowed" else "cannot"
            return f"`{check.ask.principal}` {can} `{check.ask.action}` on `{check.ask.resource}`"
        case CeilingCheck():
            return "It grants nothing beyond the task"
        case FloorCheck():
            return "It grants all that the task calls for"
        case FindingsCheck():
            kinds = [_SEVERITIES.get(item, f"`{item}`") for item in check.findings.none_of]
            return f"No {_join(kinds, 'and no')}"
        case PublicCheck():
            return f"Nobody outside the organization can reach `{check.not_public}`"
        case SizeCheck():
            return f"At most {_limits(check)}"


def _limits(check: SizeCheck) -> str:
    limits = check.at_most
    parts = [
        f"{most:,} {noun if most != 1 else noun.removesuffix('s')}"
        for most, noun in (
            (limits.characters, "characters"),
            (limits.statements, "statements"),
            (limits.actions, "listed actions"),
        )
        if most is not None
    ]
    where = f" in `{limits.policy}`" if limits.policy else ""
    return f"{_join(parts, 'and')}{where}"


def _join(words: list[str], last: str) -> str:
    return ", ".join(words[:-1]) + f" {last} {words[-1]}" if len(words) > 1 else words[0]
