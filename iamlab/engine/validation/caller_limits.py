"""Does a condition leave only named callers, where Principal admits everyone?

Source: "The meaning of public" in the Amazon S3 User Guide and "AWS global condition context keys"
in the IAM User Guide. Only tests that demand a key count: an absent or negated one limits nobody.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from iamlab.engine.conditions import Family, read_operator
from iamlab.engine.documents import ConditionTest, split_arn
from iamlab.engine.validation.condition_meaning import demands
from iamlab.engine.validation.subject import StatementView

_NAMES = frozenset(
    {
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        "lambda:eventsourcetoken",
        "s3:dataaccesspointaccount",
        "saml:aud",
    }
)
_ARNS = frozenset(
    {
        "aws:principalarn",
        "aws:sourcearn",
        "aws:sourcevpcarn",
        "elasticfilesystem:accesspointarn",
        "s3:dataaccesspointarn",
    }
)
_FLAGS = frozenset({"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"})
_ADDRESS = "aws:sourceip"
LIMITING_KEYS = _NAMES | _ARNS | _FLAGS | {_ADDRESS}
"""The keys, in small letters, whose values can name the callers or where they call from."""

_OWN = re.compile(r"\$\{aws:Resource(Account|OrgID|OrgPaths)\}", re.IGNORECASE | re.ASCII)
_WILD = re.compile(r"[*?]|\$\{")
_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_LEAST_FIXED = 6  # as in AWS's check WILDCARD_USAGE_TOO_PERMISSIVE
_LEAST_RESOURCE = 3  # the shortest name of a bucket
_WIDEST_IPV4 = 8
_WIDEST_IPV6 = 32


def limits_callers(statement: StatementView) -> bool:
    """Tell whether some test of a statement lets only named callers or networks through."""
    return any(demands(test) and names_callers(test) for test in statement.source.conditions)


def names_callers(test: ConditionTest) -> bool:
    """Tell whether the values of a test, negated or not, are few enough to name somebody."""
    key = test.key.text.lower()
    operator = read_operator(test.operator.text)
    if key not in LIMITING_KEYS or operator is None:
        return False
    wild = operator.row.wildcards
    if key in _FLAGS:
        return operator.row.family is not Family.NULL and all(
            value.text.lower() == "true" for value in test.values
        )
    return all(_is_named(key, value.text, wild) for value in test.values)


@lru_cache(maxsize=2048)
def _is_named(key: str, value: str, wild: bool) -> bool:
    if key == _ADDRESS:
        return _is_narrow(value)
    if _OWN.match(value):
        return True
    found = _WILD.search(value)
    if found is None or (found.group() != "${" and not wild):
        return True
    if key in _ARNS:
        return _is_narrow_arn(value)
    return found.start() >= _LEAST_FIXED


def _is_narrow(value: str) -> bool:
    """A range that is not nearly the whole internet; what is no range lets nobody through."""
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return True
    return network.prefixlen >= (_WIDEST_IPV4 if network.version == 4 else _WIDEST_IPV6)


def _is_narrow_arn(value: str) -> bool:
    fields = split_arn(value)
    if fields is None:
        return bool(_ACCOUNT.search(value.partition("*")[0]))
    account, resource = fields[4:]
    if account:
        return _ACCOUNT.match(account) is not None or _OWN.match(account) is not None
    found = _WILD.search(resource)
    return found is None or found.start() >= _LEAST_RESOURCE
