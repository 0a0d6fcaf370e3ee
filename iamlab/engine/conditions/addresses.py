"""The IP address operators: IPv4 and IPv6 addresses in CIDR ranges (C10).

Source: AWS, "Condition operators", IP address condition operators; RFC 4632.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from iamlab.engine.conditions.family import Comparison, Family, Operator, Reason, Test, negate
from iamlab.engine.conditions.wording import Verbs, code, telling
from iamlab.engine.matching.context import Context
from iamlab.engine.matching.variables import Template

_RANGE = re.compile(r"([0-9A-Fa-f.:]{2,45})(?:/([0-9]{1,3}))?")
_LONGEST = 49  # of an IPv6 range: 45 characters, a slash and three digits
_BITS = {4: 32, 6: 128}


@dataclass(frozen=True, slots=True)
class Range:
    """A network: IP version, number of the first address, and mask; `bare` without a `/`."""

    version: int
    first: int
    mask: int
    bare: bool

    def holds(self, version: int, number: int) -> bool:
        """Tell whether an address lies in the range; one of the other version never does."""
        return version == self.version and number & self.mask == self.first


def parse_range(text: str) -> Range | None:
    """Read an address or CIDR range, or return None; host bits behind the mask are dropped."""
    return _parse(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _parse(text: str) -> Range | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    try:
        address = ip_address(found[1])
    except ValueError:
        return None
    bits = _BITS[address.version]
    length = bits if found[2] is None else int(found[2])
    if length > bits:
        return None
    mask = (1 << bits) - (1 << (bits - length))
    return Range(address.version, int(address) & mask, mask, found[2] is None)


def _within(templates: Sequence[Template], context: Context) -> Test:
    parsed = [parse_range(template.source) for template in templates]
    ranges = [found for found in parsed if found is not None]

    def test(text: str) -> bool:
        address = parse_range(text)
        if address is None or not address.bare:
            return False
        return any(found.holds(address.version, address.first) for found in ranges)

    return test


def _no_address(comparison: Comparison) -> Reason | None:
    """Tell of a request value that is no address: it lies in no range, so NotIpAddress is true."""
    address = parse_range(comparison.text)
    if address is not None and address.bare:
        return None
    end = ", which NotIpAddress accepts" if comparison.negated else ""
    return Reason(f"{code(comparison.text)} is no IP address and lies in no range{end}.", ("C10",))


def _no_range(comparison: Comparison) -> Reason | None:
    for template in comparison.templates:
        if "${" in template.source:
            why = f"{code(template.source)} is plain text: IP address operators take no variables."
            return Reason(why)
        if parse_range(template.source) is None:
            why = f"{code(template.source)} is no address or CIDR range, so it can match nothing."
            return Reason(why)
    return None


def _other_version(comparison: Comparison) -> Reason | None:
    address = parse_range(comparison.text)
    ranges = [parse_range(template.source) for template in comparison.templates]
    if address is None or any(found and found.version == address.version for found in ranges):
        return None
    other = 4 if address.version == 6 else 6
    end = ", so NotIpAddress is true" if comparison.negated else ""
    return Reason(
        f"{code(comparison.text)} is an IPv{address.version} address, which never lies in an "
        f"IPv{other} range{end}."
    )


def _bare_address(comparison: Comparison) -> Reason | None:
    """Note that AWS documents the meaning of a bare address for IPv4 only."""
    for template in comparison.templates:
        found = parse_range(template.source)
        if found is not None and found.bare and found.version == 6:
            return Reason(
                f"{code(comparison.text)} differs from {code(template.source)}, which without a "
                "`/` means that one address.",
                ("C10",),
            )
    return None


_TELL = telling(
    _within,
    Verbs("lies in", "lies outside", "and"),
    _no_address,
    _no_range,
    _other_version,
    _bare_address,
)

OPERATORS = (
    Operator(
        "IpAddress",
        Family.IP_ADDRESS,
        "The address lies in one of the listed CIDR ranges.",
        bind=_within,
        tell=_TELL,
    ),
    Operator(
        "NotIpAddress",
        Family.IP_ADDRESS,
        "The address lies in none of the listed CIDR ranges, or the key is absent.",
        negated=True,
        bind=negate(_within),
        tell=_TELL,
    ),
)
