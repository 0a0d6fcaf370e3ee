"""Links and words of the policy pane."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from iamlab.engine import Repair, Severity
from iamlab.engine.validation import Check, find_check
from iamlab.lab.addresses import lab_address
from iamlab.lab.panes import PolicyPane

register = template.Library()

_LINE = re.compile(r"\ALine [0-9]+: ")
_SEVERITIES = {
    Severity.ERROR: ("Error", "cross"),
    Severity.SECURITY_WARNING: ("Security warning", "scp"),
    Severity.WARNING: ("Warning", "warning"),
    Severity.SUGGESTION: ("Suggestion", "pencil"),
}


@register.filter
def severity_word(severity: Severity) -> str:
    """Return how a finding's severity is called on the page."""
    return _SEVERITIES[severity][0]


@register.filter
def severity_icon(severity: Severity) -> str:
    """Return the icon of a finding's severity."""
    return _SEVERITIES[severity][1]


@register.filter
def finding_words(message: str) -> str:
    """Return a finding's sentence without the line that the page names beside it already."""
    words = _LINE.sub("", message, count=1)
    return words[:1].upper() + words[1:]


@register.filter
def check_behind(code: str) -> Check | None:
    """Return the check that reports a code, None for what is no check of the reference."""
    return find_check(code)


@register.filter
def edits_json(repair: Repair) -> str:
    """Return a repair's edits as JSON: [[start, end, text], ...] in code points of the text."""
    return json.dumps([[edit.start, edit.end, edit.text] for edit in repair.edits])


@register.filter
def how_long_ago(moment: datetime) -> str:
    """Return how long ago something happened, in words."""
    if timezone.now() - moment < timedelta(minutes=1):
        return "just now"
    return f"{timesince(moment, depth=1)} ago"


@register.simple_tag(takes_context=True)
def question_query(context: Mapping[str, Any]) -> str:
    """Return the open question as a query string, wherever the pane is drawn."""
    return str(context.get("back") or context.get("query") or "")


@register.simple_tag(takes_context=True)
def page_link(context: Mapping[str, Any], pane: PolicyPane, key: str = "") -> str:
    """Return the lab page's address with the same question and one policy of the pane's holder."""
    holder = "" if pane.holder.kind == "policy" else pane.holder.id
    return lab_address(question_query(context), pane.scenario, key or pane.key, holder)


@register.simple_tag(takes_context=True)
def pane_link(
    context: Mapping[str, Any], name: str, pane: PolicyPane, key: str = "", **more: object
) -> str:
    """Return the address of one of the pane's own views, such as `lab:policy` or `lab:versions`."""
    query: dict[str, object] = {"scenario": pane.scenario, "policy": key or pane.key}
    if pane.holder.kind != "policy":
        query["holder"] = pane.holder.id
    back = question_query(context)
    if back:
        query["back"] = back
    return f"{reverse(name)}?{urlencode({**query, **more})}"
