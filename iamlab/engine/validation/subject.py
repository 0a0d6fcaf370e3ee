"""What a check looks at: one document with its tree, its statements and where it is attached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from iamlab.engine.catalog import all_actions
from iamlab.engine.documents import (
    Entry,
    JsonNode,
    JsonTree,
    Member,
    NodeKind,
    Path,
    PolicyDocument,
    PolicyType,
    PrincipalEntry,
    Repair,
    Span,
    Statement,
    TextEdit,
    TreeEditor,
)
from iamlab.engine.matching import EVERY_ACTION, expand_actions


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a policy is attached, as far as it is known.

    `resource` is the ARN of the resource that a resource-based policy hangs on, `account` the
    12-digit ID of the account that owns it, `known_accounts` others that are trusted. `holders` are
    the ARNs of the users and roles that have the policy, `policy` its own ARN if it is managed.
    `sensitive` pairs actions with ARNs on which nobody should be allowed them by accident.
    """

    resource: str = ""
    account: str = ""
    known_accounts: frozenset[str] = frozenset()
    holders: tuple[str, ...] = ()
    policy: str = ""
    sensitive: tuple[tuple[str, str], ...] = ()


NOWHERE = Setting()


class StatementView:
    """One statement with its node in the tree and what the catalog says about its actions."""

    def __init__(self, source: Statement, node: JsonNode, path: Path) -> None:
        self.source = source
        self.node = node
        self.path = path

    @property
    def allows(self) -> bool:
        """Whether the Effect is Allow."""
        return self.source.effect == "Allow"

    @property
    def denies(self) -> bool:
        """Whether the Effect is Deny."""
        return self.source.effect == "Deny"

    @cached_property
    def is_full_admin(self) -> bool:
        """Whether it allows every action on every resource, with a Condition or not.

        In identity-based policies FULL_ADMIN says all about it: our other checks of what is granted
        pass it over.
        """
        return (
            self.allows
            and any(entry.text in EVERY_ACTION for entry in self.entries("Action"))
            and any(entry.text == "*" for entry in self.entries("Resource"))
        )

    def element(self, name: str) -> Member | None:
        """The member called `name`, such as `Action`, or None."""
        for member in self.node.members:
            if member.key.text == name:
                return member
        return None

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The texts of `Action`, `NotAction`, `Resource` or `NotResource`; none when absent."""
        source = self.source
        found = {
            "Action": source.actions,
            "NotAction": source.not_actions,
            "Resource": source.resources,
            "NotResource": source.not_resources,
        }[name]
        return found or ()

    def path_to(self, name: str, entry: Entry | PrincipalEntry) -> Path:
        """The JSON path of one entry of an element that holds a string or a list of strings."""
        index = self._numbers.get((name, entry.span.start.offset))
        return (*self.path, name) if index is None else (*self.path, name, index)

    @cached_property
    def _numbers(self) -> dict[tuple[str, int], int]:
        """The number of each list item by its element and its offset."""
        return {
            (member.key.text, item.span.start.offset): number
            for member in self.node.members
            for number, item in enumerate(member.value.items)
        }

    @cached_property
    def listed_actions(self) -> frozenset[str]:
        """The catalog's actions that the entries of Action, or of NotAction, cover."""
        entries = self.source.actions or self.source.not_actions or ()
        return expand_actions(tuple(entry.text for entry in entries))

    @property
    def excepts(self) -> bool:
        """Whether NotAction lists the actions that the statement is not about."""
        return self.source.actions is None and self.source.not_actions is not None

    @property
    def actions(self) -> frozenset[str]:
        """The catalog's actions that the statement is about; NotAction: all the others."""
        return _all_but(self.listed_actions) if self.excepts else self.listed_actions

    def reached(self, wanted: frozenset[str]) -> frozenset[str]:
        """Return those of `wanted`, names of the catalog, that the statement is about."""
        return wanted - self.listed_actions if self.excepts else wanted & self.listed_actions

    def reaches(self, action: str) -> bool:
        """Tell whether the statement is about an action of the catalog."""
        return (action in self.listed_actions) is not self.excepts


@lru_cache(maxsize=16)
def _all_but(actions: frozenset[str]) -> frozenset[str]:
    """The other actions of the catalog: a large set, so only some are kept."""
    return all_actions() - actions


class Subject:
    """One document under examination, and the repairs that can be made to its text.

    The repair methods take spans of values, keys or members of the tree and return a Repair with
    edits that keep the formatting.
    """

    def __init__(self, tree: JsonTree, document: PolicyDocument, setting: Setting) -> None:
        self.tree = tree
        self.document = document
        self.setting = setting

    @property
    def type(self) -> PolicyType:
        """The policy's type."""
        return self.document.type

    @cached_property
    def statements(self) -> tuple[StatementView, ...]:
        """The statements in order; none when the document cannot be read."""
        node = self.tree.root.get("Statement") if self.tree.root is not None else None
        if node is None:
            return ()
        listed = node.kind is NodeKind.ARRAY
        nodes = node.items if listed else (node,)
        return tuple(
            StatementView(
                statement,
                nodes[statement.index],
                ("Statement", statement.index) if listed else ("Statement",),
            )
            for statement in self.document.statements
        )

    def entries(self, *names: str) -> Iterator[tuple[StatementView, str, Entry]]:
        """Yield each entry of the elements `names` with its statement and its element's name."""
        for statement in self.statements:
            for name in names:
                for entry in statement.entries(name):
                    yield statement, name, entry

    @cached_property
    def editor(self) -> TreeEditor:
        """Makes edits of the text; only for text that is JSON."""
        return TreeEditor(self.tree)

    def replace(self, label: str, span: Span, text: str) -> Repair:
        """Put another string in the place of the string at `span`."""
        return Repair(label, self.editor.replace(span, text))

    def rename(self, label: str, key_span: Span, name: str) -> Repair:
        """Give a key another name."""
        return Repair(label, self.editor.rename(key_span, name))

    def remove(self, label: str, *spans: Span) -> Repair:
        """Take out list items or members; several must be of the same list or object."""
        return Repair(label, self.editor.remove_all(spans))

    def add_item(self, label: str, span: Span, text: str) -> Repair:
        """Add a string to the list at `span`, or make a list of the one value there."""
        return Repair(label, self.editor.add_item(span, text))

    def join(self, label: str, edits: Iterable[TextEdit]) -> Repair:
        """Make one repair of several edits that do not overlap."""
        return Repair(label, tuple(edits))
