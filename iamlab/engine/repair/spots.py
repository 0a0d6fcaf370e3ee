"""One statement of one policy as a place to edit."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.documents import TextEdit, TreeEditor
from iamlab.engine.evaluation import Layer, Policy
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import Situation


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement, the policy and layer that hold it, and the editor of that policy's text."""

    situation: Situation
    layer: Layer
    policy: Policy
    statement: CompiledStatement
    editor: TreeEditor

    def draft(
        self,
        kind: Kind,
        title: str,
        edits: tuple[TextEdit, ...],
        values: int = 1,
        warning: str = "",
    ) -> Draft:
        """Return a draft that edits this statement."""
        return Draft(
            self.layer,
            kind,
            title,
            policy=self.policy,
            edits=edits,
            values=values,
            warning=warning,
        )
