"""How long it takes to decide whether one policy is wider than another, for all requests."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import PolicyType
from iamlab.engine.comparison import (
    Outcome,
    compare_access,
    compare_policies,
    compare_resource,
    public_access,
    tightness,
)
from tests.engine.comparison.organizations import (
    ACCOUNT,
    ANA,
    BUCKET,
    FULL,
    allow,
    deny,
    organization,
    text,
)

pytestmark = pytest.mark.bench

GET, PUT = "s3:GetObject", "s3:PutObject"
REFERENCE = text(
    allow("s3:ListBucket", BUCKET),
    allow([GET, PUT], f"{BUCKET}/in/*"),
    deny(PUT, f"{BUCKET}/in/locked/*"),
)
SAME = text(
    allow("s3:ListBucket", BUCKET),
    allow(GET, f"{BUCKET}/in/*"),
    {"Effect": "Allow", "Action": PUT, "Resource": f"{BUCKET}/in/*"},
    deny(["s3:PutObject"], f"{BUCKET}/in/locked/*"),
)
WIDER = text(allow("s3:ListBucket", BUCKET), allow([GET, PUT], f"{BUCKET}/*"))
EVERYTHING_BUT = text(
    {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"}
)
EVERYTHING = text(FULL, deny(["iam:*", "organizations:*"], "*"))


@pytest.mark.parametrize(
    ("candidate", "outcome"),
    [(SAME, Outcome.NO_WIDER), (WIDER, Outcome.WIDER)],
    ids=["no wider", "wider"],
)
def test_one_principal(benchmark: BenchmarkFixture, candidate: str, outcome: Outcome) -> None:
    ours, theirs = organization(identity=candidate), organization(identity=REFERENCE)
    found = benchmark(compare_access, ours, theirs, ANA, limit=60)
    assert found.outcome is outcome


def test_nearly_everything(benchmark: BenchmarkFixture) -> None:
    found = benchmark(compare_policies, EVERYTHING, EVERYTHING_BUT, PolicyType.IDENTITY, limit=60)
    assert found.outcome is Outcome.NO_WIDER


def test_anybody_at_a_bucket(benchmark: BenchmarkFixture) -> None:
    def bucket(principal: str) -> str:
        return text(
            {
                "Effect": "Allow",
                "Principal": {"AWS": principal},
                "Action": GET,
                "Resource": f"{BUCKET}/*",
            }
        )

    ours, theirs = organization(bucket=bucket(ANA)), organization(bucket=bucket(ACCOUNT))
    found = benchmark(compare_resource, theirs, ours, BUCKET, limit=60)
    assert found.outcome is Outcome.NO_WIDER


def test_the_public(benchmark: BenchmarkFixture) -> None:
    policy = text(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": GET,
            "Resource": f"{BUCKET}/*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        }
    )
    found = benchmark(public_access, organization(bucket=policy), BUCKET, limit=60)
    assert found.outcome is Outcome.NO_WIDER


def test_tightness(benchmark: BenchmarkFixture) -> None:
    ours, theirs = organization(identity=WIDER), organization(identity=REFERENCE)
    found = benchmark(tightness, ours, theirs, ANA)
    assert found.resources_beyond > 0
