"""From a timeline's shape to the timeline, held against AWS's rules as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from iamlab.engine.credentials.credentials import AccessKey, Credential, Session
from iamlab.engine.credentials.errors import CredentialError, Fault, Location
from iamlab.engine.credentials.exposure import leaked_at
from iamlab.engine.credentials.happenings import EventMaker, find_key_faults, in_order
from iamlab.engine.credentials.instants import DAY, parse_date, read_instant
from iamlab.engine.credentials.names import FULL_NAMES, Names
from iamlab.engine.credentials.sessions import SessionMaker, who_is
from iamlab.engine.credentials.shapes import TimelineShape
from iamlab.engine.credentials.standings import state_at
from iamlab.engine.credentials.timelines import Event, EventKind, Timeline, TimelineQuestion
from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.matching import CallerKind, is_action_name

_LONGEST = 400 * DAY


def build_timeline(shape: TimelineShape, snapshot: Snapshot, names: Names = FULL_NAMES) -> Timeline:
    """Return the timeline that a shape describes, in an organization.

    Raises CredentialError with every fault found: what AWS would not let happen (section 8), and
    names that mean nothing.
    """
    builder = _Builder(shape, snapshot, names)
    timeline = builder.build()
    if timeline is None or builder.faults:
        raise CredentialError(tuple(builder.faults))
    return timeline


def timeline_from_mapping(
    data: Mapping[str, object], snapshot: Snapshot, names: Names = FULL_NAMES
) -> Timeline:
    """Return a timeline from plain data. Raises CredentialError like `build_timeline`."""
    try:
        shape = TimelineShape.model_validate(data)
    except ValidationError as error:
        faults = tuple(
            Fault(item["loc"], item["msg"].removeprefix("Value error, ")) for item in error.errors()
        )
        raise CredentialError(faults) from error
    return build_timeline(shape, snapshot, names)


class _Builder:
    """Builds one timeline and gathers its faults; parts that depend on a faulty one are passed."""

    def __init__(self, shape: TimelineShape, snapshot: Snapshot, names: Names) -> None:
        self.shape = shape
        self.snapshot = snapshot
        self.names = names
        self.faults: list[Fault] = []
        self.start = parse_date(shape.start) or 0
        self.end = read_instant(shape.end, self.start)
        self.credentials: dict[str, Credential] = {}
        self.keys: dict[str, tuple[int, AccessKey]] = {}
        self.events: list[tuple[int, Event]] = []
        self.questions: list[TimelineQuestion] = []

    def build(self) -> Timeline | None:
        if not self.start < self.end <= self.start + _LONGEST:
            self._fault(("end",), "it must come after the start, within 400 days")
            return None
        if not self.shape.keys and not self.shape.sessions:
            self._fault(("keys",), "give at least one key or session")
        for index in range(len(self.shape.keys)):
            self._add_key(index)
        for index in range(len(self.shape.sessions)):
            self._add_session(index)
        for index in range(len(self.shape.events)):
            self._add_event(index)
        self.faults += find_key_faults(self.keys, in_order(self.events))
        for index in range(len(self.shape.ask)):
            self._add_question(index)
        timeline = Timeline(
            self.start,
            self.end,
            self.credentials,
            tuple(_all_events(self.credentials, in_order(self.events), self.start, self.end)),
            tuple(self.questions),
        )
        if not self.faults:
            self.faults += self._session_faults(timeline)
        return timeline

    def _fault(self, location: Location, message: str) -> None:
        self.faults.append(Fault(location, message))

    def _add_key(self, index: int) -> None:
        shape = self.shape.keys[index]
        here: Location = ("keys", index)
        try:
            owner = self.names.principal(self.snapshot, shape.owner)
            caller = who_is(self.snapshot, owner)
        except RequestError as error:
            self._fault((*here, "owner"), str(error))
            return
        if caller.kind not in (CallerKind.USER, CallerKind.ROOT):
            self._fault((*here, "owner"), "only a user or root has access keys (S8)")
            return
        created = read_instant(shape.created, self.start)
        key = AccessKey(shape.id, shape.name or shape.id, owner, created)
        self._add(here, key, "created")
        self.keys.setdefault(shape.id, (index, key))

    def _add_session(self, index: int) -> None:
        shape = self.shape.sessions[index]
        here: Location = ("sessions", index)
        source = None if shape.by is None else self.credentials.get(shape.by)
        if shape.by is not None and source is None:
            self._fault((*here, "by"), f"there is no key or earlier session `{shape.by}`")
            return
        maker = SessionMaker(self.snapshot, self.names, self.start)
        try:
            session = maker.make(shape, source)
            complaints = list(maker.complaints(shape, session, source))
        except RequestError as error:
            self._fault((*here, error.field), str(error))
            return
        for location, message in complaints:
            self._fault((*here, *location), message)
        self._add(here, session, "issued")

    def _add(self, here: Location, credential: Credential, part: str) -> None:
        if credential.id in self.credentials:
            self._fault((*here, "id"), f"`{credential.id}` is there twice")
        if credential.issued_at >= self.end:
            self._fault((*here, part), "it lies after the end of the timeline")
        self.credentials.setdefault(credential.id, credential)

    def _add_event(self, index: int) -> None:
        maker = EventMaker(self.snapshot, self.names, self.start, self.end, self.credentials)
        here: Location = ("events", index)
        try:
            event = maker.make(self.shape.events[index])
        except RequestError as error:
            self._fault((*here, error.field), str(error))
            return
        for location, message in maker.complaints(event):
            self._fault((*here, *location), message)
        self.events.append((index, event))

    def _add_question(self, index: int) -> None:
        ask = self.shape.ask[index]
        here: Location = ("ask", index)
        if not is_action_name(ask.action):
            self._fault((*here, "action"), f"`{ask.action}` is not `service:Action`")
        try:
            resource = self.names.resource(self.snapshot, ask.resource)
        except RequestError as error:
            self._fault((*here, error.field), str(error))
            return
        self.questions.append(TimelineQuestion(ask.action, resource, ask.title, dict(ask.context)))

    def _session_faults(self, timeline: Timeline) -> Iterator[Fault]:
        """Return what is wrong with sessions once all events are known."""
        for index, session in enumerate(timeline.sessions()):
            here: Location = ("sessions", index)
            source = timeline.credentials.get(session.source)
            if source is None:
                if session.stolen:
                    yield Fault((*here, "stolen"), "a thief makes sessions with stolen credentials")
                continue
            standing = state_at(timeline, source.id, session.issued_at)
            if not standing.works:
                yield Fault((*here, "by"), f"`{source.id}` is of no use then. {standing.reason}")
            leak = leaked_at(timeline, source.id)
            if session.stolen and (leak is None or leak > session.issued_at):
                yield Fault((*here, "stolen"), f"`{source.id}` has not leaked by then")


def _all_events(
    credentials: Mapping[str, Credential], written: list[tuple[int, Event]], start: int, end: int
) -> list[Event]:
    """Return the author's events and those that follow, in the order in which they happen."""
    events = [
        Event(item.issued_at, EventKind.ISSUED, item.id)
        for item in credentials.values()
        if start <= item.issued_at <= end
    ]
    events += [event for _, event in written]
    events += [
        Event(item.expires_at, EventKind.EXPIRED, item.id)
        for item in credentials.values()
        if isinstance(item, Session) and start <= item.expires_at <= end
    ]
    return sorted(events, key=lambda event: event.at)
