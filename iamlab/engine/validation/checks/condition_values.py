"""Checks of the values that conditions compare with: does each fit its operator and its key?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from iamlab.engine.conditions import Family
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.documents import Entry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import ConditionView, conditions
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import has_variable, mismatches_type, value_fits

_OBJECTS = "arn:aws:s3:::acme-receipts/*"


def _misfits(subject: Subject, *families: Family) -> Iterator[tuple[ConditionView, Entry]]:
    """Yield the values that an operator of these families cannot compare with.

    Where the operator itself does not suit the key, only that is reported (TYPE_MISMATCH).
    """
    for view in conditions(subject):
        family = view.family
        if family is None or family not in families or mismatches_type(view):
            continue
        for value in view.values:
            if not value_fits(family, value.text) and not has_variable(value.text):
                yield view, value


def _misfit(view: ConditionView, value: Entry, wanted: str) -> Found:
    operator = view.form.row.name if view.form is not None else ""
    message = f"`{operator}` takes {wanted}, so {show(value.text)} matches nothing."
    return Found(message, value.span, view.path_to(value))


@check(
    "TYPE_MISMATCH_BOOLEAN",
    Severity.WARNING,
    tier=1,
    types=EVERY_TYPE,
    title="The value is neither `true` nor `false`",
    why="`Bool` and `Null` know only `true` and `false`, and with any other value the condition "
    "never matches.",
    bad=example(deny("s3:*", _OBJECTS, Condition={"Bool": {"aws:SecureTransport": "no"}})),
    good=example(deny("s3:*", _OBJECTS, Condition={"Bool": {"aws:SecureTransport": "false"}})),
)
def type_mismatch_boolean(subject: Subject) -> Iterator[Found]:
    """Find values of Bool and Null other than true and false."""
    for view, value in _misfits(subject, Family.BOOLEAN, Family.NULL):
        yield _misfit(view, value, "`true` or `false`")


@check(
    "TYPE_MISMATCH_DATE",
    Severity.WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="The value is not a date",
    why="Date operators read ISO 8601 dates such as `2026-12-31T00:00:00Z` only, and with any "
    "other value the condition never matches.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"DateLessThan": {"aws:CurrentTime": "31.12.26"}})
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"DateLessThan": {"aws:CurrentTime": "2026-12-31T00:00:00Z"}},
        )
    ),
)
def type_mismatch_date(subject: Subject) -> Iterator[Found]:
    """Find values of Date operators that are no date; a time of day without a zone is none."""
    for view, value in _misfits(subject, Family.DATE):
        wanted = "dates in ISO 8601 such as `2026-12-31T00:00:00Z`"
        found = _misfit(view, value, wanted)
        zoned = f"{value.text}Z"
        repair = None
        if "T" in value.text and value_fits(Family.DATE, zoned):
            repair = subject.replace("Add the time zone Z", value.span, zoned)
        yield Found(found.message, found.span, found.path, repair)


@check(
    "TYPE_MISMATCH_IP_RANGE",
    Severity.ERROR,
    tier=1,
    types=EVERY_TYPE,
    title="The value is no IP address and no CIDR range",
    why="IP address operators read IPv4 and IPv6 addresses with or without a prefix length, and "
    "anything else lies nowhere.",
    bad=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.*"}})
    ),
    good=example(
        allow("s3:GetObject", _OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})
    ),
)
def type_mismatch_ip_range(subject: Subject) -> Iterator[Found]:
    """Find values of IP address operators that are no range (an ERROR since AWS's later list)."""
    for view, value in _misfits(subject, Family.IP_ADDRESS):
        found = _misfit(view, value, "addresses and CIDR ranges such as `203.0.113.0/24`")
        octets = re.fullmatch(r"((?:[0-9]{1,3}\.){1,3})\*", value.text)
        repair = None
        if octets is not None:
            count = octets[1].count(".")
            text = f"{octets[1]}{'.'.join('0' * (4 - count))}/{8 * count}"
            if value_fits(Family.IP_ADDRESS, text):
                repair = subject.replace(f"Use {text}", value.span, text)
        yield Found(found.message, found.span, found.path, repair)


@check(
    "TYPE_MISMATCH_NUMBER",
    Severity.WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="The value is not a number",
    why="Numeric operators compare whole numbers and decimals, and with any other value the "
    "condition never matches.",
    bad=example(
        allow("s3:ListBucket", "*", Condition={"NumericLessThanEquals": {"s3:max-keys": "ten"}})
    ),
    good=example(
        allow("s3:ListBucket", "*", Condition={"NumericLessThanEquals": {"s3:max-keys": "10"}})
    ),
)
def type_mismatch_number(subject: Subject) -> Iterator[Found]:
    """Find values of Numeric operators that are no number."""
    for view, value in _misfits(subject, Family.NUMERIC):
        yield _misfit(view, value, "numbers")


@check(
    "TYPE_MISMATCH_STRING",
    Severity.WARNING,
    tier=3,
    types=EVERY_TYPE,
    title="The value is not base64 text",
    why="`BinaryEquals` compares the bytes that base64 text stands for, and text that is no base64 "
    "stands for none.",
    bad=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"BinaryEquals": {"aws:RequestTag/fingerprint": "QmluYXJ5VmFsdWV"}},
        )
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"BinaryEquals": {"aws:RequestTag/fingerprint": "QmluYXJ5VmFsdWU="}},
        )
    ),
)
def type_mismatch_string(subject: Subject) -> Iterator[Found]:
    """Find values of BinaryEquals that are no base64."""
    for view, value in _misfits(subject, Family.BINARY):
        yield _misfit(view, value, "base64 text")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"[0-9]{4}")
_LATEST = Decimal(10) ** 11  # a larger number is rather milliseconds, and beyond the year 5138


@check(
    "INVALID_DATE_VALUE",
    Severity.WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="The date is written as a number",
    why="A number of seconds since 1970 says nothing to a reader and is easily wrong, while a "
    "calendar date in ISO 8601 is clear.",
    bad=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"DateLessThan": {"aws:CurrentTime": "1798675200"}},
        )
    ),
    good=example(
        allow(
            "s3:GetObject",
            _OBJECTS,
            Condition={"DateLessThan": {"aws:CurrentTime": "2026-12-31T00:00:00Z"}},
        )
    ),
)
def invalid_date_value(subject: Subject) -> Iterator[Found]:
    """Find epoch numbers under Date operators; `aws:EpochTime` is a number itself."""
    for view in conditions(subject):
        if view.family is not Family.DATE or view.key_lower == "aws:epochtime":
            continue
        for value in view.values:
            seconds = parse_number(value.text)
            if seconds is None or _YEAR.fullmatch(value.text) or mismatches_type(view):
                continue
            message = (
                f"{show(value.text)} is read as seconds since 1970; write a date in ISO 8601, "
                "such as `2026-12-31T00:00:00Z`."
            )
            repair = None
            if 0 <= seconds < _LATEST and seconds == int(seconds):
                moment = (_EPOCH + timedelta(seconds=int(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")
                repair = subject.replace(f"Use {moment}", value.span, moment)
            yield Found(message, value.span, view.path_to(value), repair)
