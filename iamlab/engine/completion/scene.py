"""All that a suggestion may depend on: the place, the policy type, the names, the statement."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.completion.names import Names
from iamlab.engine.completion.parts import Part
from iamlab.engine.completion.place import Place
from iamlab.engine.documents import PolicyType
from iamlab.engine.matching import expand_action

MAX_ACTIONS = 1500
"""Of a wider pattern than this, the actions are not looked at one by one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A place in a policy of one type, in a sandbox."""

    place: Place
    type: PolicyType
    names: Names

    @property
    def query(self) -> str:
        """What was typed so far."""
        return self.place.typed

    @property
    def has_variables(self) -> bool:
        """Whether the Version enables policy variables (G2)."""
        root = self.place.containers[0] if self.place.containers else None
        version = root.get("Version") if root is not None else None
        return version is not None and version.text == "2012-10-17"

    @property
    def effect(self) -> str:
        """The statement's Effect as written, or an empty text."""
        return next(iter(self.texts("Effect")), "")

    def texts(self, element: str) -> tuple[str, ...]:
        """The texts under one element of this statement, without the one at the cursor."""
        part = self.element(element)
        if part is None:
            return ()
        return self._texts_beside_cursor(part)

    def element(self, name: str) -> Part | None:
        """The value of one element of this statement."""
        statement = self.place.statement
        return statement.get(name) if statement is not None else None

    def siblings(self) -> tuple[str, ...]:
        """The texts that stand in the list at the cursor, or the keys of the object around it."""
        container = self.place.container
        if container is None:
            return ()
        if container.kind == "list":
            return self._texts_beside_cursor(container)
        token = self.place.token
        return tuple(name.text for name in container.names() if name is not token)

    def actions(self) -> frozenset[str] | None:
        """The actions that the statement is about, canonical; None when that is not known.

        That is so while it names none, when it uses NotAction, and for very wide patterns.
        """
        found = frozenset[str]().union(*(expand_action(text) for text in self.texts("Action")))
        return found if 0 < len(found) <= MAX_ACTIONS else None

    def _texts_beside_cursor(self, part: Part) -> tuple[str, ...]:
        token = self.place.token
        if part is token:
            return ()
        if part.kind == "list":
            return tuple(
                item.text for item in part.items if item is not token and item.kind == "text"
            )
        return tuple(part.texts())
