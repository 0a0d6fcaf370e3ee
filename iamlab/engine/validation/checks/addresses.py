"""Checks of conditions on IP addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from iamlab.engine.conditions import Family
from iamlab.engine.conditions.addresses import Range, parse_range
from iamlab.engine.documents import Entry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_OFFICE = "203.0.113.0/24"
_HOME = "10.0.0.0/8"

# RFC 1918 and RFC 4193: addresses inside a network, which no request from the internet comes from.
_PRIVATE = tuple(
    found
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
    if (found := parse_range(text)) is not None
)


def _is_private(text: str) -> bool:
    found = parse_range(text)
    if found is None:
        return False
    return any(
        private.holds(found.version, found.first) and found.mask & private.mask == private.mask
        for private in _PRIVATE
    )


@dataclass(frozen=True, slots=True)
class _SourceTest:
    """A test of `aws:SourceIp` with at least one private range."""

    view: ConditionView
    private: tuple[Entry, ...]

    @property
    def whole(self) -> bool:
        """Whether every listed range is private."""
        return len(self.private) == len(self.view.values)

    def found(self, message: str) -> Found:
        """Report the key."""
        return Found(message, self.view.test.key.span, self.view.path)


def _source_tests(subject: Subject, *, negated: bool) -> Iterator[_SourceTest]:
    for view in conditions(subject):
        if view.key_lower != "aws:sourceip" or view.family is not Family.IP_ADDRESS:
            continue
        private = tuple(value for value in view.values if _is_private(value.text))
        if private and view.negated is negated:
            yield _SourceTest(view, private)


def _subset(subject: Subject, *, negated: bool) -> Iterator[Found]:
    for test in _source_tests(subject, negated=negated):
        if test.whole:
            continue
        message = (
            f"`aws:SourceIp` holds the public address of the caller, so the private range "
            f"{show(test.private[0].text)} does nothing here."
        )
        spans = [value.span for value in test.private]
        repair = subject.remove("Remove the private ranges", *spans)
        value = test.private[0]
        yield Found(message, value.span, test.view.path_to(value), repair)


@check(
    "PRIVATE_IP_ADDRESS",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="`aws:SourceIp` is tested for private addresses only",
    why="`aws:SourceIp` holds the public address that a request comes from, so a condition that "
    "asks for private addresses only is never met.",
    bad=example(allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": _HOME}})),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": _OFFICE}})
    ),
)
def private_ip_address(subject: Subject) -> Iterator[Found]:
    """Find IpAddress on aws:SourceIp with private ranges only; IfExists matches without the key."""
    for test in _source_tests(subject, negated=False):
        if test.whole and not test.view.without_key:
            message = (
                "`aws:SourceIp` holds the public address of the caller and never lies in a private "
                "range; use public ranges, or `aws:VpcSourceIp` with a VPC endpoint."
            )
            yield test.found(message)


@check(
    "PRIVATE_NOT_IP_ADDRESS",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="`aws:SourceIp` is tested against private addresses only",
    why="`aws:SourceIp` holds the public address that a request comes from, so a condition that "
    "excludes private addresses only is always met.",
    bad=example(deny("s3:*", _OBJECTS, Condition={"NotIpAddress": {"aws:SourceIp": _HOME}})),
    good=example(deny("s3:*", _OBJECTS, Condition={"NotIpAddress": {"aws:SourceIp": _OFFICE}})),
)
def private_not_ip_address(subject: Subject) -> Iterator[Found]:
    """Find NotIpAddress on aws:SourceIp with private ranges only."""
    for test in _source_tests(subject, negated=True):
        if test.whole:
            message = (
                "`aws:SourceIp` holds the public address of the caller and never lies in a private "
                "range, so this condition is always met; use public ranges."
            )
            yield test.found(message)


@check(
    "PRIVATE_IP_ADDRESS_SUBSET",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="Private addresses among those for `aws:SourceIp`",
    why="`aws:SourceIp` holds the public address that a request comes from, so private ranges in "
    "the list match nothing.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": [_OFFICE, _HOME]}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": [_OFFICE]}})
    ),
)
def private_ip_address_subset(subject: Subject) -> Iterator[Found]:
    """Find IpAddress on aws:SourceIp with private ranges among public ones."""
    return _subset(subject, negated=False)


@check(
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    title="Private addresses among those excluded for `aws:SourceIp`",
    why="`aws:SourceIp` holds the public address that a request comes from, so private ranges in "
    "the list exclude nothing.",
    bad=example(
        deny("s3:*", _OBJECTS, Condition={"NotIpAddress": {"aws:SourceIp": [_OFFICE, _HOME]}})
    ),
    good=example(deny("s3:*", _OBJECTS, Condition={"NotIpAddress": {"aws:SourceIp": [_OFFICE]}})),
)
def private_not_ip_address_subset(subject: Subject) -> Iterator[Found]:
    """Find NotIpAddress on aws:SourceIp with private ranges among public ones."""
    return _subset(subject, negated=True)


@check(
    "IMPROVE_IP_RANGE",
    Severity.SUGGESTION,
    tier=2,
    types=EVERY_TYPE,
    title="The CIDR range begins inside its network",
    why="AWS ignores the bits after the prefix length, so the range is wider than the address "
    "before the slash suggests.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": _OFFICE}})
    ),
)
def improve_ip_range(subject: Subject) -> Iterator[Found]:
    """Find ranges with bits set behind the prefix length."""
    for view in conditions(subject):
        if view.family is not Family.IP_ADDRESS:
            continue
        for value in view.values:
            found = parse_range(value.text)
            if found is None or found.bare:
                continue
            address, _, length = value.text.partition("/")
            start = parse_range(address)
            if start is None or start.first == found.first:
                continue
            network = f"{_address(found)}/{length}"
            message = f"{show(value.text)} means the whole network `{network}`; write that."
            repair = subject.replace(f"Use {network}", value.span, network)
            yield Found(message, value.span, view.path_to(value), repair)


def _address(found: Range) -> str:
    number = found.first
    return str(ip_address(number.to_bytes(4 if found.version == 4 else 16, "big")))
