"""The table of repairs: the first proposal is the one the rules call for, and none is smaller."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine import Authorizer, Request, Verdict, apply_edits
from iamlab.engine.errors import EngineError
from iamlab.engine.repair import Draft, Proposal, Repairs, Size, find_repairs
from iamlab.engine.repair.sizes import characters, wildcards_added
from iamlab.engine.repair.worlds import World, apply_drafts
from tests.engine.repair.cases import Asked, Case, Top
from tests.engine.repair.edit_space import small_edits
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    NADIA,
    OBJECT,
    READING,
    SAMPLE,
)
from tests.engine.repair.table import CASES

NEIGHBORS: list[Asked] = [
    (principal, action, resource)
    for principal in (ANA, BEN, READING, NADIA, "anonymous")
    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
    for resource in (OBJECT, f"{BUCKET}/incoming/b.pdf", SAMPLE, "arn:aws:s3:::acme-2/a")
]
"""Requests near those of most cases: a smaller edit must not open what the proposal keeps shut."""


def world_of(case: Case) -> World:
    return World(case.layers.snapshot(), request_of(case, case.asked))


def request_of(case: Case, asked: Asked) -> Request:
    return case.layers.request(*asked)


def repairs_of(case: Case) -> Repairs:
    world = world_of(case)
    return find_repairs(world.snapshot, world.request)


def firsts(repairs: Repairs) -> list[Draft]:
    return [item.proposals[0].draft for item in repairs.blockages if item.proposals]


def is_allowed(world: World, request: Request) -> bool:
    """Whether a request is allowed with the passed policies of a world."""
    if request.session_policies:
        request = replace(request, session_policies=world.request.session_policies)
    if request.endpoint_policies:
        request = replace(request, endpoint_policies=world.request.endpoint_policies)
    try:
        return Authorizer(world.snapshot).decide(request).verdict is Verdict.ALLOWED
    except EngineError:
        return False


def statements_after(draft: Draft) -> Any:
    text = draft.document
    if draft.policy is not None:
        text = apply_edits(draft.policy.text, dict.fromkeys(draft.edits))
    return json.loads(text)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_first_proposal_of_each_layer_is_the_expected_one(case: Case) -> None:
    repairs = repairs_of(case)
    assert [item.layer.value for item in repairs.blockages] == [top.layer for top in case.tops]
    for blockage, top in zip(repairs.blockages, case.tops, strict=True):
        if not top.kind:
            assert blockage.proposals == ()
            assert blockage.note.endswith(".")
            continue
        _check_top(blockage.proposals[0], top)


def _check_top(proposal: Proposal, top: Top) -> None:
    draft = proposal.draft
    assert draft.kind.value == top.kind
    if top.context is not None:
        assert dict(draft.context) == top.context
        return
    after = statements_after(draft)
    assert after["Statement"] == top.becomes
    if top.version is not None:
        assert after["Version"] == top.version


@pytest.mark.parametrize("case", CASES, ids=str)
def test_firsts_together_allow_the_request_and_nothing_that_must_stay_denied(case: Case) -> None:
    repairs = repairs_of(case)
    assert repairs.verdict is not Verdict.ALLOWED
    assert repairs.allows is all(top.kind for top in case.tops)
    world = apply_drafts(world_of(case), firsts(repairs))
    assert world is not None
    assert is_allowed(world, world.request) is repairs.allows
    for asked in case.must_deny:
        assert not is_allowed(world, request_of(case, asked)), asked
    for asked in case.stays_allowed:
        assert is_allowed(world, request_of(case, asked)), asked


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_stays_allowed_was_allowed_and_what_must_be_denied_was_denied(case: Case) -> None:
    world = world_of(case)
    for asked in case.stays_allowed:
        assert is_allowed(world, request_of(case, asked)), asked
    for asked in case.must_deny:
        assert not is_allowed(world, request_of(case, asked)), asked


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_proposal_gets_its_layer_out_of_the_way(case: Case) -> None:
    repairs = repairs_of(case)
    chosen = firsts(repairs)
    if not repairs.allows:
        return
    for number, blockage in enumerate(repairs.blockages):
        assert len(blockage.proposals) <= 3
        for proposal in blockage.proposals:
            others = [draft for place, draft in enumerate(chosen) if place != number]
            world = apply_drafts(world_of(case), [*others, proposal.draft])
            assert world is not None
            assert is_allowed(world, world.request), proposal.draft.title


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_smaller_edit_does_it(case: Case) -> None:
    repairs = repairs_of(case)
    if not repairs.allows:
        return
    chosen = firsts(repairs)
    start = world_of(case)
    done = apply_drafts(start, chosen)
    assert done is not None
    kept = _kept(case, start, done)
    for number, blockage in enumerate(repairs.blockages):
        top = blockage.proposals[0]
        others = [draft for place, draft in enumerate(chosen) if place != number]
        for draft in _smaller(case, start, blockage.layer.value, top):
            world = apply_drafts(start, [*others, draft])
            if world is None or not is_allowed(world, world.request):
                continue
            broken = [asked for asked, allowed in kept if is_allowed(world, asked) is not allowed]
            assert broken, (draft.title, top.draft.title)


def _kept(case: Case, start: World, done: World) -> list[tuple[Request, bool]]:
    """Return the requests that a smaller edit must answer alike, with their answers.

    Those that the case names, and the neighbors that the proposal leaves as they were.
    """
    named = [*case.must_deny, *case.stays_allowed]
    found = [(request_of(case, asked), asked in case.stays_allowed) for asked in named]
    for asked in NEIGHBORS:
        request = request_of(case, asked)
        before = is_allowed(start, request)
        if request != start.request and is_allowed(done, request) is before:
            found.append((request, before))
    return found


def _smaller(case: Case, start: World, layer: str, top: Proposal) -> Sequence[Draft]:
    """Return the edits of any policy of the layer that are smaller than a proposal."""
    found = []
    policies = {*start.snapshot.policies().values(), *start.request.session_policies}
    policies.update(start.request.endpoint_policies)
    kinds = {"resource": ("resource", "trust")}.get(layer, (layer,))
    principals = (case.asked[0], ANA) if case.asked[0] != "anonymous" else (ANA,)
    for policy in policies:
        if policy.type.value not in kinds or policy.origin == "AWS managed":
            continue
        for edits in small_edits(policy.text, start.request, principals):
            size = Size(1, wildcards_added(policy.text, edits), characters(policy.text, edits))
            if size < top.size and size.characters:
                title = apply_edits(policy.text, edits)
                found.append(
                    Draft(top.draft.layer, top.draft.kind, title, policy=policy, edits=edits)
                )
    return found
