"""Finds the smallest edits that would let one request through, layer by layer.

What blocks is asked of the evaluator, again and again: each blocking layer gets its proposals, the
first of them is applied, and what blocks next comes to light. Drafts are made generously; only
those that the evaluator confirms are proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from iamlab.engine.documents import SIZE_LIMITS, Severity, apply_edits, parse_policy
from iamlab.engine.errors import EngineError
from iamlab.engine.evaluation import Authorizer, Decision, Layer, Request, Snapshot, Verdict, WhatIf
from iamlab.engine.evaluation.rules import NOTHING_OFF
from iamlab.engine.repair.allowing import allowing_drafts
from iamlab.engine.repair.blocking import Block, can_grant_on_resource, find_block, is_cleared
from iamlab.engine.repair.narrowing import narrowing_drafts
from iamlab.engine.repair.notes import note_on
from iamlab.engine.repair.opening import MOST_ASKED, count_opened
from iamlab.engine.repair.shapes import (
    ADDITIONS,
    MENDS,
    REINTERPRETATIONS,
    Blockage,
    Draft,
    Proposal,
    Repairs,
    Size,
)
from iamlab.engine.repair.situation import GUARDRAILS, Situation, read_situation
from iamlab.engine.repair.sizes import size_of
from iamlab.engine.repair.worlds import World, apply_drafts

_MOST_BLOCKS = 12
_MOST_DRAFTS = 1_000
_MOST_TESTED = 60
_MOST_RANKED = 8


def find_repairs(
    snapshot: Snapshot,
    request: Request,
    *,
    limit: int = 3,
    what_if: WhatIf = NOTHING_OFF,
    most_asked: int = MOST_ASKED,
) -> Repairs:
    """Return up to `limit` proposals for each layer that blocks a request (see `Blockage`).

    Never proposed is a bare `*`, nor a condition taken out of a policy. `most_asked` bounds how
    many requests are put to the engine to tell what one proposal opens.
    Raises RequestError, AuthenticationError and DocumentError like `Authorizer.decide`.
    """
    search = _Search(World(snapshot, request), what_if)
    search.run()
    ranked = [_rank(search, number, limit, most_asked) for number in range(len(search.found))]
    return Repairs(
        search.original.decision.verdict,
        tuple(
            Blockage(
                block.layer,
                block.level_name,
                bool(block.denies),
                proposals,
                note_on(block, search.original, drafts),
            )
            for (block, drafts), proposals in zip(search.found, ranked, strict=True)
        ),
        search.allows(),
    )


class _Search:
    """The blocks met so far, each with its verified drafts, and the first draft of each chosen."""

    def __init__(self, start: World, what_if: WhatIf) -> None:
        self.start = start
        self.what_if = what_if
        self.original = read_situation(start.snapshot, start.request, what_if)
        self.found: list[tuple[Block, list[Draft]]] = []
        self.chosen: list[Draft] = []
        self.allowed = self.original.decision.verdict is Verdict.ALLOWED

    def run(self) -> None:
        """Go from block to block until the request is allowed or nothing helps."""
        now = self.original
        while not self.allowed and len(self.found) < _MOST_BLOCKS:
            block = find_block(now, self.original)
            drafts = self._verified(block, now)
            self.found.append((block, drafts))
            world = apply_drafts(self.start, [*self.chosen, *drafts[:1]])
            if not drafts or world is None:
                return
            self.chosen.append(drafts[0])
            now = read_situation(world.snapshot, world.request, self.what_if)
            self.allowed = now.decision.verdict is Verdict.ALLOWED

    def allows(self) -> bool:
        """Tell whether the chosen drafts together allow the request."""
        if not self.allowed or not self.chosen:
            return self.allowed
        decision = self.decide(self.chosen)
        return decision is not None and decision.verdict is Verdict.ALLOWED

    def others(self, number: int) -> list[Draft]:
        """Return the first drafts of all blocks but one."""
        return [draft for place, draft in enumerate(self.chosen) if place != number]

    def decide(self, drafts: list[Draft]) -> Decision | None:
        """Return what is decided with drafts applied; None when they cannot be."""
        world = apply_drafts(self.start, drafts)
        if world is None:
            return None
        try:
            return Authorizer(world.snapshot, what_if=self.what_if).decide(world.request)
        except EngineError:
            return None

    def _verified(self, block: Block, now: Situation) -> list[Draft]:
        """Return the smallest drafts after which the block is gone, more than are proposed."""
        own = list(islice(self._tested(_drafts(block, self.original), block, now), _MOST_RANKED))
        if len(own) < _MOST_RANKED and not block.denies and can_grant_on_resource(now):
            policy = self.original.case.resource_policy
            granting = (
                allowing_drafts(self.original, Layer.RESOURCE, (policy,), "") if policy else ()
            )
            own += islice(self._tested(granting, block, now), _MOST_RANKED - len(own))
        return own

    def _tested(self, drafts: Iterable[Draft], block: Block, now: Situation) -> Iterator[Draft]:
        seen: set[tuple[str, str]] = set()
        made = sorted(islice(drafts, _MOST_DRAFTS), key=size_of)
        for draft in made[:_MOST_TESTED]:
            after = self.decide([*self.chosen, draft])
            if after is None or not is_cleared(block, now.decision, after):
                continue
            outcome = _outcome(draft)
            if outcome not in seen and is_sound(draft) and not self._takes_away(draft):
                seen.add(outcome)
                yield sized(draft)

    def _takes_away(self, draft: Draft) -> bool:
        """Tell whether a correction denies what was allowed: then it was no mistake."""
        if draft.kind not in REINTERPRETATIONS or draft.policy is None:
            return False
        return count_opened(self.start, self.chosen, draft, MOST_ASKED).closed > 0


def is_sound(draft: Draft) -> bool:
    """Tell whether the edited text has no ERROR finding that it did not have before."""
    policy = draft.policy
    if policy is None:
        return True
    before = parse_policy(policy.text, policy.type)
    after = parse_policy(apply_edits(policy.text, dict.fromkeys(draft.edits)), policy.type)
    olds = [item.code for item in before.findings if item.severity is Severity.ERROR]
    news = [item.code for item in after.findings if item.severity is Severity.ERROR]
    return after.readable and all(news.count(code) <= olds.count(code) for code in news)


def sized(draft: Draft) -> Draft:
    """Warn when an edit makes a policy longer than AWS accepts."""
    policy = draft.policy
    if policy is None:
        return draft
    limit = SIZE_LIMITS[policy.type]
    text = apply_edits(policy.text, dict.fromkeys(draft.edits))
    if not limit.measure(policy.text) <= limit.limit < limit.measure(text):
        return draft
    warning = f"The policy would be longer than the {limit.limit:,} {limit.unit} AWS accepts."
    return replace(draft, warning=f"{draft.warning} {warning}".strip())


def _drafts(block: Block, original: Situation) -> Iterator[Draft]:
    if block.denies:
        yield from narrowing_drafts(original, block.layer, block.policies[0], block.denies)
    elif block.layer is not Layer.SERVICE:
        yield from allowing_drafts(original, block.layer, block.policies, block.level)


def _outcome(draft: Draft) -> tuple[str, str]:
    """Return what two drafts have alike when one of them is enough.

    That is the edited text; and the policy, when each of them adds a like value somewhere in it.
    """
    if draft.policy is None:
        return draft.document, repr(sorted(draft.context.items()))
    if draft.kind in ADDITIONS:
        return draft.policy.key, draft.kind
    return draft.policy.key, apply_edits(draft.policy.text, dict.fromkeys(draft.edits))


def _rank(search: _Search, number: int, limit: int, most_asked: int) -> tuple[Proposal, ...]:
    """Return the proposals for one block in their order, and choose the first of them."""
    block, drafts = search.found[number]
    proposals = [_propose(search, number, draft, most_asked) for draft in drafts]
    proposals.sort(key=lambda proposal: _order(block, proposal))
    for place, proposal in enumerate(proposals):
        chosen = [*search.chosen[:number], proposal.draft, *search.chosen[number + 1 :]]
        decision = search.decide(chosen)
        if decision is not None and (decision.verdict is Verdict.ALLOWED) == search.allowed:
            search.chosen[number] = proposal.draft
            proposals.insert(0, proposals.pop(place))
            break
    return tuple(proposals[:limit])


def _order(block: Block, proposal: Proposal) -> tuple[bool, bool, int, Size]:
    draft = proposal.draft
    mends = draft.kind in MENDS
    counts = not (mends or block.denies or block.layer in GUARDRAILS)
    opened = proposal.opens.count if counts else 0
    return draft.layer is not block.layer, not mends, opened, proposal.size


def _propose(search: _Search, number: int, draft: Draft, most_asked: int) -> Proposal:
    alone = search.decide([draft])
    decision = alone if alone is not None else search.original.decision
    opened = count_opened(search.start, search.others(number), draft, most_asked)
    return Proposal(draft, size_of(draft), opened, decision.verdict, decision.layer)
