"""The middle pane of the lab: one policy with its holder, its versions and its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from iamlab.engine import SIZE_LIMITS, Finding, PolicyType, SizeLimit
from iamlab.engine.validation import validate
from iamlab.lab.findings import setting_of
from iamlab.lab.holders import Holder, Tab, attachment_sentence, holders_of
from iamlab.lab.words import Words, words_of
from iamlab.sandbox.models import PolicyKind, PolicyVersion, Sandbox
from iamlab.sandbox.services.errors import VersionNotFound
from iamlab.sandbox.services.policies import PolicyState, get_policy, list_versions
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.texts import MAX_TEXT
from iamlab.sandbox.services.tree import organization_tree

_ICONS = {
    PolicyKind.SCP: "scp",
    PolicyKind.RCP: "scp",
    PolicyKind.TRUST: "trust",
    PolicyKind.RESOURCE: "resource",
}
_WORDS = {
    PolicyKind.MANAGED: "Customer managed",
    PolicyKind.AWS_MANAGED: "AWS managed",
    PolicyKind.INLINE: "Inline policy",
    PolicyKind.TRUST: "Trust policy",
    PolicyKind.RESOURCE: "Resource-based policy",
    PolicyKind.SCP: "Service control policy",
    PolicyKind.RCP: "Resource control policy",
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version in the list; `is_start` is the one that the scenario begins with."""

    number: int
    text: str
    note: str
    saved_at: datetime
    in_force: bool
    is_start: bool

    @property
    def label(self) -> str:
        """What the list calls it, as in "v3, in force"."""
        words = [f"v{self.number}"]
        if self.in_force:
            words.append("in force")
        if self.is_start:
            words.append("start")
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text as a listing shows it; `lit` belongs to what the answer points at."""

    number: int
    text: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Light:
    """The lines an answer points at, 1-based and both included, with the verdict's word."""

    first: int
    last: int
    verdict: str


@dataclass(frozen=True, slots=True)
class PolicyPane:
    """All that the pane's template draws.

    `shown` is the version in view and `base_version` what a save names as its base; `text` is the
    unsaved text when `unsaved`. Where `editable` is False, the pane is to read.
    """

    key: str
    scenario: str
    name: str
    words: str
    icon: str
    type: PolicyType
    holder: Holder
    holders: tuple[Holder, ...]
    attachment: str
    versions: tuple[Version, ...]
    shown: Version
    current: Version
    base_version: int
    text: str
    unsaved: bool
    edited: bool
    managed_by_aws: bool
    own: bool
    findings: tuple[Finding, ...]
    light: Light | None

    @property
    def editable(self) -> bool:
        """Whether the text in view can be changed."""
        return not self.managed_by_aws and self.shown.in_force

    @property
    def next_number(self) -> int:
        """The number that a save gives."""
        return self.versions[0].number + 1

    @property
    def max_text(self) -> int:
        """How many characters a policy may have here."""
        return MAX_TEXT

    @property
    def size_limit(self) -> SizeLimit:
        """AWS's own limit for a policy of this type."""
        return SIZE_LIMITS[self.type]

    @property
    def size(self) -> int:
        """The length of the text in view as AWS counts it, in the unit of the limit."""
        return self.size_limit.measure(self.text)

    @property
    def in_words(self) -> Words:
        """The text in view in plain words; made when the template asks for it."""
        return words_of(self.text, self.type)

    @property
    def rows(self) -> int:
        """How many lines the plain text field shows."""
        return min(max(self.text.count("\n") + 1, 8), 60)

    @property
    def listing(self) -> tuple[Line, ...]:
        """The text in lines, for the page without scripts; empty when nothing is lit."""
        light = self.light
        if light is None:
            return ()
        return tuple(
            Line(number, text, light.first <= number <= light.last)
            for number, text in enumerate(self.text.splitlines(), start=1)
        )


def policy_pane(
    sandbox: Sandbox,
    key: str,
    drafts: Mapping[str, str] | None = None,
    *,
    version: int | None = None,
    base_version: int | None = None,
    holder: str = "",
    light: tuple[int, int, str] | None = None,
) -> PolicyPane:
    """Return the pane of one policy: its version in force, its unsaved text, or an older version.

    `holder` names whose tabs are shown (an ARN, or the ID of a root, unit or account); the only
    holder is taken when it names none. `light` is (first line, last line, verdict).
    Raises PolicyNotFound and VersionNotFound.
    """
    state = get_policy(sandbox, key)
    versions = version_list(sandbox, key)
    current = next(item for item in versions if item.in_force)
    shown = current if version is None else _find(versions, key, version)
    draft = (drafts or {}).get(key) if shown.in_force and state.editable else None
    text = shown.text if draft is None else draft
    holders = holders_of(organization_tree(sandbox), key)
    return PolicyPane(
        key=key,
        scenario=sandbox.scenario,
        name=state.name,
        words=_WORDS[state.kind],
        icon=_ICONS.get(state.kind, "policy"),
        type=state.type,
        holder=_choose(state, holders, holder),
        holders=holders,
        attachment=attachment_sentence(state.kind, holders),
        versions=versions,
        shown=shown,
        current=current,
        base_version=current.number if base_version is None else base_version,
        text=text,
        unsaved=text != shown.text,
        edited=state.edited,
        managed_by_aws=not state.editable,
        own=not sandbox.is_template,
        findings=validate(text, state.type, setting_of(key, snapshot_of(sandbox))),
        light=None if light is None else Light(*light),
    )


def version_list(sandbox: Sandbox, key: str) -> tuple[Version, ...]:
    """Return every version that is kept, newest first. Raises PolicyNotFound."""
    return tuple(_version(row) for row in list_versions(sandbox, key))


def _version(row: PolicyVersion) -> Version:
    return Version(
        number=row.number,
        text=row.text,
        note=row.note,
        saved_at=row.created_at,
        in_force=row.is_default,
        is_start=row.number == row.policy.start_number,
    )


def _find(versions: tuple[Version, ...], key: str, number: int) -> Version:
    for version in versions:
        if version.number == number:
            return version
    raise VersionNotFound(key, number)


def _choose(state: PolicyState, holders: tuple[Holder, ...], wanted: str) -> Holder:
    """Return the holder whose tabs are shown: the wanted one, the only one, or the policy."""
    for holder in holders:
        if holder.id == wanted or len(holders) == 1:
            return holder
    tab = Tab(state.key, state.name, state.edited)
    return Holder(state.key, "policy", state.name, _WORDS[state.kind].lower(), (tab,))
