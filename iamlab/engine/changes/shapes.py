"""The shapes in which changed requests are told."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.evaluation import Request, Verdict


@dataclass(frozen=True, slots=True)
class ChangedRequest:
    """A request that is allowed on one side only, with both verdicts."""

    request: Request
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Changes:
    """The requests that changed sides, and how many were looked at.

    A request counts once, whatever the contexts in which it was asked. `considered` requests were
    looked at: most of them no changed statement can cover, so their answer cannot differ.
    `asked` are those put to the engine; `complete` is False when the others were too many, and a
    sample was asked instead.
    """

    opened: tuple[ChangedRequest, ...]
    closed: tuple[ChangedRequest, ...]
    asked: int
    considered: int
    complete: bool = True
