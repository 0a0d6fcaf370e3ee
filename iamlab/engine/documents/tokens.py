"""Cuts a broken JSON text into tokens, and says what is wrong inside a single token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

LITERALS = ("true", "false", "null")
_ALIASES = {"none": "null", "nil": "null", "undefined": "null", "yes": "true", "no": "false"}
_NOT_NUMBERS = ("nan", "infinity", "-infinity", "inf", "-inf", "+infinity")

# Every character belongs to exactly one token; the possessive quantifiers keep it linear.
TOKEN = re.compile(
    r"""
    (?P<space>[ \t\n\r]++)
  | (?P<string>"(?:[^"\\\n\r]|\\[^\n\r])*+"?)
  | (?P<punctuation>[\[\]{}:,])
  | (?P<comment>//[^\n\r]*+|\#[^\n\r]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
  | (?P<quoted>'(?:[^'\\\n\r]|\\[^\n\r])*+'?|[“”„][^“”„"\n\r]*+[“”"]?)
  | (?P<word>[^\[\]{}:,"'/\#“”„\x00-\x20\x7f-\U0010ffff]++)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NUMBER_LIKE = re.compile(r"[-+.]*[0-9][-+.0-9eExX_]*|[-+]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_CONTROL_NAMES = {"\t": ("tab", "\\t"), "\n": ("line break", "\\n"), "\r": ("line break", "\\n")}
_QUOTED_LENGTH = 40
_LONGEST_GUESS = 9


def make_encodable(text: str) -> str:
    """The text with lone surrogates replaced, so that a sentence can always be sent as UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def quote(text: str) -> str:
    """The text in backticks for a sentence: on one line, and not longer than it must be."""
    shown = make_encodable(" ".join(text.split()))
    if len(shown) > _QUOTED_LENGTH:
        shown = shown[: _QUOTED_LENGTH - 1] + "…"
    return f"`{shown}`"


def is_value_word(word: str) -> bool:
    """Whether a bare word is a JSON number or literal."""
    return word in LITERALS or _NUMBER.fullmatch(word) is not None


def is_number_like(word: str) -> bool:
    """Whether a bare word was meant to be a number."""
    return _NUMBER_LIKE.fullmatch(word) is not None


@lru_cache(maxsize=256)
def intended_literal(word: str) -> str | None:
    """The JSON literal that a bare word was meant to be, such as `true` for `tru`."""
    lowered = word.lower()
    if lowered in _ALIASES:
        return _ALIASES[lowered]
    if len(lowered) > _LONGEST_GUESS:
        return None
    started = [literal for literal in LITERALS if literal.startswith(lowered)]
    return next(iter(started or get_close_matches(lowered, LITERALS, n=1, cutoff=0.7)), None)


def explain_word(word: str) -> str:
    """The sentence for a bare word that stands where a value must."""
    if word.startswith("```"):
        return "this is the mark of a code block, not of JSON; delete the lines that hold it."
    if word.lower() in _NOT_NUMBERS:
        return f"{quote(word)} is not a JSON value; JSON has only finite numbers."
    if is_number_like(word):
        return f"{quote(word)} is not a JSON number{_explain_number(word)}."
    literal = intended_literal(word)
    if literal:
        return f"{quote(word)} is not a JSON value; did you mean `{literal}`?"
    return f'{quote(word)} is not a JSON value; text needs double quotes: `"{word[:30]}"`.'


def _explain_number(word: str) -> str:
    digits = word.lstrip("-")
    if digits.startswith("+"):
        return "; leave out the plus sign"
    if re.match(r"0[0-9]", digits):
        return "; leave out the leading zeros, or put it in double quotes"
    if digits.startswith(".") or digits.endswith("."):
        return "; write a digit on both sides of the point"
    return ""


def is_closed(token: str) -> bool:
    """Whether a token that begins with a double quote also ends with one of its own."""
    return len(token) > 1 and re.fullmatch(r'"(?:[^"\\]|\\.)*+"', token, re.DOTALL) is not None


def faults_in_string(token: str) -> Iterator[tuple[int, int, str]]:
    """The faults inside a string token: start and end within the token, and a sentence."""
    for match in _CONTROL.finditer(token):
        code = match.group()
        name, escape = _CONTROL_NAMES.get(
            code, (f"control character U+{ord(code):04X}", f"\\u{ord(code):04x}")
        )
        yield match.start(), match.end(), f"a {name} inside a string must be written `{escape}`."
    for match in _ESCAPE.finditer(token):
        escaped = match.group(1)
        if len(escaped) == 1 and escaped not in '"\\/bfnrt':
            yield match.start(), match.end(), _explain_escape(escaped)


def _explain_escape(escaped: str) -> str:
    if escaped == "u":
        return "`\\u` needs four hexadecimal digits, such as `\\u00e9`."
    return f"`\\{escaped}` is not a JSON escape; write `\\\\` for a backslash."


def mend_string(token: str) -> str:
    """The closed token with every fault replaced, character for character."""
    characters = list(token)
    for start, end, _ in faults_in_string(token):
        characters[start:end] = "_" * (end - start)
    return "".join(characters)


def mend_quoted(token: str) -> str:
    """A token in other quotes with its opening quote, and its content, made harmless."""
    inner = re.sub(r'[\x00-\x1f"\\]', "_", token[1:])
    return '"' + inner


def explain_other(character: str) -> str:
    """The sentence for a character that may stand only inside a string."""
    if character == "\ufeff":
        return "the text holds an invisible byte order mark (U+FEFF); delete it."
    if character.isprintable() and not character.isspace():
        return f"`{character}` cannot stand here; only strings may hold it."
    return (
        f"an invisible character (U+{ord(character):04X}) stands between the values; "
        "replace it with a space."
    )
