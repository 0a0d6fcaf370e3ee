"""Two versions compared in meaning: which requests of the organization changed sides."""

from __future__ import annotations

import re

from django.test import Client

from iamlab.engine import Authorizer, Request, Snapshot, replace_policy
from iamlab.lab.meaning import compare_meaning
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.snapshots import snapshot_of

KEY = "222233334444/policy/ReceiptAccess"
BUCKET_KEY = "resource/arn:aws:s3:::acme-receipts"
BUCKET = '"Resource": "arn:aws:s3:::acme-receipts"\n    },\n    {\n      "Sid": "Take'
READER = "production/session/receipt-reader/lab"


def texts(snapshot: Snapshot) -> tuple[str, str]:
    """ReceiptAccess as it is, and with the objects of incoming/ in the place of the bucket."""
    old = snapshot.policies()[KEY].text
    assert BUCKET in old
    return old, old.replace(BUCKET, BUCKET.replace("receipts", "receipts/incoming/*", 1))


def test_opened_requests_are_grouped_by_principal_and_resource(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    meaning = compare_meaning(snapshot, KEY, *texts(snapshot))
    assert meaning.closed.count == 0
    assert meaning.opened.count == 2
    (row,) = meaning.opened.rows
    assert row.principal == READER
    assert row.resource.startswith("arn:aws:s3:::acme-receipts/incoming/")
    assert row.actions == ("s3:GetObject", "s3:GetObjectTagging")


def test_the_other_way_round_they_are_closed(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    old, new = texts(snapshot)
    meaning = compare_meaning(snapshot, KEY, new, old)
    assert (meaning.opened.count, meaning.closed.count) == (0, 2)


def test_layout_and_order_mean_nothing(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    old, _ = texts(snapshot)
    meaning = compare_meaning(snapshot, KEY, old, re.sub(r"\s+", " ", old))
    assert meaning.same
    assert meaning.considered == 0


def test_every_row_is_what_the_engine_says(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    text = snapshot.policies()[BUCKET_KEY].text
    new = text.replace("arn:aws:iam::333344445555:root", "arn:aws:iam::333344445555:user/ben")
    meaning = compare_meaning(snapshot, BUCKET_KEY, text, new)
    before, after = (Authorizer(replace_policy(snapshot, BUCKET_KEY, t)) for t in (text, new))
    sample = "arn:aws:s3:::acme-receipts/samples/example"
    ana = Request(
        "arn:aws:iam::333344445555:user/ana",
        "s3:GetObject",
        sample,
        context={"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
    )
    assert before.decide(ana).verdict.value == "allowed"
    assert after.decide(ana).verdict.value == "implicitDeny"
    assert "development/user/ana" in {row.principal for row in meaning.closed.rows}
    assert "development/user/ben" not in {row.principal for row in meaning.closed.rows}


def test_wide_change_is_sampled_and_says_so(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    key = "aws/policy/AdministratorAccess"
    text = snapshot.policies()[key].text
    meaning = compare_meaning(snapshot, key, text, text.replace('"Allow"', '"Deny"'))
    assert not meaning.complete
    assert meaning.asked <= 800 < meaning.considered
    assert meaning.closed.count > 100


def test_unreadable_text_gets_a_sentence(acme: Sandbox) -> None:
    snapshot = snapshot_of(acme)
    meaning = compare_meaning(snapshot, KEY, texts(snapshot)[0], "{")
    assert "cannot be read" in meaning.problem


def test_policy_that_is_attached_nowhere_gets_a_sentence(acme: Sandbox) -> None:
    assert compare_meaning(snapshot_of(acme), "scp/None", "{}", "{}").problem


def test_comparison_shows_the_meaning(acme: Sandbox, stranger: Client) -> None:
    old, new = texts(snapshot_of(acme))
    data = {"scenario": "acme", "policy": KEY, "text": new}
    page = stranger.post("/lab/policy/compare/", data).content.decode()
    assert "What it means" in page
    assert "2 are allowed now" in page
    assert "s3:<wbr>GetObjectTagging" in page
    same = stranger.post("/lab/policy/compare/", data | {"old": "2", "new": "2"}).content.decode()
    assert "no request can change sides" in same
    assert old != new


def test_two_stored_versions_are_compared(acme: Sandbox, stranger: Client) -> None:
    query = {"scenario": "acme", "policy": KEY, "old": "1", "new": "2"}
    page = stranger.get("/lab/policy/compare/", query).content.decode()
    assert "now</span>" in page
