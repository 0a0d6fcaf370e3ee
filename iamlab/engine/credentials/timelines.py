"""A timeline: credentials, and what happens to them between two instants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from iamlab.engine.credentials.credentials import AccessKey, Credential, Session
from iamlab.engine.matching import ContextValue

_NO_CONTEXT: Mapping[str, ContextValue] = MappingProxyType({})


class EventKind(StrEnum):
    """What can happen. ISSUED and EXPIRED follow from the credentials; authors write the rest."""

    ISSUED = "issued"
    USED = "used"
    LEAKED = "leaked"
    DEACTIVATED = "deactivated"
    ACTIVATED = "activated"
    DELETED = "deleted"
    ROTATED = "rotated"
    REVOKED = "revoked"
    CHANGED = "changed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Event:
    """One event at an instant, in epoch seconds.

    `credential` is its ID; None for REVOKED and CHANGED. `to` is the key that an application uses
    from ROTATED on. `identity` is the ARN of the role or user whose sessions are REVOKED.
    `policy` and `text` are the key and the new document of a policy that is CHANGED.
    """

    at: int
    kind: EventKind
    credential: str | None = None
    to: str | None = None
    identity: str | None = None
    policy: str | None = None
    text: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimelineQuestion:
    """What a learner asks at an instant, with each credential: an action on a resource."""

    action: str
    resource: str
    title: str = ""
    context: Mapping[str, ContextValue] = field(default_factory=lambda: _NO_CONTEXT)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Credentials by their IDs in the author's order, and all events in the order they happen."""

    start: int
    end: int
    credentials: Mapping[str, Credential]
    events: tuple[Event, ...]
    questions: tuple[TimelineQuestion, ...] = ()

    def events_of(self, credential: str) -> tuple[Event, ...]:
        """Return what happens to one credential, revocations of its role or user included."""
        known = self.credentials[credential]
        identity = known.identity if isinstance(known, Session) else None
        return tuple(
            event
            for event in self.events
            if credential in (event.credential, event.to)
            or (identity is not None and event.identity == identity)
        )

    def keys(self) -> tuple[AccessKey, ...]:
        """Return the access keys."""
        return tuple(item for item in self.credentials.values() if isinstance(item, AccessKey))

    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions."""
        return tuple(item for item in self.credentials.values() if isinstance(item, Session))
