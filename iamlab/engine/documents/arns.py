"""Amazon Resource Names as six fields."""

from __future__ import annotations

ArnFields = tuple[str, str, str, str, str, str]


def split_arn(text: str) -> ArnFields | None:
    """Splits an ARN at its first five colons (R1), or gives None when it is not one (R7).

    The fields are `arn`, partition, service, Region, account and resource; the resource may
    hold more colons. Wildcards and variables are left as they are.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    fields = text.split(":", 5)
    if len(fields) != 6 or fields[0] != "arn":
        return None
    arn, partition, service, region, account, resource = fields
    return (arn, partition, service, region, account, resource)
