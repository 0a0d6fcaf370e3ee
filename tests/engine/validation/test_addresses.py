"""Checks of IP addresses in conditions (C10)."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.looking import Statement, allow, findings, mended, message, spots

CODES = (
    "PRIVATE_IP_ADDRESS",
    "PRIVATE_NOT_IP_ADDRESS",
    "PRIVATE_IP_ADDRESS_SUBSET",
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
)
RANGE = "IMPROVE_IP_RANGE"
OFFICE = "203.0.113.0/24"


def asking(operator: str, value: Any, key: str = "aws:SourceIp") -> Statement:
    return allow("s3:GetObject", Condition={operator: {key: value}})


def codes(statement: Statement, **more: Any) -> list[str]:
    return [code for code in CODES if findings(code, statement, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/8",
        "10.1.2.3",
        "10.255.255.255/32",
        "172.16.0.0/12",
        "172.31.9.0/24",
        "192.168.0.0/16",
        "192.168.1.1",
        "fc00::/7",
        "fd12:3456:789a::/48",
    ],
)
def test_a_private_range_is_never_the_source(text: str) -> None:
    assert codes(asking("IpAddress", text)) == ["PRIVATE_IP_ADDRESS"]
    assert codes(asking("NotIpAddress", [text])) == ["PRIVATE_NOT_IP_ADDRESS"]


@pytest.mark.parametrize(
    "text",
    ["172.32.0.0/12", "172.15.0.1", "11.0.0.0/8", "8.0.0.0/5", "0.0.0.0/0", "2001:db8::/32", "x"],
)
def test_a_public_or_wider_range_is_not_private(text: str) -> None:
    assert codes(asking("IpAddress", text)) == []


@pytest.mark.parametrize(
    ("operator", "value", "code"),
    [
        ("IpAddress", [OFFICE, "10.0.0.0/8"], "PRIVATE_IP_ADDRESS_SUBSET"),
        ("NotIpAddress", ["10.0.0.0/8", OFFICE, "fd00::/8"], "PRIVATE_NOT_IP_ADDRESS_SUBSET"),
        ("IpAddressIfExists", ["10.0.0.0/8", OFFICE], "PRIVATE_IP_ADDRESS_SUBSET"),
    ],
)
def test_private_ranges_among_public_ones_are_taken_out(
    operator: str, value: list[str], code: str
) -> None:
    statement = asking(operator, value)
    assert codes(statement) == [code]
    assert spots(code, statement) == ["10.0.0.0/8"]
    assert mended(code, statement)[0]["Condition"] == {operator: {"aws:SourceIp": [OFFICE]}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (asking("IpAddress", "10.0.0.0/8", "aws:VpcSourceIp"), []),
        (asking("StringEquals", "10.0.0.0/8"), []),
        (asking("Null", "true"), []),
        # such a request passes when it comes through an endpoint, without the key
        (asking("IpAddressIfExists", "10.0.0.0/8"), []),
        (asking("NotIpAddressIfExists", "10.0.0.0/8"), ["PRIVATE_NOT_IP_ADDRESS"]),
        (asking("ipaddress", "10.0.0.0/8", "AWS:SOURCEIP"), ["PRIVATE_IP_ADDRESS"]),
        (asking("IpAddress", []), []),
    ],
)
def test_other_keys_and_operators(statement: Statement, expected: list[str]) -> None:
    assert codes(statement) == expected


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_policy_type_is_looked_at(policy_type: PolicyType) -> None:
    assert codes(asking("IpAddress", "10.0.0.1"), type=policy_type) == ["PRIVATE_IP_ADDRESS"]


def test_all_private_names_what_never_and_what_always_happens() -> None:
    assert "never lies" in message("PRIVATE_IP_ADDRESS", asking("IpAddress", "10.0.0.1"))
    assert "always met" in message("PRIVATE_NOT_IP_ADDRESS", asking("NotIpAddress", "10.0.0.1"))


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("203.0.113.7/24", OFFICE),
        ("198.51.100.255/31", "198.51.100.254/31"),
        ("1.2.3.4/0", "0.0.0.0/0"),
        ("2001:db8::1/32", "2001:db8::/32"),
        ("2001:db8:ffff::/33", "2001:db8:8000::/33"),
    ],
)
def test_bits_behind_the_prefix_length(text: str, network: str) -> None:
    statement = asking("IpAddress", text)
    assert spots(RANGE, statement) == [text]
    assert f"`{network}`" in message(RANGE, statement)
    assert mended(RANGE, statement)[0]["Condition"] == {"IpAddress": {"aws:SourceIp": network}}


@pytest.mark.parametrize(
    "text",
    [OFFICE, "203.0.113.7", "203.0.113.7/32", "0.0.0.0/0", "2001:db8::/32", "::1", "x/24", "1.2/8"],
)
def test_a_range_that_begins_where_its_network_does(text: str) -> None:
    assert not findings(RANGE, asking("NotIpAddress", text))


def test_ranges_are_read_under_any_key_but_not_under_other_operators() -> None:
    assert spots(RANGE, asking("IpAddress", "10.1.2.3/8", "aws:VpcSourceIp")) == ["10.1.2.3/8"]
    assert not findings(RANGE, asking("StringEquals", "10.1.2.3/8", "aws:username"))
