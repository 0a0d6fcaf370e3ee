"""Events as AWS would let them happen: what a key, a role and a policy can go through.

Source: section 8, S8 to S10; AWS, "Manage access keys for IAM users", "Revoke IAM role temporary
security credentials".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iamlab.engine.credentials.credentials import AccessKey, Credential, Session
from iamlab.engine.credentials.errors import Fault, Location
from iamlab.engine.credentials.instants import read_instant, say_instant
from iamlab.engine.credentials.names import Names
from iamlab.engine.credentials.shapes import EventShape
from iamlab.engine.credentials.timelines import Event, EventKind
from iamlab.engine.documents import parse_policy
from iamlab.engine.evaluation.snapshot import Snapshot

_MOST_KEYS = 2
_KEY_EVENTS = frozenset(
    {EventKind.DEACTIVATED, EventKind.ACTIVATED, EventKind.DELETED, EventKind.ROTATED}
)
_STATES = {
    EventKind.ACTIVATED: "active",
    EventKind.DEACTIVATED: "inactive",
    EventKind.DELETED: "deleted",
}


@dataclass(frozen=True, slots=True)
class EventMaker:
    """Makes the events of one timeline from `start` to `end`, in epoch seconds."""

    snapshot: Snapshot
    names: Names
    start: int
    end: int
    credentials: Mapping[str, Credential]

    def make(self, shape: EventShape) -> Event:
        """Return an event. Raises RequestError when a name means nothing."""
        identity = None
        if shape.principal is not None:
            identity = self.names.principal(self.snapshot, shape.principal)
        policy = None
        if shape.policy is not None:
            policy = self.names.policy(self.snapshot, shape.policy)
        return Event(
            at=read_instant(shape.at, self.start),
            kind=EventKind(shape.kind),
            credential=shape.credential,
            to=shape.to,
            identity=identity,
            policy=policy,
            text=shape.document,
            note=shape.note,
        )

    def complaints(self, event: Event) -> Iterator[tuple[Location, str]]:
        """Return what is wrong with one event, whatever else happens."""
        if not self.start <= event.at <= self.end:
            yield ("at",), "it lies outside the timeline"
        for part, name in (("credential", event.credential), ("to", event.to)):
            yield from self._credential_complaints(event, part, name)
        if event.kind is EventKind.REVOKED:
            yield from self._revocation_complaints(event)
        if event.kind is EventKind.CHANGED:
            yield from self._policy_complaints(event)

    def _credential_complaints(
        self, event: Event, part: str, name: str | None
    ) -> Iterator[tuple[Location, str]]:
        if name is None:
            return
        known = self.credentials.get(name)
        if known is None:
            yield (part,), f"there is no credential `{name}`"
            return
        if event.at < known.issued_at and part == "credential":
            when = say_instant(known.issued_at, self.start)
            yield ("at",), f"`{name}` does not exist before {when}"
        if event.kind in _KEY_EVENTS and isinstance(known, Session):
            yield (
                (part,),
                f"a session cannot be {event.kind.value}: it lasts until it expires (S9)",
            )
        old = self.credentials.get(event.credential or "")
        if part == "to" and isinstance(old, AccessKey):
            if old.owner != known.principal:
                yield ("to",), "it belongs to somebody else; a rotation stays with one user"
            if old is known:
                yield ("to",), "give another key than the one that is replaced"

    def _revocation_complaints(self, event: Event) -> Iterator[tuple[Location, str]]:
        arn = event.identity or ""
        if ":role/aws-service-role/" in arn:
            yield ("principal",), "the sessions of a service-linked role cannot be revoked (S9)"
        elif arn not in self.snapshot.identities:
            yield ("principal",), "give a role or user of this organization: a Deny goes there"

    def _policy_complaints(self, event: Event) -> Iterator[tuple[Location, str]]:
        policy = self.snapshot.policies().get(event.policy or "")
        if policy is None:
            yield ("policy",), f"no policy in force has the key `{event.policy}`"
        elif policy.key.startswith("aws/"):
            yield ("policy",), "only AWS changes an AWS managed policy"
        elif not parse_policy(event.text or "", policy.type).readable:
            yield ("document",), "it cannot be read as a policy"


def find_key_faults(
    keys: Mapping[str, tuple[int, AccessKey]], events: list[tuple[int, Event]]
) -> Iterator[Fault]:
    """Return what keys cannot go through (S8); keys and events come with their places.

    Events are in the order in which they happen.
    """
    states = dict.fromkeys(keys, "active")
    gone: dict[str, int] = {}
    for place, event in events:
        name, state = event.credential, _STATES.get(event.kind)
        if name not in states or state is None:
            continue
        if states[name] == "deleted":
            yield Fault(("events", place, "credential"), f"`{name}` is deleted already")
        elif states[name] == state:
            yield Fault(("events", place, "kind"), f"`{name}` is {state} already")
        else:
            states[name] = state
            if state == "deleted":
                gone[name] = event.at
    for place, key in keys.values():
        others = sum(
            other.owner == key.owner
            and (other.issued_at, index) < (key.issued_at, place)
            and gone.get(other.id, key.issued_at + 1) > key.issued_at
            for index, other in keys.values()
        )
        if others >= _MOST_KEYS:
            yield Fault(
                ("keys", place, "created"),
                "its owner has two keys at that time, and AWS allows no third (S8)",
            )


def in_order(events: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """Return events with their places in the order in which they happen."""
    return sorted(events, key=lambda item: (item[1].at, item[0]))
