"""Which operator families fit a condition key, and which values fit an operator family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from iamlab.engine.catalog import ConditionKey, ConditionType
from iamlab.engine.conditions import Family, parse_instant
from iamlab.engine.conditions.addresses import parse_range
from iamlab.engine.conditions.binary import decode
from iamlab.engine.conditions.numbers import parse_number
from iamlab.engine.documents import split_arn
from iamlab.engine.validation.condition_views import ConditionView

TRUTHS = frozenset({"true", "false"})

FAMILY_OF_TYPE: Mapping[ConditionType, Family] = MappingProxyType(
    {
        "String": Family.STRING,
        "ARN": Family.ARN,
        "Bool": Family.BOOLEAN,
        "Date": Family.DATE,
        "Numeric": Family.NUMERIC,
        "IPAddress": Family.IP_ADDRESS,
        "Binary": Family.BINARY,
    }
)

_FITS: Mapping[Family, Callable[[str], bool]] = MappingProxyType(
    {
        Family.BOOLEAN: lambda text: text.lower() in TRUTHS,
        Family.NULL: lambda text: text.lower() in TRUTHS,
        Family.DATE: lambda text: parse_instant(text) is not None,
        Family.NUMERIC: lambda text: parse_number(text) is not None,
        Family.IP_ADDRESS: lambda text: parse_range(text) is not None,
        Family.BINARY: lambda text: decode(text) is not None,
    }
)


def value_fits(family: Family, text: str) -> bool:
    """Tell whether a value is one that an operator of the family can compare with.

    String operators take any text, and ARN operators report nothing here (patterns may be odd).
    """
    fits = _FITS.get(family)
    return fits is None or fits(text)


def has_variable(text: str) -> bool:
    """Tell whether a value holds a policy variable, which stands for any text."""
    return "${" in text


def is_arn_pattern(text: str) -> bool:
    """Tell whether ARN operators can use a value: `arn` and five more fields (C11, R7)."""
    return text.startswith("arn:") and split_arn(text) is not None


def mismatches_type(view: ConditionView) -> bool:
    """Tell whether the operator's family does not suit the key's type (TYPE_MISMATCH).

    Tags and encryption contexts may hold anything. Strings take ARN operators for values that are
    ARNs, ARNs take String operators, `aws:EpochTime` takes numbers, and addresses are compared
    as text with variables, which the IP address operators lack.
    """
    key, family = view.key, view.family
    if key is None or family is None or family is Family.NULL or _holds_anything(key):
        return False
    wanted = FAMILY_OF_TYPE[key.type]
    if family is wanted:
        return False
    texts = [value.text for value in view.values]
    if family is Family.ARN and key.type == "String":
        return not all(text.startswith(("arn:", "*")) or has_variable(text) for text in texts)
    if family is Family.STRING and key.type == "IPAddress":
        return not any(map(has_variable, texts))
    if family is Family.NUMERIC and view.key_lower == "aws:epochtime":
        return False
    return not (family is Family.STRING and key.type == "ARN")


def _holds_anything(key: ConditionKey) -> bool:
    return "${" in key.template or "<" in key.template or key.template.endswith("/tag-key")
