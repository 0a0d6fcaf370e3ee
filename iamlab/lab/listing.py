"""Policy text as lines of HTML with its keys and strings marked, as read-only listings show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_STRING = re.compile(r'("(?:\\.|[^"\\])*")(\s*:)?')
_BLANK = "\u200b"  # an empty line still takes up its line


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line: its number from 1, its text as HTML, and whether it is lit."""

    number: int
    html: SafeString
    lit: bool = False


def list_lines(text: str, first: int = 0, last: int = 0) -> tuple[ListedLine, ...]:
    """Return the lines of a text; those from `first` to `last`, both included, are lit."""
    return tuple(
        ListedLine(number, mark_line(line), first <= number <= last)
        for number, line in enumerate(text.split("\n"), start=1)
    )


def mark_line(line: str) -> SafeString:
    """Return a line of JSON as HTML: `key`, `str` and, in a string's wildcards, `glob`."""
    return mark_safe("".join(_parts(line)) or _BLANK)  # noqa: S308 - every part is escaped


def _parts(line: str) -> Iterator[str]:
    end = 0
    for found in _STRING.finditer(line):
        yield escape(line[end : found.start()])
        text, colon = found.group(1), found.group(2) or ""
        if colon:
            yield format_html('<span class="key">{}</span>{}', text, colon)
        else:
            marked = escape(text).replace("*", '<span class="glob">*</span>')
            yield f'<span class="str">{marked}</span>'
        end = found.end()
    yield escape(line[end:])
