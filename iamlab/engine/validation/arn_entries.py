"""What is known about an ARN that a policy names: its fields, the templates it fits, its faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import islice

from iamlab.engine.catalog import arn_templates_of, kinds_by_arn_service
from iamlab.engine.documents import ArnFields, Entry, PolicyType
from iamlab.engine.matching import LONGEST_ARN, misfits, split_arn_pattern, starts_alike
from iamlab.engine.validation.subject import StatementView, Subject

_HOLE = re.compile(r"\$\{([^}]*)\}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TYPE_WORD = re.compile(r"([A-Za-z-]+)([:/])(.+)", re.DOTALL)
_LONGEST = 512
_SAME_WORD = 0.85
MOST_ARNS = 1_000
"""So many ARNs of a document, or of a statement, are looked into; real policies have hundreds."""

_SUBJECTS = 4  # all checks look at one document after the other


@dataclass(frozen=True, slots=True)
class ArnFaults:
    """What in an ARN fits no documented form of its service; each is False for what may be right.

    An `extra_` field must be empty and is not, a `missing_` one must not be empty and is.
    """

    extra_region: bool = False
    extra_account: bool = False
    missing_region: bool = False
    missing_account: bool = False
    resource: bool = False


_FAULTLESS = ArnFaults()


def resource_entries(subject: Subject) -> Iterator[tuple[StatementView, str, Entry]]:
    """Yield the first MOST_ARNS entries of Resource and NotResource that must be ARNs: all but `*`.

    The short form `execute-api:/stage/...` of API Gateway's resource policies is left out.
    """
    for statement, name, entry in islice(subject.entries("Resource", "NotResource"), MOST_ARNS):
        if entry.text == "*":
            continue
        if subject.type is PolicyType.RESOURCE and entry.text.startswith("execute-api:/"):
            continue
        yield statement, name, entry


@lru_cache(maxsize=_SUBJECTS)
def resource_arns(subject: Subject) -> tuple[tuple[StatementView, str, Entry, ArnFields], ...]:
    """Return those entries that have the six fields of an ARN, with the fields."""
    split = (
        (statement, name, entry, split_arn_pattern(entry.text))
        for statement, name, entry in resource_entries(subject)
    )
    return tuple(
        (statement, name, entry, fields)
        for statement, name, entry, fields in split
        if fields is not None
    )


def is_open(field: str) -> bool:
    """Tell whether a field holds a wildcard or a variable, so that its text is not known."""
    return "*" in field or "?" in field or "${" in field


@cache
def templates_of_service(arn_service: str) -> tuple[str, ...]:
    """Return every documented ARN template with this service field; none when there is none."""
    kinds = kinds_by_arn_service(arn_service)
    return tuple(dict.fromkeys(text for kind in kinds for text in arn_templates_of(kind)))


def faults_of(text: str) -> ArnFaults:
    """Compare an ARN pattern with the documented forms of its service.

    A field has a fault only when it fits none of the forms that the resource part fits. A service
    that is unknown, or documents no ARNs, gives no faults, and neither does far too long text.
    """
    return _FAULTLESS if len(text) > LONGEST_ARN else _faults_of(text)


@lru_cache(maxsize=4096)
def _faults_of(text: str) -> ArnFaults:
    fields = split_arn_pattern(text)
    templates = () if fields is None else templates_of_service(fields[2].lower())
    if fields is None or not templates or is_open(fields[2]):
        return _FAULTLESS
    arn = ":".join((*fields[:2], fields[2].lower(), *fields[3:]))
    near = []
    for template in templates:
        if not starts_alike(fields[5], template):
            continue
        wrong = misfits(arn, template) - {"partition"}
        if not wrong:
            return _FAULTLESS
        if "resource" not in wrong and "service" not in wrong:
            near.append(wrong)
    if not near:
        return ArnFaults(resource=True)
    everywhere = frozenset.intersection(*near)
    region, account = "region" in everywhere, "account" in everywhere
    return ArnFaults(
        extra_region=region and bool(fields[3]),
        extra_account=account and bool(fields[4]),
        missing_region=region and not fields[3],
        missing_account=account and not fields[4],
    )


def with_fields(fields: ArnFields, **changes: str) -> str:
    """Return the ARN with some of `partition`, `service`, `region`, `account`, `resource` new."""
    arn, partition, service, region, account, resource = fields
    parts = {
        "partition": partition,
        "service": service,
        "region": region,
        "account": account,
        "resource": resource,
    }
    return ":".join((arn, *(parts | changes).values()))


def complete(text: str) -> str:
    """Return a documented ARN that lacks only empty fields in `text`, or nothing.

    `arn:aws:s3:acme-receipts` gives `arn:aws:s3:::acme-receipts`.
    """
    parts = text.split(":", 5)
    lacking = 6 - len(parts)
    if len(text) > _LONGEST or len(parts) < 4 or not lacking:
        return ""
    for place in range(len(parts) - 1, 2, -1):
        candidate = ":".join((*parts[:place], *[""] * lacking, *parts[place:]))
        if any(not misfits(candidate, item) for item in templates_of_service(parts[2])):
            return candidate
    return ""


def correct_type_word(text: str) -> str:
    """Return the documented ARN that differs only in the word before the name, or nothing.

    `function/send` becomes `function:send`, `Instances/i-1` becomes `instance/i-1`.
    """
    fields = split_arn_pattern(text)
    found = _TYPE_WORD.fullmatch(fields[5]) if fields is not None else None
    if fields is None or found is None or len(text) > _LONGEST:
        return ""
    best, result = _SAME_WORD, ""
    for word, separator in _type_words(fields[2]):
        likeness = SequenceMatcher(None, _root(found[1]), _root(word)).ratio()
        if likeness <= best and result:
            continue
        candidate = with_fields(fields, resource=f"{word}{separator}{found[3]}")
        if likeness >= best and candidate != text and faults_of(candidate) == _FAULTLESS:
            best, result = likeness, candidate
    return result


@cache
def _type_words(arn_service: str) -> tuple[tuple[str, str], ...]:
    """The words with which resource parts of a service begin, each with the `:` or `/` behind."""
    found = (_TYPE_WORD.match(text.split(":", 5)[5]) for text in templates_of_service(arn_service))
    return tuple(dict.fromkeys((item[1], item[2]) for item in found if item is not None))


def _root(word: str) -> str:
    return word.lower().replace("-", "").rstrip("s")


@cache
def spoken(template: str, partition: str = "aws") -> str:
    """Return a template as a person would write it: `arn:aws:sqs:REGION:ACCOUNT:QUEUE-NAME`."""
    text = template.replace("${Partition}", partition)
    return _HOLE.sub(lambda hole: _HUMP.sub("-", hole[1]).upper(), text)
