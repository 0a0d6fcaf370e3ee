"""What the page of an exercise shows: its editors, its checks with their results, its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iamlab.engine import (
    SIZE_LIMITS,
    Finding,
    PolicyType,
    SizeLimit,
)
from iamlab.engine.validation import validate
from iamlab.lab.findings import setting_of
from iamlab.lab.listing import ListedLine, list_lines
from iamlab.lab.reference import TYPE_WORDS
from lessons.content.exercises import ExerciseVariant
from lessons.content.references import Place, find_place, policy_text
from lessons.judging.exercises import (
    organization_of,
)

_LEAST_ROWS, _MOST_ROWS = 12, 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edited policy on the page. `name` is that of its field, `key` the policy's own."""

    name: str
    place: Place
    text: str
    start: str
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """The policy's key in the organization."""
        return self.place.key

    @property
    def type(self) -> PolicyType:
        """The policy's type."""
        return self.place.type

    @property
    def title(self) -> str:
        """What its tab says: a trust policy is the only one that has no name of its own."""
        if self.place.type is PolicyType.TRUST:
            return "Trust" if self.name == "trust" else f"Trust of {self.place.owner}"
        return self.name

    @property
    def owner_kind(self) -> str:
        """What its owner is: a role, a user, a group or a resource."""
        parts = self.place.key.split("/")
        return parts[1] if parts[1:2] and parts[1] in ("role", "user", "group") else "resource"

    @property
    def kind(self) -> str:
        """What kind of policy it is, in AWS's words."""
        if "/inline/" in self.place.key:
            return "Inline policy"
        return TYPE_WORDS[self.place.type]

    @property
    def words(self) -> str:
        """What kind of policy it is, and whose."""
        return f"{self.kind} of {self.place.owner}" if self.place.owner else self.kind

    @property
    def rows(self) -> int:
        """How many lines the plain text field shows."""
        return min(max(self.text.count("\n") + 2, _LEAST_ROWS), _MOST_ROWS)

    @property
    def size_limit(self) -> SizeLimit:
        """AWS's own limit for a policy of this type."""
        return SIZE_LIMITS[self.place.type]

    @property
    def size(self) -> int:
        """The length of the text as AWS counts it."""
        return self.size_limit.measure(self.text)


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A policy to read only, beside the edited ones."""

    place: Place
    text: str

    @property
    def lines(self) -> tuple[ListedLine, ...]:
        """The text in lines."""
        return list_lines(self.text.rstrip("\n"))

    @property
    def words(self) -> str:
        """What kind of policy it is, and whose."""
        words = TYPE_WORDS[self.place.type]
        return f"{words} of {self.place.owner}" if self.place.owner else words


def sheets_of(variant: ExerciseVariant, texts: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return the editors of the page, each with what the policy checks say about its text."""
    snapshot = organization_of(variant, variant.starter)
    return tuple(
        Sheet(
            name,
            place,
            texts[name],
            variant.starter[name],
            validate(texts[name], place.type, setting_of(place.key, snapshot)),
        )
        for name, place in variant.places.items()
    )


def shown_policies(variant: ExerciseVariant) -> tuple[ShownPolicy, ...]:
    """Return the policies that the learner may read beside the edited ones."""
    edited = {place.key for place in variant.places.values()}
    places = [find_place(variant.scenario, reference) for reference in variant.shape.show]
    return tuple(
        ShownPolicy(place, policy_text(variant.scenario, place) or "")
        for place in places
        if place.key not in edited
    )
