"""Whatever the organization: repairs never raise, never say `*`, and do what they say."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from iamlab.engine import Authorizer, Layer, Severity, Verdict, apply_edits, parse_policy
from iamlab.engine.repair import Draft, Kind, Proposal, Repairs, Size, find_repairs
from iamlab.engine.repair.shapes import MENDS
from iamlab.engine.repair.worlds import World, apply_drafts
from tests.engine.evaluation.organizations import ORGANIZATIONS, QUESTIONS, Organization


def repairs_of(organization: Organization, question: dict[str, Any]) -> tuple[World, Repairs]:
    world = World(organization.snapshot(), organization.request(**question))
    return world, find_repairs(world.snapshot, world.request, most_asked=20)


def drafts_of(repairs: Repairs) -> list[Draft]:
    return [item.draft for blockage in repairs.blockages for item in blockage.proposals]


def added_values(draft: Draft) -> set[str]:
    """Return the texts that stand in a policy after a draft and did not before."""
    if draft.policy is None:
        return _texts(json.loads(draft.document)) if draft.document else set()
    after = apply_edits(draft.policy.text, dict.fromkeys(draft.edits))
    return _texts(json.loads(after)) - _texts(json.loads(draft.policy.text))


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_texts(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_texts(item) for item in value))
    return {str(value)}


def _ranks(proposals: list[Proposal]) -> list[tuple[bool, int, Size]]:
    """Mends first, then what opens least, then the smallest."""
    return [
        (not (mends := item.draft.kind in MENDS), 0 if mends else item.opens.count, item.size)
        for item in proposals
    ]


def stars_in(text: str) -> int:
    """Count the bare stars among the values of a policy text."""
    return text.count('"*"')


@settings(max_examples=60, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_repairs_agree_with_the_engine(
    organization: Organization, question: dict[str, Any]
) -> None:
    world, repairs = repairs_of(organization, question)
    decision = Authorizer(world.snapshot).decide(world.request)
    assert repairs.verdict is decision.verdict
    if decision.verdict is Verdict.ALLOWED:
        assert repairs.blockages == ()
        return
    assert repairs.blockages[0].layer is decision.layer
    assert repairs.blockages[0].denies is (decision.verdict is Verdict.EXPLICIT_DENY)
    firsts = [item.proposals[0].draft for item in repairs.blockages if item.proposals]
    done = apply_drafts(world, firsts)
    assert done is not None
    after = Authorizer(done.snapshot).decide(done.request)
    assert repairs.allows is (after.verdict is Verdict.ALLOWED)


@settings(max_examples=60, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_each_proposal_says_truly_what_is_decided_after_it(
    organization: Organization, question: dict[str, Any]
) -> None:
    world, repairs = repairs_of(organization, question)
    for blockage in repairs.blockages:
        for proposal in blockage.proposals:
            alone = apply_drafts(world, [proposal.draft])
            assert alone is not None
            decision = Authorizer(alone.snapshot).decide(alone.request)
            assert (proposal.verdict_after, proposal.layer_after) == (
                decision.verdict,
                decision.layer,
            )


@settings(max_examples=60, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_no_proposal_adds_a_star_or_breaks_a_policy(
    organization: Organization, question: dict[str, Any]
) -> None:
    _, repairs = repairs_of(organization, question)
    for draft in drafts_of(repairs):
        assert added_values(draft).isdisjoint({"*", "*:*", "s3:*"})
        if draft.policy is None:
            continue
        text = apply_edits(draft.policy.text, dict.fromkeys(draft.edits))
        assert stars_in(text) <= stars_in(draft.policy.text)
        before = parse_policy(draft.policy.text, draft.policy.type)
        after = parse_policy(text, draft.policy.type)
        assert after.readable
        errors = [
            [item.code for item in found.findings if item.severity is Severity.ERROR]
            for found in (before, after)
        ]
        assert len(errors[1]) <= len(errors[0])


CEILINGS = (Layer.SCP, Layer.BOUNDARY, Layer.SESSION, Layer.ENDPOINT)
"""Layers that only cap: what an edit opens there is not counted."""


@settings(max_examples=60, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_proposals_are_in_order_and_few(
    organization: Organization, question: dict[str, Any]
) -> None:
    _, repairs = repairs_of(organization, question)
    for blockage in repairs.blockages:
        assert len(blockage.proposals) <= 3
        own = [item for item in blockage.proposals if item.draft.layer is blockage.layer]
        if blockage.denies or blockage.layer in CEILINGS:
            assert [item.draft.kind in MENDS for item in own] == sorted(
                (item.draft.kind in MENDS for item in own), reverse=True
            )
        else:
            assert _ranks(own) == sorted(_ranks(own))
        assert own == list(blockage.proposals[: len(own)]), "other layers come last"
        if not blockage.proposals:
            assert blockage.note


@settings(max_examples=60, deadline=None)
@given(ORGANIZATIONS, QUESTIONS)
def test_narrowing_warns_and_widening_takes_nothing_away(
    organization: Organization, question: dict[str, Any]
) -> None:
    _, repairs = repairs_of(organization, question)
    for blockage in repairs.blockages:
        for proposal in blockage.proposals:
            draft = proposal.draft
            if blockage.denies and draft.kind is not Kind.CONTEXT:
                assert "is there to deny" in draft.warning
            assert proposal.opens.closed == 0
            assert draft.layer is not Layer.SERVICE
