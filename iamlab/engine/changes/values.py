"""Values of condition keys that a request could carry: what would meet a condition.

Source: AWS, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

from iamlab.engine.conditions import ConditionCheck, Family, parse_instant
from iamlab.engine.matching import Context

_EXAMPLE = "example"
_OF_CALLER = (
    "aws:principal",
    "aws:userid",
    "aws:username",
    "aws:federatedprovider",
    "aws:assumedroot",
)
_OF_REQUEST = (
    "aws:resource",
    "aws:requestedregion",
    "aws:viaawsservice",
    "aws:calledvia",
    "aws:currenttime",
    "aws:epochtime",
)


def depends_on_caller(key_lower: str) -> bool:
    """Tell whether a key follows from who asks, about what or when, so nobody can choose it."""
    return key_lower.startswith((*_OF_CALLER, *_OF_REQUEST))


def meeting_value(check: ConditionCheck) -> str | None:
    """Return a value of the key for which the condition is met, or None when none is found.

    Values of the policy come first, their wildcards filled with a word; what is returned has been
    put to the condition itself. Null is left out: it asks for presence, not for a value.
    """
    if check.form is None or check.tests_presence:
        return None
    for value in (*_from_policy(check), *_plain(check.form.row.family)):
        if value and check.matches(Context({check.key: [value]})):
            return value
    return None


def _from_policy(check: ConditionCheck) -> list[str]:
    family = check.form.row.family if check.form is not None else Family.STRING
    values = [value for value in check.values if "${" not in value]
    if family is Family.IP_ADDRESS:
        return [address for value in values for address in _addresses(value)]
    if family is Family.NUMERIC:
        return [text for value in values for text in (value, *_around(value))]
    if family is Family.DATE:
        return [text for value in values for text in (value, *_beside(value))]
    return [value.replace("*", _EXAMPLE).replace("?", "x") for value in values]


def _addresses(value: str) -> tuple[str, ...]:
    network, _, _ = value.partition("/")
    head, dot, last = network.rpartition(".")
    if not dot:
        return (network, f"{network}1")
    return (network, f"{head}.{int(last) + 1}" if last.isdigit() else network)


def _around(value: str) -> tuple[str, ...]:
    try:
        number = int(value)
    except ValueError:
        return ()
    return str(number - 1), str(number + 1)


def _beside(value: str) -> tuple[str, ...]:
    instant = parse_instant(value)
    if instant is None:
        return ()
    day = 86_400
    return str(int(instant) - day), str(int(instant) + day)


def _plain(family: Family) -> tuple[str, ...]:
    """Return everyday values, for conditions that name only what they do not want."""
    if family is Family.BOOLEAN:
        return ("true", "false")
    if family is Family.ARN:
        return (f"arn:aws:s3:::{_EXAMPLE}",)
    if family is Family.IP_ADDRESS:
        return ("203.0.113.7", "198.51.100.7")
    return (_EXAMPLE,)
