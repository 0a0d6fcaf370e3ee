"""Names that AWS accepts without listing them: never also in the catalog."""

from __future__ import annotations

import pytest

from iamlab.engine.catalog import (
    action_exists,
    closed_service,
    is_unlisted_service,
    service_exists,
    unlisted_actions,
)


@pytest.mark.parametrize("prefix", ["evidently", "CodeStar", "iotevents", "zocalo"])
def test_closed_services_have_a_name_and_are_not_listed(prefix: str) -> None:
    assert closed_service(prefix)
    assert not service_exists(prefix)


@pytest.mark.parametrize("prefix", ["s3", "builderid", "nosuchservice", ""])
def test_other_prefixes_are_not_closed(prefix: str) -> None:
    assert closed_service(prefix) is None


def test_unlisted_service_is_not_listed() -> None:
    assert is_unlisted_service("builderid")
    assert not service_exists("builderid")


@pytest.mark.parametrize("prefix", ["budgets", "payments", "securityagent", "cloudhsm"])
def test_unlisted_actions_belong_to_listed_services(prefix: str) -> None:
    assert service_exists(prefix)
    assert unlisted_actions(prefix)
    assert not [name for name in unlisted_actions(prefix) if action_exists(name)]


def test_services_without_unlisted_actions_have_none() -> None:
    assert unlisted_actions("s3") == frozenset()
