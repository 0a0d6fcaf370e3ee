"""Identity-based policies compared: the outcome that AWS's rules give, written before the run."""

from __future__ import annotations

import pytest

from iamlab.engine import Authorizer, PolicyType, Verdict
from iamlab.engine.catalog import all_actions
from iamlab.engine.comparison import Ignored, Outcome, compare_access, compare_policies
from iamlab.engine.comparison.spaces import spaces_of
from iamlab.engine.comparison.standing import Standing
from tests.engine.comparison.condition_pairs import CONDITION_PAIRS
from tests.engine.comparison.identity_pairs import GET, OWN, PATTERN_PAIRS
from tests.engine.comparison.organizations import ANA, allow, organization, text

PAIRS = [*PATTERN_PAIRS, *CONDITION_PAIRS]


@pytest.mark.parametrize(
    ("candidate", "reference", "wider", "narrower"),
    [pair[1:] for pair in PAIRS],
    ids=[pair[0] for pair in PAIRS],
)
def test_the_outcome_is_that_of_awss_rules(
    candidate: list[dict[str, object]],
    reference: list[dict[str, object]],
    wider: bool,
    narrower: bool,
) -> None:
    ours = organization(identity=text(*candidate), tags={"team": "web"})
    theirs = organization(identity=text(*reference), tags={"team": "web"})
    for first, second, expected in ((ours, theirs, wider), (theirs, ours, narrower)):
        found = compare_access(first, second, ANA, limit=60)
        assert found.outcome is (Outcome.WIDER if expected else Outcome.NO_WIDER), found.reason
        if found.witness is not None:
            request = found.witness.request
            assert Authorizer(first).decide(request).verdict is Verdict.ALLOWED
            assert Authorizer(second).decide(request).verdict is not Verdict.ALLOWED


def test_there_are_pairs_enough() -> None:
    assert len(PAIRS) >= 60


def test_two_texts_are_compared_whoever_holds_them() -> None:
    found = compare_policies(
        text(allow(GET, OWN)),
        text(allow(GET, "arn:aws:s3:::acme-data/ana/*")),
        PolicyType.IDENTITY,
        limit=60,
    )
    assert found.outcome is Outcome.WIDER


def test_ignored_actions_are_left_out() -> None:
    ours = organization(identity=text(allow([GET, "logs:PutLogEvents"], "*")))
    theirs = organization(identity=text(allow(GET, "*")))
    ignoring = Ignored(actions=("logs:*",))
    found = compare_access(ours, theirs, ANA, ignoring=ignoring, limit=60)
    assert found.outcome is Outcome.NO_WIDER
    assert compare_access(ours, theirs, ANA, limit=60).outcome is Outcome.WIDER


def test_every_action_can_be_asked_of_something() -> None:
    """An action without any resource to ask about would pass as no wider, whatever allows it."""
    own = organization()
    caller = Standing((Authorizer(own), Authorizer(own)), ANA).caller
    assert [name for name in all_actions() if not any(spaces_of(name, caller, (), None))] == []


@pytest.mark.parametrize("service", ["backup", "rds"])
def test_recovery_points_have_arns_of_several_services(service: str) -> None:
    """AWS Backup leaves the service of their ARNs open in the Service Authorization Reference."""
    action, points = "backup:DeleteRecoveryPoint", f"arn:aws:{service}:*:*:*"
    ours, theirs = text(allow(action, points)), text(allow(action, "arn:aws:fsx:*:*:*"))
    assert compare_policies(ours, theirs, PolicyType.IDENTITY).outcome is Outcome.WIDER
    everything = text(allow(action, "*"))
    assert compare_policies(ours, everything, PolicyType.IDENTITY).outcome is Outcome.NO_WIDER
