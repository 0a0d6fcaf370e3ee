"""Checks of condition operators, and of how they suit the keys that they test."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from iamlab.engine.conditions import Family, Quantifier
from iamlab.engine.conditions.operators import suggest_operator
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import Wild, parse_template
from iamlab.engine.validation.condition_repairs import rename_operator, use_operator
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.key_facts import tells_callers_apart
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import is_arn_pattern, mismatches_type

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_SUFFIX = "IfExists"
_NICKNAMES = {"boolean": "Bool", "equals": "StringEquals", "like": "StringLike"}


def _blocks(subject: Subject) -> Iterator[ConditionView]:
    """Yield the first line under each operator."""
    seen: set[int] = set()
    for view in conditions(subject):
        start = view.test.operator.span.start.offset
        if start not in seen:
            seen.add(start)
            yield view


def _is_null_if_exists(operator: str) -> bool:
    head, colon, tail = operator.rpartition(":")
    known = {quantifier.lower() for quantifier in Quantifier if quantifier}
    return tail.lower() == "nullifexists" and (not colon or head.lower() in known)


def _suggest(operator: str) -> str | None:
    """Return the valid operator nearest to a wrong one, with its set prefix and suffix."""
    head, colon, base = operator.rpartition(":")
    prefix = ""
    if colon:
        known = {quantifier.lower(): str(quantifier) for quantifier in Quantifier if quantifier}
        near_head = get_close_matches(head[:40].lower(), known, n=1, cutoff=0.7)
        if not near_head:
            return None
        prefix = f"{known[near_head[0]]}:"
    suffix = _SUFFIX if base.lower().endswith(_SUFFIX.lower()) else ""
    bare = base[: -len(suffix)] if suffix else base
    near = _NICKNAMES.get(bare.lower()) or suggest_operator(bare)
    return None if near is None else f"{prefix}{near}{'' if near == 'Null' else suffix}"


@check(
    "INVALID_CONDITION_OPERATOR",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="There is no such condition operator",
    why="AWS does not accept a policy whose condition uses an operator that does not exist.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"StringEqual": {"aws:username": "ana"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"StringEquals": {"aws:username": "ana"}})
    ),
)
def invalid_condition_operator(subject: Subject) -> Iterator[Found]:
    """Find operators that do not exist, set prefix and suffix taken off."""
    for view in _blocks(subject):
        operator = view.test.operator
        if view.form is not None or _is_null_if_exists(operator.text):
            continue
        if view.swapped:
            yield _swapped(subject, view)
            continue
        message = f"{show(operator.text)} is not a condition operator."
        near = _suggest(operator.text)
        repair = None
        if near is not None:
            message += f" Did you mean `{near}`?"
            repair = rename_operator(subject, view, near)
        yield Found(message, operator.span, view.operator_path, repair)


def _swapped(subject: Subject, view: ConditionView) -> Found:
    operator, key = view.test.operator, view.test.key
    message = (
        f"{show(operator.text)} is a condition key and {show(key.text)} an operator: the operator "
        "comes first, the key inside it."
    )
    repair = None
    beside = [
        other for other in view.statement.source.conditions if other.operator.span == operator.span
    ]
    present = {other.operator.text.lower() for other in view.statement.source.conditions}
    if len(beside) == 1 and key.text.lower() not in present:
        edits = (
            *subject.editor.rename(operator.span, key.text),
            *subject.editor.rename(key.span, operator.text),
        )
        repair = subject.join("Swap the operator and the key", edits)
    return Found(message, operator.span, view.operator_path, repair)


@check(
    "NULL_WITH_IF_EXISTS",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="`Null` takes no `IfExists`",
    why="`Null` already asks whether the key is in the request, so AWS has no `NullIfExists`.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"NullIfExists": {"aws:TokenIssueTime": "false"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"Null": {"aws:TokenIssueTime": "false"}})
    ),
)
def null_with_if_exists(subject: Subject) -> Iterator[Found]:
    """Find `NullIfExists`."""
    for view in _blocks(subject):
        operator = view.test.operator
        if not _is_null_if_exists(operator.text):
            continue
        message = f"{show(operator.text)} does not exist: `Null` itself asks whether the key does."
        repair = rename_operator(subject, view, "Null")
        yield Found(message, operator.span, view.operator_path, repair)


@check(
    "NULL_WITH_QUALIFIER",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="`Null` with a set prefix tests nothing",
    why="`ForAllValues:Null` is always true and `ForAnyValue:Null` always false, so neither says "
    "whether the key is there.",
    bad=example(
        allow("ec2:RunInstances", "*", Condition={"ForAllValues:Null": {"aws:TagKeys": "false"}})
    ),
    good=example(allow("ec2:RunInstances", "*", Condition={"Null": {"aws:TagKeys": "false"}})),
)
def null_with_qualifier(subject: Subject) -> Iterator[Found]:
    """Find `Null` behind `ForAllValues:` or `ForAnyValue:`."""
    for view in _blocks(subject):
        if not view.tests_presence or view.quantifier is Quantifier.NONE:
            continue
        operator = view.test.operator
        outcome = "always true" if view.quantifier is Quantifier.ALL else "always false"
        message = f"{show(operator.text)} is {outcome}, whatever the request holds; use `Null`."
        repair = rename_operator(subject, view, "Null")
        yield Found(message, operator.span, view.operator_path, repair)


_LIKE = {"StringEquals": "StringLike", "StringNotEquals": "StringNotLike"}

_LEAST_FIXED = 6  # as in WILDCARD_USAGE_TOO_PERMISSIVE


@check(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    Severity.WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="A wildcard under an operator that compares letter by letter",
    why="`StringEquals` and its relatives take `*` and `?` for plain characters, so a pattern "
    "under them matches only a value that holds a star itself.",
    bad=example(
        allow("s3:ListBucket", "*", Condition={"StringEquals": {"s3:prefix": "home/ana/*"}})
    ),
    good=example(
        allow("s3:ListBucket", "*", Condition={"StringLike": {"s3:prefix": "home/ana/*"}})
    ),
)
def wildcard_without_like_operator(subject: Subject) -> Iterator[Found]:
    """Find `*` and `?` in values of StringEquals and its relatives."""
    for view in conditions(subject):
        form = view.form
        if form is None or view.family is not Family.STRING or form.row.wildcards:
            continue
        if mismatches_type(view):
            continue
        for value in view.values:
            if not _has_wildcard(value.text, subject.document.variables_enabled):
                continue
            like = _like_operator(view)
            advice = f"`{like}` makes it a wildcard" if like else "use an operator with `Like`"
            mark = "*" if "*" in value.text else "?"
            message = (
                f"`{form.row.name}` compares letter by letter, so `{mark}` in {show(value.text)} "
                f"is a plain character; {advice}."
            )
            repair = None
            if like and not any(_opens_wide(view, item.text) for item in view.values):
                repair = use_operator(subject, view, like)
            yield Found(message, value.span, view.path_to(value), repair)


def _opens_wide(view: ConditionView, text: str) -> bool:
    """Whether a value would no longer tell callers apart if its star became a wildcard."""
    if not tells_callers_apart(view.key_lower):
        return False
    fixed = text.replace("?", "*").partition("*")[0]
    return len(fixed) < _LEAST_FIXED or (view.key_lower == "aws:userid" and ":" not in fixed)


def _has_wildcard(text: str, variables: bool) -> bool:
    if "*" not in text and "?" not in text:
        return False
    tokens = parse_template(text, enabled=variables).tokens
    return any(isinstance(token, Wild) for token in tokens)


def _like_operator(view: ConditionView) -> str | None:
    """The operator that takes the wildcards; none when letter case would begin to count."""
    if view.form is None:
        return None
    name = _LIKE.get(view.form.row.name)
    is_arn = view.key is not None and view.key.type == "ARN"
    if name and is_arn and all(is_arn_pattern(value.text) for value in view.values):
        name = name.replace("String", "Arn")
    return view.operator_named(name) if name else None
