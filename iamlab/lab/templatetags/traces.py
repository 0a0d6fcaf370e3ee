"""What the templates of a trace show: words for the engine's codes, and links into policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from iamlab.engine import (
    CallerKind,
    ElementTrace,
    LayerTrace,
    NearestMiss,
    Policy,
    PolicyTrace,
    Span,
    StatementTrace,
    Trace,
    Verdict,
)

register = template.Library()

_WORDS = {
    Verdict.ALLOWED: "Allowed",
    Verdict.EXPLICIT_DENY: "Explicit deny",
    Verdict.IMPLICIT_DENY: "Implicit deny",
}
_SAYS = {
    "allow": "allow",
    "deny": "deny",
    "silent": "nothing matches",
    "none": "does not apply",
}
_CALLERS = {
    CallerKind.ROOT: "the root user of its account",
    CallerKind.SERVICE: "an AWS service in its own name",
    CallerKind.ANONYMOUS: "anybody, without a signature",
    CallerKind.WEB_IDENTITY: "somebody an identity provider vouches for",
}
_PASSED = "question/"


class Chip(NamedTuple):
    """An element's name and whether it matched: `yes`, `no` or `none`, with icon and words."""

    name: str
    match: str
    icon: str
    words: str


class Deciding(NamedTuple):
    """A statement that made the verdict, with the policy that it stands in."""

    policy: Policy
    statement: StatementTrace


class Light(NamedTuple):
    """Lines of a policy to light by themselves: 1-based, both included."""

    policy: str
    first: int
    last: int
    verdict: str


class Shown(NamedTuple):
    """A statement as the trace shows it: open, closed, or `brief`, without its elements."""

    statement: StatementTrace
    is_open: bool
    is_brief: bool


class LaidOut(NamedTuple):
    """The statements of a policy that are shown, and how many are not."""

    shown: tuple[Shown, ...]
    left_out: int


_FULL_STATEMENTS = 40
_SHOWN_STATEMENTS = 200
"""No policy that AWS would accept needs more; without a bound the page has tens of megabytes."""

_MATCHED = {True: ("yes", "check", "matched"), False: ("no", "cross", "did not match")}


@register.filter
def verdict_word(verdict: str) -> str:
    """Return the words for a verdict's code."""
    return _WORDS[Verdict(verdict)]


@register.filter
def rung_says(layer: LayerTrace) -> str:
    """Return what a layer says in one or two words."""
    return "left out" if layer.off else _SAYS[layer.says]


@register.simple_tag
def rung_verdict(layer: LayerTrace, trace: Trace) -> str:
    """Return the verdict that colors a layer's rung, empty for one that takes no side."""
    if layer.decides:
        return trace.decision.verdict.value
    return {"allow": "allowed", "deny": "explicitDeny"}.get(layer.says, "")


@register.filter
def chips(statement: StatementTrace) -> list[Chip]:
    """Return a chip for each kind of element; several conditions share one."""
    by_name: dict[str, bool] = {}
    for element in statement.elements:
        if element.matched is not None:
            by_name[element.name] = by_name.get(element.name, True) and element.matched
    return [Chip(name, *_MATCHED[matched]) for name, matched in by_name.items()]


@register.filter
def chip(element: ElementTrace) -> Chip:
    """Return the chip of one element."""
    if element.matched is None:
        return Chip(element.name, "none", "skip", "absent")
    return Chip(element.name, *_MATCHED[element.matched])


@register.filter
def caller_facts(trace: Trace) -> str:
    """Return who calls and whose the resource is, as one sentence with code in backticks."""
    caller = trace.caller
    if caller.session_name and caller.kind is CallerKind.ROLE:
        who = f"session `{caller.session_name}` of `{caller.noun}`"
    else:
        who = _CALLERS.get(caller.kind, f"{caller.kind.value} `{caller.name}`")
    if trace.owner is None:
        return f"Caller: {who}. Nobody can tell whose the resource is."
    if caller.account is None:
        return f"Caller: {who}. The resource belongs to account {trace.owner}."
    if trace.same_account:
        return f"Caller: {who}, in the resource’s own account."
    return f"Caller: {who}. Across accounts: from {caller.account} to {trace.owner}."


@register.filter
def deciding(trace: Trace) -> list[Deciding]:
    """Return the statements that made the verdict, with their policies; none when silence did."""
    wanted = {(item.layer, item.policy_key, item.index) for item in trace.decision.deciding}
    found: dict[tuple[str, int], Deciding] = {}
    for layer in trace.layers:
        for level in layer.levels:
            for policy in level.policies:
                for item in policy.statements:
                    key = policy.policy.key
                    if (layer.layer, key, item.index) in wanted:
                        found.setdefault((key, item.index), Deciding(policy.policy, item))
    return list(found.values())


