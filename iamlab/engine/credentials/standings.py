"""What a credential is good for at an instant: does AWS accept it, since when and until when?

An instant belongs to what begins at it: a key deactivated at 10:00 no longer works at 10:00, and a
session that expires at 10:00 is refused at 10:00. Deactivating or deleting a key does not touch the
sessions that were made with it, whatever call made them: they last until they expire (S9).
Source: AWS, "Manage access keys for IAM users", "Disable permissions for temporary credentials".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iamlab.engine.credentials.credentials import AccessKey, Credential, Session
from iamlab.engine.credentials.instants import say_instant
from iamlab.engine.credentials.timelines import Event, EventKind, Timeline
from iamlab.engine.evaluation.request import CredentialState


@dataclass(frozen=True, slots=True)
class Standing:
    """How a credential stands from `since` until just before `until`, in epoch seconds.

    None is for ever: before its creation, or for as long as the timeline knows. `revoked` marks a
    session that AWS still accepts while a policy denies whatever it asks (S9). `reason` is one
    sentence.
    """

    credential: str
    state: CredentialState
    since: int | None
    until: int | None
    reason: str
    revoked: bool = False

    @property
    def works(self) -> bool:
        """Whether its holder gets anywhere: AWS accepts it, and nobody has revoked it."""
        return self.state is CredentialState.ACTIVE and not self.revoked


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` until just before `end`, in epoch seconds; `end` is None when it never ends."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """The instant from which a credential stands otherwise."""

    at: int
    state: CredentialState
    reason: str
    revoked: bool = False


_KEY_STATES = {
    EventKind.DEACTIVATED: CredentialState.INACTIVE,
    EventKind.ACTIVATED: CredentialState.ACTIVE,
    EventKind.DELETED: CredentialState.UNKNOWN,
}


def standings(timeline: Timeline, credential: str) -> tuple[Standing, ...]:
    """Return all that a credential goes through, in order and without gaps."""
    known = timeline.credentials[credential]
    turns: list[_Turn] = []
    for turn in _turns(timeline, known):
        if turns and turns[-1].at == turn.at:
            turns.pop()
        turns.append(turn)
    first = Standing(
        credential,
        CredentialState.UNKNOWN,
        None,
        turns[0].at,
        f"It does not exist before {say_instant(turns[0].at, timeline.start)}.",
    )
    ends: list[int | None] = [turn.at for turn in turns[1:]]
    return (
        first,
        *(
            Standing(credential, turn.state, turn.at, end, turn.reason, turn.revoked)
            for turn, end in zip(turns, [*ends, None], strict=True)
        ),
    )


def state_at(timeline: Timeline, credential: str, at: int) -> Standing:
    """Return how a credential stands at an instant, in epoch seconds (E1)."""
    *_, found = (
        standing
        for standing in standings(timeline, credential)
        if standing.since is None or standing.since <= at
    )
    return found


def usable(timeline: Timeline, credential: str) -> tuple[Interval, ...]:
    """Return when a credential gets its holder anywhere, in order, neighbors joined."""
    found: list[Interval] = []
    for standing in standings(timeline, credential):
        if standing.since is None or not standing.works:
            continue
        start = standing.since
        if found and found[-1].end == start:
            start = found.pop().start
        found.append(Interval(start, standing.until))
    return tuple(found)


def _turns(timeline: Timeline, credential: Credential) -> Iterator[_Turn]:
    if isinstance(credential, AccessKey):
        return _key_turns(timeline, credential)
    return _session_turns(timeline, credential)


def _key_turns(timeline: Timeline, key: AccessKey) -> Iterator[_Turn]:
    active = "An access key never expires: it works until somebody deactivates or deletes it."
    yield _Turn(key.issued_at, CredentialState.ACTIVE, active)
    for event in timeline.events:
        if event.credential != key.id or event.kind not in _KEY_STATES:
            continue
        when = say_instant(event.at, timeline.start)
        reasons = {
            EventKind.DEACTIVATED: f"It was deactivated at {when}, and can be activated again.",
            EventKind.ACTIVATED: active,
            EventKind.DELETED: f"It was deleted at {when}, for good.",
        }
        yield _Turn(event.at, _KEY_STATES[event.kind], reasons[event.kind])


def _session_turns(timeline: Timeline, session: Session) -> Iterator[_Turn]:
    end = say_instant(session.expires_at, timeline.start)
    made_with = timeline.credentials.get(session.source)
    whatever = ""
    if isinstance(made_with, AccessKey):
        whatever = ", whatever becomes of the key that it was made with"
    elif made_with is not None:
        whatever = ", whatever becomes of the session that it was made with"
    yield _Turn(session.issued_at, CredentialState.ACTIVE, f"It works until {end}{whatever}.")
    revocation = _first_revocation(timeline, session)
    if revocation is not None:
        when = say_instant(revocation.at, timeline.start)
        noun = session.identity.partition(":")[2].rpartition(":")[2]
        yield _Turn(
            revocation.at,
            CredentialState.ACTIVE,
            f"AWS still accepts it, but a Deny on `{noun}` matches every session issued before "
            f"{when}.",
            revoked=True,
        )
    yield _Turn(session.expires_at, CredentialState.EXPIRED, f"It expired at {end}.")


def _first_revocation(timeline: Timeline, session: Session) -> Event | None:
    """Return the revocation that ends a session: the first after its issue, before its expiry."""
    for event in timeline.events:
        if event.kind is not EventKind.REVOKED or event.identity != session.identity:
            continue
        if session.issued_at < event.at < session.expires_at:
            return event
    return None
