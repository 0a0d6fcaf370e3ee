"""What a layer holds for one case: its policies level by level, or why it does not apply."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.evaluation.snapshot import Attachment


@dataclass(frozen=True, slots=True)
class Holding:
    """Policies that stand together: one node of the organization, or a whole layer.

    `implicit_allow` is set where AWS itself supplies an Allow, as RCPFullAWSAccess does (E6). `off`
    are policies that are switched off for a question: they count as detached.
    """

    target: str
    name: str
    policies: tuple[Attachment, ...]
    implicit_allow: bool = False
    off: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """All levels of a layer, or `absent`: one sentence on why the layer does not apply."""

    levels: tuple[Holding, ...] = ()
    absent: str = ""

    @property
    def applies(self) -> bool:
        """Whether the layer takes part in the decision."""
        return not self.absent


def one_level(name: str, policies: tuple[Attachment, ...]) -> Holdings:
    """Return the holdings of a layer whose policies all stand together."""
    return Holdings((Holding("", name, policies),))
