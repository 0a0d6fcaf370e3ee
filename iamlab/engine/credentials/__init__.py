"""Credentials over time: access keys and STS sessions, and what becomes of them.

>>> from iamlab.engine import Snapshot
>>> from iamlab.engine.credentials import state_at, timeline_from_mapping
>>> key = {"id": "AKIAANA", "owner": "arn:aws:iam::111122223333:user/ana"}
>>> shape = {"start": "2026-03-02T09:00Z", "end": "+2:00", "keys": [key]}
>>> timeline = timeline_from_mapping(shape, Snapshot())
>>> state_at(timeline, "AKIAANA", timeline.start).state.value
'active'
"""

from iamlab.engine.credentials.asking import credential_context, explain_at, request_at
from iamlab.engine.credentials.building import build_timeline, timeline_from_mapping
from iamlab.engine.credentials.credentials import AccessKey, Credential, Session, SessionKind
from iamlab.engine.credentials.errors import CredentialError, Fault
from iamlab.engine.credentials.exposure import (
    Exposure,
    Outage,
    exposure,
    fails,
    holders_at,
    hours_until_expiry,
    leaked_at,
    outages,
    seconds_until_expiry,
)
from iamlab.engine.credentials.instants import (
    iso_instant,
    read_duration,
    read_instant,
    say_clock,
    say_day,
    say_duration,
    say_instant,
)
from iamlab.engine.credentials.issuing import find_issuing_faults, issuing_requests
from iamlab.engine.credentials.names import FULL_NAMES, Names
from iamlab.engine.credentials.organization import REVOCATION, revocation_text, snapshot_at
from iamlab.engine.credentials.shapes import TimelineShape
from iamlab.engine.credentials.standings import Interval, Standing, standings, state_at, usable
from iamlab.engine.credentials.timelines import Event, EventKind, Timeline, TimelineQuestion

__all__ = [
    "FULL_NAMES",
    "REVOCATION",
    "AccessKey",
    "Credential",
    "CredentialError",
    "Event",
    "EventKind",
    "Exposure",
    "Fault",
    "Interval",
    "Names",
    "Outage",
    "Session",
    "SessionKind",
    "Standing",
    "Timeline",
    "TimelineQuestion",
    "TimelineShape",
    "build_timeline",
    "credential_context",
    "explain_at",
    "exposure",
    "fails",
    "find_issuing_faults",
    "holders_at",
    "hours_until_expiry",
    "iso_instant",
    "issuing_requests",
    "leaked_at",
    "outages",
    "read_duration",
    "read_instant",
    "request_at",
    "revocation_text",
    "say_clock",
    "say_day",
    "say_duration",
    "say_instant",
    "seconds_until_expiry",
    "snapshot_at",
    "standings",
    "state_at",
    "timeline_from_mapping",
    "usable",
]
