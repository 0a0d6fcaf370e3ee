"""The organization of a sandbox as a picture that questions are asked of, kept per revision."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from iamlab.engine import Authorizer, Snapshot, WhatIf, replace_policy
from iamlab.engine.scenarios import Scenario, build_snapshot
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.reading import read_organization

_MAX_PICTURES = 64

# Numbers alone can come back with other rows, after a database was restored from a backup.
_Key = tuple[int, datetime, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A sandbox at one revision: what decisions depend on, in shapes and as a snapshot."""

    organization: Scenario
    snapshot: Snapshot


_pictures: OrderedDict[_Key, Picture] = OrderedDict()
_lock = Lock()


def snapshot_of(sandbox: Sandbox, drafts: Mapping[str, str] | None = None) -> Snapshot:
    """Return the sandbox's snapshot, with `drafts` (texts by policy key) in the place of the rows'.

    A constant number of queries whatever the size of the organization, and none when this revision
    was asked for before. A draft of a policy that is attached nowhere changes nothing.
    """
    snapshot = picture_of(sandbox).snapshot
    for key, text in (drafts or {}).items():
        snapshot = replace_policy(snapshot, key, text)
    return snapshot


def authorizer_of(
    sandbox: Sandbox, drafts: Mapping[str, str] | None = None, what_if: WhatIf | None = None
) -> Authorizer:
    """Return what decides and explains requests in the sandbox; see `snapshot_of` for the cost.

    Made anew each time, which takes less than a millisecond: one that was kept would grow with
    every question that anybody thinks of.
    """
    return Authorizer(snapshot_of(sandbox, drafts), what_if=what_if or WhatIf())


def picture_of(sandbox: Sandbox) -> Picture:
    """Return the sandbox at its revision, from memory if it was read before."""
    key = _key(sandbox)
    with _lock:
        kept = _pictures.get(key)
        if kept is not None:
            _pictures.move_to_end(key)
            return kept
    organization = read_organization(sandbox, extras=False)
    picture = Picture(organization, build_snapshot(organization))
    with _lock:
        _pictures[_key(sandbox)] = picture
        while len(_pictures) > _MAX_PICTURES:
            _pictures.popitem(last=False)
    return picture


def _key(sandbox: Sandbox) -> _Key:
    return (sandbox.pk, sandbox.created_at, sandbox.revision)
