"""One ARN pattern in words: `every object in the bucket ...`, `the queue ... in eu-west-1`.

A pattern whose words would say less or more than it covers is quoted instead (R1). Source: AWS,
"Identify AWS resources with Amazon Resource Names (ARNs)", and each service's resource types.
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.description.phrases import Phrase, code, say
from iamlab.engine.documents import split_arn


@dataclass(frozen=True, slots=True)
class ArnWords:
    """The words of one entry of Resource; `phrase` is None when the pattern has to be quoted.

    `inside` says the same of objects after a verb about objects, as `the bucket ... under ...`.
    """

    pattern: str
    phrase: Phrase | None
    inside: Phrase | None = None
    bucket: str = ""
    just_bucket: bool = False
    whole_bucket: bool = False
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of resource: the service and beginning of field six, and what it is called.

    `below` names what lies under such a resource, behind another colon or slash, and is thus
    covered by a wildcard as well; `separator` is what it lies behind.
    """

    service: str
    start: str
    noun: str
    plain_region: bool = True
    below: str = ""
    separator: str = ""


_KINDS = (
    _Kind("dynamodb", "table/", "table", below="indexes, streams and backups", separator="/"),
    _Kind("ec2", "instance/", "instance"),
    _Kind("ec2", "security-group/", "security group"),
    _Kind("ec2", "volume/", "volume"),
    _Kind("ecr", "repository/", "image repository"),
    _Kind("iam", "group/", "group", plain_region=False),
    _Kind("iam", "policy/", "managed policy", plain_region=False),
    _Kind("iam", "role/", "role", plain_region=False),
    _Kind("iam", "user/", "user", plain_region=False),
    _Kind("kms", "alias/", "key alias"),
    _Kind("kms", "key/", "key"),
    _Kind("lambda", "function:", "function", below="versions and aliases", separator=":"),
    _Kind("logs", "log-group:", "log group", below="log streams", separator=":"),
    _Kind("secretsmanager", "secret:", "secret"),
    _Kind("sns", "", "topic", below="subscriptions", separator=":"),
    _Kind("sqs", "", "queue"),
    _Kind("ssm", "parameter/", "parameter"),
    _Kind("states", "stateMachine:", "state machine", below="versions and aliases", separator=":"),
)


def arn_words(pattern: str) -> ArnWords:
    """Say one entry of Resource that is not `*`."""
    fields = split_arn(pattern)
    if fields is None:
        phrase = say(code(pattern), " (which is no ARN and covers nothing)")
        return ArnWords(pattern, phrase, nothing=True)
    _, partition, service, region, account, name = fields
    if partition == "aws" and name:
        if (service, region, account) == ("s3", "", ""):
            return _s3(pattern, name)
        for kind in _KINDS:
            if kind.service == service and name.startswith(kind.start):
                known = _known(kind, region, account, name[len(kind.start) :])
                return _quoted(pattern) if known is None else ArnWords(pattern, known)
    return _quoted(pattern)


def _quoted(pattern: str) -> ArnWords:
    if _is_wild(pattern):
        return ArnWords(pattern, None)
    return ArnWords(pattern, say("the resource ", code(pattern)))


def _s3(pattern: str, name: str) -> ArnWords:
    """Say a bucket or its objects; a star in the bucket's name crosses into keys (R5)."""
    bucket, slash, key = name.partition("/")
    if name == "*":
        return ArnWords(pattern, say("every bucket and object"))
    if _is_wild(bucket) or "${" in bucket:
        return _quoted(pattern)
    where = say("the bucket ", code(bucket))
    if not slash:
        return ArnWords(pattern, where, bucket=bucket, just_bucket=True)
    if key == "*":
        phrase = say("every object in ", where)
        return ArnWords(pattern, phrase, inside=where, bucket=bucket, whole_bucket=True)
    prefix = _prefix(key)
    if prefix is not None:
        inside = say(where, " under ", code(prefix))
        return ArnWords(pattern, say("every object in ", inside), inside=inside)
    if _is_wild(key):
        phrase = say("every object in ", where, " whose key fits ", code(key))
        return ArnWords(pattern, phrase)
    if not key:
        return ArnWords(pattern, say("the resource ", code(pattern)))
    return ArnWords(pattern, say("the object ", code(key), " in ", where))


def _known(kind: _Kind, region: str, account: str, name: str) -> Phrase | None:
    """Say a resource of a known kind, or return None when words would not be exact."""
    place = _place(kind, region, account)
    deeper = bool(kind.separator) and kind.separator in name
    if place is None or not name or deeper:
        return None
    below = f" (with {kind.below})" if kind.below else ""
    if name == "*":
        return say(f"every {kind.noun}", place, below)
    prefix = name[:-1] if name.endswith("*") else ""
    if prefix and not _is_wild(prefix):
        return say(f"every {kind.noun}", place, " whose name begins with ", code(prefix), below)
    if _is_wild(name):
        if below:  # A pattern that goes on behind its star covers only some of what lies below.
            return None
        return say(f"every {kind.noun}", place, " whose name fits ", code(name))
    return say(f"the {kind.noun} ", code(name), place)


def _place(kind: _Kind, region: str, account: str) -> Phrase | None:
    where: Phrase = ()
    if "${" in region + account:  # Variables work in field six alone (R6).
        return None
    if kind.plain_region:
        if not region or (_is_wild(region) and region != "*"):
            return None
        where = say(" in every Region") if region == "*" else say(" in ", code(region))
    elif region:
        return None
    if not account or (_is_wild(account) and account != "*"):
        return None
    if account == "aws":
        return say(where, " of AWS")
    if account == "*":
        aws_too = " and of AWS" if kind.start == "policy/" else ""
        return say(where, f" of every account{aws_too}")
    return say(where, " of account ", code(account))


def _prefix(key: str) -> str | None:
    """Return the beginning of a key when the pattern is that, a slash, and a star."""
    prefix = key[:-1]
    return prefix if key.endswith("/*") and not _is_wild(prefix) else None


def _is_wild(text: str) -> bool:
    return "*" in text or "?" in text
