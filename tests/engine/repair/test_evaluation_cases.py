"""Every denial among the cases of the evaluator gets repairs that hold, or a note on why not."""

from __future__ import annotations

import pytest

from iamlab.engine import Authorizer, Verdict
from iamlab.engine.errors import EngineError
from iamlab.engine.repair import find_repairs
from iamlab.engine.repair.worlds import World, apply_drafts
from tests.engine.evaluation.cases import load_cases, question_of

CASES = load_cases()
FILES = sorted({case.file for case in CASES})


@pytest.mark.parametrize("file", FILES)
def test_denials_of_a_file(file: str) -> None:
    denied = 0
    for case in CASES:
        if case.file != file:
            continue
        try:
            snapshot, request = question_of(case.given)
            verdict = Authorizer(snapshot).decide(request).verdict
        except EngineError:
            continue
        repairs = find_repairs(snapshot, request, most_asked=20)
        assert repairs.verdict is verdict, case.id
        denied += verdict is not Verdict.ALLOWED
        for blockage in repairs.blockages:
            assert blockage.proposals or blockage.note, case.id
            for proposal in blockage.proposals:
                alone = apply_drafts(World(snapshot, request), [proposal.draft])
                assert alone is not None, case.id
                after = Authorizer(alone.snapshot).decide(alone.request)
                assert after.verdict is proposal.verdict_after, case.id
        firsts = [item.proposals[0].draft for item in repairs.blockages if item.proposals]
        world = apply_drafts(World(snapshot, request), firsts)
        assert world is not None, case.id
        after = Authorizer(world.snapshot).decide(world.request)
        assert (after.verdict is Verdict.ALLOWED) is repairs.allows, case.id
    assert denied
