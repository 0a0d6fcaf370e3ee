"""What a comparison answers: no wider, wider with a request that shows it, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.evaluation import Decision, Request

LIMIT = 2.0
"""Seconds that a comparison may take unless the caller says otherwise."""


class Outcome(StrEnum):
    """Whether the candidate allows a request that the reference does not."""

    NO_WIDER = "no wider"
    WIDER = "wider"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Witness:
    """A request that the candidate allows and the reference does not, as both decide it.

    A caller whom the organization does not know may do everything at home, or nothing when
    `powerless`; `with_outsider` adds such a caller, for the request to be asked again.
    """

    request: Request
    candidate: Decision
    reference: Decision
    powerless: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer. `witness` comes with WIDER; `reason` says in a sentence why it is UNKNOWN."""

    outcome: Outcome
    witness: Witness | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """What a comparison leaves out: actions, as patterns such as `logs:*`."""

    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tightness:
    """How much a candidate allows beyond the reference, counted over sampled requests.

    An action counts as beyond when the candidate allows it on some resource where the reference
    does not; a sampled resource likewise, for some action.
    """

    actions_beyond: int
    actions_asked: int
    resources_beyond: int
    resources_asked: int

    @property
    def action_share(self) -> float:
        """The share of the catalog's actions that are allowed beyond the reference, 0 to 1."""
        return self.actions_beyond / self.actions_asked if self.actions_asked else 0.0

    @property
    def resource_share(self) -> float:
        """The share of the sampled resources that are allowed beyond the reference, 0 to 1."""
        return self.resources_beyond / self.resources_asked if self.resources_asked else 0.0


class Undecided(Exception):  # noqa: N818 - says what happened
    """A comparison that cannot be decided; the message says why. Never leaves this package."""


NO_WIDER = Comparison(Outcome.NO_WIDER)
OUT_OF_TIME = "There was not enough time to look at all requests."
