"""Action entries of a statement that none of its resources fits, put together by their reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.catalog import Action, arn_templates_of
from iamlab.engine.documents import Entry, Json, Repair
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.action_entries import Naming, naming_of
from iamlab.engine.validation.arn_entries import spoken
from iamlab.engine.validation.fitting import (
    Kind,
    actions_named,
    entry_fits,
    in_words,
    is_granted_elsewhere,
    kinds_named,
    reach_of,
    resource_texts,
)
from iamlab.engine.validation.registry import IDENTITY_TYPES
from iamlab.engine.validation.subject import StatementView, Subject

_MOST_ENTRIES = 400
_BUCKET = frozenset({("s3", "bucket")})
_OBJECT = frozenset({("s3", "object")})


@dataclass(frozen=True, slots=True)
class Misfit:
    """Entries of Action that need the same kinds of resource, which Resource does not name.

    No `kinds`: these actions work on no particular resource and need `*`.
    """

    statement: StatementView
    entries: tuple[Entry, ...]
    kinds: frozenset[Kind]


def misfit_entries(subject: Subject) -> Iterator[Misfit]:
    """Yield the entries of Action that no entry of Resource fits, statement by statement.

    Entries that AWS does not know are left out, and those that another statement makes good.
    """
    for statement in subject.statements:
        resources = resource_texts(statement)
        if not resources or "*" in resources:
            continue
        reach = reach_of(resources)
        groups: dict[frozenset[Kind], list[Entry]] = {}
        for entry in statement.entries("Action")[:_MOST_ENTRIES]:
            if naming_of(entry.text) is not Naming.KNOWN or entry_fits(entry.text, reach):
                continue
            actions = actions_named(entry.text)
            if is_granted_elsewhere(actions[0].name, statement, subject.statements):
                continue
            groups.setdefault(_kinds_of(actions), []).append(entry)
        for key, entries in groups.items():
            yield Misfit(statement, tuple(entries), key)


def _kinds_of(actions: tuple[Action, ...]) -> frozenset[Kind]:
    """The resource types of actions; of S3's only bucket and object, if they are among them."""
    kinds = frozenset(
        (kind.service, kind.name) for action in actions for kind in action.resource_types
    )
    for usual in (_OBJECT, _BUCKET):
        if usual <= kinds:
            return usual
    return kinds


def explain(misfit: Misfit, meant: dict[str, str]) -> str:
    """Say in one or two sentences what fits nothing; `meant` as `suggest` gives it."""
    names = in_words(entry.text for entry in misfit.entries)
    one = len(misfit.entries) == 1
    works, them = ("works", "it") if one else ("work", "them")
    verb = "deny" if misfit.statement.denies else "allow"
    outcome = f"so this statement does not {verb} {them}"
    if not misfit.kinds:
        return f"{names} {works} on no particular resource, which only `*` stands for, {outcome}."
    got, wanted = next(iter(meant.items()), ("", ""))
    if wanted and misfit.kinds == _OBJECT:
        return (
            f"{names} {works} on the objects in a bucket, but {show(got)} is the bucket itself, "
            f"{outcome}. Write {show(wanted)} for its objects."
        )
    if wanted and misfit.kinds == _BUCKET:
        return (
            f"{names} {works} on the bucket itself, but {show(got)} names only objects in it, "
            f"{outcome}. Write {show(wanted)} for the bucket."
        )
    such = "such as " if len(misfit.kinds) > 1 else "like "
    message = (
        f"{names} {works} on resources {such}`{_form(misfit)}`, and none is named here, {outcome}."
    )
    return f"{message} Did you mean {show(wanted)}?" if wanted else message


def _form(misfit: Misfit, *, raw: bool = False) -> str:
    """The ARN form of the first resource type that the actions need."""
    actions = actions_named(misfit.entries[0].text)
    kinds = [kind for item in actions for kind in item.resource_types]
    named = [kind for kind in kinds if (kind.service, kind.name) in misfit.kinds]
    template = arn_templates_of(named[0])[0]
    return template if raw else spoken(template)


