"""Short names and what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation.snapshot import Snapshot
from iamlab.engine.scenarios import (
    build_snapshot,
    resolve_principal,
    resolve_resource,
    scenario_from_mapping,
    short_name,
)

PAIRS = [
    ("production/user/ana", "arn:aws:iam::222233334444:user/ana"),
    ("production/role/fn", "arn:aws:iam::222233334444:role/service/fn"),
    ("production/session/fn/i-1", "arn:aws:sts::222233334444:assumed-role/fn/i-1"),
    ("production/root", "arn:aws:iam::222233334444:root"),
    ("production/federated-user/guest", "arn:aws:sts::222233334444:federated-user/guest"),
    (
        "production/oidc-provider/token.actions.githubusercontent.com",
        "arn:aws:iam::222233334444:oidc-provider/token.actions.githubusercontent.com",
    ),
]


@pytest.fixture
def snapshot(data: dict[str, Any]) -> Snapshot:
    return build_snapshot(scenario_from_mapping(data))


@pytest.mark.parametrize(("short", "arn"), PAIRS)
def test_a_short_name_means_an_arn_and_back(snapshot: Snapshot, short: str, arn: str) -> None:
    assert resolve_principal(snapshot, short) == arn
    assert short_name(snapshot, arn) == short


def test_an_account_may_be_given_by_number(snapshot: Snapshot) -> None:
    assert resolve_principal(snapshot, "222233334444/user/ana") == PAIRS[0][1]


def test_without_an_account_the_only_one_is_meant(snapshot: Snapshot) -> None:
    assert resolve_principal(snapshot, "role/fn") == PAIRS[1][1]


@pytest.mark.parametrize("text", ["anonymous", "lambda.amazonaws.com", PAIRS[0][1]])
def test_what_is_no_short_name_stays(snapshot: Snapshot, text: str) -> None:
    assert resolve_principal(snapshot, text) == text
    assert short_name(snapshot, text) in (text, "production/user/ana")


@pytest.mark.parametrize(
    "text",
    [
        "user/ana",
        "production/user/zoe",
        "999999999999/user/ana",
        "production/session/fn",
        "production/session/fn/a/b",
        "production",
        "",
    ],
)
def test_a_name_that_means_nobody_or_two_is_an_error(snapshot: Snapshot, text: str) -> None:
    with pytest.raises(RequestError) as caught:
        resolve_principal(snapshot, text)
    assert caught.value.field == "principal"


def test_a_resource_may_be_a_star_an_arn_or_a_short_role(snapshot: Snapshot) -> None:
    assert resolve_resource(snapshot, "*") == "*"
    assert resolve_resource(snapshot, "arn:aws:s3:::b") == "arn:aws:s3:::b"
    assert resolve_resource(snapshot, "production/role/fn") == PAIRS[1][1]
    with pytest.raises(RequestError) as caught:
        resolve_resource(snapshot, "production/role/zoe")
    assert caught.value.field == "resource"


def test_an_arn_of_an_unknown_account_has_no_short_name(snapshot: Snapshot) -> None:
    arn = "arn:aws:iam::999999999999:user/ana"
    assert short_name(snapshot, arn) == arn
