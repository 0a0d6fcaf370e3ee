"""How long the policy checks take: policies of the largest size, and all of AWS's own at once.

The wanted figures: under 30 ms for a policy of the largest size, warm, and under 20 seconds for
1,500 AWS managed policies through the command.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from moto.iam.aws_managed_policies import aws_managed_policies_data
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import SIZE_LIMITS, PolicyType, search_actions
from iamlab.engine.validation import validate

from . import organizations

pytestmark = pytest.mark.bench


def _largest(written: Callable[[int], str], policy_type: PolicyType) -> str:
    """Return the policy with the most statements that its type's limit allows."""
    rule = SIZE_LIMITS[policy_type]
    count = 1
    while rule.measure(written(count + 1)) <= rule.limit:
        count += 1
    return written(count)


def _identity_policy(count: int) -> str:
    """Return `count` statements as people write them; see the organizations."""
    return organizations.document(organizations.identity_statements(1, count))


def _action_list(count: int) -> str:
    """Return one statement that lists `count` actions, every fourth as a pattern."""
    names = [action.name for action in search_actions("", limit=count)]
    listed = [f"{name}*" if number % 4 == 3 else name for number, name in enumerate(names)]
    return organizations.document([{"Effect": "Allow", "Action": listed, "Resource": "*"}])


def _bucket_policy(count: int) -> str:
    """Return `count` statements for roles of other accounts, and one that demands HTTPS."""
    bucket = "arn:aws:s3:::acme-receipts"
    deny = {
        "Sid": "OnlyHttps",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, f"{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    allows = [
        {
            "Sid": f"Team{number}",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{222233330000 + number}:role/reader-{number}"},
            "Action": ["s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket"],
            "Resource": [bucket, f"{bucket}/team-{number}/*"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        }
        for number in range(count)
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": [deny, *allows]}, indent=2)


def test_validate_largest_identity_policy(benchmark: BenchmarkFixture) -> None:
    text = _largest(_identity_policy, PolicyType.IDENTITY)
    findings = benchmark(validate, text, PolicyType.IDENTITY)
    assert findings == validate(text, PolicyType.IDENTITY)


def test_validate_largest_list_of_actions(benchmark: BenchmarkFixture) -> None:
    text = _largest(_action_list, PolicyType.IDENTITY)
    assert text.count('"ec2:') + text.count('"s3:') > 100
    assert len(benchmark(validate, text, PolicyType.IDENTITY)) > 2


def test_validate_largest_bucket_policy(benchmark: BenchmarkFixture) -> None:
    text = _largest(_bucket_policy, PolicyType.RESOURCE)
    assert len(text.encode()) > 19_000
    findings = benchmark(validate, text, PolicyType.RESOURCE)
    assert findings == validate(text, PolicyType.RESOURCE)


def test_validate_administrator_access(benchmark: BenchmarkFixture) -> None:
    """A few words that cover the whole catalog."""
    text = organizations.document([{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    found = benchmark(validate, text, PolicyType.IDENTITY)
    assert "FULL_ADMIN" in {finding.code for finding in found}


def test_command_with_1500_managed_policies(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """All in one process and on one core, from files to the report."""
    managed = list(json.loads(aws_managed_policies_data).items())[:1500]
    names = []
    for name, item in managed:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(item["Document"], indent=2))
        names.append(str(file))

    def run() -> str:
        output = io.StringIO()
        with suppress(SystemExit):
            call_command("validate_policy", "--quiet", *names, stdout=output)
        return output.getvalue()

    report = benchmark.pedantic(run, rounds=2)  # type: ignore[no-untyped-call]
    assert "Checked 1,500 files" in report
