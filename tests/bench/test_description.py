"""How fast policies are said in plain words: the page does it again 250 ms after every key."""

from __future__ import annotations

import json

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import PolicyType
from iamlab.engine.description import describe_policy

pytestmark = pytest.mark.bench

_SIZE = 6_144
"""The limit of a managed policy, in characters without white space."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = json.loads(aws_managed_policies_data)
    compact = {
        name: json.dumps(policy["Document"], separators=(",", ":"))
        for name, policy in found.items()
    }
    return {name: text for name, text in compact.items() if _SIZE * 0.9 < len(text) <= _SIZE}


def test_describe_full_managed_policies(benchmark: BenchmarkFixture, texts: dict[str, str]) -> None:
    """One round says all of AWS's policies of 5.5 to 6 KB."""
    said = benchmark(
        lambda: [describe_policy(text, PolicyType.IDENTITY) for text in texts.values()]
    )
    assert len(said) >= 5
    assert all(item.statements for item in said)
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median / len(said) < 0.05


def test_describe_many_statements(benchmark: BenchmarkFixture) -> None:
    statements = [
        {
            "Sid": f"Number{number}",
            "Effect": "Allow",
            "Action": ["s3:Get*", "s3:List*", f"s3:PutObject{number}"],
            "Resource": f"arn:aws:s3:::bucket-{number}/${{aws:username}}/*",
            "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": f"o-{number}"}},
        }
        for number in range(25)
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    assert 5_000 < len(text) < 7_000
    said = benchmark(describe_policy, text, PolicyType.IDENTITY)
    assert len(said.statements) == 25
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < 0.05
