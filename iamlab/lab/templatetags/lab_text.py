"""Puts the engine's words on a page: code in backticks, ARNs that break well, differences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from iamlab.engine import Action

register = template.Library()

_CODE = re.compile(r"`([^`]+)`")
_ARN_HEAD = re.compile(r"(arn:[^:/\s]*:[^:/\s]*:[^:/\s]*:[^:/\s]*:)(.*)", re.DOTALL)
_SEGMENT = re.compile(r"/?[^/]+|/")
_ARN_WITHIN = re.compile(r"arn:[^\s,\"]+")
_NAME = re.compile(r"[^:/\"]+|[:/\"]")
_BREAKS = re.compile(r"(?<=[:/.])")
_LONGEST_COMPARED = 2000


@register.filter
def with_code(text: str) -> SafeString:
    """Return a sentence in which whatever stands in backticks is code, escaped otherwise."""
    parts = _CODE.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", with_arns(part)) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )


@register.filter
def with_arns(text: str) -> SafeString:
    """Return text in which every ARN breaks before a path segment and never inside a name."""
    if "arn:" not in text:
        return conditional_escape(text)
    pieces: list[SafeString] = []
    end = 0
    for found in _ARN_WITHIN.finditer(text):
        pieces += [conditional_escape(text[end : found.start()]), arn(found.group())]
        end = found.end()
    pieces.append(conditional_escape(text[end:]))
    return SafeString("".join(pieces))


@register.filter
def lower_first(sentence: str) -> str:
    """Return a sentence to go on with after a colon; a name or an acronym keeps its capital."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


@register.filter
def breakable(name: str) -> SafeString:
    """Return a name in which a line may break after a colon, a slash or a dot."""
    parts = _BREAKS.split(name)
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def first_of(texts: Iterable[str]) -> str:
    """Return the first of some texts, empty when there is none."""
    return next(iter(texts), "")


@register.filter
def deed(action: Action) -> str:
    """Return what an action does, as a sentence."""
    text = action.description.removeprefix("Grants permission to ").rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


@register.filter
def arn(text: str) -> SafeString:
    """Return an ARN as spans between which a line may break; any other text as it is."""
    found = _ARN_HEAD.fullmatch(text)
    if found is None:
        return conditional_escape(text)
    parts = [found.group(1), *_SEGMENT.findall(found.group(2))]
    inner = format_html_join("", "<span>{}</span>", ((part,) for part in parts))
    return format_html('<span class="arn">{}</span>', inner)


@register.simple_tag
def marked(text: str, other: str) -> SafeString:
    """Return `text` with the parts marked that `other` lacks; plain when little is in common.

    A list of entries is compared by the entry that is most like the other text.
    """
    if max(len(text), len(other)) > _LONGEST_COMPARED:
        return conditional_escape(text)
    entries = text.split(", ")
    others = other.split(", ")
    shown = []
    for entry in entries:
        near = max(others, key=lambda item: _similarity(entry, item))
        alike = len(entries) == 1 or entry == max(entries, key=lambda item: _similarity(item, near))
        shown.append(_mark(entry, near) if alike else conditional_escape(entry))
    return mark_safe(", ".join(shown))  # noqa: S308 - every part is escaped


def _similarity(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _mark(text: str, other: str) -> SafeString:
    """Mark what comes between the common beginning and the common end, by whole names."""
    ours, theirs = _NAME.findall(text), _NAME.findall(other)
    start = _common(ours, theirs)
    end = min(_common(ours[::-1], theirs[::-1]), len(ours) - start, len(theirs) - start)
    stop = len(ours) - end
    if start == 0 or start == stop:
        return conditional_escape(text)
    parts = ("".join(ours[:start]), "".join(ours[start:stop]), "".join(ours[stop:]))
    return format_html("{}<mark>{}</mark>{}", *parts)


def _common(one: list[str], two: list[str]) -> int:
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
