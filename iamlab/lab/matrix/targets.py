"""What a matrix asks about: the resource itself, and for a bucket one of its objects too."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine import resource_types_for_arn, split_arn

EXAMPLE_KEY = "incoming/0192.pdf"


@dataclass(frozen=True, slots=True)
class Target:
    """One ARN to ask about, and how its columns are headed, such as `On its objects`."""

    arn: str
    title: str


def is_bucket(arn: str) -> bool:
    """Tell whether an ARN names an S3 bucket and not an object in one."""
    fields = split_arn(arn)
    return fields is not None and fields[2] == "s3" and not fields[3] and "/" not in fields[5]


def split_object(arn: str) -> tuple[str, str]:
    """Return the bucket's ARN and the object's key; any other ARN comes back with no key."""
    fields = split_arn(arn)
    if fields is None or fields[2] != "s3" or fields[3]:
        return arn, ""
    bucket, _, key = arn.partition("/")
    return bucket, key


def list_targets(arn: str, object_key: str) -> tuple[Target, ...]:
    """Return what to ask about for a resource; `object_key` matters for a bucket only."""
    if is_bucket(arn):
        key = object_key or EXAMPLE_KEY
        return Target(arn, "On the bucket"), Target(f"{arn}/{key}", "On its objects")
    return (Target(arn, f"On the {noun_of(arn)}"),)


def noun_of(arn: str) -> str:
    """Return the word for what an ARN names, such as `queue`; `resource` when AWS has none."""
    kinds = resource_types_for_arn(arn)
    return kinds[0].name.lower() if kinds else "resource"