@register.filter
def lit(trace: Trace) -> Light | None:
    """Return the lines that a fresh answer lights: what decided, or else the nearest miss."""
    verdict = trace.decision.verdict.value
    first = next(iter(deciding(trace)), None)
    if first is not None:
        return _light(first.policy, first.statement.span, verdict)
    miss: NearestMiss | None = trace.nearest_miss
    if miss is None or miss.policy is None or miss.span is None:
        return None
    return _light(miss.policy, miss.span, verdict)


def _light(policy: Policy, span: Span, verdict: str) -> Light | None:
    if policy.key.startswith(_PASSED):
        return None
    return Light(policy.key, span.start.line, span.end.line, verdict)


@register.filter
def statement_verdict(statement: StatementTrace) -> str:
    """Return the color in which a statement's lines are lit."""
    if not statement.matched:
        return Verdict.IMPLICIT_DENY.value
    allow = statement.effect == "Allow"
    return Verdict.ALLOWED.value if allow else Verdict.EXPLICIT_DENY.value


@register.simple_tag(takes_context=True)
def light(context: Mapping[str, Any], policy: str, span: Span | None, verdict: str) -> SafeString:
    """Return the attributes of a link that lights a span of a policy, on the lab's page.

    Reads `query`, the open question as a query string. A policy that a question brings along has
    no page, so nothing is returned for it. Where a page shows policies of its own, `light_places`
    has the address of each by its key; for any other nothing is returned.
    """
    places = context.get("light_places")
    if policy.startswith(_PASSED) or (places is not None and policy not in places):
        return SafeString("")
    address = places[policy] if places else policy_address(context, policy, span)
    if span is None:
        return format_html('href="{}" data-light-policy="{}"', address, policy)
    return format_html(
        'href="{}" data-light-policy="{}" data-light-from="{}" data-light-to="{}" '
        'data-light-verdict="{}"',
        address,
        policy,
        span.start.line,
        span.end.line,
        verdict,
    )


def policy_address(context: Mapping[str, Any], policy: str, span: Span | None = None) -> str:
    """Return the lab's address with the open question kept, a policy open, and its lines lit."""
    query = str(context.get("query") or "")
    parts = {"policy": policy}
    if span is not None:
        parts["light"] = f"{span.start.line}-{span.end.line}"
    return f"{reverse('lab:lab')}?{query + '&' if query else ''}{urlencode(parts)}"


@register.filter
def tally(trace: Trace) -> str:
    """Return how many layers allow, deny, are silent and do not apply."""
    counts = dict.fromkeys(("allow", "deny", "silent", "none"), 0)
    for layer in trace.layers:
        counts[layer.says] += 1
    words = {"none": "do not apply" if counts["none"] != 1 else "does not apply"}
    return ", ".join(f"{count} {words.get(key, key)}" for key, count in counts.items() if count)


@register.filter
def level_says(says: str) -> str:
    """Return what one level of the organization says."""
    return {"allow": "allows it", "deny": "denies it"}.get(says, "does not allow it")


@register.simple_tag
def laid_out(trace: Trace, layer: LayerTrace, policy: PolicyTrace) -> LaidOut:
    """Return how the statements of a policy are shown; a very long policy is cut short.

    Those that decided, and the nearest miss, are open and always shown, the first of them at least.
    """
    here = (layer.layer, policy.policy.key)
    deciding = trace.decision.deciding
    places = {item.index for item in deciding if (item.layer, item.policy_key) == here}
    miss = trace.nearest_miss
    if miss and miss.policy and (miss.layer, miss.policy.key) == here:
        places.add(miss.index)
    opened = set(sorted(places)[:_FULL_STATEMENTS])
    shown = tuple(
        Shown(item, item.index in opened, number >= _FULL_STATEMENTS and item.index not in opened)
        for number, item in enumerate(policy.statements)
        if number < _SHOWN_STATEMENTS or item.index in opened
    )
    return LaidOut(shown, len(policy.statements) - len(shown))


@register.simple_tag(takes_context=True)
def off_switch(context: Mapping[str, Any], name: str) -> SafeString:
    """Return the link that leaves a layer or a policy out of the question, or takes it back in.

    Reads `asked`, the question, and `off_addresses`, its query string with each such change made.
    """
    query = context["off_addresses"].get(name)
    if query is None:
        return SafeString("")
    off = name in context["asked"].off
    return format_html(
        '<a class="button button-quiet button-small" href="{}?{}" data-off="{}" '
        'data-off-now="{}">{}</a>',
        reverse("lab:lab"),
        query,
        name,
        "true" if off else "false",
        "Count it again" if off else "Ask without this layer",
    )
