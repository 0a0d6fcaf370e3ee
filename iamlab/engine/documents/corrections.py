"""What a person would write in the place of a faulty token, and the words for doing so.

A label is empty where nobody can know what was meant.
"""

from __future__ import annotations

import json
import re

from iamlab.engine.documents.tokens import intended_literal, is_number_like

_BYTE_ORDER_MARK = "\ufeff"
_NOT_NUMBERS = ("nan", "inf", "infinity")
_TO_ESCAPE = re.compile(r"""(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|\\'|[\\"\x00-\x1f]""")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.*?$-]*")
_DOUBLE = '"'
_CLOSED_BY = "'“”\""


def correct_fault(fault: str) -> tuple[str, str]:
    """The label and the text for a fault inside a string, such as a tab or `\\q`."""
    if fault.startswith("\\"):
        return "Double the backslash", "\\" + fault
    return "Escape the character", json.dumps(fault)[1:-1]


def correct_quoted(token: str) -> str:
    """The JSON string for a token in other quotes; valid escapes inside stay as they are."""
    closed = len(token) > 1 and token[-1] in _CLOSED_BY
    return _DOUBLE + _TO_ESCAPE.sub(_escape, token[1:-1] if closed else token[1:]) + _DOUBLE


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if match.group(1):
        return found
    return "'" if found == "\\'" else json.dumps(found)[1:-1]


def correct_word(word: str) -> tuple[str, str]:
    """The label and the text for a bare word that stands where a value must."""
    if is_number_like(word):
        # An account number that begins with a zero is text, not a number.
        label = "Put it in double quotes" if word.isdigit() else ""
        return label, f'"{word}"'
    if word.lower().lstrip("+-") in _NOT_NUMBERS:
        return "", "null"
    literal = intended_literal(word)
    if literal:
        return f"Write {literal}", literal
    label = "Put it in double quotes" if _PLAIN.fullmatch(word) else ""
    return label, correct_quoted(f"'{word}'")


def correct_other(character: str) -> tuple[str, str]:
    """The label and the text for a character that may stand only inside a string."""
    if character == _BYTE_ORDER_MARK:
        return "Delete the byte order mark", ""
    if character.isprintable() and not character.isspace():
        return "", ""
    return "Put a space in its place", " "
