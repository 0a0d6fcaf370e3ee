"""Whatever happens: states, usable times, exposure and the engine's verdicts tell one story."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import AuthenticationError, CredentialState, Verdict
from iamlab.engine.credentials import (
    CredentialError,
    Timeline,
    TimelineQuestion,
    explain_at,
    exposure,
    leaked_at,
    standings,
    state_at,
    usable,
)

from .organizations import (
    ANA,
    DEPLOYER,
    FEDERATED,
    FROM_GITHUB,
    HOUR,
    KEY,
    MINUTE,
    OBJECT,
    ROLE_SESSION,
    START,
    USER_SESSION,
    build,
    organization,
)

SNAPSHOT = organization()
READ = TimelineQuestion("s3:GetObject", OBJECT)
SESSIONS = (ROLE_SESSION, USER_SESSION, FEDERATED, FROM_GITHUB)
END = 6 * 60
minutes = st.integers(0, END)
_OPPOSITE = {"deactivated": "activated", "activated": "deactivated"}


def written(minute: int) -> str:
    return f"+{minute // 60}:{minute % 60:02}"


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A key that goes on and off, sessions of all kinds made while it is on, revocations."""
    switches = sorted(draw(st.sets(minutes, max_size=5)))
    last = len(switches) - 1
    deletes = draw(st.booleans())
    events: list[dict[str, Any]] = []
    kind = "deactivated"
    for place, minute in enumerate(switches):
        name = "deleted" if deletes and place == last else kind
        events.append({"at": written(minute), "kind": name, "credential": KEY["id"]})
        kind = _OPPOSITE[kind]
    key_only = build(keys=(KEY,), events=tuple(events), end=written(END))
    sessions = []
    for shape in draw(st.lists(st.sampled_from(SESSIONS), unique_by=lambda item: item["id"])):
        issued = draw(minutes.filter(lambda minute: minute < END))
        signed = "by" in shape
        if signed and not state_at(key_only, KEY["id"], START + issued * MINUTE).works:
            continue
        duration = draw(st.integers(15, 240)) * MINUTE
        sessions.append(shape | {"issued": written(issued), "duration": duration})
    for minute in draw(st.lists(minutes, max_size=2)):
        principal = draw(st.sampled_from([ANA, DEPLOYER]))
        events.append({"at": written(minute), "kind": "revoked", "principal": principal})
    for shape in (KEY, *sessions):
        minute = draw(minutes)
        events.append({"at": written(minute), "kind": "leaked", "credential": shape["id"]})
    late = [item for item in events if item["kind"] != "leaked" or _exists(item, sessions)]
    return build(*sessions, events=tuple(late), end=written(END))


def _exists(leak: dict[str, Any], sessions: list[dict[str, Any]]) -> bool:
    issued = {shape["id"]: shape["issued"] for shape in sessions}.get(leak["credential"], "+0:00")
    return _minute(issued) <= _minute(leak["at"])


def _minute(text: str) -> int:
    hours, rest = text[1:].split(":")
    return int(hours) * 60 + int(rest)


instants = st.integers(START - HOUR, START + 12 * HOUR)


@given(timelines(), instants)
def test_usable_times_are_those_in_which_the_state_says_so(timeline: Timeline, at: int) -> None:
    """An interval holds its start and not its end."""
    for name in timeline.credentials:
        inside = any(
            item.start <= at and (item.end is None or at < item.end)
            for item in usable(timeline, name)
        )
        assert inside is state_at(timeline, name, at).works


@given(timelines(), instants)
def test_exactly_one_standing_holds_at_an_instant(timeline: Timeline, at: int) -> None:
    """Without gaps, without overlaps, each longer than nothing."""
    for name in timeline.credentials:
        holding = [
            item
            for item in standings(timeline, name)
            if (item.since is None or item.since <= at) and (item.until is None or at < item.until)
        ]
        assert holding == [state_at(timeline, name, at)]


@given(timelines(), instants)
def test_the_engine_and_the_state_agree(timeline: Timeline, at: int) -> None:
    """E1, S9: refused when not active, explicitly denied when revoked, else allowed to all here."""
    for name in timeline.credentials:
        standing = state_at(timeline, name, at)
        if standing.state is not CredentialState.ACTIVE:
            with pytest.raises(AuthenticationError) as caught:
                explain_at(timeline, SNAPSHOT, name, at, READ)
            expired = standing.state is CredentialState.EXPIRED
            assert caught.value.code == ("ExpiredToken" if expired else "InvalidClientTokenId")
            continue
        verdict = explain_at(timeline, SNAPSHOT, name, at, READ).decision.verdict
        assert verdict is (Verdict.EXPLICIT_DENY if standing.revoked else Verdict.ALLOWED)


@given(timelines())
def test_an_exposure_counts_the_minutes_in_which_the_leak_works(timeline: Timeline) -> None:
    """Minute by minute, from the leak to the end of the timeline."""
    for name in timeline.credentials:
        leak, found = leaked_at(timeline, name), exposure(timeline, name)
        assert (leak is None) is (found is None)
        if leak is None or found is None:
            continue
        working = [
            at for at in range(leak, timeline.end, MINUTE) if state_at(timeline, name, at).works
        ]
        assert found.seconds == len(working) * MINUTE
        if found.stopped_at is not None:
            assert all(at < found.stopped_at for at in working)
            assert leak <= found.stopped_at <= timeline.end
        else:
            assert state_at(timeline, name, timeline.end).works


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(["id", "kind", "principal", "by", "issued", "duration", "tags", "context"]),
    junk,
)
def test_a_session_with_anything_in_a_field_is_built_or_refused(field: str, value: object) -> None:
    """Never another exception; the fault names the session."""
    refused = ""
    try:
        build(ROLE_SESSION | {field: value})
    except CredentialError as error:
        refused = error.field
    assert not refused or refused.startswith("sessions[0]")
