"""Details of repairs: what they open, what they warn of, what they leave alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import SIZE_LIMITS, PolicyType, Request, WhatIf, apply_edits
from iamlab.engine.evaluation import Layer
from iamlab.engine.repair import Proposal, Repairs, find_repairs
from tests.engine.repair.small_organizations import (
    ANA,
    BUCKET,
    NADIA,
    OBJECT,
    READER,
    READING,
    Layers,
    allow,
    deny,
    text_of,
)

READS = (ANA, "s3:GetObject", OBJECT)
ALL = allow("*", "*")


def repairs_of(layers: Layers, asked: tuple[Any, ...] = READS, **how: Any) -> Repairs:
    return find_repairs(layers.snapshot(), layers.request(*asked), **how)


def proposals(layers: Layers, asked: tuple[Any, ...] = READS, **how: Any) -> list[Proposal]:
    return [
        item for block in repairs_of(layers, asked, **how).blockages for item in block.proposals
    ]


def kinds(layers: Layers, asked: tuple[Any, ...] = READS) -> list[str]:
    return [item.draft.kind.value for item in proposals(layers, asked)]


def test_allowed_request_needs_no_repair() -> None:
    repairs = repairs_of(Layers(identity=[ALL]))
    assert repairs.blockages == ()
    assert repairs.allows


def test_bucket_is_mended_to_the_object_then_to_its_folder() -> None:
    found = proposals(Layers(identity=[allow("s3:GetObject", BUCKET)]))
    after = [
        json.loads(apply_edits(item.draft.policy.text, item.draft.edits))["Statement"]
        for item in found
        if item.draft.policy is not None
    ]
    assert [item.draft.kind.value for item in found] == [
        "resource name",
        "resource name",
        "statement",
    ]
    assert after[0][0]["Resource"] == OBJECT
    assert after[1][0]["Resource"] == f"{BUCKET}/incoming/*"
    assert len(after[2]) == 2


def test_object_at_the_top_offers_the_objects_of_the_bucket() -> None:
    layers = Layers(identity=[allow("s3:GetObject", BUCKET)])
    found = proposals(layers, (ANA, "s3:GetObject", f"{BUCKET}/a.pdf"))
    assert found[1].draft.title == "Name the objects of the bucket instead of the bucket"


def test_exact_edit_opens_nothing_and_the_folder_opens_its_neighbors() -> None:
    found = proposals(Layers(identity=[allow("s3:GetObject", BUCKET)]))
    assert found[0].opens.count == 0
    assert found[1].opens.count > 0
    for change in found[1].opens.examples:
        assert change.request.principal == ANA
        assert change.request.action == "s3:GetObject"
        assert change.request.resource.startswith(f"{BUCKET}/incoming/")
        assert change.request.resource != OBJECT


def test_opening_counts_the_other_actions_of_the_statement() -> None:
    layers = Layers(identity=[allow(["s3:GetObject", "s3:PutObjectTagging"], BUCKET)])
    (first, *_) = proposals(layers)
    assert [item.request.action for item in first.opens.examples] == ["s3:PutObjectTagging"]
    assert first.opens.count == 1


def test_opening_is_counted_behind_the_repairs_of_other_layers() -> None:
    layers = Layers(
        outside=[allow("s3:PutObject", OBJECT)],
        bucket=[{"Principal": {"AWS": [NADIA]}, **allow("s3:GetObject", BUCKET)}],
    )
    repairs = repairs_of(layers, (NADIA, "s3:GetObject", OBJECT))
    owner = repairs.blockages[0]
    assert owner.layer is Layer.RESOURCE
    assert owner.proposals[0].opens.count == 0
    folder = owner.proposals[1]
    assert folder.size.wildcards == 1
    assert folder.opens.count == 0
    assert folder.verdict_after.value == "implicitDeny"
    assert folder.layer_after is Layer.IDENTITY


def test_context_opens_nothing_and_has_no_edits() -> None:
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    layers = Layers(identity=[allow("s3:GetObject", OBJECT, Condition=condition)])
    first, second = proposals(layers)
    assert (first.draft.edits, first.opens.considered, first.size.values) == ((), 0, 0)
    assert "goes around" in second.draft.warning


def test_value_that_the_request_carries_is_not_changed() -> None:
    condition = {"StringEquals": {"s3:prefix": "incoming/"}}
    layers = Layers(identity=[allow("s3:ListBucket", BUCKET, Condition=condition)])
    asked = (ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "samples/"})
    assert "context" not in kinds(layers, asked)
    assert "context" in kinds(layers, asked[:3])


def test_key_of_the_caller_is_never_asked_for() -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "finance"}}
    layers = Layers(identity=[allow("s3:GetObject", OBJECT, Condition=condition)])
    assert "context" not in kinds(layers)


def test_same_account_bucket_policy_comes_after_the_identity_side() -> None:
    layers = Layers(identity=[], bucket=[{"Principal": {"AWS": NADIA}, **allow("s3:Get*", OBJECT)}])
    (blockage,) = repairs_of(layers).blockages
    assert [item.draft.layer.value for item in blockage.proposals] == [
        "identity",
        "resource",
        "resource",
    ]


def test_role_is_named_and_not_its_session() -> None:
    layers = Layers(
        role=[],
        trust=[],
        bucket=[
            deny("s3:GetObject", OBJECT, Principal="*"),
        ],
    )
    first = proposals(layers, (READING, "s3:GetObject", OBJECT))[0]
    assert first.draft.policy is not None
    after = apply_edits(first.draft.policy.text, first.draft.edits)
    assert READER in after
    assert READING not in after


def test_split_keeps_the_caller_denied_elsewhere() -> None:
    layers = Layers(identity=[ALL, deny("s3:GetObject", "*")])
    split = next(item for item in proposals(layers) if item.draft.kind.value == "except request")
    assert split.draft.policy is not None
    after = json.loads(apply_edits(split.draft.policy.text, split.draft.edits))["Statement"]
    assert after[1]["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": ANA}}
    assert after[2]["NotResource"] == OBJECT
    assert "Resource" not in after[2]
    assert split.opens.count == 0


def test_except_caller_opens_what_the_deny_covered() -> None:
    layers = Layers(identity=[ALL, deny(["s3:GetObject", "s3:PutObject"], f"{BUCKET}/*")])
    first = proposals(layers)[0]
    assert first.draft.kind.value == "except caller"
    opened = {item.request.action for item in first.opens.examples}
    assert opened <= {"s3:GetObject", "s3:PutObject"}
    assert first.opens.count >= 2


def test_layer_that_is_left_out_is_not_repaired() -> None:
    layers = Layers(identity=[ALL], scps=[[deny("s3:*", "*"), ALL]])
    off = WhatIf(layers=frozenset({Layer.SCP}))
    assert repairs_of(layers).blockages[0].layer is Layer.SCP
    assert repairs_of(layers, what_if=off).blockages == ()


def test_limit_bounds_the_proposals_of_a_layer() -> None:
    layers = Layers(identity=[allow("s3:GetObject", BUCKET)])
    assert len(proposals(layers, limit=1)) == 1


def test_caller_of_nowhere_gets_a_note() -> None:
    layers = Layers(bucket=[{"Principal": {"AWS": NADIA}, **allow("s3:GetObject", OBJECT)}])
    stranger = Request("arn:aws:iam::999988887777:user/eve", "s3:GetObject", OBJECT)
    repairs = find_repairs(layers.snapshot(), stranger)
    assert [item.layer.value for item in repairs.blockages] == ["resource", "identity"]
    assert repairs.blockages[1].proposals == ()
    assert "own account" in repairs.blockages[1].note
    assert not repairs.allows


def test_formatting_of_a_policy_stays() -> None:
    text = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow",  "Action":"s3:GetObject",\n\n'
        '"Resource":"arn:aws:s3:::acme"}}'
    )
    first = proposals(Layers(identity=text))[0]
    after = apply_edits(text, first.draft.edits)
    assert after == text.replace("arn:aws:s3:::acme", OBJECT)


def test_too_long_policy_is_warned_of() -> None:
    limit = SIZE_LIMITS[PolicyType.IDENTITY]
    filler = allow("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:111122223333:{'q' * 5_000}")
    room = limit.limit - limit.measure(text_of([filler]))
    name = filler["Resource"] + "q" * (room - 1)
    layers = Layers(identity=[{**filler, "Resource": name}])
    (statement,) = proposals(layers)
    assert "longer than the 6,144 characters" in statement.draft.warning


@pytest.mark.parametrize(
    ("layers", "asked", "words"),
    [
        (Layers(identity=[]), (ANA, "s3:ListAllMyBuckets", "*"), "no particular resource"),
        (Layers(identity=[]), (ANA, "s3:GetObject", "*"), "names no resource in particular"),
        (Layers(identity=[ALL]), (ANA, "sts:AssumeRole", READER), "trust policy of the role"),
        (Layers(), ("anonymous", "s3:GetObject", OBJECT), "Let the caller sign"),
        (Layers(managed=[ALL, deny("s3:*", "*")]), READS, "its Deny cannot be edited"),
        (
            Layers(outside=[ALL]),
            (NADIA, "rds:StopDBInstance", "arn:aws:rds:eu-west-1:111122223333:db:x"),
            "its owner would have to",
        ),
    ],
)
def test_note_says_why_there_is_no_proposal(
    layers: Layers, asked: tuple[Any, ...], words: str
) -> None:
    last = repairs_of(layers, asked).blockages[-1]
    assert last.proposals == ()
    assert words in last.note
    assert last.note.endswith(".")
