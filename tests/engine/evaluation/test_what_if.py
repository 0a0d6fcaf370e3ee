"""Switching layers and policies off, and asking about drafts in place of policies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine.errors import DocumentError
from iamlab.engine.evaluation import (
    Authorizer,
    Layer,
    LayerTrace,
    Reason,
    Trace,
    Verdict,
    WhatIf,
    replace_policy,
)

from .organizations import (
    ALLOW_ALL,
    SESSION,
    Organization,
    allow,
    deny,
    text_of,
)

NOTHING = allow(Action="ec2:*")
OPEN = allow(Principal="*")
EVERYTHING = Organization(
    identity=((ALLOW_ALL,), (ALLOW_ALL,)),
    boundary=(ALLOW_ALL,),
    resource=(allow(Principal={"AWS": "444455556666"}),),
    scps=((ALLOW_ALL,), (ALLOW_ALL,)),
    rcps=((deny(Action="s3:PutObject", Principal="*"),),),
    session=(ALLOW_ALL,),
    endpoint=(OPEN,),
)
DENIALS: dict[Layer, dict[str, Any]] = {
    Layer.RCP: {"rcps": ((deny(Principal="*"),),)},
    Layer.SCP: {"scps": ((NOTHING,),)},
    Layer.ENDPOINT: {"endpoint": (allow(Principal="*", Action="ec2:*"),)},
    Layer.RESOURCE: {"resource": (deny(Principal="*"),)},
    Layer.BOUNDARY: {"boundary": (NOTHING,)},
    Layer.SESSION: {"session": (NOTHING,)},
}
KEYS = {
    Layer.RCP: "rcp/0",
    Layer.SCP: "scp/0",
    Layer.ENDPOINT: "endpoint",
    Layer.RESOURCE: "bucket",
    Layer.BOUNDARY: "boundary",
    Layer.SESSION: "session",
}


def without_layers(organization: Organization, *layers: Layer) -> Trace:
    what_if = WhatIf(layers=frozenset(layers))
    authorizer = Authorizer(organization.snapshot(), what_if=what_if)
    return authorizer.explain(organization.request(principal=SESSION))


def without_policies(organization: Organization, *keys: str) -> Trace:
    what_if = WhatIf(policies=frozenset(keys))
    authorizer = Authorizer(organization.snapshot(), what_if=what_if)
    return authorizer.explain(organization.request(principal=SESSION))


def layer_of(trace: Trace, layer: Layer) -> LayerTrace:
    return next(item for item in trace.layers if item.layer is layer)


def hampered(layer: Layer) -> Organization:
    """Return an organization where only one layer stands in the way."""
    return replace(Organization(identity=((ALLOW_ALL,),)), **DENIALS[layer])


@pytest.mark.parametrize("layer", DENIALS)
def test_a_layer_that_stands_in_the_way_does_so_no_more_when_it_is_off(layer: Layer) -> None:
    """E4: each layer takes part by itself."""
    organization = hampered(layer)
    assert without_layers(organization).decision.layer is layer
    assert without_layers(organization).decision.verdict is not Verdict.ALLOWED
    assert without_layers(organization, layer).decision.verdict is Verdict.ALLOWED


@pytest.mark.parametrize("layer", DENIALS)
def test_a_layer_that_is_off_says_so(layer: Layer) -> None:
    """M1."""
    told = layer_of(without_layers(hampered(layer), layer), layer)
    assert told.off
    assert told.says == "none"
    assert told.levels == ()
    assert told.why


@pytest.mark.parametrize("layer", DENIALS)
def test_other_layers_stay_when_one_is_off(layer: Layer) -> None:
    """M1."""
    plain, changed = without_layers(EVERYTHING), without_layers(EVERYTHING, layer)
    for other in (item for item in KEYS if item is not layer):
        assert layer_of(changed, other) == layer_of(plain, other)


def test_no_identity_layer_means_nobody_grants() -> None:
    """E3, E8."""
    trace = without_layers(EVERYTHING, Layer.IDENTITY)
    assert trace.decision.reason is Reason.NO_IDENTITY_ALLOW


@pytest.mark.parametrize("layer", DENIALS)
def test_a_policy_that_stands_in_the_way_does_so_no_more_when_it_is_off(layer: Layer) -> None:
    """A policy that is off is as if detached; an SCP level that is left empty still denies (E5)."""
    verdict = without_policies(hampered(layer), KEYS[layer]).decision.verdict
    assert verdict is (Verdict.IMPLICIT_DENY if layer is Layer.SCP else Verdict.ALLOWED)


def test_the_other_policies_of_a_layer_stay() -> None:
    """E8: identity policies are a union."""
    one = without_policies(EVERYTHING, "identity/0")
    assert one.decision.verdict is Verdict.ALLOWED
    assert [item.policy_key for item in one.decision.deciding] == ["identity/1"]
    both = without_policies(EVERYTHING, "identity/0", "identity/1")
    assert both.decision.reason is Reason.NO_IDENTITY_ALLOW


def test_a_level_that_loses_its_only_scp_is_the_one_reported() -> None:
    """E5, Q6."""
    trace = without_policies(EVERYTHING, "scp/1")
    assert trace.decision.reason is Reason.NO_SCP_ALLOW
    assert [miss.level for miss in trace.misses if miss.layer is Layer.SCP] == ["scp1"]


def test_a_draft_takes_the_place_of_a_policy() -> None:
    """A question about a text that is not saved yet."""
    snapshot, request = EVERYTHING.snapshot(), EVERYTHING.request()
    drafted = replace_policy(snapshot, "boundary", text_of((NOTHING,)))
    assert Authorizer(snapshot).decide(request).verdict is Verdict.ALLOWED
    assert Authorizer(drafted).decide(request).reason is Reason.NO_BOUNDARY_ALLOW


@pytest.mark.parametrize(
    "key", ["identity/0", "identity/1", "boundary", "bucket", "scp/0", "scp/1", "rcp/0"]
)
def test_a_draft_changes_its_policy_wherever_it_hangs_and_no_other(key: str) -> None:
    """Every place that holds the policy sees the draft."""
    snapshot = EVERYTHING.snapshot()
    drafted = replace_policy(snapshot, key, "draft")
    before, after = snapshot.policies(), drafted.policies()
    assert before[key].text != "draft"
    assert {name for name in after if after[name].text == "draft"} == {key}
    assert {name for name in after if after[name] != before[name]} == {key}


def test_a_draft_reaches_every_identity_that_holds_the_policy() -> None:
    """A managed policy hangs on many."""
    drafted = replace_policy(EVERYTHING.snapshot(), "identity/0", "draft")
    texts = {identity.policies[0].policy.text for identity in drafted.identities.values()}
    assert texts == {"draft"}


def test_a_draft_leaves_the_snapshot_as_it_was() -> None:
    """A snapshot is a picture of one moment."""
    snapshot = EVERYTHING.snapshot()
    replace_policy(snapshot, "bucket", "draft")
    assert snapshot.policies()["bucket"].text != "draft"


def test_a_draft_of_an_unknown_policy_changes_nothing() -> None:
    """No key, no change."""
    snapshot = EVERYTHING.snapshot()
    assert replace_policy(snapshot, "nowhere", "draft") == snapshot


def test_a_draft_that_cannot_be_read_is_an_error_and_no_decision() -> None:
    """G10."""
    drafted = replace_policy(EVERYTHING.snapshot(), "boundary", '{"Statement": [}')
    with pytest.raises(DocumentError, match="boundary"):
        Authorizer(drafted).decide(EVERYTHING.request())


def test_an_unreadable_policy_that_is_off_hinders_nobody() -> None:
    """A policy that is off is as if detached."""
    drafted = replace_policy(EVERYTHING.snapshot(), "boundary", "{")
    what_if = WhatIf(policies=frozenset({"boundary"}))
    decision = Authorizer(drafted, what_if=what_if).decide(EVERYTHING.request())
    assert decision.verdict is Verdict.ALLOWED
