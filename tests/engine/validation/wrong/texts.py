"""Texts that are no JSON, or no policy."""

from __future__ import annotations

from tests.engine.validation.wrong.cases import (
    OBJECTS,
    RIGHT,
    get,
    text,
    write,
)

WRONG_TEXTS = (
    text("nothing", "JSON_SYNTAX_ERROR", ""),
    text("trailing comma", "JSON_SYNTAX_ERROR", RIGHT.replace("}]}", "},]}")),
    text("comma forgotten", "JSON_SYNTAX_ERROR", RIGHT.replace('"Allow", ', '"Allow" ')),
    text(
        "smart quotes",
        "JSON_SYNTAX_ERROR",
        RIGHT.replace(
            '"Allow"', "\N{LEFT DOUBLE QUOTATION MARK}Allow\N{RIGHT DOUBLE QUOTATION MARK}"
        ),
    ),
    text("single quotes", "JSON_SYNTAX_ERROR", RIGHT.replace('"', "'")),
    text("comment", "JSON_SYNTAX_ERROR", "// read receipts\n" + RIGHT),
    text("two documents", "JSON_SYNTAX_ERROR", RIGHT + "\n" + RIGHT),
    text("brace forgotten", "JSON_SYNTAX_ERROR", RIGHT[:-1]),
    text("YAML", "JSON_SYNTAX_ERROR", "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n"),
    text(
        "account with a leading zero, unquoted",
        "JSON_SYNTAX_ERROR",
        RIGHT.replace(f'"{OBJECTS}"', "012345678901"),
    ),
    text(
        "key twice",
        "DUPLICATE_KEY",
        RIGHT.replace('"Effect": "Allow", ', '"Effect": "Allow", "Effect": "Deny", '),
    ),
    text("a list for the document", "DATA_TYPE_MISMATCH", f"[{RIGHT}]"),
    text(
        "statement without Statement",
        "MISSING_STATEMENT INVALID_POLICY_ELEMENT",
        write({"Version": "2012-10-17", **get()}),
    ),
    text(
        "dash of a document",
        "UNSUPPORTED_CHARACTER UNSUPPORTED_SID",
        RIGHT.replace('"Effect"', '"Sid": "Read\N{EN DASH}only", "Effect"'),
    ),
    text("code block", "JSON_SYNTAX_ERROR", f"```json\n{RIGHT}\n```"),
    text("byte order mark", "JSON_SYNTAX_ERROR", "\ufeff" + RIGHT),
    text("space of a web page", "JSON_SYNTAX_ERROR", RIGHT.replace(" ", "\N{NO-BREAK SPACE}")),
)
