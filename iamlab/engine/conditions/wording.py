"""The turns of phrase that the explanations of all operator families share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from iamlab.engine.catalog import is_multivalued
from iamlab.engine.conditions.family import Bind, Comparison, Reason, Tell
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template

_LONGEST = 120
_MOST = 6
_SESSIONS = {"AssumedRole": "a role session", "FederatedUser": "a federated user session"}


Hint = Callable[[Comparison], Reason | None]
"""Looks for a well-known mistake that explains why no value matched."""


def code(text: str) -> str:
    """Show a text as code in a sentence, cut when it is very long."""
    return f"`{_cut(text)}`" if text else "an empty value"


def quoted(text: str) -> str:
    """Show a text between double quotes, cut when it is very long."""
    return f'"{_cut(text)}"'


def listing(texts: Sequence[str], conjunction: str) -> str:
    """Join shown texts as `a, b or c`, leaving out the tail of a long list."""
    if len(texts) > _MOST:
        texts = [*texts[:_MOST], f"{len(texts) - _MOST} more"]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {conjunction} {texts[-1]}"


def filled(template: Template, context: Context) -> str:
    """Show a value of the policy, and what its variables make of it in this request."""
    text = template.text(context)
    if text is None or text == template.source:
        return code(template.source)
    return f"{code(template.source)} (here {code(text)})"


def unresolved(comparison: Comparison) -> Reason | None:
    """Say which variable has no value, if one has none (C13)."""
    for template in comparison.templates:
        for name in template.unresolved(comparison.context):
            return _no_value(name, comparison)
    return None


def variables_off(comparison: Comparison) -> Reason | None:
    """Say that the Version leaves variables off, when a value holds one (G2)."""
    if comparison.variables:
        return None
    for template in comparison.templates:
        if "${" in template.source:
            return Reason(
                f"{code(template.source)} is plain text here: variables work only in policies "
                "with Version 2012-10-17."
            )
    return None


@dataclass(frozen=True, slots=True)
class Verbs:
    """The words for a match and for none, as in "equals" and "differs from … and …"."""

    match: str
    miss: str
    conjunction: str


def telling(positive: Bind, verbs: Verbs, *hints: Hint) -> Tell:
    """Make the account of an operator whose positive form is `positive`.

    Each hint may know a better sentence for the case that no value of the policy matches; the first
    one that does is taken.
    """

    def tell(comparison: Comparison) -> Reason:
        text, context = comparison.text, comparison.context
        for template in comparison.templates:
            if positive((template,), context)(text):
                return _hit(comparison, template, verbs)
        for hint in (unresolved, *hints):
            reason = hint(comparison)
            if reason is not None:
                return reason
        values = [filled(template, context) for template in comparison.templates]
        return Reason(f"{code(text)} {verbs.miss} {listing(values, verbs.conjunction)}.")

    return tell


def literal_star(comparison: Comparison) -> Reason | None:
    """Say that a star or question mark which a variable brings in is no wildcard (C12)."""
    for template in comparison.templates:
        for variable in template.variables:
            value = variable.resolve(comparison.context) or ""
            if "*" in value or "?" in value:
                shown = code("${" + variable.key + "}")
                return Reason(
                    f"{code(comparison.text)} does not fit: a `*` or `?` that {shown} brings in "
                    "stands only for itself.",
                    ("C12",),
                )
    return None


def _hit(comparison: Comparison, template: Template, verbs: Verbs) -> Reason:
    shown = filled(template, comparison.context)
    sentence = f"{code(comparison.text)} {verbs.match} {shown}"
    if comparison.negated:
        sentence += f", and {comparison.operator} holds only when no listed value does so"
    return Reason(f"{sentence}.")


def _no_value(name: str, comparison: Comparison) -> Reason:
    lowered = name.lower()
    shown = code("${" + name + "}")
    kind = comparison.context.single("aws:principaltype") or ""
    where = "in this request"
    if lowered == "aws:username" and kind in _SESSIONS:
        where = f"for {_SESSIONS[kind]}"
    start = f"{shown} has no value {where}"
    if is_multivalued(lowered) or lowered in comparison.context:
        start = f"{shown} names a multivalued key, which cannot fill in a variable"
    if comparison.negated:
        return Reason(f"{start}, and a negated operator matches then.", ("C13",))
    return Reason(f"{start}, so this value can match nothing.", ("C13",))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
