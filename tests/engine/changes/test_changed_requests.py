"""Which requests an edit opens and closes: found, complete, and never more than the engine says."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlab.engine import Authorizer, DocumentError, Request, Verdict, replace_policy
from iamlab.engine.changes import changed_requests, plan_probes
from tests.engine.evaluation.organizations import (
    ORGANIZATIONS,
    Organization,
    statements,
    text_of,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    KEY,
    NADIA,
    OBJECT,
    QUEUE,
    READER,
    ROOT,
    Layers,
    Statement,
    allow,
    deny,
)
from tests.engine.repair.small_organizations import text_of as written

READING = READER.replace(":iam:", ":sts:").replace("role/", "assumed-role/") + "/lab"
ALL = allow("*", "*")
Pair = tuple[str, str, str]


def changes(before: Layers, after: Layers, **how: Any) -> tuple[set[Pair], set[Pair]]:
    """Return who may do what on what after an edit and not before, and the other way round."""
    found = changed_requests(before.snapshot(), after.snapshot(), **how)
    assert found.asked <= found.considered or found.considered == 0
    sides = (found.opened, found.closed)
    opened, closed = ({_triple(item.request) for item in side} for side in sides)
    return opened, closed


def _triple(request: Request) -> Pair:
    return request.principal, request.action, request.resource


def test_new_statement_opens_its_action_on_its_resource() -> None:
    opened, closed = changes(
        Layers(identity=[allow("sqs:SendMessage", QUEUE)]),
        Layers(identity=[allow("sqs:SendMessage", QUEUE), allow("sqs:ReceiveMessage", QUEUE)]),
    )
    assert opened == {(ANA, "sqs:ReceiveMessage", QUEUE)}
    assert closed == set()


def test_removed_statement_closes() -> None:
    opened, closed = changes(
        Layers(identity=[allow("sqs:SendMessage", QUEUE)]), Layers(identity=[])
    )
    assert (opened, closed) == (set(), {(ANA, "sqs:SendMessage", QUEUE)})


def test_order_sid_and_layout_change_nothing() -> None:
    one, two = allow("sqs:SendMessage", QUEUE), allow(["s3:GetObject"], OBJECT)
    before = Layers(identity=[one, two]).snapshot()
    text = written([{"Sid": "New", **two}, {**one, "Action": ["sqs:SendMessage"]}])
    found = changed_requests(before, replace_policy(before, "ana/work", text))
    assert (found.opened, found.closed, found.considered) == ((), (), 0)


def test_pattern_opens_every_action_of_the_catalog_that_fits() -> None:
    opened, _ = changes(Layers(identity=[]), Layers(identity=[allow("sqs:Get*", QUEUE)]))
    assert {action for _, action, _ in opened} == {
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
    }


def test_action_without_resource_is_asked_on_none() -> None:
    opened, _ = changes(Layers(identity=[]), Layers(identity=[allow("s3:ListAllMyBuckets", "*")]))
    assert opened == {(ANA, "s3:ListAllMyBuckets", "*")}


def test_action_that_fits_nothing_here_is_asked_on_an_invented_resource() -> None:
    opened, _ = changes(Layers(identity=[]), Layers(identity=[allow("rds:StopDBInstance", "*")]))
    ((principal, action, resource),) = opened
    assert (principal, action) == (ANA, "rds:StopDBInstance")
    assert resource == "arn:aws:rds:eu-west-1:111122223333:db:example"


def test_objects_of_a_bucket_are_asked_below_each_prefix_and_outside() -> None:
    opened, _ = changes(
        Layers(identity=[], bucket=[deny("s3:DeleteObject", f"{BUCKET}/secret/*", Principal="*")]),
        Layers(
            identity=[allow("s3:GetObject", f"{BUCKET}/*")],
            bucket=[deny("s3:DeleteObject", f"{BUCKET}/secret/*", Principal="*")],
        ),
    )
    resources = {resource for _, _, resource in opened}
    assert f"{BUCKET}/secret/example" in resources
    assert f"{BUCKET}/example.txt" in resources


def test_boundary_concerns_whom_it_bounds() -> None:
    before = Layers(identity=[ALL], boundary=[allow("s3:GetObject", OBJECT)])
    after = Layers(identity=[ALL], boundary=[allow(["s3:GetObject", "s3:PutObject"], OBJECT)])
    assert changes(before, after) == ({(ANA, "s3:PutObject", OBJECT)}, set())


def test_scp_concerns_the_account_with_its_root_user() -> None:
    before = Layers(identity=[ALL], scps=[[ALL]])
    after = Layers(identity=[ALL], scps=[[ALL, deny("sqs:DeleteQueue", QUEUE)]])
    assert changes(before, after) == (
        set(),
        {(ANA, "sqs:DeleteQueue", QUEUE), (ROOT, "sqs:DeleteQueue", QUEUE)},
    )


def test_bucket_policy_concerns_everybody_it_names() -> None:
    grant: Statement = {
        **allow("s3:GetObject", OBJECT),
        "Principal": {"AWS": [BEN, NADIA], "Service": "lambda.amazonaws.com"},
    }
    opened, _ = changes(Layers(outside=[ALL], bucket=[]), Layers(outside=[ALL], bucket=[grant]))
    assert opened == {(who, "s3:GetObject", OBJECT) for who in (BEN, NADIA, "lambda.amazonaws.com")}


def test_public_statement_is_asked_by_a_stranger_too() -> None:
    grant = {**allow("s3:GetObject", OBJECT), "Principal": "*"}
    opened, _ = changes(Layers(bucket=[]), Layers(bucket=[grant]))
    assert ("anonymous", "s3:GetObject", OBJECT) in opened


def test_trust_policy_concerns_its_role_alone() -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": BEN}, "Action": "sts:AssumeRole"}
    opened, _ = changes(Layers(role=[], trust=[]), Layers(role=[], trust=[trust]))
    assert opened == {(BEN, "sts:AssumeRole", READER)}


def test_key_policy_with_star_means_its_key() -> None:
    grant = {**allow("kms:Decrypt", "*"), "Principal": {"AWS": BEN}}
    opened, _ = changes(Layers(key=[]), Layers(key=[grant]))
    assert opened == {(BEN, "kms:Decrypt", KEY)}


def test_condition_is_met_when_a_request_can_choose_the_key() -> None:
    condition = {"StringEquals": {"s3:prefix": "incoming/"}}
    opened, _ = changes(
        Layers(identity=[]),
        Layers(identity=[allow("s3:ListBucket", BUCKET, Condition=condition)]),
    )
    assert opened == {(ANA, "s3:ListBucket", BUCKET)}


def test_condition_on_who_asks_is_not_met_by_others() -> None:
    exception = {"ArnNotEquals": {"aws:PrincipalArn": ANA}}
    one: Statement = deny("s3:GetObject", OBJECT, Principal="*")
    before = Layers(identity=[ALL], role=[ALL], trust=[], bucket=[one])
    after = Layers(identity=[ALL], role=[ALL], trust=[], bucket=[{**one, "Condition": exception}])
    assert changes(before, after) == ({(ANA, "s3:GetObject", OBJECT)}, set())
    plan = plan_probes(before.snapshot(), after.snapshot())
    assert {probe.principal for probe in plan.probes} == {ANA}


def test_asked_request_is_left_out_and_its_session_is_used() -> None:
    asked = Request(READING, "s3:GetObject", OBJECT)
    before, after = Layers(role=[], trust=[]), Layers(role=[allow("s3:Get*", OBJECT)], trust=[])
    opened, _ = changes(before, after, asked=asked)
    assert (READING, "s3:GetObject", OBJECT) not in opened
    assert (READING, "s3:GetObjectTagging", OBJECT) in opened


def test_more_than_fits_is_sampled_evenly_and_says_so() -> None:
    before, after = Layers(identity=[]).snapshot(), Layers(identity=[ALL]).snapshot()
    found = changed_requests(before, after, most=100)
    assert found.asked <= 100
    assert not found.complete
    assert found.considered > 20_000
    assert len(found.opened) > 60, "the key alone obeys its own policy"
    assert len({item.request.action.partition(":")[0] for item in found.opened}) > 15


@pytest.mark.parametrize("text", ["{", "[]", '{"Statement": 1}'])
def test_unreadable_policy_raises(text: str) -> None:
    before = Layers(identity=[ALL]).snapshot()
    with pytest.raises(DocumentError):
        changed_requests(before, replace_policy(before, "ana/work", text))


def test_caller_with_another_unreadable_policy_is_passed_over() -> None:
    grant = {**allow("s3:GetObject", OBJECT), "Principal": {"AWS": [ANA, BEN]}}
    before = Layers(identity=[ALL], bucket=[]).snapshot()
    before = replace_policy(before, "ana/work", "{")
    after = replace_policy(before, f"resource/{BUCKET}", written([grant]))
    found = changed_requests(before, after)
    assert {item.request.principal for item in found.opened} == {BEN}


@settings(max_examples=15, deadline=None)
@given(ORGANIZATIONS, st.lists(statements(), max_size=3))
def test_every_change_is_one_and_none_that_is_near_is_missed(
    organization: Organization, edited: list[Statement]
) -> None:
    """Held against brute force: every user, three actions, every object that was looked at."""
    before = organization.snapshot()
    after = replace_policy(before, "identity/0", text_of(tuple(edited)))
    sides = Authorizer(before), Authorizer(after)
    found = changed_requests(before, after, most=300)
    for item in (*found.opened, *found.closed):
        verdicts = tuple(side.decide(item.request).verdict for side in sides)
        assert verdicts == (item.before, item.after)
        assert (item.before is Verdict.ALLOWED) != (item.after is Verdict.ALLOWED)
    plan = plan_probes(before, after, most=100_000)
    looked_at = {(probe.principal, probe.action, probe.resource) for probe in plan.probes}
    places = {arn for _, _, arn in looked_at if arn.startswith("arn:aws:s3:::acme/")}
    callers = [arn for arn in before.identities if ":user/" in arn]
    for triple in product(callers, ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), places):
        if triple not in looked_at:
            one, other = (side.decide(Request(*triple)).verdict for side in sides)
            assert one is other, triple
