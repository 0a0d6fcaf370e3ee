"""The Bool operator (C9)."""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.conditions.family import Comparison, Family, Operator, Reason, Test
from iamlab.engine.conditions.wording import code, filled, listing, unresolved, variables_off
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template

_TRUTHS = frozenset({"true", "false"})


def _is(templates: Sequence[Template], context: Context) -> Test:
    texts = [template.text(context) for template in templates]
    wanted = _TRUTHS.intersection(text.lower() for text in texts if text is not None)
    return lambda text: text.lower() in wanted


def _tell(comparison: Comparison) -> Reason:
    # The guides of 2023 disagree on whether Bool takes variables; now it does.
    notes = ("C12",) if any(not template.fixed for template in comparison.templates) else ()
    text, context = comparison.text, comparison.context
    for template in comparison.templates:
        if _is((template,), context)(text):
            return Reason(f"The value is {code(text)}, as asked.", notes)
    if text.lower() not in _TRUTHS:
        return Reason(f"{code(text)} is neither `true` nor `false`, so Bool can't match.", notes)
    reason = unresolved(comparison) or variables_off(comparison)
    if reason is not None:
        return Reason(reason.why, (*notes, *reason.notes))
    for template in comparison.templates:
        value = template.text(context)
        if value is not None and value.lower() not in _TRUTHS:
            shown = filled(template, context)
            why = f"The policy's {shown} is neither `true` nor `false`, so it can match nothing."
            return Reason(why, notes)
    values = [filled(template, context) for template in comparison.templates]
    return Reason(f"The value is {code(text)}, not {listing(values, 'or')}.", notes)


OPERATORS = (
    Operator(
        "Bool",
        Family.BOOLEAN,
        "The value is `true` or `false` as listed, in any letter case.",
        variables=True,
        bind=_is,
        tell=_tell,
    ),
)
