"""Checks of conditions on the KMS keys that requests name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import ConditionKey
from iamlab.engine.conditions import Family
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import has_variable

_OBJECTS = "arn:aws:s3:::acme-receipts/*"
_KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_KMS_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_KMS_KEY_ARN = re.compile(r"arn:[a-z0-9-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+")


@check(
    "INVALID_KMS_KEY_VALUE",
    Severity.ERROR,
    tier=3,
    types=EVERY_TYPE,
    title="The value is not the ARN of a KMS key",
    why="The request carries the full ARN of the key, so a key ID, an alias or a malformed ARN "
    "never equals it.",
    bad=example(
        allow("s3:PutObject", _OBJECTS, Condition={"ArnEquals": {_KMS_KEY: "alias/receipts"}})
    ),
    good=example(allow("s3:PutObject", _OBJECTS, Condition={"ArnEquals": {_KMS_KEY: _KMS_ARN}})),
)
def invalid_kms_key_value(subject: Subject) -> Iterator[Found]:
    """Find values other than key ARNs for keys that hold the ARN of a KMS key."""
    for view in conditions(subject):
        if view.key is None or view.family not in (Family.STRING, Family.ARN):
            continue
        if not _holds_kms_key(view.key):
            continue
        for value in view.values:
            if _may_be_kms_key(value.text):
                continue
            message = (
                f"`{view.key.name}` holds the ARN of a KMS key, which {show(value.text)} is not; "
                "write `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`."
            )
            yield Found(message, value.span, view.path_to(value))


def _holds_kms_key(key: ConditionKey) -> bool:
    return key.type == "ARN" and "kms" in key.template.lower()


def _may_be_kms_key(text: str) -> bool:
    """Whether a value is a key's ARN, or a pattern with room for one."""
    if has_variable(text) or "*" in text or "?" in text:
        return text.startswith(("arn:", "*", "${")) and ":alias/" not in text
    return _KMS_KEY_ARN.fullmatch(text) is not None