def suggest(misfit: Misfit) -> dict[str, str]:
    """Return, for entries of Resource that are near what the actions need, the right text.

    A bucket becomes its objects and the other way round; in general `/*` or `:*` is put behind,
    or taken away.
    """
    found: dict[str, str] = {}
    for text in resource_texts(misfit.statement):
        if kinds_named(text) is None:
            continue
        for candidate in _neighbors(text, _separator(misfit)):
            reach = reach_of((candidate,))
            fits = all(entry_fits(entry.text, reach) for entry in misfit.entries)
            if fits and kinds_named(candidate) is not None:
                found[text] = candidate
                break
    return found


def _separator(misfit: Misfit) -> str:
    """The character behind a name in the ARN form that the actions need: `/`, or `:` in logs."""
    resource = _form(misfit, raw=True).split(":", 5)[5]
    return ":" if "}:" in resource and "}/" not in resource else "/"


def _neighbors(text: str, separator: str) -> Iterator[str]:
    head, _, resource = text.rpartition(":::")
    if text.startswith("arn:") and head.endswith(":s3") and "/" in resource:
        yield f"{head}:::{resource.partition('/')[0]}"
    if text.endswith(("/*", ":*")):
        yield text[:-2]
    elif not text.endswith("*"):
        yield f"{text}{separator}*"


def mend(subject: Subject, misfit: Misfit, meant: dict[str, str]) -> Repair | None:
    """Return the repair: the right ARNs put in, or what needs `*` moved to its own statement."""
    if not misfit.kinds:
        return _set_apart(subject, misfit) if subject.type in IDENTITY_TYPES else None
    member = misfit.statement.element("Resource")
    if not meant or member is None:
        return None
    present = set(resource_texts(misfit.statement))
    wanted = [text for text in dict.fromkeys(meant.values()) if text not in present]
    label = _label(meant)
    if not _others_need(misfit, meant):
        spans = [entry for entry in misfit.statement.entries("Resource") if entry.text in meant]
        edits = [subject.editor.replace(item.span, meant[item.text]) for item in spans]
        return subject.join(label, (edit for part in edits for edit in part))
    if len(wanted) == 1:
        return subject.add_item(label, member.value.span, wanted[0])
    texts: list[Json] = [entry.text for entry in misfit.statement.entries("Resource")]
    return subject.join(label, subject.editor.replace(member.value.span, [*texts, *wanted]))


def _label(meant: dict[str, str]) -> str:
    got, wanted = next(iter(meant.items()))
    if wanted.startswith(got):
        return f"Add {wanted[len(got) :]}"
    return "Name the bucket itself" if ":s3:::" in wanted else f"Remove {got[len(wanted) :]}"


def _others_need(misfit: Misfit, meant: dict[str, str]) -> bool:
    """Tell whether further actions of the statement fit the entries that are near."""
    own = {entry.text for entry in misfit.entries}
    reach = reach_of(meant)
    return any(
        entry_fits(entry.text, reach)
        for entry in misfit.statement.entries("Action")
        if entry.text not in own
    )


def _set_apart(subject: Subject, misfit: Misfit) -> Repair | None:
    """Give actions without resource types `*`, in a statement of their own if need be."""
    statement = misfit.statement
    resource, action = statement.element("Resource"), statement.element("Action")
    whole = subject.tree.root.get("Statement") if subject.tree.root is not None else None
    if resource is None or action is None or whole is None:
        return None
    if len(misfit.entries) == len(statement.entries("Action")):
        edits = subject.editor.replace(resource.value.span, "*")
        return subject.join("Use * as the resource", edits)
    start, end = statement.node.span.start.offset, statement.node.span.end.offset
    try:
        copy: dict[str, Json] = json.loads(subject.tree.text[start:end], strict=False)
    except ValueError:
        return None
    names: list[Json] = [entry.text for entry in misfit.entries]
    copy |= {"Action": names[0] if len(names) == 1 else names, "Resource": "*"}
    copy.pop("Sid", None)
    removals = subject.editor.remove_all(tuple(entry.span for entry in misfit.entries))
    added = subject.editor.add_item(whole.span, copy)
    return subject.join("Move to a statement with *", (*removals, *added))
