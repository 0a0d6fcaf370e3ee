"""Checks of the names that stand in Action and NotAction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import (
    actions_of_operation,
    service_exists,
    suggest_actions,
    suggest_service,
)
from iamlab.engine.documents import Entry, Repair, Severity, TextEdit
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.action_entries import Naming, naming_of, tidied
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.fitting import in_words
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_ELEMENTS = ("Action", "NotAction")


@check(
    "INVALID_ACTION",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The service has no such action",
    why="An action that AWS does not know matches nothing, so what it should allow stays denied "
    "and what it should deny stays allowed.",
    bad=example(allow("s3:GetObjects", "arn:aws:s3:::acme-receipts/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def invalid_action(subject: Subject) -> Iterator[Found]:
    """Find actions that are not `service:Name`, or that their service does not have (A1, A5)."""
    for statement, name, entry in subject.entries(*_ELEMENTS):
        naming = naming_of(entry.text)
        several = _several(entry.text) if naming is Naming.SHAPELESS else ()
        repair: Repair | None
        if several:
            message = f"{show(entry.text)} is one string: put each action in quotes of its own."
            repair = _use(subject, statement, name, entry, several)
        elif naming is Naming.SHAPELESS:
            message, repair = _shapeless(subject, entry)
        elif naming is Naming.UNKNOWN_ACTION:
            message, repair = _unknown(subject, statement, name, entry)
        else:
            continue
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _several(text: str) -> tuple[str, ...]:
    """The actions that somebody wrote into one string, with commas or spaces between them."""
    parts = tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip(" ,;")))) if len(text) < 500 else ()
    known = all(naming_of(part) is Naming.KNOWN for part in parts)
    return parts if len(parts) > 1 and known else ()


def _shapeless(subject: Subject, entry: Entry) -> tuple[str, Repair | None]:
    text = tidied(entry.text)
    if text:
        message = f"{show(entry.text)} matches nothing: an action is written `{text}`."
        return message, subject.replace(_use_label(text), entry.span, text)
    if service_exists(entry.text):
        example_name = f"{entry.text.lower()}:*"
        return (
            f"{show(entry.text)} is a service, not an action. Add the action's name after a "
            f"colon, or write `{example_name}` for all of them.",
            None,
        )
    near = suggest_actions(entry.text, limit=1)
    message = (
        f"{show(entry.text)} matches nothing: an action is a service's prefix, a colon and a "
        "name, such as `s3:GetObject`."
    )
    if not near or ":" in entry.text:
        return message, None
    repair = subject.replace(_use_label(near[0]), entry.span, near[0])
    return f"{message} Did you mean `{near[0]}`?", repair


def _unknown(
    subject: Subject, statement: StatementView, element: str, entry: Entry
) -> tuple[str, Repair | None]:
    text = entry.text
    service = show(text.partition(":")[0].lower())
    if "*" in text or "?" in text:
        return f"No action of {service} matches {show(text)}, so this entry does nothing.", None
    checked = actions_of_operation(text)
    if checked:
        names = " and ".join(f"`{name}`" for name in checked)
        message = f"{show(text)} is an API operation without an action of its own; AWS checks "
        return f"{message}{names} for it.", _use(subject, statement, element, entry, checked)
    message = f"{service} has no action {show(text)}, so this entry matches nothing."
    near = suggest_actions(text, limit=1)
    begun = tuple(sorted(expand_action(f"{text[:100]}*"), key=lambda name: (len(name), name)))
    if begun and not (near and near[0].startswith(f"{text.partition(':')[0].lower()}:")):
        if len(begun) > 1:
            return f"{message} There are {in_words(begun)}.", None
        near = begun
    if not near:
        return message, None
    repair = _use(subject, statement, element, entry, near)
    return f"{message} Did you mean `{near[0]}`?", repair


def _use(
    subject: Subject,
    statement: StatementView,
    element: str,
    entry: Entry,
    names: tuple[str, ...],
) -> Repair:
    """Write other actions in the place of an entry, without those that the element has already."""
    present = {other.text.lower() for other in statement.entries(element)}
    missing = [name for name in names if name.lower() not in present]
    member = statement.element(element)
    if not missing:
        return subject.remove(f"Remove {_short(entry.text)}", entry.span)
    label = _use_label(" and ".join(missing))
    if member is None or len(missing) == 1:
        return subject.replace(label, entry.span, missing[0])
    editor = subject.editor
    if member.value.span == entry.span:
        return subject.join(label, editor.replace(entry.span, list(missing)))
    place = entry.span.start.offset, entry.span.end.offset
    added = ", ".join(f'"{name}"' for name in missing)
    return subject.join(label, (TextEdit(*place, added),))


def _use_label(names: str) -> str:
    return f"Use {names}" if len(names) <= 56 else "Use what was probably meant"


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"


@check(
    "INVALID_SERVICE_IN_ACTION",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="No service has this prefix",
    why="The part before the colon names the service, and an action of a service that AWS does "
    "not have matches nothing.",
    bad=example(allow("dynamo:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders")),
    good=example(allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders")),
)
def invalid_service_in_action(subject: Subject) -> Iterator[Found]:
    """Find actions whose prefix is no service (A1)."""
    for statement, name, entry in subject.entries(*_ELEMENTS):
        if naming_of(entry.text) is not Naming.UNKNOWN_SERVICE:
            continue
        prefix, _, action = entry.text.partition(":")
        message = f"{show(prefix)} is the prefix of no AWS service, so this entry matches nothing."
        repair = None
        meant = _meant(entry.text, prefix, action)
        if meant:
            message += f" Did you mean `{meant}`?"
            repair = subject.replace(_use_label(meant), entry.span, meant)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _meant(text: str, prefix: str, action: str) -> str | None:
    """What an action with an unknown prefix probably means, if that exists."""
    near = suggest_actions(text, limit=1)
    if near:
        return near[0]
    service = suggest_service(prefix)
    if service is None or len(action) > 40 or not expand_action(f"{service}:{action}"):
        return None
    return f"{service}:{action}"


@check(
    "WILDCARD_IN_SERVICE_NAME",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="A wildcard in the name of a service",
    why="A wildcard in a service's name takes in services that nobody thought of, and those that "
    "AWS starts later.",
    bad=example(allow("sqs:SendMessage", "arn:aws:s*s:eu-west-1:111122223333:jobs")),
    good=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")),
)
def wildcard_in_service_name(subject: Subject) -> Iterator[Found]:
    """Find `*` and `?` in the service part of actions and ARNs (A3, R7)."""
    for statement, name, entry in subject.entries(*_ELEMENTS, "Resource", "NotResource"):
        if name in _ELEMENTS:
            if naming_of(entry.text) is not Naming.WILD_SERVICE:
                continue
            message = (
                f"{show(entry.text)} has a wildcard before the colon and matches nothing: only "
                "`*` alone stands for actions of every service. Name the service."
            )
            path = statement.path_to(name, entry)
            yield Found(message, entry.span, path, severity=Severity.WARNING)
            continue
        service = entry.text.split(":", 3)[2:3]
        if entry.text.startswith("arn:") and service and _is_wild(service[0]):
            message = (
                f"{show(entry.text)} has a wildcard in place of the service, so it may name "
                "resources of several services. Write out the service."
            )
            yield Found(message, entry.span, statement.path_to(name, entry))


def _is_wild(text: str) -> bool:
    return "*" in text or "?" in text
