"""Statements that grant an action on roles: how they reach it, and how wide their Resource is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from iamlab.engine.catalog import service_exists
from iamlab.engine.documents import Entry, Path, Span, split_arn
from iamlab.engine.matching import compile_glob
from iamlab.engine.validation.mentions import place_of
from iamlab.engine.validation.subject import StatementView, Subject

PASS_ROLE = "iam:PassRole"  # noqa: S105 - the name of an action
CREATE_SERVICE_LINKED_ROLE = "iam:CreateServiceLinkedRole"

_WILDCARD = re.compile(r"[*?]")
_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_WORDS = re.compile(r"[A-Za-z0-9]+")
_ROLES = "role/"
_LINKED_ROLES = "role/aws-service-role/"


class Way(Enum):
    """How a statement comes to cover an action."""

    NAMED = "named"
    WILDCARD = "wildcard"
    NOT_ACTION = "not action"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """An Allow of an action on roles: `wide` is its entry of Resource that leaves the role open.

    `wide` is None where the statement has NotResource.
    """

    statement: StatementView
    action: str
    way: Way
    wide: Entry | None

    def place(self) -> tuple[Span, Path]:
        """Return where to look: the open Resource, or what brings the action in unseen."""
        if self.way is not Way.NAMED:
            return place_of(self.statement, self.action)
        if self.wide is not None:
            return self.wide.span, self.statement.path_to("Resource", self.wide)
        member = self.statement.element("NotResource")
        if member is None:
            return self.statement.source.span, self.statement.path
        return member.key.span, (*self.statement.path, "NotResource")


def grants_on_open_roles(
    subject: Subject, action: str, way: Way, leaves_open: Callable[[str], bool]
) -> Iterator[RoleGrant]:
    """Yield the Allows that reach `action` in this way on a Resource that leaves the role open."""
    for statement in _allows(subject, action, way):
        for entry in statement.entries("Resource"):
            if leaves_open(entry.text):
                yield RoleGrant(statement, action, way, entry)
                break


def grants_on_other_resources(subject: Subject, action: str, way: Way) -> Iterator[RoleGrant]:
    """Yield the Allows that reach `action` in this way and have NotResource."""
    for statement in _allows(subject, action, way):
        if statement.source.not_resources is not None and statement.source.resources is None:
            yield RoleGrant(statement, action, way, None)


@lru_cache(maxsize=2048)
def leaves_role_open(entry: str) -> bool:
    """Tell whether an entry covers several roles, whose names do not say for which service.

    A wildcard in the account leaves nothing open: roles are passed within one account.
    """
    tail = _role_part(entry, _ROLES)
    if tail is None:
        return False
    plain = _VARIABLE.sub("", tail)
    return bool(_WILDCARD.search(plain)) and not any(map(service_exists, _WORDS.findall(plain)))


@lru_cache(maxsize=2048)
def leaves_linked_service_open(entry: str) -> bool:
    """Tell whether an entry covers the service-linked roles of several services."""
    tail = _role_part(entry, _LINKED_ROLES)
    if tail is None:
        return False
    service = _VARIABLE.sub("", "/".join(tail.split("/", 3)[:3]))
    return tail.count("/") < 3 or bool(_WILDCARD.search(service))


def _role_part(entry: str, kind: str) -> str | None:
    """The resource part of an entry that has a wildcard and can be of a kind; `*` for the star."""
    if not _WILDCARD.search(entry):
        return None
    if entry == "*":
        return entry
    fields = split_arn(entry)
    if fields is None or not compile_glob(fields[2]).matches("iam"):
        return None
    tail = fields[5]
    literal = _WILDCARD.split(tail, maxsplit=1)[0]
    return tail if literal.startswith(kind) or kind.startswith(literal) else None


def _allows(subject: Subject, action: str, way: Way) -> Iterator[StatementView]:
    for statement in subject.statements:
        if statement.allows and _way_to(statement, action) is way:
            yield statement


def _way_to(statement: StatementView, action: str) -> Way | None:
    """How the statement reaches an action; written out counts before a wildcard."""
    listed = action in statement.listed_actions
    if statement.source.actions is None:
        excluded = listed or statement.source.not_actions is None
        return None if excluded else Way.NOT_ACTION
    if not listed:
        return None
    lowered = action.lower()
    named = any(entry.text.lower() == lowered for entry in statement.entries("Action"))
    return Way.NAMED if named else Way.WILDCARD
