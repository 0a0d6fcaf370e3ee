"""A request that a learner writes: an action, a resource, and condition keys with their values."""

from __future__ import annotations

from iamlab.engine import (
    PolicyType,
    RequestError,
    Snapshot,
    expand_action,
    find_action,
    fits,
    parse_policy,
    suggest_actions,
)
from iamlab.engine.scenarios import Single, resolve_resource
from lessons.content.shapes.asks import AskChange, Context
from lessons.judging.questions.display import value_in_words
from lessons.judging.questions.judge import Form
from lessons.judging.questions.reading import (
    MOST_ARN_CHARACTERS,
    MOST_SHORT_CHARACTERS,
    first_text,
    text_of,
)
from lessons.judging.questions.shapes import Answer

ROWS = 3
"""How many condition keys a request may be given; a key that comes twice has two values."""

_MOST_SUGGESTED = 300

_NOT_CHOSEN = (
    "aws:principal",
    "aws:resourceaccount",
    "aws:resourceorg",
    "aws:tokenissuetime",
    "aws:userid",
    "aws:username",
)
"""How keys begin, in small letters, that follow from who calls and whose the resource is."""


def read_request(form: Form) -> Answer:
    """Return `{"action": …, "resource": …, "context": [[key, value], …]}` as it was written.

    Raises AnswerUnreadable for what is too long.
    """
    pairs = []
    keys, values = list(form.get("key") or []), list(form.get("value") or [])
    for number in range(min(len(keys), ROWS)):
        key = first_text({"key": keys[number:]}, "key", MOST_SHORT_CHARACTERS)
        value = first_text({"value": values[number:]}, "value", MOST_SHORT_CHARACTERS)
        if key:
            pairs.append([key, value])
    return {
        "action": first_text(form, "action", MOST_SHORT_CHARACTERS),
        "resource": first_text(form, "resource", MOST_ARN_CHARACTERS),
        "context": pairs,
    }


def suggested_actions(text: str, kind: PolicyType) -> tuple[str, ...]:
    """Return the actions of the services that a policy speaks of, to choose from; none if many."""
    entries = [
        entry.text
        for statement in parse_policy(text, kind).statements
        for entry in (*(statement.actions or ()), *(statement.not_actions or ()))
    ]
    services = {entry.partition(":")[0].lower() for entry in entries if ":" in entry}
    found = {name for service in services for name in expand_action(f"{service}:*")}
    return tuple(sorted(found)) if len(found) <= _MOST_SUGGESTED else ()


def form_of(change: AskChange) -> Form:
    """Return the form in which somebody would write a request."""
    pairs = pairs_of(change.context)
    return {
        "action": [change.action or ""],
        "resource": [change.resource or ""],
        "key": [key for key, _ in pairs],
        "value": [value for _, value in pairs],
    }


def pairs_of(context: Context) -> list[list[str]]:
    """Return condition keys and values as they are written: a list's values one by one."""
    return [
        [key, value_in_words(item)]
        for key, value in context.items()
        for item in (value if isinstance(value, list) else [value])
    ]


def context_of(answer: Answer) -> Context:
    """Return the condition keys of an answer; data in any other shape is passed over."""
    context: dict[str, Single | list[Single]] = {}
    for key, value in _pairs(answer):
        before = context.get(key)
        if before is None:
            context[key] = value
        else:
            context[key] = [*(before if isinstance(before, list) else [before]), value]
    return context


def find_problem(snapshot: Snapshot, answer: Answer) -> tuple[str, str]:
    """Return why nobody could send a request, with the field; two empty texts if one could.

    AWS has the action, the action is about such a resource, and the keys are the caller's to set.
    """
    action, resource = text_of(answer, "action"), text_of(answer, "resource")
    known = find_action(action)
    if known is None:
        near = next(iter(suggest_actions(action)), "")
        hint = f" Did you mean `{near}`?" if near else ""
        return "action", f"AWS has no action `{action}`.{hint}"
    try:
        arn = resolve_resource(snapshot, resource)
    except RequestError as error:
        return "resource", str(error)
    if not fits(known, arn):
        return "resource", f"`{known.name}` is never about `{resource}`."
    for key, _ in _pairs(answer):
        if key.lower().startswith(_NOT_CHOSEN):
            return "key", f"A caller does not choose `{key}`: AWS sets it."
    return "", ""


def _pairs(answer: Answer) -> list[tuple[str, str]]:
    pairs = answer.get("context")
    return [
        (str(pair[0]), str(pair[1]))
        for pair in (pairs if isinstance(pairs, list) else [])
        if isinstance(pair, list) and len(pair) == 2
    ]
