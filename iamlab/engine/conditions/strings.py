"""The String operators: exact, ignoring case, and with wildcards.

Source: table in section 5; AWS, "Condition operators", string condition operators.
"""

from __future__ import annotations

from collections.abc import Sequence

from iamlab.engine.conditions.family import (
    Comparison,
    Family,
    Operator,
    Reason,
    Test,
    any_of,
    negate,
)
from iamlab.engine.conditions.wording import Verbs, code, literal_star, telling, variables_off
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template
from iamlab.engine.matching.wildcards import compile_glob

_EQUALS = Verbs("equals", "differs from", "and")
_FITS = Verbs("fits the pattern", "does not fit", "or")


def _equals(templates: Sequence[Template], context: Context) -> Test:
    return _texts(templates, context).__contains__


def _equals_ignoring_case(templates: Sequence[Template], context: Context) -> Test:
    # AWS does not say how it folds letters outside ASCII; Unicode's full folding is used for all.
    texts = frozenset(text.casefold() for text in _texts(templates, context))
    return lambda text: text.casefold() in texts


def _like(templates: Sequence[Template], context: Context) -> Test:
    globs = [template.glob(context) for template in templates]
    return any_of([glob.matches for glob in globs if glob is not None])


def _texts(templates: Sequence[Template], context: Context) -> frozenset[str]:
    texts = [template.text(context) for template in templates]
    return frozenset(text for text in texts if text is not None)


def _wildcard_under_equals(comparison: Comparison) -> Reason | None:
    """Spot a pattern given to an operator that compares letter by letter (Q18)."""
    for template in comparison.templates:
        if _like((template,), comparison.context)(comparison.text):
            like = "StringNotLike" if comparison.negated else "StringLike"
            mark = "*" if "*" in template.source else "?"
            kind = "star" if mark == "*" else "question mark"
            return Reason(
                f"{comparison.operator} compares letter by letter: `{mark}` is only a {kind} here; "
                f"{like} makes it a wildcard."
            )
    return None


def _case_alone(comparison: Comparison) -> Reason | None:
    """Spot a value that would match if letter case did not count."""
    folded = comparison.text.casefold()
    for template in comparison.templates:
        value = template.text(comparison.context)
        if value is not None and value.casefold() == folded:
            return _case_counts(comparison, template)
    return None


def _pattern_case_alone(comparison: Comparison) -> Reason | None:
    folded = comparison.text.casefold()
    for template in comparison.templates:
        pattern = template.text(comparison.context)
        if pattern is not None and compile_glob(pattern.casefold()).matches(folded):
            return _case_counts(comparison, template)
    return None


def _case_counts(comparison: Comparison, template: Template) -> Reason:
    return Reason(
        f"{code(comparison.text)} and {code(template.source)} differ only in case, and "
        f"{comparison.operator} tells capital letters from small ones."
    )


_EQUALS_HINTS = (variables_off, _wildcard_under_equals, _case_alone)
_LIKE_HINTS = (variables_off, literal_star, _pattern_case_alone)
_TELL_EQUALS = telling(_equals, _EQUALS, *_EQUALS_HINTS)
_TELL_FOLDED = telling(_equals_ignoring_case, _EQUALS, variables_off, _wildcard_under_equals)
_TELL_LIKE = telling(_like, _FITS, *_LIKE_HINTS)

OPERATORS = (
    Operator(
        "StringEquals",
        Family.STRING,
        "The value equals one of the listed texts, letter by letter.",
        variables=True,
        bind=_equals,
        tell=_TELL_EQUALS,
    ),
    Operator(
        "StringNotEquals",
        Family.STRING,
        "The value equals none of the listed texts, or the key is absent.",
        negated=True,
        variables=True,
        bind=negate(_equals),
        tell=_TELL_EQUALS,
    ),
    Operator(
        "StringEqualsIgnoreCase",
        Family.STRING,
        "The value equals one of the listed texts when capital and small letters count as equal.",
        variables=True,
        bind=_equals_ignoring_case,
        tell=_TELL_FOLDED,
    ),
    Operator(
        "StringNotEqualsIgnoreCase",
        Family.STRING,
        "The value equals no listed text even when case is ignored, or the key is absent.",
        negated=True,
        variables=True,
        bind=negate(_equals_ignoring_case),
        tell=_TELL_FOLDED,
    ),
    Operator(
        "StringLike",
        Family.STRING,
        "The value fits one of the listed patterns: `*` is any text, `?` is any one character.",
        wildcards=True,
        variables=True,
        bind=_like,
        tell=_TELL_LIKE,
    ),
    Operator(
        "StringNotLike",
        Family.STRING,
        "The value fits none of the listed patterns, or the key is absent.",
        negated=True,
        wildcards=True,
        variables=True,
        bind=negate(_like),
        tell=_TELL_LIKE,
    ),
)
