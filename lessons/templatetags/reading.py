"""What the pages of lessons show: marked words, and what of a trace is told in brief."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from iamlab.engine import Layer, LayerTrace, Trace

register = template.Library()


@register.filter
def mark_words(text: str, words: Iterable[str]) -> SafeString:
    """Return a text in which every one of some words is marked, in whatever case it stands."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not pattern:
        return conditional_escape(text)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    marked = (
        format_html("<mark>{}</mark>", part) if number % 2 else conditional_escape(part)
        for number, part in enumerate(parts)
    )
    return mark_safe("".join(marked))  # noqa: S308 - every part is escaped


@register.filter
def brief_layers(trace: Trace) -> list[LayerTrace]:
    """Return the layers that a ladder in brief shows: those that have a say, and what decided.

    Without an RCP of one's own that layer always allows, which says nothing to a reader.
    """
    return [
        layer
        for layer in trace.layers
        if layer.decides
        or layer.off
        or (layer.applies and not (layer.layer is Layer.RCP and _is_plain(layer)))
    ]


def _is_plain(layer: LayerTrace) -> bool:
    return not any(level.policies for level in layer.levels)
