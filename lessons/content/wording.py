"""What is wrong with a field of a course file, in words for whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}
_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, such as `read-one-file`",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and `_`, such as `bucket`",
    r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$": "two digits and a name, such as `03-first-steps`",
}
_VERDICT_KEYS = frozenset({"answer", "correct", "decision", "expect", "expected", "key", "verdict"})
_YAML = (
    (r"mapping values are not allowed", "a text with a colon and a space in it needs quotes"),
    (r"found character '\\t'", "indent with spaces, not with tabs"),
    (r"found character '(.)' that cannot start", r"a text that begins with “\1” needs quotes"),
    (r'found duplicate key "(.*?)" with', r"the key `\1` is there twice"),
    (r"found unexpected end of stream", "a quotation mark before this is not closed"),
    (r"found another document", "a file holds one document; drop the line `---`"),
    (r"found unhashable key", "a key must be a text; put quotes around `{…}`"),
    (r"could not determine a constructor", "tags such as `!name` are not allowed"),
    (r"unacceptable character", "it holds a character that cannot be printed"),
    (r"expected '(,)' or '(.)', but got", r"a `\1` or the closing `\2` is missing before this"),
    (r"expected <block end>", "this line is indented differently than those it belongs to"),
)


def say_fault(kind: str, message: str, context: Mapping[str, Any], place: Sequence[object]) -> str:
    """Return a fault's sentence from pydantic's type, message and context, and the field's path."""
    if kind == "missing":
        return "this key is required"
    if kind == "extra_forbidden" and place and place[-1] in _VERDICT_KEYS:
        return "there is no such key: no file states a verdict, the engine computes it"
    if kind == "extra_forbidden":
        return "there is no such key"
    if kind in _WANTED:
        return f"give {_WANTED[kind]}"
    if kind == "literal_error":
        return f"give {str(context['expected']).replace(chr(39), '`')}"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return f"write {_PATTERNS.get(pattern, f'what matches `{pattern}`')}"
    return _limit(kind, context) or _plain(message)


def say_choice(kinds: Sequence[str]) -> str | None:
    """Return one sentence for the faults of a field that may be of several types, if they are."""
    if not all(kind in _WANTED for kind in kinds):
        return None
    words = list(dict.fromkeys(_WANTED[kind] for kind in kinds))
    if "a number" in words and "a whole number" in words:
        words.remove("a whole number")
    return f"give {', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else f"give {words[0]}"


def hint_quotes(value: object, kind: str) -> str:
    """Return how to make a text of a value that YAML read as something else, or nothing."""
    if kind != "string_type":
        return ""
    if isinstance(value, Mapping) and len(value) == 1 and None in value.values():
        return f"; put quotes around `{{{next(iter(value))}}}`"
    if isinstance(value, int | float):
        return f"; put quotes around `{str(value).lower()}`"
    return ""


def say_yaml(message: str) -> str:
    """Return what is wrong with a text that is not YAML, from the reader's own message."""
    for pattern, words in _YAML:
        found = re.search(pattern, message)
        if found:
            return found.expand(words)
    return f"this is not YAML: {_plain(message.removeprefix('this is not YAML: '))}"


def _limit(kind: str, context: Mapping[str, Any]) -> str | None:
    match kind:
        case "string_too_short" if context["min_length"] == 1:
            return "write something here"
        case "string_too_short":
            return f"write at least {context['min_length']} characters"
        case "string_too_long":
            return f"write at most {context['max_length']} characters"
        case "too_short":
            return f"give at least {context['min_length']}; there are {context['actual_length']}"
        case "too_long":
            return f"give at most {context['max_length']}"
        case "greater_than_equal":
            return f"give {context['ge']} or more"
        case "less_than_equal":
            return f"give {context['le']} or less"
    return None


def _plain(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:] if not message[1:2].isupper() else message
