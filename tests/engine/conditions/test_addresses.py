"""The IP address operators (C10)."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.conditions import ConditionOutcome, compile_check
from iamlab.engine.matching import Context

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]


@pytest.mark.parametrize(
    ("values", "value", "inside"),
    [
        (["203.0.113.0/24"], "203.0.113.255", True),
        (["203.0.113.0/24"], "203.0.114.0", False),
        (["203.0.113.77/24"], "203.0.113.1", True),
        (["203.0.113.7"], "203.0.113.7", True),
        (["203.0.113.7"], "203.0.113.8", False),
        (["203.0.113.7/32"], "203.0.113.7", True),
        (["0.0.0.0/0"], "198.51.100.1", True),
        (["10.0.0.0/8", "192.168.0.0/16"], "192.168.4.4", True),
        (["2001:db8::/32"], "2001:db8:1::1", True),
        (["2001:db8::/32"], "2001:db9::1", False),
        (["2001:DB8::1"], "2001:db8:0:0:0:0:0:1", True),
        (["2001:db8::1"], "2001:db8::2", False),
        (["2001:db8::1/64"], "2001:db8::ffff", True),
        (["::/0"], "2001:db8::1", True),
        (["::/0"], "203.0.113.7", False),
        (["0.0.0.0/0"], "2001:db8::1", False),
        (["0.0.0.0/0"], "::ffff:203.0.113.7", False),
        (["203.0.113.7"], "2001:db8::1", False),
        (["203.0.113.7", "2001:db8::/32"], "2001:db8::1", True),
    ],
)
def test_addresses_lie_in_ranges_c10_w17(
    values: list[str], value: str, inside: bool, decide: Decide
) -> None:
    assert decide("IpAddress", values, value) is inside
    assert decide("NotIpAddress", values, value) is not inside


@pytest.mark.parametrize(
    "text",
    [
        "203.0.113",
        "203.0.113.256",
        "203.0.113.0/33",
        "203.0.113.0/",
        "203.0.113.0/-1",
        "203.0.113.0/255.255.255.0",
        "203.0.113.*",
        "0203.0.113.7",
        " 203.0.113.7",
        "fe80::1%eth0",
        "2001:db8::/129",
        "3405803783",
        "",
        "::::",
        "٢٠٣.0.113.7",
        "1" * 5000,
    ],
)
def test_an_unreadable_range_matches_nothing_c10(text: str, decide: Decide) -> None:
    assert not decide("IpAddress", [text], "203.0.113.7")
    assert decide("NotIpAddress", [text], "203.0.113.7")


@pytest.mark.parametrize("text", ["support.amazonaws.com", "", "203.0.113.0/24", "1" * 5000])
def test_a_request_value_that_is_no_address_lies_in_no_range_c10(
    text: str, explain: Explain
) -> None:
    inside = explain("IpAddress", ["0.0.0.0/0", "::/0"], text)
    outside = explain("NotIpAddress", ["0.0.0.0/0", "::/0"], text)
    assert (inside.matched, outside.matched) == (False, True)
    assert inside.notes == outside.notes == ("C10",)


def test_an_address_outside_the_range_is_explained(explain: Explain) -> None:
    why = explain("IpAddress", ["203.0.113.0/24"], "10.0.0.5").why
    assert why == "`10.0.0.5` lies outside `203.0.113.0/24`."


def test_the_other_ip_version_is_explained_c10(explain: Explain) -> None:
    why = explain("NotIpAddress", ["203.0.113.7"], "2001:db8::1").why
    assert "IPv6 address, which never lies in an IPv4 range" in why


@given(
    st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 32), st.integers(0, 2**32)
)
def test_ranges_agree_with_the_standard_library_c10(
    first: int, noise: int, length: int, anything: int
) -> None:
    network = IPv4Network((first, length), strict=False)
    near = IPv4Address((first & ~int(network.hostmask)) | (noise & int(network.hostmask)))
    far = IPv4Address(anything % 2**32)
    check = compile_check(
        "IpAddress", "aws:SourceIp", [f"{IPv4Address(first)}/{length}"], variables=True
    )
    assert check.matches(Context({"aws:SourceIp": str(near)}))
    assert check.matches(Context({"aws:SourceIp": str(far)})) is (far in network)
