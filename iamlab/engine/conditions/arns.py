"""The ARN operators: six fields, each with wildcards of its own (C11, R1).

Source: AWS, "Condition operators", Amazon Resource Name condition operators.
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
from iamlab.engine.documents import split_arn
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template, Variable
from iamlab.engine.matching.wildcards import Glob, Token, Wild, compile_glob, tokenize

_FIELDS = ("prefix", "partition", "service", "Region", "account", "resource")


def _like(templates: Sequence[Template], context: Context) -> Test:
    tests = [_test(template, context) for template in templates]
    return any_of([test for test in tests if test is not None])


def _test(template: Template, context: Context) -> Test | None:
    """Compile one pattern, or return None when it is no ARN or a variable has no value."""
    fields = _fields(template, context)
    if fields is None:
        return None
    globs = [Glob(field) for field in fields]
    heads = [glob.exact for glob in globs[:-1] if glob.exact is not None]
    tail = globs[-1]
    if len(heads) == len(globs) - 1:
        return _prefixed(":".join(heads) + ":", tail)

    def test(text: str) -> bool:
        parts = split_arn(text)
        if parts is None:
            return False
        for glob, part in zip(globs, parts, strict=True):  # noqa: SIM110 - hot path
            if not glob.matches(part):
                return False
        return True

    return test


def _prefixed(prefix: str, tail: Glob) -> Test:
    """Match when the first five fields are literal: they hold all colons that count."""
    if tail.exact is not None:
        return (prefix + tail.exact).__eq__
    length, matches = len(prefix), tail.matches
    return lambda text: text.startswith(prefix) and matches(text[length:])


def _fields(template: Template, context: Context) -> list[list[Token]] | None:
    """Cut a pattern, variables filled in, at its first five colons."""
    fields: list[list[Token]] = [[]]
    for token in _tokens(template, context):
        if token is None:
            return None
        if isinstance(token, Wild):
            fields[-1].append(token)
            continue
        parts = token.split(":", len(_FIELDS) - len(fields))
        for index, part in enumerate(parts):
            if index:
                fields.append([])
            if part:
                fields[-1].append(part)
    # As for Resource, the first field must be `arn` itself and none may be missing (R7).
    return fields if len(fields) == len(_FIELDS) and Glob(fields[0]).exact == "arn" else None


def _tokens(template: Template, context: Context) -> list[Token | None]:
    tokens: list[Token | None] = []
    for piece in template.pieces:
        if isinstance(piece, str):
            tokens.extend(tokenize(piece))
        elif isinstance(piece, Variable):
            tokens.append(piece.resolve(context))
        else:
            tokens.append(piece.text)
    return tokens


def _no_arn(comparison: Comparison) -> Reason | None:
    if split_arn(comparison.text) is None:
        end = f", and {comparison.operator} is true of it" if comparison.negated else ""
        return Reason(f"{code(comparison.text)} is not an ARN, so no ARN pattern fits it{end}.")
    for template in comparison.templates:
        if _fields(template, comparison.context) is None:
            return Reason(
                f"{code(template.source)} is not an ARN pattern of six fields, so it can match "
                "nothing.",
                ("R7",),
            )
    return None


def _field_that_differs(comparison: Comparison) -> Reason | None:
    """Name the first field that does not fit, when there is one pattern to speak of."""
    if len(comparison.templates) != 1:
        return None
    template = comparison.templates[0]
    fields = _fields(template, comparison.context)
    parts = split_arn(comparison.text)
    if fields is None or parts is None:
        return None
    for name, field, part in zip(_FIELDS, fields, parts, strict=True):
        if not Glob(field).matches(part):
            return Reason(
                f"{code(comparison.text)} does not fit {code(template.source)}: the {name} field "
                f"is {code(part)}, not {code(_source(field))}{_crossing(comparison, template)}."
            )
    return None


def _crossing(comparison: Comparison, template: Template) -> str:
    text = template.text(comparison.context) or ""
    if compile_glob(text).matches(comparison.text):
        return "; a `*` stays inside its field, unlike under StringLike"
    return ""


def _source(field: list[Token]) -> str:
    return "".join(token.value if isinstance(token, Wild) else token for token in field)


_TELL = telling(
    _like,
    Verbs("fits", "does not fit", "or"),
    _no_arn,
    variables_off,
    literal_star,
    _field_that_differs,
)
_FITS = "The value is an ARN that fits one of the listed patterns, field by field"
_FITS_NONE = "The value is an ARN that fits none of the listed patterns, or no ARN, or absent"

OPERATORS = tuple(
    Operator(
        name,
        Family.ARN,
        description,
        negated="Not" in name,
        wildcards=True,
        variables=True,
        bind=negate(_like) if "Not" in name else _like,
        tell=_TELL,
    )
    for name, description in (
        ("ArnEquals", f"{_FITS}; the same as ArnLike."),
        ("ArnNotEquals", f"{_FITS_NONE}; the same as ArnNotLike."),
        ("ArnLike", f"{_FITS}."),
        ("ArnNotLike", f"{_FITS_NONE}."),
    )
)
