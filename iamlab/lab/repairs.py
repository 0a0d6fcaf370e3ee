"""How to allow a denied request: the engine's proposals, ready to be drawn and applied."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from iamlab.engine import (
    LAYER_TITLES,
    EngineError,
    Layer,
    Request,
    Snapshot,
    apply_edits,
    replace_policy,
)
from iamlab.engine.changes import depends_on_caller
from iamlab.engine.repair import Blockage, Proposal, find_repairs
from iamlab.engine.scenarios import Question, short_name
from iamlab.lab.differences import DiffLine
from iamlab.lab.questions import LabQuestion, lab_request
from iamlab.lab.repair_words import (
    blocked_by,
    caption_of,
    changed_lines,
    obstacle_of,
    opens_sentence,
)
from iamlab.sandbox.services.errors import PrincipalNotFound

_LONGEST_CARRIED = 32_768
"""Characters of a whole policy that the page carries, so that it can be edited unopened."""

_SILENCE = {
    Layer.SCP: "no SCP allows this",
    Layer.ENDPOINT: "the endpoint's policy does not allow this",
    Layer.RESOURCE: "nothing here lets the caller in",
    Layer.IDENTITY: "no policy of the caller allows this",
    Layer.BOUNDARY: "the boundary does not allow this",
    Layer.SESSION: "no session policy allows this",
    Layer.SERVICE: "no policy can change this",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A request that a proposal opens too.

    `principal` is empty for the caller of the question; `differs` names the keys that it asks with
    instead.
    """

    principal: str
    action: str
    resource: str
    differs: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal as the page shows it.

    `edits` is JSON, a list of [start, end, text] in code points; `text` the whole text after them,
    empty for a policy that is too long to carry. `query` asks with the proposed context, or opens
    the policy; `obstacle` says why the proposal cannot be applied here.
    """

    id: str
    title: str
    caption: str
    lines: tuple[DiffLine, ...]
    document: str
    warning: str
    opens: str
    examples: tuple[Example, ...]
    verdict: str
    then: str
    policy: str
    name: str
    edits: str
    text: str
    context: tuple[tuple[str, str], ...]
    query: str
    obstacle: str


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    """The proposals for one layer that blocks, under its name and a few words on why it does."""

    title: str
    why: str
    note: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the section shows; `together` tells that it takes the first edit of each group.

    `problem` is a sentence on why there are none.
    """

    groups: tuple[SuggestionGroup, ...] = ()
    together: bool = False
    problem: str = ""


def suggest(
    snapshot: Snapshot,
    asked: LabQuestion,
    scenario: str,
    presets: Sequence[Question] = (),
    drafts: Mapping[str, str] | None = None,
) -> Suggestions:
    """Return how a question could be allowed, with `drafts` in the place of what is stored."""
    stored = snapshot.policies()
    for key, text in (drafts or {}).items():
        if key in stored and stored[key].text != text:
            snapshot = replace_policy(snapshot, key, text)
    try:
        request, _ = lab_request(snapshot, asked, presets)
        repairs = find_repairs(snapshot, request, what_if=asked.what_if)
    except (EngineError, PrincipalNotFound) as error:
        return Suggestions(problem=str(error))
    page = _Page(snapshot, request, asked, scenario)
    groups = tuple(page.group(number, item) for number, item in enumerate(repairs.blockages))
    return Suggestions(groups, together=repairs.allows and len(groups) > 1)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the words of a proposal need to know about the question."""

    snapshot: Snapshot
    request: Request
    asked: LabQuestion
    scenario: str

    def group(self, number: int, blockage: Blockage) -> SuggestionGroup:
        """Return the proposals of one layer."""
        title = LAYER_TITLES[blockage.layer]
        if blockage.level:
            title = f"{title}, {blockage.level}"
        return SuggestionGroup(
            title,
            "a Deny matches" if blockage.denies else _SILENCE.get(blockage.layer, ""),
            blockage.note,
            tuple(
                self._suggestion(f"repair-{number}-{place}", proposal)
                for place, proposal in enumerate(blockage.proposals)
            ),
        )

    def _suggestion(self, name: str, proposal: Proposal) -> Suggestion:
        draft = proposal.draft
        policy = draft.policy
        old = policy.text if policy else ""
        new = apply_edits(old, dict.fromkeys(draft.edits)) if policy else ""
        lines = changed_lines(old, new)
        context = tuple(draft.context.items())
        return Suggestion(
            id=name,
            title=draft.title,
            caption=caption_of(policy.name if policy else "", lines),
            lines=lines,
            document=draft.document,
            warning=draft.warning,
            opens=opens_sentence(proposal.opens, changes_policy=not context),
            examples=tuple(self._example(item.request) for item in proposal.opens.examples),
            verdict=proposal.verdict_after.value,
            then=blocked_by(proposal),
            policy=policy.key if policy else "",
            name=policy.name if policy else "",
            edits=json.dumps([[edit.start, edit.end, edit.text] for edit in draft.edits]),
            text=new if len(new) <= _LONGEST_CARRIED else "",
            context=context,
            query=self._query(context, policy.key if policy else ""),
            obstacle=obstacle_of(policy.key if policy else "", draft.document),
        )

    def _example(self, request: Request) -> Example:
        mine = {name.lower(): value for name, value in self.request.context.items()}
        differing = [
            name
            for name, value in request.context.items()
            if not depends_on_caller(name.lower()) and mine.get(name.lower(), value) != value
        ]
        own = request.principal == self.request.principal
        own_name = "" if own else short_name(self.snapshot, request.principal)
        same = request.resource == self.request.resource and request.action == self.request.action
        return Example(
            own_name,
            request.action,
            request.resource,
            ", ".join(differing) if own and same else "",
        )

    def _query(self, context: tuple[tuple[str, str], ...], key: str) -> str:
        if not context:
            return self.asked.query(self.scenario, policy=key, show="main")
        values = {**self.asked.context, **{name: (value,) for name, value in context}}
        return replace(self.asked, context=values).query(self.scenario)
