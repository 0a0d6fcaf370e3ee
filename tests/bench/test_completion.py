"""How long suggestions and explanations take, in the engine and as pages.

Read the medians as milliseconds; a person who types waits for `test_page` and the way there.
"""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import PolicyType
from iamlab.engine.completion import Names, complete, hover, names_of
from iamlab.engine.scenarios import build_snapshot, read_scenario
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

pytestmark = pytest.mark.bench

CURSOR = "\u2038"
PLACES = {
    "element": f'"Sid": "New", {CURSOR}',
    "service": f'"Action": "{CURSOR}"',
    "action": f'"Action": "ec2:Des{CURSOR}"',
    "word": f'"Action": "upload{CURSOR}"',
    "resource": f'"Action": "ec2:*", "Resource": "{CURSOR}"',
    "operator": f'"Action": "ec2:*", "Condition": {{{CURSOR}}}',
    "key": f'"Action": "ec2:*", "Condition": {{"StringEquals": {{{CURSOR}}}}}',
    "value": f'"Condition": {{"StringEquals": {{"aws:RequestedRegion": "{CURSOR}"}}}}',
}


def _large_policy(body: str) -> tuple[str, int]:
    """A policy of 6,144 characters without white space, with one more statement in its middle."""
    statement = json.dumps(
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket", "dynamodb:Get*"],
            "Resource": ["arn:aws:s3:::acme-receipts", "arn:aws:s3:::acme-receipts/*"],
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "receipts"}},
        },
        indent=2,
    )
    half = ",\n".join([statement] * (6144 // (2 * len("".join(statement.split())))))
    head = f'{{"Version": "2012-10-17", "Statement": [{half}, {{{body}'
    text = f"{head}}}, {half}]}}"
    offset = text.index(CURSOR)
    return text.replace(CURSOR, ""), offset


@pytest.fixture(scope="module")
def names() -> Names:
    snapshot = build_snapshot(read_scenario(read_folder(SHIPPED / "acme")))
    return names_of(snapshot, home="222233334444")


@pytest.mark.parametrize("place", PLACES)
def test_complete(benchmark: BenchmarkFixture, names: Names, place: str) -> None:
    text, offset = _large_policy(PLACES[place])
    found = benchmark(lambda: complete(text, offset, PolicyType.IDENTITY, names))
    assert found.suggestions


def test_hover(benchmark: BenchmarkFixture, names: Names) -> None:
    text, offset = _large_policy(f'"Action": "ec2:{CURSOR}*"')
    found = benchmark(lambda: hover(text, offset, PolicyType.IDENTITY, names))
    assert found is not None


def test_largest_text(benchmark: BenchmarkFixture, names: Names) -> None:
    """The longest text that is read at all, of brackets and quotes."""
    text = '{"a":[' * 20_000
    benchmark(lambda: complete(text, len(text), PolicyType.IDENTITY, names))


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_page(benchmark: BenchmarkFixture, place: str) -> None:
    """The whole request, database and JSON included."""
    load_scenario("acme", read_folder(SHIPPED / "acme"))
    text, offset = _large_policy(PLACES[place])
    fields = {"text": text, "offset": offset, "type": "identity", "scenario": "acme"}
    client = Client()
    answer = benchmark(lambda: client.post("/lab/policy/complete/", fields).json())
    assert answer["suggestions"]
