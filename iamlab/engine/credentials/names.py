"""How an author's names become ARNs; the caller decides which short names there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iamlab.engine.evaluation.snapshot import Snapshot

Resolve = Callable[[Snapshot, str], str]
"""Returns the ARN (or key) that a text means in an organization; raises RequestError for none."""


def _as_written(snapshot: Snapshot, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Names:
    """How principals, resources and policies are named, such as by scenarios' short names.

    A policy's own name is its key.
    """

    principal: Resolve = _as_written
    resource: Resolve = _as_written
    policy: Resolve = _as_written


FULL_NAMES = Names()
"""Every name is an ARN in full, or a key."""
