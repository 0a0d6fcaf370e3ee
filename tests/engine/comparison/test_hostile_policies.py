"""Policies that are made to be slow get an answer, or are said to be undecided."""

from __future__ import annotations

import pytest

from iamlab.engine.comparison import Outcome, compare_access
from tests.engine.comparison.organizations import ANA, BUCKET, allow, organization, text

GET = "s3:GetObject"


@pytest.mark.parametrize(
    "statements",
    [
        [allow(GET, f"{BUCKET}/{'*a' * 100}*")],
        [allow(GET, f"{BUCKET}/{'?' * 900}*")],
        [allow(GET, [f"{BUCKET}/*{letter}*" for letter in "abcdefghijklmnop"])],
        [allow(GET, f"{BUCKET}/{'x' * 2000}*{number}") for number in range(30)],
        [allow(GET, f"{BUCKET}/{number}/*") for number in range(300)],
        [
            allow(GET, f"{BUCKET}/*", Condition={"StringLike": {"aws:UserAgent": f"*{n}*a*b*"}})
            for n in range(20)
        ],
    ],
    ids=["stars", "question-marks", "overlaps", "long", "many", "conditions"],
)
def test_an_answer_comes_and_an_undecided_one_has_a_reason(
    statements: list[dict[str, object]],
) -> None:
    ours = organization(identity=text(*statements))
    theirs = organization(identity=text(allow(GET, f"{BUCKET}/in/*")))
    for first, second in ((ours, theirs), (theirs, ours)):
        found = compare_access(first, second, ANA, limit=2)
        assert (found.outcome is Outcome.UNKNOWN) == bool(found.reason)
        assert (found.outcome is Outcome.WIDER) == (found.witness is not None)
