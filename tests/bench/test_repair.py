"""How fast repairs and changes are found, in the organization that the lab ships."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import Request, Snapshot, replace_policy
from iamlab.engine.changes import changed_requests
from iamlab.engine.repair import find_repairs
from iamlab.engine.scenarios import Scenario, build_snapshot, make_request, read_scenario
from iamlab.sandbox.services.scenarios import SHIPPED, read_folder

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def acme() -> Scenario:
    return read_scenario(read_folder(SHIPPED / "acme"))


@pytest.fixture(scope="module")
def snapshot(acme: Scenario) -> Snapshot:
    return build_snapshot(acme)


def question(acme: Scenario, snapshot: Snapshot, name: str) -> Request:
    found = next(item for item in acme.questions if item.id == name)
    return make_request(snapshot, found)


@pytest.mark.parametrize(
    "name",
    ["function-reads-receipt", "ana-starts-notebook", "reader-reads-payouts", "plain-http"],
)
def test_find_repairs(
    benchmark: BenchmarkFixture, acme: Scenario, snapshot: Snapshot, name: str
) -> None:
    request = question(acme, snapshot, name)
    repairs = benchmark(find_repairs, snapshot, request)
    assert repairs.allows


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("222233334444/policy/ReceiptAccess", "StringEquals", "StringLike"),
        ("scp/RegionLock", '"eu-central-1"', '"eu-central-1", "us-east-1"'),
        ("aws/policy/AdministratorAccess", '"Allow"', '"Deny"'),
    ],
)
def test_changed_requests(
    benchmark: BenchmarkFixture, snapshot: Snapshot, key: str, old: str, new: str
) -> None:
    text = snapshot.policies()[key].text
    after = replace_policy(snapshot, key, text.replace(old, new))
    changes = benchmark(changed_requests, snapshot, after, most=500)
    assert changes.opened or changes.closed
